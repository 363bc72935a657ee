"""Shaping a head: identity, lids, lips, neck and eyes."""

import numpy as np
import pytest
from heads_for_tests import PERSON, head, model, spec

from facings.errors import InputError
from facings.scenes.face.heads.anatomy.closing import openings
from facings.scenes.face.heads.anatomy.lids import CLEARANCE_M
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.heads.sample import sample_identity
from facings.scenes.face.heads.shape import shape_head
from facings.scenes.face.person import PersonSpec


def _random_identity(seed):
    person = PersonSpec(30.0, seed % 2, 0.3, 0.3, 0.4, 4.0, 0.5)
    return {weight.name: weight.weight for weight in sample_identity(model("ict"), person, np.random.default_rng(seed))}


def test_no_weights_give_the_mean():
    shape = head()
    assert (shape.neutral_m == shape.model.vertices_m).all()
    assert np.abs(shape.posed_m - shape.unposed_m).max() < 1e-6
    moved = np.abs(shape.unposed_m - shape.neutral_m).max(1)
    assert moved.max() < 2.5e-3 and max(moved[line].max() for line in shape.model.lid_upper + shape.model.lid_lower) < 1e-4, (
        "only the sockets and the lids' inner sides are moved off the eyeball")
    assert shape.posed_from_unposed == pytest.approx(np.eye(4))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("expression", [{}, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}, {"eyeWideLeft": 1.0},
                                        {"eyeLookDownLeft": 0.8, "eyeBlinkLeft": 1.0, "eyeSquintLeft": 0.8}])
def test_nothing_of_the_skin_lies_in_an_eyeball(seed, expression):
    shape = head("ict", _random_identity(seed), expression, eyes_deg=(10.0, -15.0))
    for side in range(2):
        distance = np.linalg.norm(shape.unposed_m[shape.model.skin_vertices] - shape.eye_centres_m[side], axis=1)
        assert distance.min() > shape.eye_radius_m[side] + 0.9 * CLEARANCE_M


@pytest.mark.parametrize("seed", range(6))
def test_lids_meet_on_everybody(seed):
    identity = _random_identity(seed)
    opened = openings(model("ict"), head("ict", identity).unposed_m)
    assert (opened > 0.004).all()
    for more in ({}, {"eyeSquintLeft": 1.0, "eyeSquintRight": 1.0, "eyeLookDownLeft": 1.0, "eyeLookDownRight": 1.0}):
        shut = openings(model("ict"), head("ict", identity, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0} | more).unposed_m)
        assert np.abs(shut).max() < 0.0008


@pytest.mark.parametrize("seed", range(6))
def test_lips_rest_on_each_other_on_everybody(seed):
    lips = model("ict").landmarks[[61, 62, 63, 67, 66, 65]]
    mean, own = (shape.neutral_m[lips, 2].reshape(2, 3) for shape in (head(), head("ict", _random_identity(seed))))
    assert np.abs((own[0] - own[1]) - (mean[0] - mean[1])).max() < 4e-4


def test_a_wink_leaves_the_other_eye_open():
    opening = openings(model("ict"), head("ict", None, {"eyeBlinkLeft": 1.0}).unposed_m)
    assert abs(opening[1]) < 0.0008 and opening[0] > 0.006


def test_the_jaw_parts_lips_and_teeth_and_mouth_close_seals():
    shape, opened, sealed, only = (head("ict", None, weights) for weights in (
        {}, {"jawOpen": 0.7}, {"jawOpen": 0.7, "mouthClose": 0.7}, {"mouthClose": 1.0}))
    lips = shape.model.landmarks[[62, 66]]
    gap = [float(np.diff(one.unposed_m[lips, 2])[0]) for one in (shape, opened, sealed)]
    assert gap[1] < gap[0] - 0.015 and abs(gap[2] - gap[0]) < 0.004
    assert (only.unposed_m == shape.unposed_m).all(), "without an open jaw there is nothing to close"


def test_the_tongue_comes_out_between_the_teeth_once_the_jaw_is_open():
    ict = model("ict")
    sizes = np.diff(np.append(ict.starts, len(ict.corners)))
    tongue = np.unique(ict.corners[np.repeat(ict.part == PARTS.index("tongue"), sizes)])
    shut, out = (head("ict", None, {"tongueOut": 1.0} | more).unposed_m for more in ({}, {"jawOpen": 0.35}))
    assert (shut == head().unposed_m).all()
    lips = out[ict.landmarks[[62, 66]]]
    assert out[tongue, 1].min() < lips[:, 1].min() - 0.015
    between = out[tongue][np.abs(out[tongue, 1] - lips[:, 1].mean()) < 0.003]
    assert lips[1, 2] - 0.002 < between[:, 2].min() and between[:, 2].max() < lips[0, 2]


def test_the_neck_bends_and_the_shoulders_keep_still():
    shape = head("ict", None, None, (50.0, 10.0, 5.0))
    weights = shape.model.skin_weights
    low = (weights.sum(1) == 0) & np.isin(np.arange(len(weights)), shape.model.skin_vertices)
    assert low.sum() > 100 and np.abs(shape.posed_m[low] - shape.unposed_m[low]).max() < 1e-6
    rigid = weights[:, 3] == 1
    placed = shape.unposed_m[rigid] @ shape.posed_from_unposed[:3, :3].T + shape.posed_from_unposed[:3, 3]
    assert np.abs(placed - shape.posed_m[rigid]).max() < 1e-6
    assert rigid[shape.model.landmarks[17:]].all()
    ahead = shape.posed_from_unposed[:3, :3] @ [0, -1, 0]
    assert np.degrees(np.arctan2(ahead[0], -ahead[1])) == pytest.approx(50, abs=0.5)
    assert np.degrees(np.arcsin(ahead[2])) == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(("neck_deg", "moved"), [((30, 0, 0), (1, 0, 0)), ((0, 30, 0), (0, 0, 1)), ((0, 0, 30), None)])
def test_signs_of_the_neck(neck_deg, moved):
    shape = head("ict", None, None, neck_deg)
    rotation = shape.posed_from_unposed[:3, :3]
    if moved is None:
        assert (rotation @ [0, 0, 1])[0] > 0.4, "the crown tips to the subject's left"
    else:
        assert (rotation @ [0, -1, 0]) @ moved > 0.4


def test_the_head_frame_lies_between_the_eyes():
    shape = head("ict", None, None, (20.0, 5.0, -5.0))
    frame = shape.body_from_head
    centres = shape.pose(shape.eye_centres_m)
    assert frame[:3, 3] == pytest.approx(centres.mean(0))
    assert np.linalg.det(frame[:3, :3]) == pytest.approx(1)
    assert frame[:3, 0] @ (centres[1] - centres[0]) > 0
    assert frame[:3, 2] @ (shape.posed_m[shape.model.landmarks[30]] - frame[:3, 3]) < -0.02, "Z leads into the head"


def test_unknown_modes_are_told_and_missing_ones_left_out():
    with pytest.raises(InputError, match="jawOpne.*Did you mean 'jawOpen'"):
        shape_head(model("ict"), spec("ict", None, {"jawOpne": 1.0}), PERSON)
    for name in model("ict").missing_expressions:
        assert (head("ict", None, {name: 1.0}).unposed_m == head().unposed_m).all()


def test_the_same_spec_gives_the_same_bytes():
    one, two = (shape_head(model("ict"), spec("ict", {"identity003": 0.5}, {"jawOpen": 0.3}, (20, 3, 1)), PERSON)
                for _ in range(2))
    assert one.posed_m.tobytes() == two.posed_m.tobytes()
