"""A scene of glowing shapes before nothing, of which picture and labels are easily compared."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
from embree_oracle import SceneOracle

from facings.blender.camera import realise_camera
from facings.blender.label_scene import LabelScene
from facings.blender.render import render_picture
from facings.blender.template_settings import neutralise, setting_violations
from facings.frames.spec import CameraSpec, PictureSpec
from facings.labels.camera import Pinhole, rigid

WIDTH, HEIGHT = 48, 36
PICTURE = PictureSpec(width_px=WIDTH, height_px=HEIGHT, samples=4, denoise=False, max_bounces=None, format="png",
                      jpeg_quality=90, passes=())
_DOWN = np.diag([1.0, -1.0, -1.0])
CAMERA = CameraSpec(fx_px=48.0, fy_px=48.0, cx_px=WIDTH / 2, cy_px=HEIGHT / 2,
                    world_from_camera=tuple(map(tuple, rigid(_DOWN, np.array([0.0, 0.0, 5.0])).tolist())),
                    focus_distance_m=None, f_number=4.0, focal_length_m=0.03, exposure_ev=0.0, white_balance_k=None,
                    white_balance_tint=10.0)


def glowing_scene() -> bpy.types.Scene:
    """Two shapes out of the middle, so that whatever moves, mirrors or scales the picture is seen."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene: Any = bpy.context.scene
    scene.render.engine, scene.view_settings.view_transform = "CYCLES", "Standard"
    scene.world = bpy.data.worlds.new("dark")
    scene.world.node_tree.nodes["Background"].inputs["Strength"].default_value = 0.0
    scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    scene.camera["facings_role"] = "camera"
    scene.collection.objects.link(scene.camera)
    for number, (place, size) in enumerate((((-1.013, 0.617), 0.879), ((0.907, -0.511), 0.523)), 1):
        block(scene.collection, number, (*place, 0.0), size)
    return scene


def block(collection: bpy.types.Collection, index: int, place, size: float = 0.8,
          material: bpy.types.Material | None = None) -> Any:
    """A new cube of one pass index in a collection; it glows unless it has a material of its own."""
    mesh: Any = bpy.data.meshes.new("block")
    corners = [(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)]
    mesh.from_pydata(corners, [], [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
    mesh.materials.append(material or bpy.data.materials.get("glow") or _glow())
    thing: Any = bpy.data.objects.new("block", mesh)
    thing.location, thing.scale, thing.pass_index = place, (size,) * 3, index
    collection.objects.link(thing)
    return thing


def _glow() -> Any:
    material: Any = bpy.data.materials.new("glow")
    inputs = material.node_tree.nodes["Principled BSDF"].inputs
    inputs["Base Color"].default_value, inputs["Specular IOR Level"].default_value = (0, 0, 0, 1), 0.0
    inputs["Emission Color"].default_value, inputs["Emission Strength"].default_value = (1, 1, 1, 1), 1.0
    return material


def outcome(scene: bpy.types.Scene, scratch: Path) -> tuple[tuple[str, ...], list[str]]:
    """Do with a scene what is done with a template: neutralise it and, where it is not refused, hold its picture and labels to
    Embree. Return the lines of what was neutralised, and the violations."""
    said = neutralise(scene)
    found = [str(violation) for violation in setting_violations(scene)]
    if not found:
        realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
        bpy.context.view_layer.update()
        index = LabelScene(scene).render((), (), scratch).index
        picture = render_picture(scene, PICTURE, scratch)
        oracle, camera = SceneOracle(scene), Pinhole.of(CAMERA, WIDTH, HEIGHT)
        centre = oracle.cast(camera)
        assert len(np.unique(index)) > 2 and not ((index != centre.index) & ~oracle.ties(camera, index, centre)).any()
        assert picture_shows(picture, centre.index > 0)
    return said, found


def picture_shows(picture: np.ndarray, there: np.ndarray) -> bool:
    """Whether a picture is bright where something is `there` and dark elsewhere, edges of two pixels left out."""
    bright = picture.max(-1) > max(int(picture.max()) // 3, 8)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(there, 2, mode="edge"), (5, 5))
    inside, outside = windows.all((-1, -2)), ~windows.any((-1, -2))
    return bool(bright[inside].all() and not bright[outside].any())
