"""`python -m facings.blender.model SOURCE BLEND FACTS HEIGHT_M TURN_DEG`: one mesh out of a model file.

Everything that a file shows is joined into one mesh with its materials, modifiers applied, scaled to the wanted height
and stood on z = 0 with its footprint centred. Scripts and drivers inside a `.blend` never run.
"""

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from facings.blender.session import quiet
from facings.process.last_words import reason

SUFFIXES = (".glb", ".gltf", ".obj", ".fbx", ".usd", ".usda", ".usdc", ".usdz", ".ply", ".stl", ".blend")


class _Unreadable(Exception):
    """Why a file gives no mesh."""


def main() -> None:
    """Convert, or print one line `model: reason` to stderr and exit with 2."""
    source, blend, facts, height, turn = sys.argv[1:6]
    try:
        with quiet():
            mesh = _joined(Path(source))
            size, hull = _stand(mesh, float(height), math.radians(float(turn)))
            _pack_images()
            bpy.data.libraries.write(blend, {mesh}, path_remap="NONE", compress=True, fake_user=True)
        Path(facts).write_text(json.dumps({"mesh": mesh.name, "size_m": size, "hull_m": hull}))
    except _Unreadable as unreadable:
        print(f"model: {unreadable}", file=sys.stderr)
        sys.stderr.flush()
        os._exit(2)
    # Blender's teardown can crash after the work is done.
    os._exit(0)


def _joined(source: Path) -> bpy.types.Mesh:
    import bmesh  # a built-in module once bpy is imported

    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.preferences.filepaths.use_scripts_auto_execute = False
    suffix = source.suffix.lower()
    try:
        if suffix in (".glb", ".gltf"):
            bpy.ops.import_scene.gltf(filepath=str(source))
        elif suffix == ".obj":
            bpy.ops.wm.obj_import(filepath=str(source))
        elif suffix == ".fbx":
            bpy.ops.wm.fbx_import(filepath=str(source))
        elif suffix in (".usd", ".usda", ".usdc", ".usdz"):
            bpy.ops.wm.usd_import(filepath=str(source))
        elif suffix == ".ply":
            bpy.ops.wm.ply_import(filepath=str(source))
        elif suffix == ".stl":
            bpy.ops.wm.stl_import(filepath=str(source))
        elif suffix == ".blend":
            bpy.ops.wm.open_mainfile(filepath=str(source), load_ui=False, use_scripts=False)
        else:
            raise _Unreadable(f"{suffix or 'no suffix'} is no format that is read; use one of {' '.join(SUFFIXES)}")
    except RuntimeError as error:
        raise _Unreadable(reason(str(error))) from error
    graph = bpy.context.evaluated_depsgraph_get()
    joined, materials = bmesh.new(), []
    for instance in graph.object_instances:
        item: Any = instance.object
        if item.type not in {"MESH", "CURVE", "SURFACE", "FONT", "META"} or item.hide_render or not instance.show_self:
            continue
        copy = bpy.data.meshes.new_from_object(item)
        if not copy.polygons:
            continue
        copy.transform(instance.matrix_world.copy())
        if instance.matrix_world.is_negative:
            copy.flip_normals()
        slots = [slot.material for slot in item.material_slots] or [None]
        offset = [_slot(materials, m.original if m is not None else None) for m in slots]
        for polygon in copy.polygons:
            polygon.material_index = offset[min(polygon.material_index, len(offset) - 1)]
        joined.from_mesh(copy)
        bpy.data.meshes.remove(copy)
    if not joined.faces:
        raise _Unreadable("it holds no visible mesh with faces: a point cloud, an empty file or hidden objects?")
    mesh = bpy.data.meshes.new("model")
    joined.to_mesh(mesh)
    for material in materials:
        mesh.materials.append(material)
    return mesh


def _slot(materials: list[bpy.types.Material | None], material: bpy.types.Material | None) -> int:
    if material not in materials:
        materials.append(material)
    return materials.index(material)


def _stand(mesh: bpy.types.Mesh, height_m: float, turn_rad: float) -> tuple[list[float], list[list[float]]]:
    from scipy.spatial import ConvexHull, QhullError

    mesh.transform(Matrix.Rotation(turn_rad, 4, "Z"))
    points = _points(mesh)
    if not np.isfinite(points).all():
        raise _Unreadable("its vertices are not finite numbers")
    low, high = points.min(0), points.max(0)
    if high[2] - low[2] <= 1e-9:
        raise _Unreadable("it is flat: its height along Z is 0, so it cannot be scaled to a height")
    scale = height_m / float(high[2] - low[2])
    centre = (low + high) / 2
    mesh.transform(Matrix.Scale(scale, 4) @ Matrix.Translation((-centre[0], -centre[1], -low[2])))
    points = _points(mesh).astype(float)
    try:
        hull = points[ConvexHull(points).vertices]
    except QhullError as error:
        raise _Unreadable("it is flat: it has no volume") from error
    return (points.max(0) - points.min(0)).tolist(), hull.tolist()


def _points(mesh: bpy.types.Mesh) -> np.ndarray:
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    return points.reshape(-1, 3)


def _pack_images() -> None:
    for image in bpy.data.images:
        if image.source == "FILE" and not image.packed_file:
            try:
                image.pack()
            except RuntimeError as error:
                raise _Unreadable(f"its texture {image.filepath} cannot be read ({reason(str(error))})") from error


if __name__ == "__main__":
    main()
