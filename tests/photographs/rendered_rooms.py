"""Rooms of shelving and boxes, rendered by Cycles through cameras of any field of view and tilt."""

import math
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix

from facings.labels.camera import looking_at

SIZE = 480, 360


@dataclass(frozen=True)
class Looked:
    """How a camera looks, radians; the field of view is the longer side's."""

    fov: float
    pitch: float
    roll: float


def rendered(number: int, path: Path) -> Looked:
    """Render the room of this number to a PNG."""
    rng = np.random.default_rng([5, number])
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    _furnish(rng)
    lamp = bpy.data.objects.new("lamp", bpy.data.lights.new("lamp", "AREA"))
    lamp.data.energy, lamp.data.size, lamp.location = 150, 2, (0, -1.5, 2.9)
    scene.collection.objects.link(lamp)
    looked = Looked(math.radians(rng.uniform(42, 85)), math.radians(float(np.clip(rng.normal(-10, 10), -30, 12))),
                    math.radians(float(np.clip(rng.normal(0, 2), -5, 5))))
    eye = (rng.uniform(-0.8, 0.8), rng.uniform(-2.6, -1.6), rng.uniform(1.1, 1.7))
    yaw = math.radians(rng.uniform(-35, 35))
    target = (eye[0] + math.sin(yaw), eye[1] + math.cos(yaw), eye[2])
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    camera.data.angle = looked.fov  # of the longer side, as Blender fits it
    camera.matrix_world = Matrix(looking_at(eye, target, looked.pitch, looked.roll)) @ Matrix.Diagonal((1, -1, -1, 1))
    scene.collection.objects.link(camera)
    scene.camera, scene.render.engine = camera, "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.max_bounces = 8, False, 1
    scene.render.resolution_x, scene.render.resolution_y = SIZE
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
    return looked


def _furnish(rng: np.random.Generator) -> None:
    """A floor of tiles, walls, boards, and boxes that stand a little askew."""
    _box((0, 0, -0.05), (6, 6, 0.1), 0, (0.3, 0.3, 0.3, 1))
    for x in np.arange(-2.4, 2.5, 0.6):
        for y in np.arange(-2.7, 0, 0.6):
            _box((x, y, 0.001), (0.57, 0.57, 0.004), 0, (*rng.uniform(0.4, 0.6, 1).repeat(3), 1))
    _box((0, 0.6, 1.5), (6, 0.1, 3), 0, (0.5, 0.52, 0.55, 1))
    for board in range(5):
        z = 0.2 + 0.42 * board
        _box((0, 0.25, z), (4, 0.5, 0.03), 0, (0.8, 0.8, 0.78, 1))
        x = -1.95
        while x < 1.9:
            width, height = rng.uniform(0.06, 0.2), rng.uniform(0.12, 0.36)
            _box((x + width / 2, rng.uniform(0.1, 0.16), z + 0.015 + height / 2), (width * 0.95, 0.15, height),
                 rng.normal(0, math.radians(3)), (*rng.uniform(0.03, 0.8, 3), 1))
            x += width + rng.uniform(0, 0.03)
    for x in (-2, -1, 0, 1, 2):
        _box((x, 0.25, 1.1), (0.03, 0.5, 2.2), 0, (0.6, 0.6, 0.6, 1))


def _box(middle: tuple, size: tuple, turn: float, colour: tuple) -> None:
    x, y, z = np.array(size) / 2
    corners = [(a, b, c) for a in (-x, x) for b in (-y, y) for c in (-z, z)]
    mesh = bpy.data.meshes.new("box")
    mesh.from_pydata(corners, [], [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
    material = bpy.data.materials.new("paint")
    material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = colour
    mesh.materials.append(material)
    thing = bpy.data.objects.new("box", mesh)
    thing.location, thing.rotation_euler = middle, (0, 0, turn)
    bpy.context.scene.collection.objects.link(thing)
