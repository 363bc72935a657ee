"""The skin that a neckline shows below the bust's edge."""

import numpy as np

from facings.scenes.face.garments.chart import Chart
from facings.scenes.face.garments.rays import AZIMUTH_RAD, COLUMNS
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_UNDER_M, _OVER_M = 0.0009, 0.0002
"""It comes up through the head's own mesh at so flat a slope that nothing is seen of it, from this deep to this high; the
mesh's open edge is then below it."""


def bare_torso(chart: Chart, shape: HeadShape, reach_m: float, rows: int = 64) -> Mesh:
    """Return the torso's skin from inside the bust's edge to `reach_m` below the neckline (in mean necks); posed body frame.

    Its texture coordinates continue those of the head, mirrored at the bust's edge, so that the skin's texture goes on.
    """
    reach = np.minimum(np.maximum(reach_m, 0.0) * chart.scale, chart.end_m)
    start = chart.edge_m - 0.014 * chart.scale
    stop = np.maximum(reach, start + 0.02 * chart.scale)
    down = start[None] + np.linspace(0, 1, rows)[:, None] * (stop - start)[None]
    yaw = np.broadcast_to(AZIMUTH_RAD[None], down.shape)
    inside = np.clip((chart.edge_m[None] - 0.002 * chart.scale - down) / (0.012 * chart.scale), 0, 1)
    beyond = np.clip((down - chart.edge_m[None]) / (0.03 * chart.scale), 0, 1)
    lift = _OVER_M * (1 - beyond) - (_OVER_M + _UNDER_M) * inside
    points = shape.pose(chart.at(yaw, down, lift), chart.skin_weights_at(yaw, down))
    index = np.arange(rows * COLUMNS).reshape(rows, COLUMNS)
    right = np.roll(index, -1, 1)
    quads = np.stack([index[:-1], index[1:], right[1:], right[:-1]], -1).reshape(-1, 4)
    uv = chart.uv_at(yaw, down).reshape(-1, 2)[quads]
    # A quad across a seam of the head's texture takes one corner's place.
    torn = np.ptp(uv, axis=1).max(1) > 0.08
    uv[torn] = uv[torn][:, :1]
    return Mesh(points.reshape(-1, 3).astype(np.float32), quads.ravel().astype(np.int32),
                np.arange(0, quads.size, 4, dtype=np.int32), uv=uv.reshape(-1, 2).astype(np.float32),
                region=np.full(len(quads), SEMANTIC_CLASSES["neck"], np.uint8))
