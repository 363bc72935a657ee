"""The mean head at rest: the default adult with its lips shut, which MakeHuman leaves ajar, and teeth where lips show them."""

import numpy as np

from facings.scenes.face.heads.makehuman.cut import HeadCut
from facings.scenes.face.heads.makehuman.files import BODY_VERTICES, MakeHumanPack
from facings.scenes.face.heads.makehuman.places import places

_REACH_M = 0.014
"""How far from the line between the lips they give way."""
_OVERLAP_M = 0.0003
"""What the lips press into one another."""

_TEETH_LOWER_M = 0.0022
"""MakeHuman's upper incisors end above the upper lip's edge; people show about 2 mm of them below it when the lips part
(Vig and Brundo 1978)."""

_TONGUE_RESTS_M = np.array([0.0, 0.003, -0.0065])
"""MakeHuman's tongue fills the gap between the teeth; here it lies behind the lower ones."""


def resting_head(cut: HeadCut) -> np.ndarray:
    """Return (V, 3): the head's mesh of the default adult at rest, in the package's frame."""
    head = cut.carry(shut_lips(cut.pack))
    teeth, tongue = cut.of_proxies
    head[teeth, 2] -= _TEETH_LOWER_M
    head[tongue] += _TONGUE_RESTS_M
    return head


def lip_line(at_m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x, rising, and there the height midway between the lips and the gap between them, from base vertices."""
    ring, corner = places().lip_inner, places().left_lip_corner_place
    upper, lower = at_m[ring[:corner + 1]], at_m[np.append(ring[corner:], ring[0])]
    x = np.linspace(upper[0, 0], upper[-1, 0], 45)
    over, under = (np.interp(x, *lip[np.argsort(lip[:, 0])].T[[0, 2]]) for lip in (upper, lower))
    return x, (over + under) / 2, np.maximum(over - under, 0)


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
