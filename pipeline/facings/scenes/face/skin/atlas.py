"""All that painting needs to know of a head model and that no person changes: computed once, then read from the cache."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.skin.chart import Chart, chart
from facings.scenes.face.skin.features import LidMap, LipMap, lid_map, lip_map
from facings.scenes.face.skin.noise import noise_bank
from facings.scenes.face.skin.zones import Zones, zones

BROAD_PX, FINE_PX = 1024, 2048
"""Texture sizes: colour zones and blotches; marks, lips and wrinkles."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """One head model's charts and what lies where on them."""

    broad: Chart
    fine: Chart
    fine_rows: np.ndarray
    """(FINE_PX, FINE_PX) int32: row of `fine` of each texel, -1 where no skin lies."""
    zones: Zones
    """Over `broad`."""
    noise: np.ndarray
    """(octaves, fields, N) float32 over `broad`."""
    broad_lips: LipMap
    broad_lids: tuple[LidMap, LidMap]
    fine_lips: LipMap
    fine_lids: tuple[LidMap, LidMap]


def atlas(model: HeadModel) -> Atlas:
    """Return the model's atlas, from the cache where an earlier run has left it there."""
    arrays = cached_arrays(f"faces/skin/{model.name}", lambda: _computed(model), Path(__file__).parent, inputs=model.sha256)
    broad, fine = (
        Chart(size, *(arrays[f"{name}_{part}"] for part in ("texels", "canonical_m", "border_px", "spacing_m")))
        for name, size in (("broad", BROAD_PX), ("fine", FINE_PX))
    )
    rows = np.full(FINE_PX * FINE_PX, -1, np.int32)
    rows[fine.texels] = np.arange(len(fine.texels), dtype=np.int32)
    broad_right, broad_left, fine_right, fine_left = (
        lid_map(chart_of.canonical_m, model, side) for chart_of in (broad, fine) for side in (0, 1))
    return Atlas(
        broad, fine, rows.reshape(FINE_PX, FINE_PX), zones(broad.canonical_m), arrays["noise"].astype(np.float32),
        lip_map(broad.canonical_m, model), (broad_right, broad_left), lip_map(fine.canonical_m, model), (fine_right, fine_left),
    )


def _computed(model: HeadModel) -> dict[str, np.ndarray]:
    arrays = {}
    for name, size in (("broad", BROAD_PX), ("fine", FINE_PX)):
        made = chart(model, size)
        arrays |= {f"{name}_{part}": getattr(made, part) for part in ("texels", "canonical_m", "border_px", "spacing_m")}
    arrays["noise"] = noise_bank(arrays["broad_canonical_m"])
    return arrays
