"""Small metal parts of lids: eyelets (ring pulls, tabs), raised beads, rivets."""

from collections.abc import Callable

import numpy as np

from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.profile import filleted


def oval(width_mm: float, length_mm: float, *, centre_mm: tuple[float, float] = (0.0, 0.0), exponent: float = 2.3,
         points: int = 36) -> np.ndarray:
    """Return a closed superellipse (points, 2) in the XY plane, counter-clockwise, first point not repeated."""
    t = np.linspace(0, 2 * np.pi, points, endpoint=False)
    c, s = np.cos(t), np.sin(t)
    x = np.sign(c) * np.abs(c) ** (2 / exponent) * width_mm / 2
    y = np.sign(s) * np.abs(s) ** (2 / exponent) * length_mm / 2
    return np.stack([x, y], -1) + np.asarray(centre_mm)


def eyelet(outer_mm: np.ndarray, inner_mm: np.ndarray, thickness_mm: float, material: int, *,
           section: int = 8) -> MeshBuilder:
    """Return a plate with a hole and rolled edges about z = 0: between two closed outlines (N, 2) of equal length."""
    middle, half = (outer_mm + inner_mm) / 2, (outer_mm - inner_mm) / 2
    t = np.linspace(0, 2 * np.pi, section + 1)[:, None, None]
    # A flattened section: the edge is curled, the plate between stays flat.
    across = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.7
    up = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** 0.7
    xy = middle + half * across
    points = np.concatenate([xy, np.broadcast_to(up * thickness_mm / 2, (*xy.shape[:2], 1))], -1)
    points = np.concatenate([points, points[:, :1]], 1)
    builder = MeshBuilder()
    builder.grid(points, None, material)
    return builder


def bead(outline_mm: np.ndarray, width_mm: float, height_mm: float, material: int, *, closed: bool = True,
         section: int = 4) -> MeshBuilder:
    """Return a rounded ridge (or, with a negative height, a groove) along an outline (N, 2), its foot at z = 0."""
    along = np.roll(outline_mm, -1, 0) - np.roll(outline_mm, 1, 0)
    if not closed:
        along = np.gradient(outline_mm, axis=0)
    normal = np.stack([along[:, 1], -along[:, 0]], -1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    t = np.linspace(-1, 1, section + 1)[:, None, None]
    xy = outline_mm - t * normal * width_mm / 2
    z = np.broadcast_to(height_mm * (1 - t**2), (*xy.shape[:2], 1))
    points = np.concatenate([xy, z], -1)
    if closed:
        points = np.concatenate([points, points[:, :1]], 1)
    builder = MeshBuilder()
    builder.grid(points, None, material)
    return builder


def rivet(radius_mm: float, height_mm: float, material: int) -> MeshBuilder:
    """Return a flat-topped button standing on z = 0."""
    builder = MeshBuilder()
    profile = filleted([(radius_mm, 0), (radius_mm, height_mm, 0.45 * height_mm), (0, height_mm)])
    lathe(builder, profile, material, segments=16)
    return builder


def placed(x_mm: float = 0.0, y_mm: float = 0.0, z_mm: float = 0.0, *, turn_rad: float = 0.0,
           pitch_rad: float = 0.0) -> Callable[[np.ndarray], np.ndarray]:
    """Return the transform for `MeshBuilder.add`: pitch about X, then turn about Z, then move."""
    cp, sp, ct, st = np.cos(pitch_rad), np.sin(pitch_rad), np.cos(turn_rad), np.sin(turn_rad)
    pitch = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    turn = np.array([[ct, -st, 0], [st, ct, 0], [0, 0, 1]])
    matrix = turn @ pitch

    def transform(points: np.ndarray) -> np.ndarray:
        return points @ matrix.T + np.array([x_mm, y_mm, z_mm])

    return transform
