"""Brows, lashes and beards on a head, against its own skin and eyeballs."""

import numpy as np
import pytest
import trimesh
from heads_for_tests import PERSON, head

from facings.scenes.face.eyes.lid_contact import skin_faces
from facings.scenes.face.eyes.lid_margin import lid_margin
from facings.scenes.face.facial_hair.beard import MOST_HAIRS, beard
from facings.scenes.face.facial_hair.brow_edge import brow_contour
from facings.scenes.face.facial_hair.brows import brows
from facings.scenes.face.facial_hair.lashes import lashes
from facings.scenes.face.facial_hair.recipe import BeardRecipe, BrowsRecipe, FacialHairRecipe
from facings.scenes.face.facial_hair.sample import sample_facial_hair
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.facial_hair.styles import BEARD_STYLES, BROW_STYLES
from facings.scenes.face.hair.spec import HairColour
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

BROWN = HairColour("brown", 0.8, 0.4, 0.0, None, 0.0)
TALKING = {"jawOpen": 0.5, "mouthSmileLeft": 0.7, "browInnerUp": 0.8}


def grown(beard_style: str = "full_short", brow_style: str | None = None, seed: int = 1) -> FacialHairSpec:
    recipe = FacialHairRecipe(brows=BrowsRecipe(style=brow_style), beard=BeardRecipe(style=beard_style))
    return sample_facial_hair(recipe, PERSON, BROWN, np.random.default_rng(seed))


def height_over_skin(points_m: np.ndarray, shape: HeadShape) -> tuple[np.ndarray, np.ndarray]:
    """Return signed distances from the head's skin by trimesh, and the triangle nearest to each of at most 150 points."""
    some = np.random.default_rng(0).permutation(len(points_m))[:150]
    skin = trimesh.Trimesh(shape.unposed_m, skin_faces(shape.model)[0], process=False)
    foot, distance, triangle = skin.nearest.on_surface(points_m[some].astype(float))
    sign = np.sign(((points_m[some] - foot) * skin.face_normals[triangle]).sum(1))
    return distance * sign, triangle


@pytest.mark.parametrize("style, expression", [*((style, {}) for style in BROW_STYLES), ("bushy", TALKING)])
def test_brow_roots_are_on_the_skin_where_the_landmarks_are(style: str, expression: dict):
    shape = head("ict", expression=expression)
    spec = grown(brow_style=style).brows
    marks = shape.unposed_m[shape.model.landmarks[17:27]]
    for side in (0, 1):
        hairs = brows(spec, shape, side)
        assert 120 <= len(hairs.points_m) <= 1400
        height, _ = height_over_skin(hairs.points_m[:, 0], shape)
        assert np.abs(height).max() < 0.0005
        assert (np.sign(hairs.points_m[:, 0, 0]) == (-1, 1)[side]).all()
        near = np.linalg.norm(hairs.points_m[:, :1] - marks[None, 5 * side: 5 * side + 5], axis=-1).min(1)
        assert np.quantile(near, 0.95) < 0.012
        tip, _ = height_over_skin(hairs.points_m[:, -1], shape)
        assert np.quantile(tip, 0.02) > -0.0005


@pytest.mark.parametrize("style", BROW_STYLES)
def test_brow_contours_lie_on_skin_and_amid_the_drawn_hair(style: str):
    shape = head("ict", expression=TALKING)
    spec = grown(brow_style=style)
    contour = brow_contour(shape, spec)
    assert contour.shape == (10, 3)
    height, _ = height_over_skin(contour, shape)
    assert np.abs(height).max() < 1e-5
    assert (np.diff(contour[:, 0]) > 0).all()
    hairs = np.concatenate([brows(spec.brows, shape, side).points_m.reshape(-1, 3) for side in (0, 1)])
    assert np.linalg.norm(hairs[None] - contour[:, None], axis=-1).min(1).max() < 0.003
    marks = shape.unposed_m[shape.model.landmarks[17:27]]
    assert np.linalg.norm(contour - marks, axis=1).max() < 0.010


