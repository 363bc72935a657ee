"""The converted ICT head: sides, symmetry, lines along edges, regions, texture chart, bases."""

from itertools import pairwise

import numpy as np
import pytest
import trimesh
from heads_for_tests import model
from scipy.spatial import cKDTree

from facings.assets.packs.store import pack_folder
from facings.errors import InputError
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.ict.files import NEUTRAL, read_vertices
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.semantics import SEMANTIC_CLASSES


@pytest.fixture(scope="module")
def ict():
    return model("ict")


def _faces_of(ict, kind, name):
    sizes = np.diff(np.append(ict.starts, len(ict.corners)))
    chosen = ict.region == SEMANTIC_CLASSES[name] if kind == "region" else ict.part == PARTS.index(name)
    return np.unique(ict.corners[np.repeat(chosen, sizes)])


def test_right_is_negative_x_and_pairs_mirror(ict):
    x = ict.vertices_m[ict.landmarks, 0]
    assert (x[36:42] < -0.01).all() and (x[42:48] > 0.01).all() and (x[:8] < 0).all() and (x[9:17] > 0).all()
    assert x[48] < 0 < x[54] and (x[17:22] < 0).all()
    mirrored = ict.vertices_m[ict.landmarks[16::-1]] * [-1, 1, 1]
    assert np.abs(mirrored - ict.vertices_m[ict.landmarks[:17]]).max() < 2e-4
    assert ict.eye_fit[:, 3] == pytest.approx([0.0153, 0.0153], abs=5e-4)


def test_the_mean_is_symmetric_and_centred_between_the_eyes(ict):
    skin = ict.vertices_m[ict.skin_vertices]
    assert cKDTree(skin).query(skin * [-1, 1, 1])[0].max() < 1e-4
    centres = [ict.vertices_m[ids].mean(0) + fit[:3] for ids, fit in zip(ict.eyeball_vertices, ict.eye_fit, strict=True)]
    assert np.abs(np.mean(centres, 0)).max() < 1e-6
    assert centres[0][0] < 0 < centres[1][0]


def test_lines_follow_edges(ict):
    surface = np.append(ict.corners, 0)
    sizes = np.diff(np.append(ict.starts, len(ict.corners)))
    following = np.arange(1, len(ict.corners) + 1)
    following[ict.starts + sizes - 1] = ict.starts
    edges = {tuple(sorted(pair)) for pair in zip(ict.corners.tolist(), surface[following].tolist(), strict=True)}
    lines = [*ict.lid_upper, *ict.lid_lower] + [np.append(loop, loop[0]) for loop in (ict.lip_outer, ict.lip_inner)]
    for line in lines:
        assert all(tuple(sorted(pair)) in edges for pair in pairwise(line.tolist()))
        assert len(set(line[:-1].tolist())) == len(line) - 1


def test_margins_share_their_corners_and_lips_start_at_the_right(ict):
    for side, (outer, inner) in enumerate(((36, 39), (45, 42))):
        upper, lower = ict.lid_upper[side], ict.lid_lower[side]
        assert upper[0] == lower[0] == ict.landmarks[outer] and upper[-1] == lower[-1] == ict.landmarks[inner]
        assert ict.vertices_m[upper, 2].mean() > ict.vertices_m[lower, 2].mean() + 0.004
    for loop, corner, top in ((ict.lip_outer, 48, 51), (ict.lip_inner, 60, 62)):
        places = loop.tolist()
        assert places[0] == ict.landmarks[corner] and 0 < places.index(ict.landmarks[top]) < len(places) / 2


