"""Render settings as an artist would leave them; the pipeline keeps them and overrides only what a recipe names."""

from typing import Any

import bpy

from facings.blender.session import cycles_of
from shelf_templates.roles import file_under, mark


def start() -> bpy.types.Scene:
    """Empty Blender and return the scene with its render settings."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.unit_settings.system = "METRIC"
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = 1024, 768
    cycles = cycles_of(scene)
    cycles.device = "CPU"
    cycles.samples = 64
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = True
    cycles.max_bounces = 8
    cycles.diffuse_bounces = 3
    cycles.glossy_bounces = 4
    cycles.transmission_bounces = 8
    cycles.transparent_max_bounces = 16
    cycles.sample_clamp_indirect = 6.0
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.use_light_tree = True
    view: Any = scene.view_settings
    # Khronos PBR Neutral keeps a printed colour what it is; the other transforms wash packaging out or clip it. A look
    # that belongs to another transform must go first.
    view.look = "None"
    view.view_transform = "Khronos PBR Neutral"
    view.exposure = -0.75
    world: Any = bpy.data.worlds.new("world")
    scene.world = world
    background = next(n for n in world.node_tree.nodes if n.bl_idname == "ShaderNodeBackground")
    background.inputs["Color"].default_value = (0.80, 0.86, 0.92, 1.0)
    background.inputs["Strength"].default_value = 0.4
    # Ceiling and walls let its diffuse light in; its lamps would shine through them onto the polished floor.
    world.cycles_visibility.glossy = False
    return scene


def add_camera(scene: bpy.types.Scene, place: tuple[float, float, float], lens_mm: float) -> bpy.types.Object:
    """Add the camera, looking level at the shelf."""
    import math

    data = bpy.data.cameras.new("camera")
    data.lens = lens_mm
    data.sensor_width = 36.0
    data.clip_start, data.clip_end = 0.02, 60.0
    camera = bpy.data.objects.new("camera", data)
    camera.location = place
    camera.rotation_euler = (math.pi / 2, 0.0, 0.0)
    scene.collection.objects.link(camera)
    scene.camera = camera
    mark(camera, "camera", None)
    file_under("camera", [camera])
    return camera
