"""WFLW's points against iBUG's and the mirror; lids' margins against the eyes' pixels; irises' ellipses against OpenCV."""

import json
from dataclasses import replace

import cv2
import heads_for_tests
import numpy as np
import pytest
from face_stage import FRONTAL, Stage, camera_before

from facings.frames.loading import load_recipe
from facings.frames.spec import to_json
from facings.labels.camera import Pinhole
from facings.rendering.frame_maker import frame_record
from facings.scenes.face.checks import face_findings
from facings.scenes.face.eyes.landmarks import iris_ring, pupil_centres
from facings.scenes.face.facial_hair.brow_edge import brow_contour, brow_edges
from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.label.eye_contours import iris_ellipse, margins_on
from facings.scenes.face.label.wflw import COUNT, MIRRORED, lids_on, wflw_points
from facings.scenes.face.semantics import SEMANTIC_CLASSES

IN_WFLW = {**{k: 2 * k for k in range(17)}, **{k: k + 24 for k in range(27, 36)}, **{k: k + 28 for k in range(48, 68)},
           36: 60, 39: 64, 42: 68, 45: 72}
"""iBUG's landmarks that are points of WFLW too."""


def brows():
    return load_recipe("face").sample(3, 0).facial_hair.brows


def points_of(shape):
    landmarks = shape.unposed_m[shape.model.landmarks].astype(float)
    return wflw_points(landmarks, landmarks[:17], brow_edges(shape, brows()), lids_on(shape.model).of(shape.unposed_m),
                       pupil_centres(shape))


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_points_are_those_of_ibug_where_they_are_the_same(name):
    shape = heads_for_tests.head(name)
    points, landmarks = points_of(shape), shape.unposed_m[shape.model.landmarks]
    assert points.shape == (COUNT, 3)
    for ibug, wflw in IN_WFLW.items():
        # Corners of the eyes are the margins' ends, at which iBUG's vertices lie.
        assert 1000 * np.linalg.norm(points[wflw] - landmarks[ibug]) < (1.5 if 36 <= ibug < 48 else 1e-6), (ibug, wflw)


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_points_mirror(name):
    assert sorted(MIRRORED) == [*range(COUNT)] and all(MIRRORED[MIRRORED[k]] == k for k in range(COUNT))
    assert [k for k in range(COUNT) if MIRRORED[k] == k] == [16, 51, 52, 53, 54, 57, 79, 85, 90, 94]
    points = points_of(heads_for_tests.head(name))
    off = 1000 * np.linalg.norm(points - points[list(MIRRORED)] * (-1, 1, 1), axis=1)
    assert np.median(off) < 0.5 and off.max() < 3  # the mean heads are not wholly even themselves


def test_brows_have_an_upper_and_a_lower_edge_and_the_contour_between():
    shape = heads_for_tests.head("ict")
    edges, contour = brow_edges(shape, brows()), brow_contour(shape, brows())
    right, left = edges[:9], edges[9:]
    assert (np.diff(right[:5, 0]) > 0).all() and (np.diff(right[5:, 0]) < 0).all()  # to the head of the brow, and back
    assert (np.diff(left[:5, 0]) > 0).all() and (np.diff(left[5:, 0]) < 0).all()
    assert (right[4:0:-1, 2] - right[5:, 2] > 0.001).all() and (left[3::-1, 2] - left[:4:-1, 2] > 0.001).all()
    assert (right[1:5, 2] > contour[1:5, 2]).all() and (right[8:4:-1, 2] < contour[1:5, 2]).all()


def test_records_have_both_where_they_are_asked_for(tmp_path):
    stage = Stage(tmp_path, eye_contours=True)
    frame = stage.frame(HeadAngles(0.6, 0.1, 0.1), size=(256, 320), worn=())
    edges = brow_edges(frame.shape, brows()) @ frame.scene.world_from_body[:3, :3].T + frame.scene.world_from_body[:3, 3]
    labels = stage.labeller.label(frame.spec, frame.passes, replace(frame.scene, brow_edges_m=edges))
    person = labels.instances[0]
    wflw, contour = (np.array(person[key]["points_px"]) for key in ("wflw_landmarks", "contour_landmarks"))
    assert np.allclose(wflw[0:33:2], contour[:17]) and np.allclose(wflw[96:], person["pupils"]["points_px"])
    assert np.allclose(wflw[[54, 76, 82]], np.array(person["landmarks"]["points_px"])[[30, 48, 54]])
    # Between two points of the outline the curve leaves their line by little, and goes on.
    chord = (wflw[0:32:2] + wflw[2:33:2]) / 2
    step = np.linalg.norm(np.diff(wflw[0:33:2], axis=0), axis=1)
    assert (np.linalg.norm(wflw[1:32:2] - chord, axis=1) < 0.25 * step + 0.5).all()
    assert person["wflw_landmarks"]["states"][::2][:17] == person["contour_landmarks"]["states"][:17]
    record = json.loads(json.dumps(frame_record(frame.spec, labels)))
    assert not list(face_findings(record))
    record["instances"][0]["eye_contours"]["left"]["upper_lid"]["points_px"][3] = [1.0, 2.0]
    assert any("eye_contours.left.upper_lid[3]" in found for found, _ in face_findings(record))


