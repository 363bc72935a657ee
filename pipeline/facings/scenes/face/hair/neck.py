"""How hair follows a bent neck: what hangs below the nape lies on the torso and stays there."""

import numpy as np

from facings.scenes.face.heads.model import PARTS, HeadModel

_LEVELS_M = np.linspace(-0.24, 0.02, 27)
HEAD_FROM_M = -0.055
"""Above this level of the canonical head hair is the head's own."""


class NeckWeights:
    """Weights of the joints by a point's level: what the neck's skin has there."""

    def __init__(self, model: HeadModel) -> None:
        self._table = _by_level(model)

    def __call__(self, canonical_m: np.ndarray) -> np.ndarray:
        """Return (..., 4) float32 weights for (..., 3) hair points."""
        place = np.clip((canonical_m[..., 2] - _LEVELS_M[0]) / (_LEVELS_M[1] - _LEVELS_M[0]), 0, len(_LEVELS_M) - 1.001)
        low = place.astype(np.int64)
        t = (place - low)[..., None].astype(np.float32)
        return self._table[low] * (1 - t) + self._table[low + 1] * t


def _by_level(model: HeadModel) -> np.ndarray:
    """Return (len(_LEVELS_M), 4) mean weights of the neck's skin, the face left out, which moves as one with the head."""
    sizes = np.diff(np.append(model.starts, len(model.corners)))
    skin = np.unique(model.corners[np.repeat(model.part == PARTS.index("skin"), sizes)])
    point, weight = model.canonical_m[skin], model.skin_weights[skin]
    behind = point[:, 1] > 0.06
    table = np.empty((len(_LEVELS_M), 4), np.float32)
    for k, level in enumerate(_LEVELS_M):
        near = np.exp(-(((point[behind, 2] - level) / 0.012) ** 2)) + 1e-9
        table[k] = (weight[behind] * near[:, None]).sum(0) / near.sum()
    table[_LEVELS_M > HEAD_FROM_M] = (0, 0, 0, 1)
    return table
