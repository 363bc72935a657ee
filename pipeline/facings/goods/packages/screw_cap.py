"""A small screw cap on a flange: the closure of milk and juice cartons and of spouted pouches."""

import numpy as np

from facings.goods.packages.mesh import MeshBuilder, lathe


def screw_cap(builder: MeshBuilder, origin_mm: np.ndarray, up: np.ndarray, *, radius_mm: float, height_mm: float,
              material: int, flange_mm: float = 2.5, knurls: int = 44) -> None:
    """Add a cap whose flange lies at `origin_mm` and whose axis points along the unit vector `up`."""
    r, h = radius_mm, height_mm
    part = MeshBuilder()
    flange = np.array([(r + flange_mm + 0.2, -0.6), (r + flange_mm, 0.9), (r + flange_mm - 0.5, 1.3), (r + 0.2, 1.4)])
    ring = np.array([(r, 1.3), (r, 2.6), (r - 0.25, 2.75), (r - 0.25, 3.15), (r, 3.3)])
    body = np.array([(r, 3.3), (r, h - 1.4), (r - 0.35, h - 0.5), (r - 1.1, h), (r * 0.72, h + 0.05),
                     (r * 0.70, h - 0.35), (r * 0.3, h - 0.35), (0.0, h - 0.35)])

    def ribs(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        grip = ((z > 3.5) & (z < h - 0.9)).astype(float)
        return -0.28 * grip * (np.cos(knurls * angle) > 0)

    lathe(part, flange, material, segments=36)
    lathe(part, ring, material, segments=36)
    profile = np.concatenate([body[:1], [(r, 3.7)], [(r, h - 1.7)], body[1:]])
    lathe(part, profile, material, segments=2 * knurls, relief=ribs)
    up = np.asarray(up, float) / np.linalg.norm(up)
    side = np.array([1.0, 0.0, 0.0])
    third = np.cross(up, side)
    builder.add(part, lambda p: origin_mm + p[:, :1] * side + p[:, 1:2] * third + p[:, 2:] * up)
