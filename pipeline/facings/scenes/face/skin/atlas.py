"""All that painting needs to know of a head model and that no person changes: computed once, then read from the cache."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.skin.chart import Chart, chart
from facings.scenes.face.skin.detail import Detail
from facings.scenes.face.skin.features import LidMap, LipMap, lid_map, lip_map
from facings.scenes.face.skin.noise import noise_bank
from facings.scenes.face.skin.zones import Zones, zones


@dataclass(frozen=True, eq=False)
class Atlas:
    """One head model's charts and what lies where on them."""

    broad: Chart
    fine: Chart
    fine_rows: np.ndarray
    """(fine, fine) int32: row of `fine` of each texel, -1 where no skin lies."""
    zones: Zones
    """Over `broad`."""
    noise: np.ndarray
    """(octaves, fields, N) float32 over `broad`."""
    broad_lips: LipMap
    broad_lids: tuple[LidMap, LidMap]
    fine_lips: LipMap
    fine_lids: tuple[LidMap, LidMap]


def atlas(model: HeadModel, detail: Detail) -> Atlas:
    """Return the model's atlas, from the cache where an earlier run has left it there."""
    broad, fine = chart_of(model, detail.broad_px), chart_of(model, detail.fine_px)
    noise = cached_arrays(f"faces/skin/{model.name}-noise-{detail.broad_px}", lambda: {"noise": noise_bank(broad.canonical_m)},
                          _SOURCES, inputs=model.sha256)["noise"]
    rows = np.full(detail.fine_px**2, -1, np.int32)
    rows[fine.texels] = np.arange(len(fine.texels), dtype=np.int32)
    broad_right, broad_left, fine_right, fine_left = (
        lid_map(charted.canonical_m, model, side) for charted in (broad, fine) for side in (0, 1))
    return Atlas(
        broad, fine, rows.reshape(detail.fine_px, detail.fine_px), zones(broad.canonical_m), noise.astype(np.float32),
        lip_map(broad.canonical_m, model), (broad_right, broad_left), lip_map(fine.canonical_m, model), (fine_right, fine_left),
    )


@lru_cache(maxsize=6)
def chart_of(model: HeadModel, size_px: int) -> Chart:
    """Return the model's chart of that size, made once; the cache folder keeps it."""
    parts = ("texels", "canonical_m", "border_px", "spacing_m")

    def made() -> dict[str, np.ndarray]:
        new = chart(model, size_px)
        return {part: getattr(new, part) for part in parts}

    arrays = cached_arrays(f"faces/skin/{model.name}-chart-{size_px}", made, _SOURCES, inputs=model.sha256)
    return Chart(size_px, *(arrays[part] for part in parts))


_SOURCES = Path(__file__).parent
