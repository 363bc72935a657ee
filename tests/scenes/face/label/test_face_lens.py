"""Labels of faces through a lens: against OpenCV's projection, and Embree through the centres that OpenCV undistorts."""

from types import SimpleNamespace

import numpy as np
import pytest
from face_oracle import FaceOracle
from face_stage import Stage
from opencv_camera import LENSES, OpenCvCamera, projected

from facings.blender.label_scene import LabelScene
from facings.frames.spec import LensSpec
from facings.scenes.face.checks import face_findings
from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.realise.figure import STRAND_A

FOCAL = {"barrel": 1.1, "pincushion": 1.3, "fisheye": 0.7}
"""In picture heights; the head is near, and lies beside the middle."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return Stage(tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="module", params=FOCAL)
def frame(stage, request):
    lens = LensSpec(LENSES[request.param].model, LENSES[request.param].coefficients)
    made = stage.frame(angles=HeadAngles(0.4, -0.2, 0.1), lens=lens, focal=FOCAL[request.param], distance_m=0.45,
                       across_m=(0.08, -0.06))
    return SimpleNamespace(frame=made, lens=LENSES[request.param], oracle=FaceOracle(stage.scene), stage=stage)


def test_points_agree_with_opencv_and_the_record_with_itself(frame):
    person = frame.frame.person
    for points in (person["landmarks"], person["contour_landmarks"], person["pupils"], *person["irises"].values()):
        theirs = projected(np.array(points["points_in_camera_m"]), frame.frame.camera.K, frame.lens)
        assert np.abs(theirs - np.array(points["points_px"])).max() < 1e-3
    assert {"visible", "self_occluded"} <= set(person["landmarks"]["states"])
    camera = frame.frame.camera
    record = {"camera": {"width_px": camera.width_px, "height_px": camera.height_px, "K": camera.K.tolist(),
                         "distortion_model": camera.distortion_model, "distortion": list(camera.distortion),
                         "world_from_camera": camera.world_from_camera.tolist()}, "instances": [person], "spec": {}}
    assert list(face_findings(record)) == []
    record["camera"] |= {"distortion_model": "opencv", "distortion": [0.0] * 5}
    assert any("projects to" in expected for _, expected in face_findings(record))


def test_parsing_is_what_the_undistorted_rays_of_the_centres_meet(frame):
    camera = OpenCvCamera.like(frame.frame.camera)
    solid, depth = frame.oracle.parsing(camera)
    found = frame.frame.labels.semantic
    strands = frame.frame.passes.coverage.sum(-1) > 0.0
    different = (found != solid) & ~strands
    assert (solid > 0).mean() > 0.1 and not (different & ~frame.oracle.ties(camera, found)).any()
    assert different.sum() <= 3
    same = np.isfinite(depth) & ~different
    assert np.median(np.abs(frame.frame.labels.depth_m[same] - depth[same])) < 1e-5


def test_strands_are_covered_in_a_window_as_in_the_whole_picture(frame, tmp_path):
    """A render border cuts the raster that the shader is asked for."""
    labels = LabelScene(frame.stage.scene, (), (STRAND_A,))
    whole = labels.cover((), tmp_path)
    x0, y0, x1, y1 = 20, 30, 70, 100
    part = labels.cover((), tmp_path, (x0, y0, x1, y1))
    assert not part[:y0].any() and not part[:, x1:].any()
    assert np.abs(part[y0:y1, x0:x1] - whole[y0:y1, x0:x1]).mean() < 0.01
    assert whole.max() > 0.3
