"""The labels of rendered heads against OpenCV, an independent Embree cast, and their own mirror image."""

import cv2
import numpy as np
import pytest
from face_oracle import FaceOracle
from face_stage import Stage, mirrored
from landmark_mirror import MIRROR

from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.semantics import SEMANTIC_CLASSES

POSES = {
    "frontal": {},
    "half left, nodding": {"angles": HeadAngles(0.7, -0.3, 0.2), "neck_deg": (0, 0, 0)},
    "profile": {"angles": HeadAngles(-1.35, 0.1, 0.0)},
    "talking, neck bent, no accessories": {"angles": HeadAngles(-0.4, 0.4, -0.3), "neck_deg": (18, -9, 6), "worn": ("beard",),
                                           "expression": {"jawOpen": 0.6, "eyeBlinkLeft": 0.5}, "eyes_deg": (12, -8)},
    "leaves the picture": {"angles": HeadAngles(0.2, 0, 0.1), "across_m": (0.07, -0.09), "focal": 2.6},
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return Stage(tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="module", params=POSES)
def case(stage, request):
    frame = stage.frame(**POSES[request.param])
    return frame, FaceOracle(stage.scene)


def points_of(frame):
    person = frame.person
    for key in ("landmarks", "contour_landmarks", "pupils"):
        yield key, person[key]
    yield from (person["irises"].items())


def test_points_agree_with_opencv(case):
    frame, _ = case
    for _, points in points_of(frame):
        theirs = cv2.projectPoints(np.array(points["points_in_camera_m"]), np.zeros(3), np.zeros(3), frame.camera.K, None)[0]
        assert np.abs(theirs[:, 0] - np.array(points["points_px"])).max() < 1e-2


def test_landmarks_are_the_rendered_meshs_vertices(case, stage):
    import bpy
    frame, _ = case
    head = bpy.data.objects["head"].evaluated_get(bpy.context.evaluated_depsgraph_get())
    camera_from_head_mesh = frame.camera.camera_from_world @ np.array(head.matrix_world, float)
    model = frame.shape.model
    vertices = np.array([head.data.vertices[i].co for i in model.landmarks]) @ camera_from_head_mesh[:3, :3].T
    assert np.abs(vertices + camera_from_head_mesh[:3, 3] - frame.person["landmarks"]["points_in_camera_m"]).max() < 1e-6
    # Subdivision keeps the cage's vertices in place but for the smoothing: nowhere farther than its coarsest edges.
    cage = frame.shape.posed_m @ frame.scene.world_from_body[:3, :3].T + frame.scene.world_from_body[:3, 3]
    assert np.linalg.norm(frame.scene.head_vertices_m - cage, axis=1).max() < 0.004
    dense = frame.labels.arrays["vertices"]
    assert dense.dtype == np.float32 and dense.shape == model.vertices_m.shape
    assert np.abs(dense[model.landmarks] - frame.person["landmarks"]["points_in_camera_m"]).max() < 1e-6


def test_pose_comes_back_from_pixels(case):
    frame, _ = case
    pose = np.array(frame.person["head_pose"]["camera_from_head"])
    in_camera = np.array(frame.person["landmarks"]["points_in_camera_m"])
    in_head = (in_camera - pose[:3, 3]) @ pose[:3, :3]
    pixels = np.array(frame.person["landmarks"]["points_px"])
    _, turn, shift = cv2.solvePnP(in_head, pixels, frame.camera.K, None, flags=cv2.SOLVEPNP_SQPNP)
    turn, shift = cv2.solvePnPRefineLM(in_head, pixels, frame.camera.K, None, turn, shift)
    error = cv2.Rodrigues(cv2.Rodrigues(turn)[0].T @ pose[:3, :3])[0]
    assert np.degrees(np.linalg.norm(error)) < 0.01
    assert np.abs(shift[:, 0] - pose[:3, 3]).max() < 1e-4


def test_an_upright_head_has_the_cameras_angles(stage):
    angles = HeadAngles(0.7, -0.3, 0.2)
    pose = stage.frame(angles, worn=()).person["head_pose"]
    assert {k: pose[k] for k in angles.degrees} == pytest.approx(angles.degrees, abs=1e-4)


def test_states_equal_an_independent_cast(case):
    frame, oracle = case
    size = frame.spec.picture.width_px, frame.spec.picture.height_px
    hair = frame.passes.coverage[..., :2].sum(-1)
    seen = set()
    for key, points in points_of(frame):
        in_camera, pixels = np.array(points["points_in_camera_m"]), np.array(points["points_px"])
        inside = ((pixels >= 0) & (pixels < size)).all(1)
        in_world = in_camera @ frame.camera.world_from_camera[:3, :3].T + frame.camera.world_from_camera[:3, 3]
        own, worn = (oracle.occluded(in_world, frame.camera, accessories) for accessories in (False, True))
        for k, state in enumerate(points["states"]):
            if key == "contour_landmarks" and points["on_outline"][k]:
                continue  # a ray that grazes the outline has an oracle of its own below
            x, y = pixels[k].astype(int)
            right = ("outside" if not inside[k] else "self_occluded" if own[k] else "hidden_by_accessory" if worn[k]
                     else "hidden_by_hair" if hair[y, x] >= 0.5 else "visible")
            assert state == right, (key, k)
            seen.add(state)
    assert len(seen) >= 2


def test_visible_landmarks_lie_on_the_depth_map(case):
    frame, _ = case
    depth = frame.labels.depth_m
    for pixel, point, state in zip(*(frame.person["landmarks"][k] for k in ("points_px", "points_in_camera_m", "states")),
                                   strict=True):
        x, y = np.array(pixel).astype(int)
        around = depth[max(y - 1, 0):y + 2, max(x - 1, 0):x + 2]
        if state == "visible" and np.ptp(around) < 0.01:
            assert around.min() - 0.002 <= point[2] <= around.max() + 0.002


def test_parsing_equals_an_independent_cast_away_from_strands(case):
    frame, oracle = case
    bare = frame.passes.coverage.sum(-1) == 0
    right, depth = oracle.parsing(frame.camera)
    assert bare.mean() > 0.5
    different = bare & (frame.labels.semantic != right)
    assert not (different & ~oracle.ties(frame.camera, frame.labels.semantic)).any()
    assert different.sum() <= 5
    assert ((frame.labels.instance == 1) == (frame.labels.semantic > 0))[bare].all()
    same = bare & ~different & np.isfinite(depth)
    assert np.median(np.abs(frame.labels.depth_m[same] - depth[same])) < 1e-6


def test_strands_win_where_they_cover_half(case):
    frame, _ = case
    coverage, semantic = frame.passes.coverage, frame.labels.semantic
    half = coverage.sum(-1) >= 0.5
    for name, place in (("hair", 0), ("beard", 1), ("right_brow", 2)):
        assert ((semantic == SEMANTIC_CLASSES[name]) <= half).all()
        assert (semantic[coverage[..., place] > 0.5] == SEMANTIC_CLASSES[name]).all()
    assert np.allclose(frame.labels.optional["matte"], np.minimum(coverage[..., :2].sum(-1), 1))


def test_clear_lenses_show_the_eye_and_cards_hide_it(stage):
    frame = stage.frame(worn=("lens", "card"))
    states = frame.person["landmarks"]["states"]
    assert set(states[42:48]) == {"hidden_by_accessory"} and "hidden_by_accessory" not in states[36:42]
    seen = np.unique(frame.labels.semantic)
    assert SEMANTIC_CLASSES["right_eye"] in seen and SEMANTIC_CLASSES["left_eye"] not in seen
    boxes = frame.person["boxes"]
    assert boxes["left_eye"]["visible_xywh_px"] is None and boxes["left_eye"]["geometric_xywh_px"]


def test_a_fan_covers_as_much_as_its_strands_are_wide(stage):
    frame = stage.frame(worn=("comb",))
    hair = frame.passes.coverage[..., 0]
    rows = np.flatnonzero((hair > 0.02).mean(1) > 0.3)[2:-2]
    columns = np.flatnonzero(hair[rows].min(0) > 0)[2:-2]
    # 60 strands 2 mm apart, 0.8 mm thick; 32 samples a pixel, some thousand pixels.
    assert hair[rows][:, columns].mean() == pytest.approx(0.0008 / (0.12 / 59), rel=0.03)
    assert len(columns) * len(rows) > 300


def test_the_mirrored_view_has_the_mirrored_labels(stage):
    """The mean head is its own mirror image; so is its picture, with right and left changing places."""
    angles = HeadAngles(0.5, 0.15, 0.25)
    one = stage.frame(angles, worn=(), eyes_deg=(14, 5), shift_px=1.5)
    other = stage.frame(mirrored(angles), worn=(), eyes_deg=(-14, 5), shift_px=-1.5)
    swap = np.zeros(256, np.uint8)
    for name, number in SEMANTIC_CLASSES.items():
        side, _, feature = name.partition("_")
        swap[number] = SEMANTIC_CLASSES.get(f"{ {'right': 'left', 'left': 'right'}.get(side, side)}_{feature}", number)
    flipped = swap[one.labels.semantic[:, ::-1]]
    assert (flipped == other.labels.semantic).mean() > 0.99
    assert {SEMANTIC_CLASSES["right_eye"], SEMANTIC_CLASSES["left_eye"]} <= set(np.unique(flipped))
    width = one.spec.picture.width_px

    def close(a, b, order):
        a, b = np.array(a["points_px"]), np.array(b["points_px"])
        assert np.abs((width - a[:, 0])[list(order)] - b[:, 0]).max() < 0.3
        assert np.abs(a[list(order), 1] - b[:, 1]).max() < 0.3

    close(one.person["landmarks"], other.person["landmarks"], MIRROR)
    close(one.person["pupils"], other.person["pupils"], (1, 0))
    for side, opposite in (("right", "left"), ("left", "right")):
        close(one.person["irises"][side], other.person["irises"][opposite], [(4 - k) % 8 for k in range(8)])
        gaze, flipped_gaze = one.person["gaze"][side], other.person["gaze"][opposite]
        assert gaze["yaw_deg"] == pytest.approx(-flipped_gaze["yaw_deg"], abs=1e-3)
        assert gaze["pitch_deg"] == pytest.approx(flipped_gaze["pitch_deg"], abs=1e-3)
    pose, flipped_pose = one.person["head_pose"], other.person["head_pose"]
    assert [pose["yaw_deg"], pose["roll_deg"]] == pytest.approx([-flipped_pose["yaw_deg"], -flipped_pose["roll_deg"]], abs=1e-3)


def test_contour_landmarks_lie_on_the_faces_outline(stage):
    frame = stage.frame(HeadAngles(0.7, 0, 0), worn=(), size=(240, 320))
    contour = frame.person["contour_landmarks"]
    far = [k for k in range(17) if contour["on_outline"][k] and contour["states"][k] == "visible"]
    assert len(far) >= 5 and min(far) > 8  # the face looks to its left: its left jaw is the far one
    person = np.pad(frame.labels.instance == 1, 1).astype(np.uint8)
    to_border = np.minimum(cv2.distanceTransform(person, cv2.DIST_L2, 5) + 1e3 * (person == 0),
                           cv2.distanceTransform(1 - person, cv2.DIST_L2, 5) + 1e3 * (person == 1))
    outer = [k for k in far if k >= 11]  # below, the outline of the jaw lies before the neck
    for k in outer:
        x, y = np.array(contour["points_px"][k]).astype(int)
        assert to_border[y + 1, x + 1] <= 2.0, k
    near = [k for k in range(9) if not contour["on_outline"][k]]
    assert len(near) >= 6
    for k in near:
        assert contour["points_px"][k] == frame.person["landmarks"]["points_px"][k]


def test_openness_follows_the_lids(stage):
    wide, shut = (stage.frame(worn=(), expression=e).person["eye_openness"]
                  for e in ({"eyeWideLeft": 1.0}, {"eyeBlinkLeft": 1.0}))
    assert shut["left"] < 0.05 < 0.25 < shut["right"] < 0.5
    assert wide["left"] > wide["right"] + 0.02


def test_gaze_follows_the_eyes(stage):
    gaze = stage.frame(HeadAngles(0.3, 0, 0), worn=(), eyes_deg=(10, 6)).person["gaze"]["combined"]
    assert gaze["yaw_in_head_deg"] == pytest.approx(10, abs=1e-3) and gaze["pitch_in_head_deg"] == pytest.approx(6, abs=1e-3)
    assert gaze["yaw_deg"] == pytest.approx(np.degrees(0.3) + 10, abs=1e-3)


def test_the_same_frame_has_the_same_labels(stage):
    one, other = (stage.frame(**POSES["half left, nodding"]) for _ in range(2))
    assert one.labels.instances == other.labels.instances
    for name in ("instance", "semantic", "depth_m"):
        assert np.array_equal(getattr(one.labels, name), getattr(other.labels, name))
    assert np.array_equal(one.labels.optional["matte"], other.labels.optional["matte"])
