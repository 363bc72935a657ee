"""What the parts of a template must say of themselves: a contract as data, and how the parts are read.

The standard library and `bpy` alone: Blender's own Python, where the artist's extension runs, has nothing else. Nothing
here opens a file; `facings.blender.template` does. Each scene kind has a contract of its own. Measures are metres, Z up.
"""

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import bpy
from mathutils import Matrix, Vector

from facings.blender.template_evaluated import evaluated, has_its_own_shape, stands_by_itself

RENDERED_TYPES = ("MESH", "CURVE", "SURFACE", "META", "FONT", "CURVES", "POINTCLOUD", "VOLUME")
LAMP_TYPES = ("LIGHT", *RENDERED_TYPES)

DECORATION, LAMP = "surroundings", "light"
"""The roles of what only decorates, and of lamps, in every kind of scene that has them."""


@dataclass(frozen=True)
class Violation:
    """One thing wrong with a template."""

    object: str
    """Name of the object, or what else it is about: 'scene', a role."""
    found: str
    mend: str
    property: str = ""
    """The property that it is about, where it is one."""
    fix: str = ""
    """What `facings.blender.template_fixes` calls the step that mends it; empty where only a person can."""

    def __str__(self) -> str:
        return f"{self.object}: {self.found} {self.mend}"


Check = Callable[[bpy.types.Scene], list[Violation]]


@dataclass(frozen=True)
class Role:
    """One value of `facings_role`: how many objects have it, of which types, and what else they must say."""

    name: str
    meaning: str
    count: str
    """'one', 'some' (at least one) or 'any'."""
    types: tuple[str, ...]
    properties: tuple[str, ...] = ()
    """Properties this role must carry, beyond `facings_role` and `facings_semantic`."""
    rendered: bool = True


class CannotAdd(Exception):
    """There is no room for a part; the message says where."""


AddPart = Callable[[bpy.types.Scene, "Contract"], bpy.types.Object]
"""Adds a valid part and returns it; raises CannotAdd."""


@dataclass(frozen=True)
class Contract:
    """All that a scene kind asks of its templates."""

    scene_kind: str
    semantics: tuple[str, ...]
    """What `facings_semantic` may say."""
    roles: dict[str, Role]
    property_meaning: dict[str, str]
    """What each property that a role needs is to say."""
    scene_properties: dict[str, str]
    """Custom properties of the scene and their meaning."""
    choices: dict[str, dict[str, str]]
    """Optional properties of objects: the values that each may have, and their meaning."""
    checks: tuple[Check, ...]
    """What else must hold, beyond the presence of roles, properties and files."""
    in_the_way: tuple[str, ...] = ()
    """Classes that would hide the rest from somebody who works on the template."""
    placed: tuple[str, ...] = ()
    """Roles of objects that every frame puts in their place anew."""
    parts: Mapping[str, tuple[str, "AddPart"]] = field(default_factory=dict)
    """Parts that can be added, by a word for a button: what it does, and a function that does it."""


def role_of(thing: bpy.types.Object) -> str:
    """Return the object's role, or an empty string."""
    return str(thing.get("facings_role", ""))


def objects_of(scene: bpy.types.Scene, role: str) -> list[bpy.types.Object]:
    """Return the scene's objects of one role, ordered by name (the order in a file is not stable)."""
    return sorted((o for o in scene.objects if role_of(o) == role), key=lambda o: o.name)


def pair(value: Any) -> tuple[float, float] | None:
    """Return the two ascending numbers of a range property, or None where it holds no such thing.

    It is written as 'min max', or as an array of two.
    """
    try:
        parts = [float(v) for v in (value.replace(",", " ").split() if isinstance(value, str) else value)]
    except (TypeError, ValueError, AttributeError):
        return None
    if len(parts) != 2 or not all(map(math.isfinite, parts)) or parts[0] > parts[1]:
        return None
    return parts[0], parts[1]


