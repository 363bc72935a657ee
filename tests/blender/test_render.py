"""The label render against an Embree ray cast, and the camera against Blender's own projection, on a plain scene."""

from dataclasses import replace

import bpy
import numpy as np
import pytest
from bpy_extras.object_utils import world_to_camera_view
from embree_oracle import SceneOracle
from mathutils import Vector
from scattered_scene import look, scattered_scene

from facings.blender.camera import Exposure, realise_camera
from facings.blender.label_scene import LabelScene
from facings.blender.render import render_picture
from facings.frames.spec import PictureSpec
from facings.labels.camera import Pinhole

PICTURE = PictureSpec(width_px=96, height_px=64, samples=2, denoise=False, max_bounces=None, format="png",
                      jpeg_quality=90, passes=())


@pytest.fixture
def scene():
    return scattered_scene()


CAMERAS = {
    "plain": (96, 64, {}),
    "odd size, shifted": (321, 239, {"shift": (37.25, -21.5)}),
    "portrait": (120, 200, {"shift": (-3.0, 11.0)}),
    "depth of field": (160, 120, {"dof": True}),
    "tall pixels": (160, 120, {"aspect": 0.8, "shift": (5.0, 9.0)}),
    "wide pixels": (160, 120, {"aspect": 1.3, "shift": (5.0, 9.0)}),
}


@pytest.mark.parametrize("name", CAMERAS)
def test_labels_are_what_a_ray_through_the_pixel_centre_meets(scene, tmp_path, name):
    width, height, options = CAMERAS[name]
    spec = look(width, height, **options)
    realise_camera(scene, scene.camera, spec, width, height)
    bpy.context.view_layer.update()
    passes = LabelScene(scene).render((), ("normal", "position"), tmp_path)
    camera = Pinhole.of(spec, width, height)
    oracle = SceneOracle(scene)
    centre = oracle.cast(camera)
    assert len(np.unique(passes.index)) > 10
    different = passes.index != centre.index
    ties = oracle.ties(camera, passes.index, centre)
    assert not (different & ~ties).any()
    assert ties.sum() <= 1e-4 * ties.size + 2
    same = ~different & np.isfinite(centre.depth_m) & ~oracle.depth_ties(camera, centre)
    assert same.sum() > 0.95 * np.isfinite(centre.depth_m).sum()
    # Single precision leaves about 1e-6 of the distance along the ray; a grazing surface divides that by the cosine.
    error = np.abs(passes.depth_m[same] - centre.depth_m[same]) / centre.depth_m[same] * centre.cosine[same]
    assert error.max() < 5e-6
    assert (np.isinf(passes.depth_m) == np.isinf(centre.depth_m))[~different].all()
    normal = passes.optional["normal"][same]
    assert np.allclose(np.linalg.norm(normal, axis=-1), 1, atol=1e-4)
    floor = (passes.index == 32_704) & same.reshape(passes.index.shape)
    up = camera.camera_from_world[:3, :3] @ [0, 0, 1]
    assert np.allclose(passes.optional["normal"][floor], up, atol=1e-4)
    # A thousandth of a pixel (single precision of the ray's direction) slides along a grazing surface.
    slide = 1e-3 * centre.depth_m[same] / camera.K[0, 0] / centre.cosine[same]
    off = np.linalg.norm(passes.optional["position"][same] - centre.point[same], axis=-1)
    assert (off < slide + 2e-6).all()


@pytest.mark.parametrize("name", CAMERAS)
def test_intrinsics_agree_with_blenders_projection(scene, name):
    width, height, options = CAMERAS[name]
    spec = look(width, height, **options)
    realise_camera(scene, scene.camera, spec, width, height)
    bpy.context.view_layer.update()
    camera = Pinhole.of(spec, width, height)
    points = np.random.default_rng(5).uniform((-1, 0, 0), (1, 2, 2), (50, 3))
    ours = camera.project(points @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3])
    theirs = np.array([world_to_camera_view(scene, scene.camera, Vector(p))[:2] for p in points])
    theirs = np.stack([theirs[:, 0] * width, (1 - theirs[:, 1]) * height], -1)
    # Blender projects in single precision: some 1e-6 of the coordinate.
    assert np.abs(ours - theirs).max() < 2e-3


def test_settings_come_back_and_the_picture_has_its_size(scene, tmp_path):
    spec = look(96, 64, dof=True)
    realise_camera(scene, scene.camera, spec, 96, 64)
    Exposure(scene).realise(scene, spec)
    def state():
        own = [scene.cycles.samples, scene.cycles.max_bounces, scene.cycles.pixel_filter_type, scene.cycles.filter_width,
               scene.camera.data.dof.use_dof, scene.render.filepath, scene.world]
        return own, [thing.hide_render for thing in scene.objects], [layer.use_pass_z for layer in scene.view_layers]

    before = state()
    picture = render_picture(scene, PICTURE, tmp_path)
    LabelScene(scene).render((), ("normal",), tmp_path)
    assert picture.shape == (64, 96, 3) and picture.dtype == np.uint8
    assert before == state()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("named", [{"light_tree": False}, {"light_tree": True}, {"max_bounces": 3}, {}])
def test_what_a_picture_names_holds_while_it_is_rendered(scene, tmp_path, named):
    realise_camera(scene, scene.camera, look(96, 64), 96, 64)
    asked = {"light_tree": "use_light_tree", "max_bounces": "max_bounces"}
    own = {setting: getattr(scene.cycles, setting) for setting in asked.values()}
    seen = []
    note = lambda *_: seen.append({setting: getattr(scene.cycles, setting) for setting in asked.values()})  # noqa: E731
    bpy.app.handlers.render_pre.append(note)
    try:
        render_picture(scene, replace(PICTURE, **named), tmp_path)
    finally:
        bpy.app.handlers.render_pre.remove(note)
    assert seen == [own | {asked[name]: value for name, value in named.items()}]
    assert own == {setting: getattr(scene.cycles, setting) for setting in asked.values()}


def test_hidden_objects_are_looked_through_and_shown_again(scene, tmp_path):
    spec = look(96, 64)
    realise_camera(scene, scene.camera, spec, 96, 64)
    front = [o for o in scene.objects if o.pass_index in (1, 2, 3)]
    passes = LabelScene(scene).render(front, (), tmp_path)
    assert not np.isin(passes.index, (1, 2, 3)).any()
    assert not any(o.hide_render for o in front)
