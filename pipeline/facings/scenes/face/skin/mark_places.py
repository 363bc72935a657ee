"""Where on a head freckles, moles, spots, pimples, scars and vessels lie more or less densely: computed once, then cached."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.skin.atlas import chart_of
from facings.scenes.face.skin.chart import Chart
from facings.scenes.face.skin.detail import FULL
from facings.scenes.face.skin.features import lip_map
from facings.scenes.face.skin.places import Blob, blobs, step
from facings.scenes.face.skin.splats import Scatter


@dataclass(frozen=True, eq=False)
class MarkPlaces:
    """One head model's densities, all on its finest chart, so that marks lie where they lie whatever the textures' size."""

    size_px: int
    """Side of the chart whose texels are drawn."""
    scatters: Mapping[str, Scatter]
    """'freckled', 'anywhere', 'sun_worn', 'greasy', 'flushed', 'scarred'."""


@lru_cache(maxsize=4)
def mark_places(model: HeadModel) -> MarkPlaces:
    """Return a head model's places of marks, from the cache folder where an earlier run has left them there."""
    def made() -> dict[str, np.ndarray]:
        chart = chart_of(model, FULL.fine_px)
        scatters = {name: Scatter.over(chart, density) for name, density in _densities(chart, model).items()}
        return {f"{name}.{part}": array for name, scatter in scatters.items() for part, array in vars(scatter).items()}

    arrays = cached_arrays(f"faces/skin/{model.name}-marks", made, Path(__file__).parent, inputs=model.sha256)
    names = [name.removesuffix(".chosen") for name in arrays if name.endswith(".chosen")]
    return MarkPlaces(FULL.fine_px, {name: Scatter(arrays[f"{name}.chosen"], arrays[f"{name}.total"]) for name in names})


def _densities(chart: Chart, model: HeadModel) -> dict[str, np.ndarray]:
    """Return (N,) densities over a chart, by name."""
    point = chart.canonical_m
    x, y, z = point.T
    lips, place = np.ones(len(point), np.float32), lip_map(point, model)
    lips[place.points] = step(place.inside_m, 0.0005, -0.0015)
    face = step(y, 0.075, 0.02) * step(z, -0.135, -0.11) * lips
    cheek = blobs(point, Blob((38, -4, -30), (24, 40, 18), True), Blob((0, -38, -24), (16, 26, 18)))
    chest = step(z, -0.165, -0.20) * step(y, 0.09, 0.04)
    return {
        "freckled": (0.16 + cheek) * face + 0.12 * blobs(point, Blob((0, -10, 45), (50, 50, 28))) + 0.14 * chest,
        "anywhere": (0.6 * face + 0.5 * step(z, -0.12, -0.15) + 0.02 * lips) * step(z, 0.11, 0.06),
        "sun_worn": face * (0.3 + blobs(point, Blob((58, 10, 5), (22, 34, 40), True), Blob((0, -8, 58), (50, 40, 20)))),
        "greasy": face * blobs(point, Blob((42, 0, -52), (22, 34, 24), True, 0.8), Blob((0, -25, -96), (24, 24, 13)),
                               Blob((0, -12, 45), (42, 40, 20), weight=0.7), Blob((0, -42, -30), (13, 18, 15), weight=0.4)),
        "flushed": face * blobs(point, Blob((17, -26, -40), (8, 14, 9), True), Blob((38, -4, -36), (18, 34, 14), True, 0.5)),
        "scarred": face * blobs(point, Blob((46, 2, -46), (17, 34, 20), True), Blob((62, 22, -12), (12, 22, 18), True, 0.4)),
    }
