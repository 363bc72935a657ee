"""Bodies whose outline changes with height: stacked superellipses, and labels that follow their wall."""

from dataclasses import dataclass

import numpy as np

from facings.goods.packages.mesh import MeshBuilder, superellipse
from facings.goods.packages.nets import UvRect

_DENSE = np.linspace(-np.pi, np.pi, 1025)


@dataclass(frozen=True)
class Loft:
    """Sections from bottom to top along the outside: rows of half width, half depth, height (mm) and exponent."""

    sections: np.ndarray
    """(N, 4) float."""

    def section_at(self, height_mm: np.ndarray) -> np.ndarray:
        """Return the sections (..., 4) at these heights; the loft's heights must increase."""
        columns = [np.interp(height_mm, self.sections[:, 2], self.sections[:, i]) for i in range(4)]
        return np.stack(columns, -1)

    def outline_mm(self, height_mm: float) -> float:
        """Return the length once around at a height."""
        x, y = _outline(self.section_at(np.array(height_mm)))
        return float(np.hypot(np.diff(x), np.diff(y)).sum())

    def widest(self) -> np.ndarray:
        """Return the half width, half depth, height and exponent of the widest section."""
        return self.sections[np.argmax(self.sections[:, 0])]


def _outline(section: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x, y = superellipse(_DENSE, float(section[3]))
    return x * section[0], y * section[1]


def _along(section: np.ndarray, fractions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return x, y at fractions (-0.5 to 0.5 from the front, by arc length) of a section's outline."""
    x, y = _outline(section)
    way = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = (fractions + 0.5) * way[-1]
    return np.interp(at, way, x), np.interp(at, way, y)


def shell(builder: MeshBuilder, sections: np.ndarray, material: int, *, segments: int = 56,
          rect: UvRect | None = None) -> None:
    """Add the surface through `sections` (N, 4); `rect` prints it all around, v by the way up its front."""
    fractions = np.linspace(-0.5, 0.5, segments + 1)
    rows = []
    for section in np.asarray(sections, float):
        x, y = _along(section, fractions)
        x[-1], y[-1] = x[0], y[0]
        rows.append(np.stack([x, y, np.full_like(x, section[2])], -1))
    points = np.array(rows)
    uv = None
    if rect is not None:
        front = points[:, segments // 2]
        way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(front, axis=0), axis=1))])
        u, v = np.meshgrid(fractions + 0.5, way / way[-1])
        uv = np.stack([rect[0] + (rect[2] - rect[0]) * u, rect[1] + (rect[3] - rect[1]) * v], -1)
    builder.grid(points, uv, material)


def patch(builder: MeshBuilder, loft: Loft, heights_mm: tuple[float, float], width_mm: float, rect: UvRect,
          material: int, *, back: bool = False, corner_mm: float = 4.0, off_mm: float = 0.25, columns: int = 18,
          rows: int = 12, taper: float = 0.0, backing: int | None = None) -> None:
    """Stick a label on the loft's front or back: `width_mm` along the wall, rounded corners, print undistorted.

    `taper` narrows it towards its lower edge by that share. `backing` is the material of its inner side, drawn inside
    the wall, where clear plastic is in optical contact with it.
    """
    low, high = heights_mm
    height = high - low
    corner = min(corner_mm, height / 2.01, width_mm / 2.01)
    bend = corner * (1 - np.cos(np.linspace(0, np.pi / 2, 5)))
    s = np.unique(np.round(np.concatenate([bend, np.linspace(corner, height - corner, rows), height - bend]), 6))
    to_end = np.minimum(np.minimum(s, height - s), corner)
    inset = corner - np.sqrt(np.maximum(corner**2 - (corner - to_end) ** 2, 0))
    half = width_mm / 2 * (1 - taper * (1 - s / height)) - inset
    x = np.linspace(-1, 1, columns + 1)[None, :] * half[:, None]
    outer, inner = np.zeros((*x.shape, 3)), np.zeros((*x.shape, 3))
    for i, z in enumerate(low + s):
        section = loft.section_at(np.array(z))
        length = loft.outline_mm(float(z))
        px, py = _along(section, x[i] / length)
        qx, qy = _along(section, x[i] / length + 1e-3)
        tangent = np.stack([qx - px, qy - py], -1)
        tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True)
        normal = np.stack([tangent[:, 1], -tangent[:, 0]], -1)
        for points, off in ((outer, off_mm), (inner, -0.2)):
            points[i] = np.stack([px + off * normal[:, 0], py + off * normal[:, 1], np.full_like(px, z)], -1)
    if back:
        outer, inner = outer * [-1, -1, 1], inner * [-1, -1, 1]
    u0, v0, u1, v1 = rect
    v = np.broadcast_to(s[:, None] / height, x.shape)
    builder.grid(outer, np.stack([u0 + (u1 - u0) * (x / width_mm + 0.5), v0 + (v1 - v0) * v], -1), material)
    if backing is not None:
        builder.grid(inner, None, backing, flip=True)
