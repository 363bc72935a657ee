"""One mesh out of a model file: everything that a render of it shows, scaled to the wanted height and stood on z = 0."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from facings.blender.model.coordinates import keep_coordinates, points_of, scale_lengths
from facings.blender.model.fault import ModelFault
from facings.blender.model.files_read import FilesRead
from facings.blender.model.gltf import plain_gltf
from facings.blender.model.importing import open_model
from facings.blender.model.joining import Joined, join
from facings.blender.model.materials import local_copies, show_colours, used_nodes
from facings.blender.model.pictures import note_paths, pack_pictures
from facings.blender.model.rendered import rendered_parts
from facings.blender.model.upright import world_from_file
from facings.blender.model.usd import SUFFIXES as USD
from facings.blender.model.usd import check_usd
from facings.blender.model.wavefront import check_obj
from facings.process.limits import most, raised


@dataclass(frozen=True)
class Converted:
    """What is known of a model that was written."""

    mesh: str
    """The mesh's name in its `.blend`."""
    size_m: list[float]
    hull_m: list[list[float]]
    files: set[Path]
    """What was read, the model itself apart."""


def convert(source: Path, blend: Path, work: Path, *, height_m: float, turns_deg: Sequence[float],
            up: str | None = None) -> Converted:
    """Write `blend`: one mesh, standing on z = 0, front -Y, `height_m` high, with its materials and their pictures.

    The file's own axis `up` is stood up (None: as its format says), then the model is turned about X, Y and Z. `work` takes
    files that only pass through. Scripts and drivers in a `.blend` never run.

    Raises ModelFault where the file gives no mesh, or lacks a part that it shows.
    """
    files = FilesRead(source)
    suffix = source.suffix.lower()
    readable, missing = source, []
    if suffix in (".glb", ".gltf"):
        readable = plain_gltf(source, work, files)
    elif suffix == ".obj":
        check_obj(source, files)
    elif suffix in USD:
        missing = check_usd(source, files)
    open_model(readable)
    note_paths()
    files.check_libraries()
    _be_few()
    parts, objects = rendered_parts()
    files.check_used(objects, {m for part in parts for m in part.materials if m is not None})
    if not parts:
        raise ModelFault("holds no mesh with faces that a render shows: a point cloud, an empty file or hidden objects?")
    local = local_copies()
    for part in parts:
        part.materials = [local(material) if material is not None else None for material in part.materials]
    materials = list(dict.fromkeys(m for part in parts for m in part.materials if m is not None))
    joined = join(parts, keep_coordinates(materials))
    _colour_bare(joined)
    _be_textured(materials, missing)
    pack_pictures(materials, joined.mesh, files.check)
    turn = Matrix.Identity(4)
    for axis, degrees in zip(((1, 0, 0), (0, 1, 0), (0, 0, 1)), turns_deg, strict=True):
        turn = Matrix.Rotation(math.radians(degrees), 4, axis) @ turn
    scale, size, hull = _stand(joined.mesh, height_m, turn @ world_from_file(source, up))
    scale_lengths(materials, scale)
    _drop_unused_pictures(materials)
    bpy.data.libraries.write(str(blend), {joined.mesh}, path_remap="NONE", compress=True, fake_user=True)
    return Converted(joined.mesh.name, size, hull, files.paths)


def _be_few() -> None:
    """Raise ModelFault before a modifier makes more than is opened: each level of subdivision makes four faces of one."""
    limit = most("MODEL_VERTICES")
    for thing in bpy.context.scene.objects:
        body: Any = thing.data
        if thing.type != "MESH" or thing.hide_render:
            continue
        levels = sum(m.render_levels for m in thing.modifiers if m.type in ("SUBSURF", "MULTIRES") and m.show_render)
        corners = len(body.loops)
        if len(body.vertices) > limit or levels and corners * 4.0 ** (levels - 1) > limit:
            raise ModelFault(f"has more than {limit:,} vertices{', subdivided as in renders' if levels else ''};"
                             f" {raised('MODEL_VERTICES')}. Decimate it, or lower its subdivision")


def _colour_bare(joined: Joined) -> None:
    if not joined.bare or joined.colour is None:
        return
    colours = show_colours(joined.colour)
    for number in joined.bare:
        joined.mesh.materials[number] = colours


def _be_textured(materials: Sequence[bpy.types.Material], missing: Sequence[str]) -> None:
    """Raise ModelFault where a stage's material shows a picture that was not there: the importer leaves an empty node."""
    for material in materials:
        for node in used_nodes(material):
            if node.bl_idname == "ShaderNodeTexImage" and node.image is None and missing:
                raise ModelFault(f"names the texture {missing[0]!r}, which is not there. Put it there, or export the model anew"
                                 " as .usdz with its textures inside")


def _drop_unused_pictures(materials: Sequence[bpy.types.Material]) -> None:
    """Remove texture nodes that nothing depends on: their pictures were not packed, and would be looked for."""
    trees: dict[int, Any] = {}
    used: set[int] = set()
    for material in materials:
        nodes = list(used_nodes(material))
        used |= {node.as_pointer() for node in nodes}
        trees |= {node.id_data.as_pointer(): node.id_data for node in nodes}
    for tree in trees.values():
        for node in [n for n in tree.nodes if getattr(n, "image", None) is not None and n.as_pointer() not in used]:
            tree.nodes.remove(node)


def _stand(mesh: bpy.types.Mesh, height_m: float, turned: Matrix) -> tuple[float, list[float], list[list[float]]]:
    """Return by how much it was scaled, its size and the points of its hull."""
    from scipy.spatial import ConvexHull, QhullError

    mesh.transform(turned)
    points = points_of(mesh)
    if not np.isfinite(points).all():
        raise ModelFault("has vertices that are not finite numbers")
    low, high = points.min(0), points.max(0)
    if high[2] - low[2] <= 1e-9:
        raise ModelFault("is flat: its height along Z is 0, so it cannot be scaled to a height")
    scale = height_m / float(high[2] - low[2])
    centre = (low + high) / 2
    mesh.transform(Matrix.Scale(scale, 4) @ Matrix.Translation((-centre[0], -centre[1], -low[2])))
    points = points_of(mesh).astype(float)
    if not np.isfinite(points).all():
        raise ModelFault("is too large or too small to be scaled")
    try:
        hull = points[ConvexHull(points).vertices]
    except (QhullError, ValueError) as error:
        raise ModelFault("is flat: it has no volume") from error
    return scale, (points.max(0) - points.min(0)).tolist(), hull.tolist()