@pytest.mark.parametrize("eyes_deg", [(0, 0), (25, -15)])
@pytest.mark.parametrize("expression", [{}, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}, {"eyeWideLeft": 1.0}])
def test_lashes_grow_from_the_margins_and_keep_off_the_ball(expression: dict, eyes_deg: tuple):
    shape = head("ict", expression=expression, eyes_deg=eyes_deg)
    spec = grown().lashes
    for side in (0, 1):
        hairs = lashes(spec, shape, side)
        assert len(hairs.points_m) == spec.upper + spec.lower
        edges = np.concatenate([lid_margin(shape, side, upper).points_m for upper in (True, False)])
        assert np.linalg.norm(hairs.points_m[:, :1] - edges[None], axis=-1).min(1).max() < 0.0022
        distance = np.linalg.norm(hairs.points_m - shape.eye_centres_m[side], axis=-1)
        assert distance[:, 1:].min() > shape.eye_radius_m[side]
        length = np.linalg.norm(np.diff(hairs.points_m, axis=1), axis=-1).sum(1)
        assert length[: spec.upper].mean() > 1.3 * length[spec.upper:].mean()


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_lashes_follow_a_blink(name: str):
    spec = grown().lashes
    open_, shut = (lashes(spec, head(name, expression=e), 0).points_m[: spec.upper, :, 2]
                   for e in ({}, {"eyeBlinkRight": 1.0}))
    middle = slice(spec.upper // 3, 2 * spec.upper // 3)
    assert (open_ - shut)[middle, 0].mean() > 0.005
    # Shut lashes hang; open ones rise.
    assert (open_[middle, -1] - open_[middle, 0]).mean() > (shut[middle, -1] - shut[middle, 0]).mean() + 0.001


@pytest.mark.parametrize("style, expression", [
    *((style, {}) for style in BEARD_STYLES), *((style, TALKING) for style in ("full_short", "goatee", "moustache_walrus"))])
def test_beard_roots_are_on_the_skin_and_not_on_lips_or_nose(style: str, expression: dict):
    shape = head("ict", expression=expression)
    spec = grown(style).beard
    points = beard(spec, shape).points_m.astype(float)
    assert 20 <= len(points) <= MOST_HAIRS and points.shape[1] == 5
    height, triangle = height_over_skin(points[:, 0], shape)
    assert np.abs(height).max() < 0.0005

    bare = [SEMANTIC_CLASSES[name] for name in ("top_lip", "bottom_lip", "mouth_interior", "nose", "right_ear", "left_ear")]
    region = shape.model.region[skin_faces(shape.model)[1]]
    # Next to a border the sunk root may be nearest to the neighbour's first triangle.
    assert np.isin(region[triangle], bare).mean() < 0.03

    tips, _ = height_over_skin(points[:, -1], shape)
    assert (tips > -0.001).mean() > 0.98


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_beards_cover_what_their_names_say(name: str):
    shape = head(name)

    def roots(style: str) -> np.ndarray:
        return beard(grown(style).beard, shape).points_m[:, 0]

    upper_lip = shape.unposed_m[shape.model.landmarks[51], 2]
    chin = shape.unposed_m[shape.model.landmarks[8]]
    assert (roots("moustache_chevron")[:, 2] > upper_lip - 0.014).all()
    assert (roots("chin_beard")[:, 2] < upper_lip).all()
    assert np.abs(roots("goatee")[:, 0]).max() < 0.045
    chops = roots("mutton_chops")
    assert np.linalg.norm(chops - chin, axis=1).min() > 0.012
    assert np.abs(roots("sideburns")[:, 0]).min() > 0.05
    full = roots("full_short")
    assert (full[:, 0] < -0.04).sum() > 500 and (full[:, 0] > 0.04).sum() > 500
    assert np.linalg.norm(full - chin, axis=1).min() < 0.003


def test_beards_follow_the_bent_neck():
    straight, bent = head("ict"), head("ict", neck_deg=(40.0, -20.0, 10.0))
    spec = grown("full_long").beard
    before, after = beard(spec, straight).points_m[:, 0], beard(spec, bent).points_m[:, 0]
    skin = trimesh.Trimesh(bent.posed_m, skin_faces(bent.model)[0], process=False)
    some = slice(0, len(after), len(after) // 200)
    assert skin.nearest.on_surface(after[some].astype(float))[1].max() < 0.0006
    moved = np.linalg.norm(after - before, axis=1)
    assert moved.min() > 0.002 and moved.max() > 0.05


def test_equal_specs_give_equal_strands():
    shape = head("ict")
    spec = grown("full_medium")
    for build in (lambda: beard(spec.beard, shape), lambda: brows(spec.brows, shape, 0),
                  lambda: lashes(spec.lashes, shape, 1)):
        first, second = build(), build()
        assert np.array_equal(first.points_m, second.points_m)
        assert np.array_equal(first.colour, second.colour) and np.array_equal(first.radius_m, second.radius_m)
