"""Pieces of cloth as grids of points, and how they become one surface."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facings.scenes.face.geometry import Mesh

FAR_M = 1.0
"""A distance from seams and edges at which nothing of them is seen."""

FABRIC_SLOTS = ("main", "second", "trim")
SLOTS = (*FABRIC_SLOTS, "hard")
"""The materials of a garment; `hard` are buttons, zips, eyelets."""


@dataclass(frozen=True, eq=False)
class Panel:
    """A grid of cloth; it faces the side from which rows run down when columns run to the right."""

    points_m: np.ndarray
    """(R, C, 3), posed body frame."""
    cloth_m: np.ndarray
    """(R, C, 2): coordinates in the flat cloth, along weft and warp."""
    slot: str
    closed: bool = False
    """The last column meets the first."""
    arm_m: np.ndarray | None = None
    """(R, C, 3): coordinates in the sleeve's cloth, and the distance past the sleeve's seam."""
    edge_m: np.ndarray | None = None
    """(R, C): distance from the nearest stitched edge."""
    keep: np.ndarray | None = None
    """(R - 1, C or C - 1) bool: which quads exist; None: all."""


def surface(panels: Sequence[Panel], class_id: int) -> Mesh:
    """Return the panels as one surface with the point values that the fabrics' materials read: `cloth`, `arm`, `edge`."""
    vertices, quads, slots, cloth, arm, edge = [], [], [], [], [], []
    base = 0
    for panel in panels:
        rows, columns = panel.points_m.shape[:2]
        index = base + np.arange(rows * columns).reshape(rows, columns)
        right = np.roll(index, -1, 1) if panel.closed else index[:, 1:]
        left = index if panel.closed else index[:, :-1]
        quad = np.stack([left[:-1], left[1:], right[1:], right[:-1]], -1)
        quad = quad.reshape(-1, 4) if panel.keep is None else quad[panel.keep]
        vertices.append(panel.points_m.reshape(-1, 3))
        quads.append(quad)
        slots.append(np.full(len(quad), SLOTS.index(panel.slot), np.int32))
        count = rows * columns
        cloth.append(np.concatenate([panel.cloth_m.reshape(-1, 2), np.zeros((count, 1))], 1))
        arm.append(np.tile([0.0, 0.0, -FAR_M], (count, 1)) if panel.arm_m is None else panel.arm_m.reshape(-1, 3))
        edge.append(np.full(count, FAR_M) if panel.edge_m is None else panel.edge_m.ravel())
        base += count
    corners = np.concatenate(quads).astype(np.int32)
    points = {"cloth": np.concatenate(cloth), "arm": np.concatenate(arm), "edge": np.concatenate(edge)}
    return Mesh(np.concatenate(vertices).astype(np.float32), corners.ravel(), np.arange(0, corners.size, 4, dtype=np.int32),
                slot=np.concatenate(slots), region=np.full(len(corners), class_id, np.uint8),
                points={name: value.astype(np.float32) for name, value in points.items()})


def closed_hull(outer_m: np.ndarray, inner_m: np.ndarray) -> np.ndarray:
    """Return (2R + 3, C, 3): two sheets (R, C, 3), stitched at their first and last rows, as one tube of rows."""
    bulge_first = 0.5 * (outer_m[:1] + inner_m[:1]) + 0.5 * (outer_m[:1] - outer_m[1:2]) * _share(outer_m, inner_m, 0)
    bulge_last = 0.5 * (outer_m[-1:] + inner_m[-1:]) + 0.5 * (outer_m[-1:] - outer_m[-2:-1]) * _share(outer_m, inner_m, -1)
    return np.concatenate([bulge_first, outer_m, bulge_last, inner_m[::-1], bulge_first])


def _share(outer: np.ndarray, inner: np.ndarray, row: int) -> np.ndarray:
    # The rim rounds off over half the cloth's thickness.
    thick = np.linalg.norm(outer[row] - inner[row], axis=-1)
    other = 1 if row == 0 else -2
    step = np.linalg.norm(outer[row] - outer[other], axis=-1)
    return np.minimum(thick / np.maximum(step, 1e-6), 1.0)[None, :, None]
