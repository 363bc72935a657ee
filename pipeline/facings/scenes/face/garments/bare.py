"""The skin that a neckline shows below the bust's edge."""

import numpy as np

from facings.scenes.face.garments.chart import Chart
from facings.scenes.face.garments.rays import AZIMUTH_RAD, COLUMNS
from facings.scenes.face.geometry import Surface
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_UNDER_M = 0.0004
"""Where it runs below the head's own mesh, it does so this deep."""


def bare_torso(chart: Chart, shape: HeadShape, reach_m: float, rows: int = 64) -> Surface:
    """Return the torso's skin from inside the bust's edge to `reach_m` below the neckline (in mean necks); posed body frame.

    Its texture coordinates continue those of the head, mirrored at the bust's edge, so that the skin's texture goes on.
    """
    reach = np.minimum(np.maximum(reach_m, 0.0) * chart.scale, chart.end_m)
    start = chart.edge_m - 0.012 * chart.scale
    stop = np.maximum(reach, start + 0.02 * chart.scale)
    down = start[None] + np.linspace(0, 1, rows)[:, None] * (stop - start)[None]
    yaw = np.broadcast_to(AZIMUTH_RAD[None], down.shape)
    hidden = np.clip((chart.edge_m[None] + 0.004 * chart.scale - down) / (0.004 * chart.scale), 0, 1)
    points = shape.pose(chart.at(yaw, down, -_UNDER_M * hidden), chart.weights_at(yaw, down))
    index = np.arange(rows * COLUMNS).reshape(rows, COLUMNS)
    right = np.roll(index, -1, 1)
    quads = np.stack([index[:-1], index[1:], right[1:], right[:-1]], -1).reshape(-1, 4)
    uv = chart.uv_at(yaw, down).reshape(-1, 2)[quads]
    # A quad across a seam of the head's texture takes one corner's place.
    torn = np.ptp(uv, axis=1).max(1) > 0.08
    uv[torn] = uv[torn][:, :1]
    return Surface(points.reshape(-1, 3).astype(np.float32), quads.ravel().astype(np.int32),
                   np.arange(0, quads.size, 4, dtype=np.int32), uv=uv.reshape(-1, 2).astype(np.float32),
                   region=np.full(len(quads), SEMANTIC_CLASSES["neck"], np.uint8))
