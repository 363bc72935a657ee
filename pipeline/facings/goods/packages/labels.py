"""Labels on turned bodies: wraps all around and patches with rounded corners, a little off the wall they stick to."""

import numpy as np

from facings.goods.packages.dents import Relief
from facings.goods.packages.mesh import MeshBuilder, lathe, superellipse
from facings.goods.packages.nets import UvRect
from facings.goods.packages.profile import arc_length, between, refined

OFF_WALL_MM = 0.2
"""Nearer than this, rays of grazing views take label and wall for one another."""


def wrap(builder: MeshBuilder, wall_mm: np.ndarray, heights_mm: tuple[float, float], rect: UvRect, material: int, *,
         turned_rad: float = 0.0, overlap_mm: float = 0.0, relief: Relief | None = None, segments: int = 64,
         backing: int | None = None) -> None:
    """Stick a label once around the upward profile `wall_mm` between two heights, front at the middle of `rect`.

    `overlap_mm` lays its end over its beginning at the back. `backing` is the material of its inner side, drawn inside
    the wall, where a label glued to a clear bottle is in optical contact with what the bottle holds.
    """
    strip = refined(between(wall_mm, *heights_mm), 16.0 if relief is None else 7.0)
    way = arc_length(strip)
    v = way / way[-1]
    outer = strip + [OFF_WALL_MM, 0]
    turn = (turned_rad - np.pi, turned_rad + np.pi)
    lathe(builder, outer, material, v_profile=v, uv_rect=rect, turn_rad=turn, relief=relief, segments=segments)
    if backing is not None:
        lathe(builder, strip - [0.15, 0], backing, turn_rad=turn, relief=relief, segments=segments, flip=True)
    if overlap_mm > 0:
        radius = float(outer[:, 0].max())
        part = overlap_mm / radius
        u0, v0, u1, v1 = rect

        def raised(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
            rise = 0.03 + 0.22 * np.clip((angle - turn[1] + part) / part, 0, 1)
            return rise + (0 if relief is None else relief(angle, height_mm))

        lathe(builder, outer, material, v_profile=v, uv_rect=(u1 - (u1 - u0) * part / (2 * np.pi), v0, u1, v1),
              turn_rad=(turn[1] - part, turn[1]), relief=raised, segments=4)


def patch(builder: MeshBuilder, wall_mm: np.ndarray, heights_mm: tuple[float, float], width_mm: float, rect: UvRect,
          material: int, *, centre_rad: float = 0.0, corner_mm: float = 3.0, tilt_rad: float = 0.0,
          backing: int | None = None, columns: int = 20, exponent: float = 2.0, depth_ratio: float = 1.0) -> None:
    """Stick a label of `width_mm` at the angle `centre_rad` on the upward profile `wall_mm`, its corners rounded.

    On superelliptic bodies (`exponent`, `depth_ratio` as in `mesh.lathe`) `centre_rad` must be 0 or pi. `tilt_rad`
    turns the label askew in its own plane, anticlockwise as it is looked at.
    """
    strip = between(wall_mm, *heights_mm)
    way = arc_length(strip)
    height = way[-1]
    corner = min(corner_mm, height / 2, width_mm / 2)
    # Rows are denser in the corners, where the outline bends.
    bend = corner * (1 - np.cos(np.linspace(0, np.pi / 2, 5)))
    s = np.unique(np.round(np.concatenate([bend, np.linspace(corner, height - corner, 9), height - bend]), 6))
    to_end = np.minimum(s, height - s)
    inset = corner - np.sqrt(np.maximum(corner**2 - (corner - np.minimum(to_end, corner)) ** 2, 0))
    x = (np.linspace(-1, 1, columns + 1)[None, :] * (width_mm / 2 - inset)[:, None])
    along = s[:, None] + x * np.tan(tilt_rad)
    radius = np.interp(along, way, strip[:, 0])
    z = np.interp(along, way, strip[:, 1]) + (along - np.clip(along, 0, height))
    sideways = x - (s[:, None] - height / 2) * np.tan(tilt_rad)
    angle = _angle_at(sideways / np.median(radius), exponent, depth_ratio) + centre_rad
    ex, ey = superellipse(angle, exponent)
    u0, v0, u1, v1 = rect
    v = np.broadcast_to(s[:, None] / height, x.shape)
    uv = np.stack([u0 + (u1 - u0) * (x / width_mm + 0.5), v0 + (v1 - v0) * v], -1)

    def points(off_mm: float) -> np.ndarray:
        return np.stack([(radius + off_mm) * ex, (radius * depth_ratio + off_mm) * ey, z], -1)

    builder.grid(points(OFF_WALL_MM), uv, material)
    if backing is not None:
        builder.grid(points(-0.15), None, backing, flip=True)


def _angle_at(along: np.ndarray, exponent: float, depth_ratio: float) -> np.ndarray:
    """Return the angles that lie `along` from the front on the unit outline, measured by its arc length."""
    if exponent == 2.0 and depth_ratio == 1.0:
        return along
    dense = np.linspace(-np.pi, np.pi, 4097)
    x, y = superellipse(dense, exponent)
    way = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y * depth_ratio)))])
    return np.interp(along, way - way[-1] / 2, dense)