def test_every_region_is_there_on_its_side(ict):
    for name in ("skin", "nose", "right_ear", "left_ear", "mouth_interior", "top_lip", "bottom_lip", "neck"):
        assert len(_faces_of(ict, "region", name)) > 100, name
    place = {name: ict.vertices_m[_faces_of(ict, "region", name)] for name in SEMANTIC_CLASSES
             if (ict.region == SEMANTIC_CLASSES[name]).any()}
    assert place["right_ear"][:, 0].max() < -0.055 and place["left_ear"][:, 0].min() > 0.055
    assert len(place["right_ear"]) == len(place["left_ear"])
    assert place["top_lip"][:, 2].mean() > place["bottom_lip"][:, 2].mean()
    assert np.abs(place["nose"][:, 0]).max() < 0.025 and place["nose"][:, 1].min() == ict.vertices_m[ict.skin_vertices, 1].min()
    assert place["neck"][:, 2].max() < -0.05


def test_parts_are_whole(ict):
    teeth, tongue = (ict.vertices_m[_faces_of(ict, "part", name)] for name in ("teeth", "tongue"))
    assert np.abs(teeth).max() < 0.12 and np.abs(teeth[:, 0]).max() < 0.04
    assert np.abs(tongue[:, 0]).max() < 0.03
    assert {PARTS[k] for k in np.unique(ict.part)} == set(PARTS)


def test_the_skin_has_one_chart_without_overlaps(ict):
    surface = Mesh(ict.vertices_m, ict.corners, ict.starts)
    sizes = np.diff(np.append(ict.starts, len(ict.corners)))
    assert ict.uv.min() >= 0 and ict.uv.max() <= 1
    corner_faces = Mesh(ict.vertices_m, np.arange(len(ict.corners)), ict.starts)
    triangles = corner_faces.triangles[ict.part[surface.triangle_face] == PARTS.index("skin")]
    flat = np.column_stack([ict.uv, np.zeros(len(ict.uv))])
    centres = flat[triangles].mean(1) + [0, 0, 1]
    hits = trimesh.Trimesh(flat, triangles, process=False).ray.intersects_id(
        centres, np.tile([0.0, 0, -1], (len(centres), 1)), multiple_hits=True, max_hits=3)[1]
    # All of a plane's triangles lie equally deep: a second one under a centre would be met too.
    assert np.bincount(hits, minlength=len(centres)).max() == 1
    a, b, c = (ict.uv[triangles[:, k]] for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    assert (area > 0).mean() > 0.999 and sizes.max() == 4


def test_contours_run_from_behind_to_the_nose_through_their_landmarks(ict):
    nose = ict.vertices_m[ict.landmarks[30]]
    for path, jaw in zip(ict.contour_paths, ict.landmarks[:17], strict=True):
        distance = np.linalg.norm(ict.vertices_m[path] - nose, axis=1)
        assert jaw in path and distance[0] > distance[-1] + 0.03
        steps = np.linalg.norm(np.diff(ict.vertices_m[path], axis=0), axis=1)
        assert steps.max() < 0.014


def test_expressions_have_arkits_names(ict):
    assert ict.expression.names == ARKIT and not ict.missing_expressions


@pytest.mark.parametrize(("name", "files"), [
    ("identity000", ["identity000"]), ("identity099", ["identity099"]), ("jawOpen", ["jawOpen"]),
    ("eyeBlinkLeft", ["eyeBlink_L"]), ("browInnerUp", ["browInnerUp_L", "browInnerUp_R"]),
])
def test_sparse_modes_are_those_of_the_pack(ict, name, files):
    try:
        folder = pack_folder("ict-facekit") / "FaceXModel"
    except InputError as error:
        pytest.skip(str(error))
    neutral = read_vertices(folder / f"{NEUTRAL}.obj")
    dense = sum(read_vertices(folder / f"{file}.obj") - neutral for file in files)[:21451]
    basis = ict.identity if name.startswith("identity") else ict.expression
    assert np.abs(basis.mode(name, len(ict.vertices_m))[:21451] - dense).max() < 3e-5


def test_left_modes_move_the_left(ict):
    moved = np.abs(ict.expression.mode("eyeBlinkLeft", len(ict.vertices_m))).max(1)
    assert moved[ict.lid_upper[1]].max() > 0.005 > 1e-4 > moved[ict.lid_upper[0]].max()
