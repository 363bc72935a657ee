"""MediaPipe's points: the same places on both head models, on the skin, mirrored in pairs, and where MediaPipe sees them."""

import json
from functools import cache

import numpy as np
import pytest
from face_stage import FRONTAL, Stage
from scipy.spatial import cKDTree
from trimesh import Trimesh
from trimesh.proximity import closest_point

from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.frames.spec import to_json
from facings.rendering.frame_maker import frame_record
from facings.scenes.face.checks import face_findings, face_map_findings
from facings.scenes.face.eyes.lid_contact import skin_faces
from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.heads.library import head_model
from facings.scenes.face.label.face_mesh import COUNT, lines_of, mesh_on, places_on

MODELS = ("ict", "makehuman")
TO_IBUG = {1: 30, 33: 36, 133: 39, 362: 42, 263: 45, 61: 48, 291: 54, 152: 8}
"""Points that are landmarks of iBUG's too, by what they are: tip of the nose, corners of eyes and mouth, chin."""


@cache
def canonical(name):
    return mesh_on(head_model(name)).of(head_model(name).canonical_m)


def test_a_point_is_the_same_place_on_both_heads():
    apart = 1000 * np.linalg.norm(canonical("ict") - canonical("makehuman"), axis=1)
    # Both heads' canonical coordinates come from a warp that matches landmarks, ears, scalp and neck; between these the skins
    # themselves lie up to 3.3 mm apart, at the middle of the forehead and over the lids.
    assert np.median(apart) < 0.7 and np.percentile(apart, 95) < 2.1 and apart.max() < 3.3


@pytest.mark.parametrize("name", MODELS)
def test_points_lie_on_the_skin(name):
    model = head_model(name)
    skin = Trimesh(model.vertices_m, skin_faces(model)[0], process=False)
    off = closest_point(skin, mesh_on(model).of(model.vertices_m))[1]
    assert np.median(off) < 1e-9 and off.max() < 2e-4  # a lip's line may cut across a face of the mesh


def test_pairs_mirror_and_the_middle_is_the_middle():
    places = canonical("ict")
    tree = cKDTree(places)
    off, _ = tree.query(places * (-1, 1, 1))
    assert 1000 * off.max() < 0.5  # the mean head is not wholly even itself
    middle = [10, 9, 168, 6, 4, 1, 2, 0, 13, 14, 17, 152]
    assert 1000 * np.abs(places[middle, 0]).max() < 0.3
    assert (np.diff(places[[10, 9, 168, 6, 1, 2, 0, 17, 152], 2]) < 0).all(), "from the forehead down to the chin"


@pytest.mark.parametrize("name", MODELS)
def test_points_are_near_the_landmarks_that_they_are_too(name):
    model = head_model(name)
    there = mesh_on(model).of(model.vertices_m)
    for number, landmark in TO_IBUG.items():
        # MediaPipe's tip of the nose is above iBUG's, its mouth corners lie inside the outline's.
        off = 1000 * np.linalg.norm(there[number] - model.vertices_m[model.landmarks[landmark]])
        assert off < {1: 6, 61: 4, 291: 4}.get(number, 1.5), number


@pytest.mark.parametrize("name", MODELS)
def test_lips_part_where_the_mouth_opens(name):
    model = head_model(name)
    upper, lower = [80, 81, 82, 13, 312, 311, 310], [88, 178, 87, 14, 317, 402, 318]
    opened = model.vertices_m.astype(float)
    model.expression.add(opened, {"jawOpen": 0.7})
    shut, there = mesh_on(model).of(model.vertices_m), mesh_on(model).of(opened)
    assert 1000 * np.linalg.norm(shut[upper] - shut[lower], axis=1).max() < 3
    assert 1000 * (there[upper, 2] - there[lower, 2]).min() > 5


@pytest.mark.parametrize("name", MODELS)
def test_lids_meet_where_the_eye_shuts(name):
    model = head_model(name)
    upper, lower = [160, 159, 158, 387, 386, 385], [144, 145, 153, 373, 374, 380]
    shut = model.vertices_m.astype(float)
    model.expression.add(shut, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0})
    gap = [np.linalg.norm(mesh_on(model).of(v)[upper] - mesh_on(model).of(v)[lower], axis=1) for v in (model.vertices_m, shut)]
    assert 1000 * gap[0].min() > 5 and (gap[1] < 0.4 * gap[0]).all()


def test_lines_run_from_corner_to_corner():
    for name in MODELS:
        model = head_model(name)
        for line, vertices in lines_of(model).items():
            start, end = model.canonical_m[vertices[[0, -1]], 0]
            assert start < end if "right" in line or "inner" in line else start > end, line
        half = places_on(model, [{"line": "upper_inner_lip", "share": 0.5}]).of(model.canonical_m)
        assert abs(half[0, 0]) < 0.001


def test_records_have_the_points_with_states(tmp_path):
    stage = Stage(tmp_path, face_mesh=True)
    frame = stage.frame(FRONTAL)
    person = frame.labels.instances[0]
    mesh, states = person["face_mesh"], np.array(person["face_mesh"]["states"])
    assert [len(mesh[key]) for key in ("points_px", "points_in_camera_m", "states")] == [COUNT + 10] * 3
    pixels = np.array(mesh["points_px"])
    assert np.allclose(pixels[[468, 473]], person["pupils"]["points_px"])
    right, left = (np.array(person["irises"][side]["points_px"]) for side in ("right", "left"))
    assert np.allclose(pixels[469:473], right[[0, 2, 4, 6]]) and np.allclose(pixels[474:], left[[0, 2, 4, 6]])
    assert pixels[469, 0] > pixels[468, 0] > pixels[471, 0] and pixels[470, 1] < pixels[468, 1] < pixels[472, 1]
    # A card hides the left eye, nothing the right one.
    assert (states[[263, 386, 374, 362]] == "hidden_by_accessory").all() and (states[[33, 159, 145, 133]] == "visible").all()
    turned = stage.frame(HeadAngles(np.radians(60), 0, 0), worn=())
    states = np.array(turned.labels.instances[0]["face_mesh"]["states"])
    hidden = [states[ids] == "self_occluded" for ids in ([234, 93, 132, 58], [454, 323, 361, 288])]
    assert sorted(side.all() for side in hidden) == [False, True]


@pytest.mark.parametrize(("change", "said"), [
    (lambda mesh: mesh["states"].pop(), "478"), (lambda mesh: mesh["points_px"][200].__setitem__(0, 3.0), "projects")])
def test_verify_finds_wrong_points(tmp_path, change, said):
    stage = Stage(tmp_path, face_mesh=True)
    frame = stage.frame(FRONTAL)
    record = json.loads(json.dumps(frame_record(frame.spec, frame.labels)))
    assert not list(face_findings(record)) and not list(face_map_findings({"depth": frame.labels.depth_m}, record, {}))
    change(record["instances"][0]["face_mesh"])
    assert any(said in " ".join(found) for found in face_findings(record))


def test_the_key_is_off_and_unseen_by_default():
    assert "face_mesh" not in to_json(load_recipe("face").sample(1, 0))
    assert load_recipe("face", {"labels.face_mesh": True}).sample(1, 0).face_mesh is True
    with pytest.raises(InputError, match="face_mesh"):
        load_recipe("face", {"labels.face_mesh": 468})
