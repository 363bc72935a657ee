"""A scene of sixty shapes strewn over a floor, and cameras that look at it."""

from typing import Any

import bpy
import numpy as np

from facings.frames.spec import CameraSpec, LensSpec
from facings.labels.camera import rigid, rotation_from_quaternion


def look(width: int, height: int, *, shift=(0.0, 0.0), focal_m=0.03, aspect=1.0, dof=False,
         lens: LensSpec | None = None) -> CameraSpec:
    rotation = rotation_from_quaternion((0.58, -0.66, 0.18, -0.12))
    fx = focal_m / 0.036 * max(width, height)
    return CameraSpec(
        fx_px=fx, fy_px=fx * aspect, cx_px=width / 2 + shift[0], cy_px=height / 2 + shift[1],
        world_from_camera=tuple(map(tuple, rigid(rotation, np.array([-1.2, -3.0, 1.4])).tolist())),
        focus_distance_m=2.0 if dof else None, f_number=1.8, focal_length_m=focal_m, exposure_ev=0.0,
        white_balance_k=None, white_balance_tint=10.0, lens=lens,
    )


def scattered_scene() -> Any:
    """Monkeys and rings of the pass indices 1 to 59 over a floor of 32,704, in an empty world."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene: Any = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.use_persistent_data = False
    scene.world = bpy.data.worlds.new("w")
    scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    scene.collection.objects.link(scene.camera)
    rng = np.random.default_rng(3)
    for number in range(1, 60):
        make: Any = bpy.ops.mesh.primitive_monkey_add if number % 2 else bpy.ops.mesh.primitive_torus_add
        make(location=rng.uniform((-1.5, -0.8, 0.2), (1.5, 2.0, 2.0)), rotation=rng.uniform(0, 6, 3))
        thing: Any = bpy.context.object
        thing.scale, thing.pass_index = (rng.uniform(0.08, 0.3),) * 3, number
    bpy.ops.mesh.primitive_plane_add(size=20)
    floor: Any = bpy.context.object
    floor.pass_index = 32_704
    bpy.context.view_layer.update()
    return scene
