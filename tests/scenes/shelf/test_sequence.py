"""Sequences: one scene, a carried camera, and flow that Embree's rays and the pictures themselves bear out."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from embree_oracle import SceneOracle
from shelf_stage import Stage, small

from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.frames.spec import from_json, to_json
from facings.labels.camera import Pinhole
from facings.scenes.shelf.checks import flow_findings, sequence_findings
from facings.scenes.shelf.reading import ShelfReading
from facings.scenes.shelf.spec import ShelfSpec

RECIPE = ("shelf", "catalogue.departments=[sauces]", "bays.count=2", "stock.max_depth=2", "camera.views={}",
          "camera.distance_m=1.1", "camera.along=0")
WALK = ("sequence={moments: 4, fps: 10, along_m: 0.5, turn_deg: 4}",)
FLOW = ("picture.passes=[flow_forward, flow_backward]",)


@pytest.fixture(scope="module")
def stage():
    return Stage.of(small(*RECIPE, *WALK, *FLOW))


def test_the_first_moment_is_the_frame_without_the_key_and_all_show_one_scene():
    plain, walked = small(*RECIPE), small(*RECIPE, *WALK)
    for number in (0, 1):
        alone, moments = plain.sample(4, number), [walked.sample(4, 4 * number + moment) for moment in range(4)]
        assert replace(moments[0], frame=number, sequence=None) == alone
        for moment, spec in enumerate(moments):
            assert (spec.sequence.sequence_id, spec.sequence.moment, spec.frame) == (number, moment, 4 * number + moment)
            assert replace(spec, frame=0, camera=alone.camera, sequence=None) == replace(alone, frame=0)
            assert spec.sequence.camera_before == (moments[moment - 1].camera if moment else None)
            assert spec.sequence.camera_after == (moments[moment + 1].camera if moment < 3 else None)
            assert from_json(ShelfSpec, json.loads(json.dumps(to_json(spec)))) == spec
    assert "sequence" not in to_json(plain.sample(4, 0))


def test_the_camera_goes_as_the_recipe_says_and_stays_in_the_aisle():
    steady = small(*RECIPE, "sequence={moments: 400, fps: 10, along_m: 0.5, towards_m: 0.4, turn_deg: 4,"
                   " shake_mm: 0, shake_deg: 0}")
    poses = [np.array(steady.sample(4, frame).camera.world_from_camera) for frame in (0, 2, 399)]
    moved = poses[1][:3, 3] - poses[0][:3, 3]
    assert np.allclose(moved, (0.1, 0.08, 0), atol=1e-9)
    turn = cv2.Rodrigues(poses[1][:3, :3] @ poses[0][:3, :3].T)[0].ravel()
    assert np.allclose(np.degrees(turn), (0, 0, 0.8), atol=1e-6)
    assert -0.7 < poses[2][1, 3] < 0 and abs(poses[2][0, 3]) < 20
    shaken = small(*RECIPE, "sequence={moments: 200, fps: 30, along_m: 0, towards_m: 0, turn_deg: 0,"
                   " shake_mm: 3, shake_deg: 0.2}")
    places = np.array([shaken.sample(4, frame).camera.world_from_camera for frame in range(0, 200, 5)])
    assert 0.001 < places[:, :3, 3].std(0).mean() < 0.006
    assert np.linalg.norm(np.diff(places[:, :3, 3], axis=0), axis=1).max() < 0.02


def test_flow_is_where_embree_meets_the_surface_and_opencv_projects_it(stage):
    spec = stage.spec(4, 1)
    passes, labels, camera = stage.passes(spec)[0], stage.labels(spec), Pinhole.of(spec.camera, 160, 120)
    stage.realise(spec)
    oracle = SceneOracle(stage.open.scene, stage.open.hidden_for_labels())
    cast = oracle.cast(camera)
    sound = (passes.index == cast.index) & np.isfinite(cast.depth_m) & ~oracle.depth_ties(camera, cast)
    centres = np.stack(np.meshgrid(np.arange(160) + 0.5, np.arange(120) + 0.5), -1)
    for name, other in (("flow_forward", spec.sequence.camera_after), ("flow_backward", spec.sequence.camera_before)):
        flow, there = labels.optional[name], Pinhole.of(other, 160, 120)
        vector = cv2.Rodrigues(there.camera_from_world[:3, :3])[0]
        pixels = cv2.projectPoints(cast.point[sound].astype(float), vector, there.camera_from_world[:3, 3], there.K,
                                   np.zeros(5))[0].reshape(-1, 2)
        off = np.linalg.norm(flow[sound][:, :2] - (pixels - centres[sound]), axis=1)
        assert off.max() < 1e-2 and np.linalg.norm(flow[..., :2], axis=-1).mean() > 2
        seen, clear = flow[sound][:, 2].astype(bool), oracle.sees(there, cast.point[sound], 2e-3)
        inside = ((pixels > 0) & (pixels < (160, 120))).all(1)
        assert not seen[~inside].any()
        column, row = np.clip(pixels[inside], 0, (159, 119)).astype(int).T
        # Flow knows the other picture by the centres of its pixels: between two objects it cannot tell, within one it
        # must, but for folds of the object itself.
        index = passes.elsewhere[name].index.astype(np.float32)
        within = (cv2.dilate(index, np.ones((3, 3))) == cv2.erode(index, np.ones((3, 3))))[row, column]
        wrong = (clear != seen)[inside]
        assert within.mean() > 0.5 and wrong[within].mean() < 0.01 and wrong.mean() < 0.08
        assert (~clear[inside]).mean() > 0.01


def test_ends_have_no_flow_and_checks_find_what_cannot_be(stage):
    for moment, name in ((0, "flow_backward"), (3, "flow_forward")):
        labels = stage.labels(stage.spec(4, moment))
        assert not labels.optional[name].any() and labels.optional["flow_forward" if moment == 0 else "flow_backward"].any()
        told = labels.further["sequence"]
        record = {"sequence": told, "frame": moment, "spec": to_json(stage.spec(4, moment))}
        assert told == {"sequence_id": 0, "moment": moment, "moments": 4, "fps": 10.0}
        assert not list(sequence_findings(record)) and not list(flow_findings(labels.optional, record))
        assert list(sequence_findings(record | {"frame": 9}))
        assert list(sequence_findings(record | {"sequence": told | {"moment": 2}}))
        assert list(flow_findings({name: labels.optional["flow_forward" if moment == 0 else "flow_backward"]}, record))
        wrong = labels.optional["flow_forward" if moment == 0 else "flow_backward"].copy()
        wrong[wrong[..., 2] == 1] += (300, 0, 0)
        assert list(flow_findings({"flow_forward" if moment == 0 else "flow_backward": wrong}, record))
    assert ShelfReading().group({"frame": 9, "sequence": {"sequence_id": 2}}) == "sequence 2"


@pytest.mark.parametrize(("changes", "said"), [
    (FLOW, "sequence"), ((*WALK, "pairs={}"), "pairs"), (("sequence={moments: 1}",), "moments"),
    (("sequence={speed: 1}",), "speed")])
def test_what_cannot_be_asked_for_is_told(changes, said):
    with pytest.raises(InputError, match=said):
        load_recipe("shelf", changes)


def test_a_frame_alone_is_the_frame_of_the_run(stage):
    spec = stage.spec(4, 2)
    first = stage.labels(spec)
    stage.labels(stage.spec(4, 0))
    again = stage.labels(spec)
    assert all((first.optional[name] == again.optional[name]).all() for name in first.optional)
    assert (first.instance == again.instance).all() and (first.depth_m == again.depth_m).all()


def test_the_next_picture_warped_by_the_flow_is_the_picture():
    width, height = 300, 225
    stage = Stage.of(small(*RECIPE, *FLOW, "camera.depth_of_field=false",
                           "sequence={moments: 4, fps: 30, along_m: 0.3, turn_deg: 2}", size=(width, height),
                           samples=64))
    (picture, labels), (following, _) = (stage.render(stage.spec(4, frame)) for frame in (1, 2))
    flow = labels.optional["flow_forward"]
    seen = cv2.erode(flow[..., 2].astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    seen[:3] = seen[-3:] = seen[:, :3] = seen[:, -3:] = False  # what lies beyond the border cannot be interpolated
    # The pictures' noise, of 64 samples without a denoiser, is about 20 dB: a blur of one pixel takes most of it.
    smooth = [cv2.GaussianBlur(each.astype(np.float32) / 255, (0, 0), 1.0) for each in (picture, following)]
    centres = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)

    def psnr(moves: np.ndarray) -> float:
        places = (centres + moves).astype(np.float32)
        warped = cv2.remap(smooth[1], places[..., 0], places[..., 1], cv2.INTER_CUBIC)
        return float(-10 * np.log10(((warped - smooth[0])[seen] ** 2).mean()))

    right = psnr(flow[..., :2])
    assert seen.mean() > 0.6 and right > 30 and right > psnr(np.zeros((height, width, 2))) + 6
    for half in ((0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5)):
        assert psnr(flow[..., :2] + half) < right - 1