def placement(thing: bpy.types.Object) -> Matrix:
    """Return world_from_object as renders show it; right even before Blender has evaluated the scene."""
    if not stands_by_itself(thing):
        with evaluated(thing) as shown:
            return shown.matrix_world.copy()
    own = thing.matrix_basis.copy()
    if thing.parent is None:
        return own
    return placement(thing.parent) @ thing.matrix_parent_inverse @ own


def is_sheared(thing: bpy.types.Object) -> bool:
    """Whether parents of uneven scale make an object's axes lean, which no place, rotation and scale of its own could."""
    columns: Any = placement(thing).to_3x3().col
    axes = [columns[k].normalized() for k in range(3)]
    return max(abs(axes[k].dot(axes[k - 1])) for k in range(3)) > 1e-4


def bounds(thing: bpy.types.Object) -> tuple[Vector, Vector]:
    """Return the lower and upper corner of the object's axis-aligned box in the world, as renders show it."""
    place = placement(thing)
    points = [place @ corner for corner in _box(thing)]
    return (Vector([min(p[k] for p in points) for k in range(3)]), Vector([max(p[k] for p in points) for k in range(3)]))


def dimensions(thing: bpy.types.Object) -> tuple[float, float, float]:
    """Return the sides in metres of the box along the object's own axes, as renders show it."""
    if thing.parent is None and stands_by_itself(thing) and has_its_own_shape(thing):
        return thing.dimensions.x, thing.dimensions.y, thing.dimensions.z
    corners, scale = _box(thing), placement(thing).to_scale()
    x, y, z = (abs(scale[k]) * (max(c[k] for c in corners) - min(c[k] for c in corners)) for k in range(3))
    return x, y, z


def surface(thing: bpy.types.Object) -> tuple[list[Vector], list[tuple[int, ...]]]:
    """Return the vertices of what renders show of an object, in its own frame, and its polygons as their numbers; empty where
    it has no surface."""
    if isinstance(thing.data, bpy.types.Mesh) and has_its_own_shape(thing):
        return _vertices_and_polygons(thing.data)
    if thing.type not in ("MESH", "CURVE", "SURFACE", "FONT", "META"):
        return [], []
    with evaluated(thing) as shown:
        found = _vertices_and_polygons(shown.to_mesh())
        shown.to_mesh_clear()
    return found


def top_of(points: list[Vector], polygons: list[tuple[int, ...]]) -> float:
    """Return the height of the largest polygon that looks up, within a quarter of a right angle; the highest point where none
    does. Lips and guards that stand up beside it do not count."""
    found: dict[float, float] = {}
    for polygon in polygons:
        # Newell's method: half the sum of cross products is the area, along the normal.
        corners = [points[k] for k in polygon]
        across: Any = sum((a.cross(b) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)), Vector()) / 2
        if across.z > 0.92 * across.length > 0:
            height = round(sum(c.z for c in corners) / len(corners), 3)
            found[height] = found.get(height, 0.0) + across.z
    return max(found, key=lambda height: found[height]) if found else max(p.z for p in points)


def _box(thing: Any) -> list[Vector]:
    """Points that span the object's box, in its own frame."""
    if has_its_own_shape(thing):
        return [Vector(corner) for corner in thing.bound_box]
    # The box that Blender tells of a subdivided mesh is its cage's.
    vertices, _ = surface(thing)
    if not vertices:
        with evaluated(thing) as shown:
            return [Vector(corner) for corner in shown.bound_box]
    ends = [(min(v[k] for v in vertices), max(v[k] for v in vertices)) for k in range(3)]
    return [Vector(corner) for corner in itertools.product(*ends)]


def _vertices_and_polygons(mesh: Any) -> tuple[list[Vector], list[tuple[int, ...]]]:
    return [vertex.co.copy() for vertex in mesh.vertices], [tuple(polygon.vertices) for polygon in mesh.polygons]


def image_nodes(material: bpy.types.Material | None) -> list[bpy.types.Node]:
    """Return a material's image texture nodes (groups not searched)."""
    tree = material.node_tree if material is not None else None
    return [n for n in tree.nodes if n.bl_idname == "ShaderNodeTexImage"] if tree else []
