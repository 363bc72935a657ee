"""Shelves through a lens: maps against Embree through centres that OpenCV undistorts, records against OpenCV; recipes."""

import json
import subprocess
import sys

import numpy as np
import pytest
from embree_oracle import SceneOracle
from opencv_camera import OpenCvCamera, projected
from shelf_stage import GONDOLA, Stage, depth_error, small

from facings.blender.session import scratch_folder
from facings.dataset.geometry_checks import camera_findings, pose_findings
from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.frames.spec import to_json
from facings.labels.camera import Pinhole
from facings.labels.lens_fit import may_bend
from facings.rendering.frame_maker import frame_record

CASES = {
    "barrel": ((161, 119), ["camera.distortion=[-0.25, 0.08, 0.002, -0.0015, 0.01]", "camera.focal_length_mm=28",
                            "camera.pixel_aspect_ratio=1.1", "camera.principal_point_shift=[0.06, -0.04]"]),
    "fisheye": ((160, 120), ["camera.lens=fisheye", "camera.distortion=[0.02, -0.004, 0, 0]", "camera.focal_length_mm=17",
                             "camera.depth_of_field=true", "camera.f_number=1.4"]),
}
"""The fisheye sees 150 degrees from corner to corner."""


@pytest.fixture(scope="module")
def stage():
    return Stage.of(small(*GONDOLA))


@pytest.fixture(scope="module", params=[
    case if case == "fisheye" else pytest.param(case, marks=pytest.mark.slow) for case in CASES])
def made(stage, request):
    size, changes = CASES[request.param]
    loaded = small(*GONDOLA, *changes, "camera.views={}", "camera.distance_m=0.8", "camera.yaw_deg=12",
                   "stock.gap_rate=0.2", size=size)
    spec = stage.spec(3, 1, loaded)
    passes, objects, camera = stage.passes(spec)
    return stage, spec, passes, camera, stage.open.label(spec, passes, objects)


def test_every_pixel_is_what_its_undistorted_centre_ray_meets(made):
    stage, _, passes, camera, _ = made
    oracle, theirs = SceneOracle(stage.open.scene, stage.open.hidden_for_labels()), OpenCvCamera.like(camera)
    centre = oracle.cast(theirs)
    different = passes.index != centre.index
    assert len(np.unique(passes.index)) > 20
    assert not (different & ~oracle.ties(theirs, passes.index, centre)).any() and different.sum() <= 3
    good = ~different & np.isfinite(centre.depth_m) & ~oracle.depth_ties(theirs, centre)
    assert good.mean() > 0.7 and depth_error(passes, centre, good) < 5e-6


def test_the_record_is_what_opencv_projects(made):
    _, spec, _, camera, labels = made
    record = frame_record(spec, labels)
    assert record["camera"]["distortion_model"] == camera.lens.model
    assert record["camera"]["distortion"] == list(camera.lens.coefficients)
    assert list(camera_findings(record["camera"])) == [] and list(pose_findings(labels.instances, record["camera"])) == []
    assert Pinhole.of_record(json.loads(json.dumps(record["camera"]))).lens == camera.lens
    seen = 0
    for instance in labels.instances:
        pose, low, high = np.array(instance["camera_from_object"]), instance["box_min_m"], instance["box_max_m"]
        corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        in_camera = corners @ pose[:3, :3].T + pose[:3, 3]
        there = np.array([c is not None for c in instance["box_corners_px"]])
        if there.all() and (in_camera[:, 2] > 0).all():
            assert np.abs(projected(in_camera, camera.K, camera.lens) - instance["box_corners_px"]).max() < 1e-3
        assert instance["visible_px"] <= instance["amodal_px"]
        seen += instance["visible_px"] > 0
    assert seen > 10


def test_amodal_is_a_render_of_the_object_alone(made):
    stage, _, _, _, labels = made
    whole = [r for r in labels.instances if not r["truncated"] and r["amodal_px"] > 30 and r["visible_fraction"] < 1]
    assert whole
    for record in whole[:3]:
        others = [o for o in stage.open.scene.objects
                  if o.type == "MESH" and not o.hide_render and o.pass_index != record["id"]]
        alone = stage.open.labels.render(others, (), scratch_folder()).index == record["id"]
        assert abs(int(alone.sum()) - record["amodal_px"]) <= 1


def test_gaps_and_rows_are_outlined_where_they_are_seen(made):
    import shapely

    _, _, _, camera, labels = made
    assert any(gap["visible_px"] for gap in labels.further["gaps"]) and labels.further["shelf_rows"]
    for gap in labels.further["gaps"]:
        assert not gap["visible_px"] or shapely.Polygon(gap["polygon_px"]).area > gap["visible_px"] * 0.9
    for row in labels.further["shelf_rows"]:
        outline = np.array(row["polygon_px"])
        assert (outline >= -1e-9).all() and (outline <= np.array([camera.width_px, camera.height_px]) + 1e-9).all()
        assert shapely.Polygon(outline).is_valid


