"""The mean head's rest: the default adult with its lips shut, which MakeHuman leaves ajar."""

import numpy as np

from facings.scenes.face.heads.makehuman_files import BODY_VERTICES, MakeHumanPack
from facings.scenes.face.heads.makehuman_places import places

_REACH_M = 0.014
"""How far from the line between the lips they give way."""
_OVERLAP_M = 0.0003
"""What the lips press into one another."""


def lip_line(at_m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x, rising, and there the height midway between the lips and the gap between them, from base vertices."""
    ring = places().lip_inner
    half = len(ring) // 2
    upper, lower = at_m[ring[:half + 1]], at_m[np.append(ring[half:], ring[0])][::-1]
    order = np.argsort(upper[:, 0])
    lower_z = np.interp(upper[order, 0], *lower[np.argsort(lower[:, 0])].T[[0, 2]])
    return upper[order, 0], (upper[order, 2] + lower_z) / 2, upper[order, 2] - lower_z


def shut_lips(pack: MakeHumanPack) -> np.ndarray:
    """Return (19158, 3): the default adult, its lips brought together half way each."""
    adult = pack.default_adult_m
    body = adult[:BODY_VERTICES]
    x, middle, gap = lip_line(adult)
    height = body[:, 2] - np.interp(body[:, 0], x, middle)
    half_gap = np.interp(body[:, 0], x, (gap + _OVERLAP_M) / 2, left=0, right=0)
    line = adult[places().lip_inner]
    distance = np.linalg.norm(body[:, None] - line[None], axis=2).min(1)
    share = np.clip(1 - distance / _REACH_M, 0, 1)
    share = share * share * (3 - 2 * share)
    # Within the gap itself the shift fades from one lip's to the other's.
    towards = -np.clip(height / np.maximum(half_gap, 1e-6), -1, 1)
    result = adult.copy()
    result[:BODY_VERTICES, 2] += share * towards * half_gap
    return result
