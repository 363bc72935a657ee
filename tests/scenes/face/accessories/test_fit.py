"""Nothing pierces the skin, nothing floats: over identities, expressions and both head models."""

from functools import cache
from typing import get_args

import numpy as np
import pytest
from heads_for_tests import PERSON, head, model
from skin_distance import SkinDistance
from specs_for_tests import STUD, accessories, earrings, glasses, headwear, mask

from facings.scenes.face.accessories.build import build_accessories
from facings.scenes.face.accessories.catalogue import (
    EARRING_STYLES,
    GLASSES_STYLES,
    HEADWEAR_STYLES,
    MASK_STYLES,
    MASK_WEARS,
    FinishKind,
    PatternName,
)
from facings.scenes.face.accessories.pieces import Piece
from facings.scenes.face.accessories.spec import AccessoriesSpec
from facings.scenes.face.heads.sample import sample_identity
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

MODELS = ("ict", "makehuman")
PEOPLE = [*range(3), *(pytest.param(number, marks=pytest.mark.slow) for number in range(3, 20))]
"""Numbers of identities; the later ones take their time."""
ALL_STYLES = (
    [accessories(glasses=glasses(style)) for style in GLASSES_STYLES]
    + [accessories(headwear=headwear(style)) for style in HEADWEAR_STYLES]
    + [accessories(mask=mask(style, worn)) for style in MASK_STYLES for worn in MASK_WEARS]
    + [accessories(earrings=earrings(style), nose_stud=STUD) for style in EARRING_STYLES]
)


@cache
def someone(name: str, number: int) -> HeadShape:
    """Return one of many heads; every second one smiles with an open mouth."""
    weights = sample_identity(model(name), PERSON, np.random.default_rng(number))
    smile = {"jawOpen": 0.5, "mouthSmileLeft": 0.5, "mouthSmileRight": 0.5} if number % 2 else {}
    return head(name, {w.name: w.weight for w in weights}, smile)


@cache
def skin(name: str, number: int) -> SkinDistance:
    return SkinDistance(someone(name, number))


def points(piece: Piece) -> np.ndarray:
    vertices = piece.mesh.vertices_m.astype(float)
    return vertices[:: max(1, len(vertices) // 3000)]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("spec", ALL_STYLES, ids=str)
def test_every_style_is_a_sound_mesh(name: str, spec: AccessoriesSpec) -> None:
    pieces = build_accessories(spec, head(name))
    assert pieces
    for piece in pieces:
        surface = piece.mesh
        assert np.isfinite(surface.vertices_m).all() and np.isfinite(surface.uv).all()
        assert len(surface.uv) == len(surface.corners)
        assert surface.corners.min() >= 0 and surface.corners.max() < len(surface.vertices_m)
        assert surface.slot is None or surface.slot.max() < len(piece.finishes)
        assert np.abs(surface.vertices_m).max() < 0.35
        assert piece.semantic in SEMANTIC_CLASSES
        assert {finish.kind for finish in piece.finishes} <= set(get_args(FinishKind))
        assert {finish.pattern for finish in piece.finishes} <= set(get_args(PatternName))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("number", PEOPLE)
def test_glasses_touch_nothing_but_the_nose(name: str, number: int) -> None:
    style = list(GLASSES_STYLES)[number % len(GLASSES_STYLES)]
    shape, oracle = someone(name, number), skin(name, number)
    marks = shape.unposed_m[shape.model.landmarks]
    for slide in (0.0, 10.0):
        for piece in build_accessories(accessories(glasses=glasses(style, slide_mm=slide)), shape):
            vertices = piece.mesh.vertices_m.astype(float)
            depth = oracle.depth_m(vertices)
            # Pads press on the nose: its flanks are the contact zone.
            nose = np.linalg.norm(vertices - marks[28], axis=1) < 0.025
            assert depth[~nose].max() < 0.5e-3, (style, slide, piece.name)
            assert depth[nose].max(initial=0) < 1.2e-3
            if piece.name == "glasses frame":
                # They rest: on the nose and close to the tops of both ears.
                assert oracle.distance_m(vertices[nose]).min() < 2e-3
                for side in (-1, 1):
                    behind = vertices[(vertices[:, 0] * side > 0.05) & (vertices[:, 1] > 0.05)]
                    assert oracle.distance_m(behind).min() < 4e-3


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("number", PEOPLE)
def test_hats_stay_outside_of_the_head(name: str, number: int) -> None:
    shape, oracle = someone(name, number), skin(name, number)
    styles = [style for style in HEADWEAR_STYLES if style != "hijab"]
    for style in (styles[number % len(styles)], styles[(number + 5) % len(styles)]):
        spec = headwear(style, tilt_deg=5.0 - number % 11, low_mm=number % 9 - 4.0, turn_deg=180.0 * (number % 2))
        for piece in build_accessories(accessories(headwear=spec), shape):
            vertices = points(piece)
            assert oracle.depth_m(vertices).max() < 1e-3, style
            assert np.mean(oracle.depth_m(vertices) > 0.5e-3) < 2e-3, style
            assert oracle.distance_m(vertices).min() < 6e-3, style


@pytest.mark.parametrize("name", MODELS)
def test_a_head_scarf_lies_on_the_face_without_cutting_it(name: str) -> None:
    (piece,) = build_accessories(accessories(headwear=headwear("hijab")), someone(name, 1))
    depth = skin(name, 1).depth_m(points(piece))
    assert np.mean(depth > 0.5e-3) < 2e-3
    assert depth.max() < 2e-3


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("style", MASK_STYLES)
@pytest.mark.parametrize("worn", MASK_WEARS)
def test_masks_follow_the_mouth(name: str, style: str, worn: str) -> None:
    shape, oracle = someone(name, 1), skin(name, 1)
    (piece,) = build_accessories(accessories(mask=mask(style, worn)), shape)
    depth = oracle.depth_m(points(piece))
    assert np.mean(depth > 0.5e-3) < 0.008
    assert depth.max() < 4e-3
    # What a mask is for: mouth, and where worn so, nose, lie behind it.
    marks = shape.unposed_m[shape.model.landmarks]
    height = piece.mesh.vertices_m[np.abs(piece.mesh.vertices_m[:, 0]) < 0.004]
    assert (marks[30, 2] < height[:, 2].max()) == (worn == "over_nose")
    assert (marks[51, 2] < height[:, 2].max()) == (worn != "on_chin")
    assert height[:, 2].min() < marks[8, 2] + 2e-3


def test_the_mask_opens_with_the_jaw() -> None:
    lowest = [build_accessories(accessories(mask=mask("surgical")), head("ict", {}, {"jawOpen": amount}))[0]
              .mesh.vertices_m[:, 2].min() for amount in (0.0, 0.8)]
    assert lowest[1] < lowest[0] - 0.010


def test_hanging_ear_rings_hang_down_in_the_world() -> None:
    # The head tips to its left: a drop keeps pointing at the floor.
    shape = head("ict", {}, {}, (0.0, 0.0, 25.0))
    pieces = build_accessories(accessories(earrings=earrings("drop")), shape)
    assert [piece.semantic for piece in pieces] == ["right_ear", "left_ear"]
    # On the left the cheek is in the way; on the right it hangs free.
    vertices = shape.pose(pieces[0].mesh.vertices_m)
    low, high = vertices[vertices[:, 2].argmin()], vertices[vertices[:, 2].argmax()]
    direction = (low - high) / np.linalg.norm(low - high)
    assert direction[2] < -0.93
