"""Lips that rest on each other: identities move the two lips a little apart or into one another, which is taken back."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facings.scenes.face.geometry import point_tree
from facings.scenes.face.heads.model import PARTS, HeadModel
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_STATIONS = np.linspace(0, 1, 17)
"""Across the mouth, from the right to the left corner."""
_REACH_M = 0.010
"""What lies this far from where the lips meet moves 0.6 times as much as they do."""


@dataclass(frozen=True, eq=False)
class _Mouth:
    upper: np.ndarray
    """Vertices where the lips meet, the upper one's from the right to the left corner."""
    lower: np.ndarray
    near: np.ndarray
    """(n,) vertices that go along."""
    share: np.ndarray
    """(n,) how far: above 0 with the upper lip, below with the lower one."""
    gap_m: np.ndarray
    """The mean head's, at the stations."""


@cache
def _mouth(model: HeadModel) -> _Mouth:
    loop = model.lip_inner
    corner = int(np.flatnonzero(loop == model.landmarks[64])[0])
    upper, lower = loop[:corner + 1], np.append(loop[corner:], loop[0])[::-1]
    vertices = model.vertices_m.astype(np.float64)
    distance, nearest = point_tree(vertices[loop]).query(vertices)
    share = np.exp(-0.5 * (distance / _REACH_M) ** 2)
    sizes = np.diff(np.append(model.starts, len(model.corners)))
    soft = np.isin(np.arange(len(vertices)), model.corners[np.repeat(~_hard(model), sizes)])
    share[~soft] = 0
    above = vertices[:, 2] > vertices[loop[nearest], 2]
    for name, side in (("top_lip", True), ("bottom_lip", False)):
        above[np.unique(model.corners[np.repeat(model.region == SEMANTIC_CLASSES[name], sizes)])] = side
    near = np.flatnonzero(share > 0.01)
    return _Mouth(upper, lower, near, np.where(above, share, -share)[near], _gap(vertices, upper, lower)[0])


def _hard(model: HeadModel) -> np.ndarray:
    """Return (F,) bool: teeth, gums and tongue, which stay where they are."""
    return np.isin(model.part, [PARTS.index(name) for name in ("teeth", "gums", "tongue")])


def _gap(vertices_m: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Return how far the lips are apart at the stations, and X of the right and left corner."""
    right, left = vertices_m[upper[0], 0], vertices_m[upper[-1], 0]
    heights = []
    for line in (upper, lower):
        across = np.maximum.accumulate((vertices_m[line, 0] - right) / (left - right))
        heights.append(np.interp(_STATIONS, across, vertices_m[line, 2]))
    return heights[0] - heights[1], right, left


def close_lips(model: HeadModel, neutral_m: np.ndarray, most_m: float = np.inf) -> None:
    """Move the lips of a neutral head (V, 3), in place, until they are as close as those of the mean head, or `most_m`."""
    mouth = _mouth(model)
    gap, right, left = _gap(neutral_m, mouth.upper, mouth.lower)
    across = np.clip((neutral_m[mouth.near, 0] - right) / (left - right), 0, 1)
    excess = np.interp(across, _STATIONS, gap - np.minimum(mouth.gap_m, most_m))
    neutral_m[mouth.near, 2] -= 0.5 * excess * mouth.share