@pytest.mark.parametrize("openness", [0.0, 0.5])
def test_margins_hold_the_pixels_of_the_eyes(tmp_path, openness):
    stage = Stage(tmp_path, eye_contours=True)
    frame = stage.frame(FRONTAL, size=(512, 640), worn=(), expression={"eyeBlinkLeft": openness, "eyeBlinkRight": openness})
    for side in ("right", "left"):
        eye = frame.person["eye_contours"][side]
        ring = np.array(eye["upper_lid"]["points_px"] + eye["lower_lid"]["points_px"][::-1])
        inside = np.zeros(frame.labels.semantic.shape, np.uint8)
        cv2.fillPoly(inside, [np.round((ring - 0.5) * 16).astype(np.int32)], 1, shift=4)
        shown = frame.labels.semantic == SEMANTIC_CLASSES[f"{side}_eye"]
        both = (inside.astype(bool) & shown).sum() / (inside.astype(bool) | shown).sum()
        # The margin is the lid's inner edge, a lid's thickness from where it meets the ball; fillPoly takes the border too.
        assert both > 0.8, (side, both)


@pytest.mark.parametrize("angles", [HeadAngles(0, 0, 0), HeadAngles(0.9, 0.3, 0.4), HeadAngles(-0.6, -0.5, 0)])
def test_an_iris_is_the_ellipse_that_opencv_finds(angles):
    shape = heads_for_tests.head("ict", eyes_deg=(15, -8))
    camera = Pinhole.of(camera_before(angles, (512, 640)), 512, 640)
    for ring in iris_ring(shape):
        in_camera = ring @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3]
        found = iris_ellipse(in_camera, camera)
        centre = in_camera.mean(0)
        around = np.linspace(0, 2 * np.pi, 720)[:, None]
        dense = centre + np.cos(around) * (in_camera[0] - centre) + np.sin(around) * (in_camera[2] - centre)
        (x, y), axes, turn = cv2.fitEllipseDirect((camera.project(dense)).astype(np.float32))
        larger = turn + 90 if axes[0] < axes[1] else turn  # OpenCV's angle is that of its first axis
        # OpenCV works in single precision, to some hundredths of a pixel.
        assert np.allclose(found["centre_px"], (x, y), atol=0.03)
        assert np.allclose(found["semi_axes_px"], sorted(np.array(axes) / 2, reverse=True), atol=0.03)
        if max(axes) / min(axes) > 1.05:
            assert abs((found["angle_deg"] - larger + 90) % 180 - 90) < 1
        # And the eight points of the record lie on it.
        turned = np.radians(found["angle_deg"])
        offset = camera.project(in_camera) - found["centre_px"]
        along = offset @ [np.cos(turned), np.sin(turned)], offset @ [-np.sin(turned), np.cos(turned)]
        parts = [value / axis for value, axis in zip(along, found["semi_axes_px"], strict=True)]
        assert np.allclose(parts[0] ** 2 + parts[1] ** 2, 1, atol=1e-6)


def test_an_iris_behind_the_camera_has_none():
    shape = heads_for_tests.head("ict")
    camera = Pinhole.of(camera_before(FRONTAL, (64, 64)), 64, 64)
    assert iris_ellipse(iris_ring(shape)[0] - (0, 0, 5), camera) is None


def test_margins_begin_and_end_at_the_corners():
    for name in ("ict", "makehuman"):
        model = heads_for_tests.head(name).model
        margins = margins_on(model).of(model.vertices_m).reshape(4, 17, 3)
        for upper, lower in ((0, 1), (2, 3)):
            assert np.allclose(margins[upper][[0, -1]], margins[lower][[0, -1]], atol=1e-4)
            assert (margins[upper][3:-3, 2] > margins[lower][3:-3, 2] + 0.002).all()


def test_the_keys_are_off_and_unseen_by_default():
    plain = to_json(load_recipe("face").sample(1, 0))
    assert "wflw" not in plain and "eye_contours" not in plain
    asked = load_recipe("face", {"labels.wflw": True, "labels.eye_contours": True}).sample(1, 0)
    assert asked.wflw is True and asked.eye_contours is True