@pytest.mark.parametrize("recipe", ["shelf", "face"])
@pytest.mark.parametrize("changes, said", [
    (["camera.distortion=[-0.4, 0, 0, 0, 0]"], r"distortion is too strong: .*k1 = -0.4.*largest field of view .* 8\d\.\d deg"),
    (["camera.distortion=[{uniform: [-0.4, 0.1]}, 0, 0, 0, 0]"], "distortion is too strong: .*k1 = -0.4"),
    (["camera.distortion={choice: [[0.1, 0, 0, 0, 0], [-0.4, 0, 0, 0, 0]]}"], "distortion is too strong: .*k1 = -0.4"),
    (["camera.distortion=[0.1, 0, 0, 0]"], "holds 4 numbers, but lens: perspective has 5: k1, k2, p1, p2, k3"),
    (["camera.lens=fisheye", "camera.distortion=[0.1, 0, 0, 0, 0]"], "holds 5 numbers, but lens: fisheye has 4"),
    (["camera.distortion=[0.1, 0, 0]"], "a list of 4 or 5, each a number from -10 to 10"),
    (["camera.lens=pinhole"], "one of perspective, fisheye"),
])
def test_a_lens_that_cannot_be_is_told_when_the_recipe_is_read(recipe, changes, said):
    with pytest.raises(InputError, match=said):
        load_recipe(recipe, changes)


def test_a_view_that_is_too_wide_is_told_by_its_name():
    with pytest.raises(InputError, match="camera.views.wide.distortion is too strong"):
        load_recipe("shelf", ["camera.distortion=[-0.15, 0, 0, 0, 0]",
                              "camera.views={wide: {focal_length_mm: 14}, near: {focal_length_mm: 40}}"])


@pytest.mark.parametrize("changes, bends", [
    ([], False), (["camera.distortion=[0, 0, 0, 0, 0]"], False), (["camera.distortion=[-0.1, 0, 0, 0, 0]"], True),
    (["camera.distortion={choice: [null, [-0.1, 0, 0, 0, 0]]}"], True), (["camera.lens=fisheye", "camera.views={}"], True),
    (["camera.views={wide: {distortion: [-0.1, 0, 0, 0, 0]}, near: {focal_length_mm: 40}}"], True),
])
def test_whether_a_recipe_needs_a_device_with_lenses(changes, bends):
    assert may_bend(load_recipe("shelf", ["camera.focal_length_mm=30", *changes]).recipe) is bends


@pytest.mark.slow
def test_a_lens_changes_no_other_draw_and_none_is_not_written():
    plain = load_recipe("shelf", ["camera.views={}"]).sample(5, 2)
    bent = load_recipe("shelf", ["camera.views={}", "camera.distortion=[{uniform: [-0.1, 0.1]}, 0, 0, 0, 0]"]).sample(5, 2)
    one, other = to_json(plain), to_json(bent)
    lens = other["camera"].pop("lens")
    assert "lens" not in one["camera"] and one == other
    assert lens["model"] == "opencv" and 0 < abs(lens["coefficients"][0]) <= 0.1 and lens["coefficients"][1:] == [0.0] * 4


@pytest.mark.slow
@pytest.mark.parametrize("changes", [["camera.distortion=[{uniform: [-0.12, -0.05]}, 0.01, 0.002, -0.001, 0]"],
                                     ["camera.lens=fisheye", "camera.focal_length_mm=18"]], ids=["opencv", "fisheye"])
def test_a_set_through_a_lens_is_sound_and_rendered_again_from_its_specs(tmp_path, changes):
    small_ones = ["--resolution", "320x240", "--samples", "8", "--set", "catalogue.departments=[tinned]",
                  "--set", "camera.views={}", *(word for change in changes for word in ("--set", change))]
    folder, again = tmp_path / "set", tmp_path / "again"
    assert command("render", "shelf", "--out", folder, "--frames", 2, "--seed", 4, *small_ones).returncode == 0
    done = command("verify", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert command("preview", folder).returncode == 0
    refused = command("export", folder, "--format", "kitti")
    assert refused.returncode == 2 and "holds no lens distortion" in refused.stderr
    assert command("render", "shelf", "--out", again, "--spec", folder / "frames/000001.json", *small_ones).returncode == 0
    for path in again.glob("*/000001.*"):
        if path.parent.name in ("images", "instance", "semantic", "depth", "frames"):
            assert path.read_bytes() == (folder / path.relative_to(again)).read_bytes()


def command(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "facings", *map(str, words)], capture_output=True, text=True, check=False)
