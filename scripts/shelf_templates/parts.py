"""Sheet metal, boxes, tubes and plates as meshes in metres, with the bevels that catch the light."""

import math
from collections.abc import Sequence
from typing import Any

import bmesh
import bpy
from mathutils import Vector

Point = tuple[float, float, float]


_ROUNDINGS_M = 40.0
_SHORTEST_M = 0.1


class Part:
    """Collects faces of one object; material slots by index."""

    def __init__(self) -> None:
        self.mesh = bmesh.new()
        self.uv = self.mesh.loops.layers.uv.new("UVMap")

    def quad(self, corners: Sequence[Point], material: int = 0, uv: Sequence[tuple[float, float]] | None = None) -> None:
        """Add one face, counter-clockwise as seen from outside; UV 0..1 for four corners unless given."""
        face = self.mesh.faces.new([self.mesh.verts.new(c) for c in corners])
        face.material_index = material
        for loop, value in zip(face.loops, uv or ((0, 0), (1, 0), (1, 1), (0, 1)), strict=False):
            loop[self.uv].uv = value

    def box(self, low: Point, high: Point, material: int = 0, bevel_m: float = 0.0) -> None:
        """Add an axis-aligned box, its edges rounded by `bevel_m`."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        corners = [self.mesh.verts.new((x, y, z)) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)]
        faces = [
            self.mesh.faces.new([corners[i] for i in f])
            for f in ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (1, 3, 7, 5), (3, 2, 6, 7), (2, 0, 4, 6))
        ]
        for face in faces:
            face.material_index = material
        if bevel_m > 0:
            edges = list({e for f in faces for e in f.edges})
            bmesh.ops.bevel(self.mesh, geom=edges, offset=bevel_m, segments=2, profile=0.5, affect="EDGES", material=material)

    def profile(
        self,
        points_yz: Sequence[tuple[float, float]],
        x0: float,
        x1: float,
        material: int = 0,
        *,
        closed: bool = False,
        caps: bool = False,
    ) -> None:
        """Pull a section in the YZ plane along X. Points run so that the outside is on their left as seen from +X."""
        rows = [[self.mesh.verts.new((x, y, z)) for y, z in points_yz] for x in (x0, x1)]
        count = len(points_yz)
        for i in range(count if closed else count - 1):
            j = (i + 1) % count
            self.mesh.faces.new((rows[0][i], rows[1][i], rows[1][j], rows[0][j])).material_index = material
        if caps:
            self.mesh.faces.new(rows[0]).material_index = material
            self.mesh.faces.new(rows[1][::-1]).material_index = material

    def slab(
        self, outline_yz: Sequence[tuple[float, float]], x0: float, x1: float, material: int = 0, bevel_m: float = 0.0
    ) -> None:
        """Add a plate of any outline in the YZ plane between two x."""
        before = set(self.mesh.faces)
        self.profile(outline_yz, x0, x1, material, closed=True, caps=True)
        if bevel_m > 0:
            edges = list({e for f in self.mesh.faces if f not in before for e in f.edges})
            bmesh.ops.bevel(self.mesh, geom=edges, offset=bevel_m, segments=1, affect="EDGES", material=material)

    def tube(self, start: Point, end: Point, radius_m: float, material: int = 0, sides: int = 16) -> None:
        """Add a round bar with flat ends."""
        a: Any = Vector(start)
        b: Any = Vector(end)
        axis = (b - a).normalized()
        side = axis.orthogonal().normalized()
        other = axis.cross(side)
        rings = [
            [
                self.mesh.verts.new(p + radius_m * (math.cos(t) * side + math.sin(t) * other))
                for t in (2 * math.pi * k / sides for k in range(sides))
            ]
            for p in (a, b)
        ]
        for k in range(sides):
            j = (k + 1) % sides
            self.mesh.faces.new((rings[0][k], rings[0][j], rings[1][j], rings[1][k])).material_index = material
        self.mesh.faces.new(rings[0][::-1]).material_index = material
        self.mesh.faces.new(rings[1]).material_index = material

    def slotted_strip(
        self,
        x0: float,
        x1: float,
        y: float,
        z0: float,
        z1: float,
        *,
        slot_centres_x: Sequence[float],
        slot_width_m: float,
        slot_height_m: float,
        pitch_m: float,
        depth_m: float,
        material: int = 0,
        inside: int = 1,
    ) -> None:
        """Add a strip in the XZ plane that faces -Y, with real slots punched through and something dark behind them."""
        ticks_x = sorted({x0, x1, *(c + s * slot_width_m / 2 for c in slot_centres_x for s in (-1, 1))})
        slots_x = [(c - slot_width_m / 2, c + slot_width_m / 2) for c in slot_centres_x]
        count = int((z1 - z0 - pitch_m) / pitch_m)
        slots_z = [
            (z0 + pitch_m * (k + 1) - slot_height_m / 2, z0 + pitch_m * (k + 1) + slot_height_m / 2) for k in range(count)
        ]
        ticks_z = sorted({z0, z1, *(v for s in slots_z for v in s)})
        for xa, xb in zip(ticks_x, ticks_x[1:], strict=False):
            for za, zb in zip(ticks_z, ticks_z[1:], strict=False):
                hole = any(abs(xa - s[0]) < 1e-9 for s in slots_x) and any(abs(za - s[0]) < 1e-9 for s in slots_z)
                if not hole:
                    self.quad(((xa, y, za), (xb, y, za), (xb, y, zb), (xa, y, zb)), material)
                    continue
                d = y + depth_m
                self.quad(((xa, y, zb), (xb, y, zb), (xb, d, zb), (xa, d, zb)), material)
                self.quad(((xb, y, za), (xa, y, za), (xa, d, za), (xb, d, za)), material)
                self.quad(((xa, y, za), (xa, y, zb), (xa, d, zb), (xa, d, za)), material)
                self.quad(((xb, y, zb), (xb, y, za), (xb, d, za), (xb, d, zb)), material)
                self.quad(((xa, d, za), (xb, d, za), (xb, d, zb), (xa, d, zb)), inside)

    def end(self, name: str, materials: Sequence[bpy.types.Material], *, weld: bool = True) -> bpy.types.Object:
        """Return the object, linked to the scene, with edges over 35 degrees left sharp."""
        if weld:
            bmesh.ops.remove_doubles(self.mesh, verts=list(self.mesh.verts), dist=1e-5)
        _cut_slivers(self.mesh)
        data = bpy.data.meshes.new(name)
        self.mesh.to_mesh(data)
        self.mesh.free()
        for material in materials:
            data.materials.append(material)
        data.shade_smooth()
        data.set_sharp_from_angle(angle=math.radians(35))
        thing = bpy.data.objects.new(name, data)
        bpy.context.scene.collection.objects.link(thing)
        return thing


def _cut_slivers(mesh: bmesh.types.BMesh) -> None:
    """Cut a part across where it has long thin faces, such as the bevels of a board or the skirting of a wall.

    A ray tracer of single precision finds the distance to a triangle of length L and width w to about L^2 / w roundings
    of 6e-8 m: on a bevel of 1.2 m by 0.8 mm that is a tenth of a millimetre, on its pieces nothing.
    """
    widths = [f.calc_area() / longest for f in mesh.faces
              if (longest := max(e.calc_length() for e in f.edges)) ** 3 > _ROUNDINGS_M * f.calc_area()]
    if not widths:
        return
    piece = max(_SHORTEST_M, math.sqrt(_ROUNDINGS_M * min(widths)))
    for axis in range(3):
        places = [v.co[axis] for v in mesh.verts]
        pieces = math.ceil((max(places) - min(places)) / piece)
        normal = [float(k == axis) for k in range(3)]
        for k in range(1, pieces):
            at = [0.0, 0.0, 0.0]
            at[axis] = min(places) + (max(places) - min(places)) * k / pieces
            geometry = [*mesh.verts, *mesh.edges, *mesh.faces]
            bmesh.ops.bisect_plane(mesh, geom=geometry, dist=1e-6, plane_co=at, plane_no=normal)
