"""Packages inside a package: places copies of an inner product's mesh in a multipack or a tray."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from facings.goods.packages.package import MeshData, Package, Surface

INNER = "inner:"
"""Surfaces whose names begin so belong to the product inside a multipack or tray and carry its print."""


@dataclass(frozen=True)
class Place:
    """Where one inner product stands."""

    x_mm: float
    y_mm: float
    z_mm: float
    yaw_rad: float = 0.0
    variant: int = 0


def inner_surfaces(inner: Package) -> tuple[Surface, ...]:
    """Return the inner product's surfaces, named `INNER` and their own name."""
    return tuple(replace(surface, name=f"{INNER}{surface.name}") for surface in inner.surfaces)


def inner_size_mm(inner: Package) -> np.ndarray:
    """Return (3,) width, depth and height of the largest variant."""
    return np.max([np.ptp(v.vertices_m, axis=0) for v in inner.variants], axis=0).astype(float) * 1e3


def rows_of(size_mm: tuple[float, float, float], inner_mm: np.ndarray) -> tuple[int, int]:
    """Return how many inner products stand side by side and how many behind one another."""
    return max(1, round(size_mm[0] / inner_mm[0])), max(1, round(size_mm[1] / inner_mm[1]))


def filled(outer: MeshData, inner: Package, places: list[Place], first_material: int,
           visible: Callable[[np.ndarray, np.ndarray, Place], np.ndarray] | None = None) -> MeshData:
    """Return `outer` with an inner product at each place, its surfaces from slot `first_material` on.

    `visible(centres_mm (F, 3), normals (F, 3), place)` tells which inner faces anybody can see: the rest is left out.
    """
    parts = [outer]
    for place in places:
        source = inner.variants[place.variant % len(inner.variants)]
        cos, sin = np.cos(place.yaw_rad), np.sin(place.yaw_rad)
        turn = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
        points = source.vertices_m.astype(float) @ turn + np.array([place.x_mm, place.y_mm, place.z_mm]) * 1e-3
        part = replace(source, vertices_m=points.astype(np.float32),
                       face_material=source.face_material + np.int32(first_material))
        if visible is not None:
            part = _kept(part, visible, place)
        parts.append(part)
    offsets = np.cumsum([0] + [len(p.vertices_m) for p in parts[:-1]])
    loops = [p.loop_vertices + o for p, o in zip(parts, offsets, strict=True)]
    return MeshData(
        vertices_m=np.concatenate([p.vertices_m for p in parts]).astype(np.float32),
        loop_vertices=np.concatenate(loops).astype(np.int32),
        face_sizes=np.concatenate([p.face_sizes for p in parts]).astype(np.int32),
        loop_uv=np.concatenate([p.loop_uv for p in parts]).astype(np.float32),
        face_material=np.concatenate([p.face_material for p in parts]).astype(np.int32),
        face_smooth=np.concatenate([p.face_smooth for p in parts]).astype(bool),
    )


def _kept(mesh: MeshData, visible: Callable[[np.ndarray, np.ndarray, Place], np.ndarray], place: Place) -> MeshData:
    first = np.concatenate([[0], np.cumsum(mesh.face_sizes)[:-1]])
    corners = mesh.vertices_m[mesh.loop_vertices].astype(float) * 1e3
    centres = np.add.reduceat(corners, first) / mesh.face_sizes[:, None]
    a, b, c = (corners[first + k] for k in range(3))
    normals = np.cross(b - a, c - a)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    keep = visible(centres, normals, place)
    loops = np.repeat(keep, mesh.face_sizes)
    used, vertices = np.unique(mesh.loop_vertices[loops], return_inverse=True)
    return MeshData(mesh.vertices_m[used], vertices.astype(np.int32), mesh.face_sizes[keep], mesh.loop_uv[loops],
                    mesh.face_material[keep], mesh.face_smooth[keep])
