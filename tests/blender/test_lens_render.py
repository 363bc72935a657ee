"""Renders through a lens against Embree rays through pixel centres, undistorted by OpenCV, and against Blender's camera."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from embree_oracle import SceneOracle
from opencv_camera import FOCAL, LENSES, OpenCvCamera
from scattered_scene import look, scattered_scene

from facings.blender.camera import realise_camera
from facings.blender.label_scene import LabelScene
from facings.blender.lens import require_lens_device
from facings.blender.render import render_picture
from facings.errors import InputError
from facings.frames.spec import CameraSpec, LensSpec, PictureSpec
from facings.labels.camera import Pinhole
from facings.process.timings import Stopwatch
from facings.rendering.frame_maker import FrameMaker


@pytest.fixture(scope="module")
def scene():
    return scattered_scene()


def camera_of(name: str, width: int, height: int, **options: Any) -> CameraSpec:
    lens = LensSpec(LENSES[name].model, LENSES[name].coefficients)
    spec = look(width, height, lens=lens, **options)
    factor = FOCAL[name] * width / spec.fx_px
    return replace(spec, fx_px=spec.fx_px * factor, fy_px=spec.fy_px * factor)


def compare(scene: Any, spec: CameraSpec, width: int, height: int, scratch) -> None:
    realise_camera(scene, scene.camera, spec, width, height)
    scene.view_layers[0].update()
    passes = LabelScene(scene).render((), ("normal", "position"), scratch)
    camera = OpenCvCamera.like(Pinhole.of(spec, width, height))
    oracle = SceneOracle(scene)
    centre = oracle.cast(camera)
    assert len(np.unique(passes.index)) > 30
    different = passes.index != centre.index
    ties = oracle.ties(camera, passes.index, centre) if different.any() else different
    assert not (different & ~ties).any()
    assert ties.sum() <= 1e-5 * ties.size + 2
    assert (np.isinf(passes.depth_m) == np.isinf(centre.depth_m))[~different].all()
    same = ~different & np.isfinite(centre.depth_m) & ~oracle.depth_ties(camera, centre)
    assert same.mean() > 0.5
    # Depth is along the axis: that of the plane that the centre's ray meets, to the single precision of the distance.
    error = np.abs(passes.depth_m[same] - centre.depth_m[same]) / centre.depth_m[same] * centre.cosine[same]
    assert error.max() < 5e-6
    # What was hit projects back into the middle of its pixel, as nearly as single precision holds places metres away.
    points = passes.optional["position"][same] @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3]
    off = camera.project(points) - np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), -1)[same]
    assert np.quantile(np.abs(off), 0.999) < 3e-3 and np.median(np.abs(off)) < 4e-4


SMALL = {
    "barrel": (321, 239, {"shift": (17.25, -11.5), "aspect": 1.1}),
    "strong barrel": (161, 120, {}),
    "pincushion": (120, 201, {"shift": (-3.0, 11.0), "dof": True}),
    "fisheye": (160, 120, {"shift": (2.0, -3.0)}),
    "bent fisheye": (161, 119, {"aspect": 1.2}),
}


@pytest.mark.parametrize("name", SMALL)
def test_labels_are_what_the_undistorted_rays_of_the_centres_meet(scene, tmp_path, name):
    width, height, options = SMALL[name]
    compare(scene, camera_of(name, width, height, **options), width, height, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_so_they_are_over_a_million_pixels(scene, tmp_path, name):
    compare(scene, camera_of(name, 1201, 901, shift=(31.25, -20.5)), 1201, 901, tmp_path)


def picture_of(scene: Any, spec: CameraSpec, scratch) -> np.ndarray:
    realise_camera(scene, scene.camera, spec, 96, 64)
    scene.view_layers[0].update()
    picture = PictureSpec(width_px=96, height_px=64, samples=64, denoise=False, max_bounces=0, format="png", jpeg_quality=90,
                          passes=())
    return render_picture(scene, picture, scratch).astype(float)


@pytest.mark.parametrize("dof, blades", [(False, 0), (True, 0), (True, 3)])
def test_a_lens_that_bends_nothing_gives_blenders_own_picture(scene, tmp_path, dof, blades):
    """Sharp, and out of focus by an aperture of any shape: the same samples, so that only rounding differs."""
    scene.world.node_tree.nodes["Background"].inputs["Strength"].default_value = 1.0
    own = look(96, 64, shift=(4.0, -3.0), aspect=1.1, dof=dof)
    aperture = scene.camera.data.dof
    aperture.aperture_blades, aperture.aperture_rotation, aperture.aperture_ratio = blades, 0.4, 2.0 if blades else 1.0
    bent = replace(own, lens=LensSpec("opencv", (1e-9, 0.0, 0.0, 0.0, 0.0)))
    pictures = [picture_of(scene, spec, tmp_path) for spec in (own, bent)]
    off = np.abs(pictures[0] - pictures[1]).mean()
    assert off < 0.05 and pictures[0].std() > 10
    aperture.aperture_blades, aperture.aperture_ratio = (0, 1.0) if blades else (5, 1.5)
    other = picture_of(scene, replace(bent, focus_distance_m=bent.focus_distance_m if blades else None), tmp_path)
    assert not dof or np.abs(other - pictures[1]).mean() > 4 * off


def test_a_camera_that_had_a_lens_is_as_one_that_had_none(scene, tmp_path):
    plain = look(96, 64, shift=(4.0, -3.0), aspect=1.1)
    before = LabelScene(scene)
    realise_camera(scene, scene.camera, plain, 96, 64)
    first = before.render((), (), tmp_path)
    realise_camera(scene, scene.camera, camera_of("fisheye", 96, 64), 96, 64)
    bent = before.render((), (), tmp_path)
    realise_camera(scene, scene.camera, plain, 96, 64)
    again = before.render((), (), tmp_path)
    assert np.array_equal(first.index, again.index) and np.array_equal(first.depth_m, again.depth_m)
    assert (bent.index != first.index).mean() > 0.05


@pytest.mark.parametrize("device", ["cuda", "hip", "metal", "oneapi"])
def test_where_cycles_runs_no_lens_is_told(device):
    with pytest.raises(InputError, match=f"--device {device}: .*on cpu and on optix only"):
        require_lens_device(device)
    require_lens_device("cpu")
    require_lens_device("optix")


def test_a_lens_that_does_not_see_the_picture_is_refused(scene):
    spec = camera_of("strong barrel", 96, 64)
    with pytest.raises(InputError, match="largest field of view that fits"):
        realise_camera(scene, scene.camera, replace(spec, fx_px=spec.fx_px / 2, fy_px=spec.fy_px / 2), 96, 64)


def test_frames_of_a_lens_are_refused_before_anything_is_realised():
    """By the spec alone, whatever the recipe says."""
    maker = FrameMaker.__new__(FrameMaker)
    maker.device = "cuda"
    with pytest.raises(InputError, match="on cpu and on optix only"):
        maker.realise(SimpleNamespace(camera=camera_of("barrel", 96, 64)), None, Stopwatch())
