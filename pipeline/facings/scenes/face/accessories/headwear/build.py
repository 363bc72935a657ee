"""Headwear as a piece."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from facings.scenes.face.accessories.catalogue import HEADWEAR_STYLES
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.headwear.blocked import build_blocked
from facings.scenes.face.accessories.headwear.caps import build_cap
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.headwear.headphones import build_headphones
from facings.scenes.face.accessories.headwear.hijab import build_hijab
from facings.scenes.face.accessories.headwear.soft_hats import build_bandana, build_beanie, build_flat_cap, build_turban
from facings.scenes.face.accessories.pieces import Piece
from facings.scenes.face.accessories.solids import join
from facings.scenes.face.accessories.spec import HeadwearSpec
from facings.scenes.face.geometry import point_tree

BUILDERS: dict[str, Callable[[HeadwearSpec, HeadMeasures], Hat]] = {
    "cap": build_cap, "beanie": build_beanie, "block": build_blocked, "flat_cap": build_flat_cap, "bandana": build_bandana,
    "turban": build_turban, "hijab": build_hijab, "headphones": build_headphones,
}
"""By `HeadwearStyle.built_as`."""


@lru_cache(maxsize=2)
def fitted_hat(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return the headwear on a head; asked for twice in a frame (to show it and to press the hair), it is made once."""
    return BUILDERS[HEADWEAR_STYLES[spec.style].built_as](spec, head)


def build_headwear(spec: HeadwearSpec, head: HeadMeasures) -> list[Piece]:
    """Return the headwear on the unposed head."""
    hat = fitted_hat(spec, head)
    surface = join(hat.parts)
    follow = _neck_weights(surface.vertices_m, head) if hat.drapes else None
    return [Piece("headwear", surface, hat.finishes, "headwear", follow=follow)]


def _neck_weights(points_m: np.ndarray, head: HeadMeasures) -> np.ndarray:
    """Return (V, 4): the joints' shares of cloth, which follows the skin that it lies on."""
    # A part of the skin's vertices is close enough for cloth, and the wide mean bends it without creases.
    distance, near = point_tree(head.vertices_m[::5]).query(points_m, k=24)
    share = 1 / (distance + 0.02) ** 2
    return np.einsum("vk,vkj->vj", share / share.sum(1, keepdims=True), head.skin_weights[::5][near])
