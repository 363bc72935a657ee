"""Several parts as one mesh in which everything keeps its role: whatever a part calls its UV map or its colours.

Joining goes by names. What a material takes without a name (the UV map and the colours that renders use, coordinates of the
object) is therefore given one name on all parts, beside what the file itself calls by name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import bpy
import numpy as np

from facings.blender.model.rendered import Part

UV = "facings_uv"
COLOUR = "facings_colour"
_CHANNELS = {"FLOAT": ("value", 1), "FLOAT_VECTOR": ("vector", 3), "FLOAT2": ("vector", 2), "FLOAT_COLOR": ("color", 4),
             "BYTE_COLOR": ("color", 4)}
"""Of attributes that materials read: the name of their values, and how many these are."""
_MOST_UV_MAPS = 8

Values = Callable[[Part], np.ndarray]
"""The (vertices, 3) values of an attribute on one part, in its own order."""


@dataclass
class Joined:
    """One mesh in the file's world."""

    mesh: bpy.types.Mesh
    uv: str | None = None
    """The UV map that renders use."""
    colour: str | None = None
    """The colours that renders use."""
    bare: set[int] = field(default_factory=set)
    """Numbers of slots without a material whose faces have colours."""


def join(parts: Sequence[Part], attributes: dict[str, Values]) -> Joined:
    """Return all parts as one mesh with their materials; `attributes` are what their points have further, by name."""
    import bmesh  # a built-in module once bpy is imported

    for part in parts:
        for name, values in attributes.items():
            _put(part.mesh, name, "POINT", "FLOAT_VECTOR", values(part))
    result = Joined(bpy.data.meshes.new("model"), _common_uv(parts), _common_colour(parts))
    _settle_clashes(parts)
    slots: list[tuple[bpy.types.Material | None, bool]] = []
    joined = bmesh.new()
    for part in parts:
        mesh: Any = part.mesh
        coloured = len(mesh.color_attributes) > 0
        mesh.transform(part.world_from_object)
        if part.world_from_object.is_negative:
            mesh.flip_normals()
        own = [_number(slots, (material, material is None and coloured)) for material in part.materials]
        indices = np.empty(len(mesh.polygons), np.int32)
        mesh.polygons.foreach_get("material_index", indices)
        mesh.polygons.foreach_set("material_index", np.array(own, np.int32)[np.clip(indices, 0, len(own) - 1)])
        joined.from_mesh(mesh)
        bpy.data.meshes.remove(mesh)
    joined.to_mesh(result.mesh)
    joined.free()
    for number, (material, bare) in enumerate(slots):
        result.mesh.materials.append(material)
        if bare:
            result.bare.add(number)
    if result.uv is not None:
        layer: Any = result.mesh.uv_layers[result.uv]
        layer.active = layer.active_render = True
    if result.colour is not None:
        result.mesh.attributes.default_color_name = result.colour
    return result


def _common_uv(parts: Sequence[Part]) -> str | None:
    """Let the render's UV map of every part have one name, and return it; None where no part has any."""
    layers = [next((layer for layer in part.mesh.uv_layers if layer.active_render), None) for part in parts]
    names = {layer.name for layer in layers if layer is not None}
    if len(names) < 2:
        return next(iter(names), None)
    for part, layer in zip(parts, layers, strict=True):
        if layer is None:
            continue
        values = np.empty(len(part.mesh.loops) * 2, np.float32)
        layer.uv.foreach_get("vector", values)
        maps: Any = part.mesh.uv_layers
        if len(maps) >= _MOST_UV_MAPS:  # the last gives way: files have two or three
            maps.remove(maps[-1])
        maps.new(name=UV, do_init=False).uv.foreach_set("vector", values)
    return UV


def _common_colour(parts: Sequence[Part]) -> str | None:
    """The same of the colours that renders use."""
    found = [_default_colour(part.mesh) for part in parts]
    kinds = {(a.name, a.domain, a.data_type) for a in found if a is not None}
    if len(kinds) < 2:
        return next((name for name, _, _ in kinds), None)
    for part, attribute in zip(parts, found, strict=True):
        if attribute is not None:
            _put(part.mesh, COLOUR, "CORNER", "FLOAT_COLOR", _at_corners(part.mesh, attribute))
    return COLOUR


def _default_colour(mesh: Any) -> Any:
    colours = mesh.color_attributes
    return mesh.attributes.get(mesh.attributes.default_color_name or "") or (colours[0] if len(colours) else None)


def _settle_clashes(parts: Sequence[Part]) -> None:
    """Attributes of one name that the parts hold in different ways become colours at corners on all of them."""
    kinds: dict[str, set[tuple[str, str]]] = {}
    for part in parts:
        for a in part.mesh.attributes:
            if a.data_type in _CHANNELS and not a.is_internal and not a.is_required:
                kinds.setdefault(a.name, set()).add((a.domain, a.data_type))
    for name, held in kinds.items():
        if len(held) < 2:
            continue
        for part in parts:
            attribute: Any = part.mesh.attributes.get(name)
            if attribute is not None and attribute.domain != "EDGE":
                values = _at_corners(part.mesh, attribute)
                part.mesh.attributes.remove(attribute)
                _put(part.mesh, name, "CORNER", "FLOAT_COLOR", values)


def _at_corners(mesh: Any, attribute: Any) -> np.ndarray:
    """The (corners, 4) values of an attribute of points, faces or corners, as a colour."""
    name, channels = _CHANNELS[attribute.data_type]
    values = np.empty(len(attribute.data) * channels, np.float32)
    attribute.data.foreach_get(name, values)
    values = values.reshape(-1, channels)
    if attribute.domain == "POINT":
        vertices = np.empty(len(mesh.loops), np.int32)
        mesh.loops.foreach_get("vertex_index", vertices)
        values = values[vertices]
    elif attribute.domain == "FACE":
        corners = np.empty(len(mesh.polygons), np.int32)
        mesh.polygons.foreach_get("loop_total", corners)
        values = np.repeat(values, corners, axis=0)
    result = np.ones((len(values), 4), np.float32)
    result[:, :channels] = values
    if channels == 1:  # what reads a number as a colour sees grey
        result[:, 1:3] = values
    return result


def _put(mesh: Any, name: str, domain: Any, kind: Any, values: np.ndarray) -> None:
    attribute: Any = mesh.attributes.new(name, kind, domain)
    attribute.data.foreach_set(_CHANNELS[kind][0], np.ascontiguousarray(values, np.float32).ravel())


def _number(known: list, wanted: Any) -> int:
    if wanted not in known:
        known.append(wanted)
    return known.index(wanted)
