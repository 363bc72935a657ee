"""Headwear as a piece."""

from functools import lru_cache

import numpy as np
from scipy.spatial import cKDTree

from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.headwear.styles import HEADWEAR_STYLES
from facings.scenes.face.accessories.pieces import Piece
from facings.scenes.face.accessories.solids import join
from facings.scenes.face.accessories.spec import HeadwearSpec


@lru_cache(maxsize=2)
def fitted_hat(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return the headwear on a head; asked for twice in a frame (to show it and to press the hair), it is made once."""
    return HEADWEAR_STYLES[spec.style](spec, head)


def build_headwear(spec: HeadwearSpec, head: HeadMeasures) -> list[Piece]:
    """Return the headwear on the unposed head."""
    hat = fitted_hat(spec, head)
    surface = join(hat.parts)
    follow = _neck_weights(surface.vertices_m, head) if hat.drapes else None
    return [Piece("headwear", surface, hat.finishes, "headwear", follow=follow)]


def _neck_weights(points_m: np.ndarray, head: HeadMeasures) -> np.ndarray:
    """Return (V, 4): the joints' shares of cloth, which follows the skin that it lies on."""
    # A part of the skin's vertices is close enough for cloth, and the wide mean bends it without creases.
    distance, near = cKDTree(head.vertices_m[::5]).query(points_m, k=24)
    share = 1 / (distance + 0.02) ** 2
    return np.einsum("vk,vkj->vj", share / share.sum(1, keepdims=True), head.skin_weights[::5][near])
