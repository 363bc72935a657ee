"""From a garment's spec and a head to surfaces."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from facings.scenes.face.garments import jackets, knit_tops, shirts
from facings.scenes.face.garments.bare import bare_torso
from facings.scenes.face.garments.chart import Chart, draw_chart
from facings.scenes.face.garments.fabrics import Fabric, fabric
from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.garments.head_rows import HeadRows, head_rows, torso_radii
from facings.scenes.face.garments.panel import FABRIC_SLOTS, surface
from facings.scenes.face.garments.rays import AZIMUTH_RAD, BASE_ROW, ROWS, Rays, chart_rays
from facings.scenes.face.garments.spec import GarmentSpec
from facings.scenes.face.garments.styles import STYLES
from facings.scenes.face.garments.torso import HIGH, LOW, Build, Radii
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

CUTS: dict[str, Callable[[Fitting], float]] = {
    "t_shirt": knit_tops.t_shirt, "v_neck": knit_tops.v_neck, "sweater": knit_tops.sweater, "turtleneck": knit_tops.turtleneck,
    "blouse": knit_tops.blouse, "polo_shirt": shirts.polo_shirt, "button_shirt": shirts.button_shirt, "suit": jackets.suit,
    "hoodie": jackets.hoodie, "denim_jacket": jackets.denim_jacket, "padded_coat": jackets.padded_coat,
}
"""By `Style.sewn_as`: each adds its panels and returns how far below the natural neckline skin shows, in mean necks' metres."""

_MEAN_SHOULDER_M = 0.185
_KEPT = {"acromion_x_m": (0.10, 0.004), "acromion_z_m": (0.12, 0.004), "muscle": (0.012, 0.1)}
"""Measures that give way to the head mesh's own shoulders: the gap in metres that a unit of change must be worth, and the
step of their derivatives."""

_HIDDEN_SKIN_M = 0.05
"""The skin goes on so far below a neckline, where no one looks."""


@dataclass(frozen=True, eq=False)
class Dressed:
    """Posed body frame."""

    cloth: Mesh
    """Material slots as in `panel.SLOTS`."""
    skin: Mesh
    """Torso below the head model's own bust."""
    fabrics: dict[str, Fabric]
    """By slot, one of `panel.FABRIC_SLOTS` each."""


@lru_cache(maxsize=4)
def tailor_for(model: HeadModel) -> "Tailor":
    """Return the tailor of a head model, found once."""
    return Tailor(model)


class Tailor:
    """Makes garments for the heads of one model; what depends on the model alone is found once."""

    def __init__(self, model: HeadModel) -> None:
        self._rows: HeadRows = head_rows(model)

    def dress(self, spec: GarmentSpec, shape: HeadShape) -> Dressed:
        """Return the garment on a head."""
        chart, build = self.chart(spec, shape)
        fit = Fitting(spec, shape, chart, build)
        reach = CUTS[STYLES[spec.style].sewn_as](fit)
        return Dressed(surface(fit.panels, SEMANTIC_CLASSES["clothing"]),
                       bare_torso(chart, shape, reach + _HIDDEN_SKIN_M),
                       {slot: fabric(getattr(spec, slot)) for slot in FABRIC_SLOTS})

    def chart(self, spec: GarmentSpec, shape: HeadShape) -> tuple[Chart, Build]:
        """Return the map of the wearer's neck and torso, and its build in canonical metres."""
        rays, radii = _torso()
        head = self._rows.points(shape.neutral_m)
        scale, translation = self._rows.fit(head)
        half = spec.shoulder_half_m / scale
        build = Build(half, -0.198 - 0.022 * spec.shoulder_slope - 0.25 * (half - _MEAN_SHOULDER_M), spec.girth, spec.bust,
                      spec.muscle)
        build = _fitted(build, self._rows.last, (head - translation) / scale, rays, radii)
        return draw_chart(self._rows, shape.neutral_m, rays, radii.of(build)), build


def _fitted(build: Build, last: np.ndarray, head_m: np.ndarray, rays: Rays, radii: Radii) -> Build:
    """Return the build whose shoulders lie where the head model's own do, as far as it has some; `head_m` are canonical.

    Ridge regression of the gaps along the rays over both shoulders, linearised three times.
    """
    row, column = np.meshgrid(np.arange(BASE_ROW + 14, ROWS, 4), np.flatnonzero(np.cos(AZIMUTH_RAD) ** 2 < 0.25), indexing="ij")
    on_head = row <= last[column]
    where = row[on_head], column[on_head]
    wanted = ((head_m[where] - rays.origins_m[where]) * rays.directions[where]).sum(-1)
    few = Radii(radii.middle_m[where], radii.low_m[:, *where], radii.high_m[:, *where])
    names = tuple(_KEPT)
    keep = np.diag([_KEPT[name][0] for name in names]) * np.sqrt(len(wanted))
    start = np.array([getattr(build, name) for name in names])
    now = start
    for _ in range(3):
        found = few.of(replace(build, **dict(zip(names, now, strict=True))))
        slopes = [(few.of(replace(build, **dict(zip(names, now + step, strict=True)))) - found) / step.max()
                  for step in np.diag([_KEPT[name][1] for name in names])]
        matrix = np.concatenate([np.stack(slopes, 1), keep])
        now = now + np.linalg.lstsq(matrix, np.concatenate([wanted - found, keep @ (start - now)]), rcond=None)[0]
        now = np.clip(now, [getattr(LOW, name) for name in names], [getattr(HIGH, name) for name in names])
    return replace(build, **{name: float(value) for name, value in zip(names, now, strict=True)})


@lru_cache(maxsize=1)
def _torso() -> tuple[Rays, Radii]:
    return chart_rays(), torso_radii()
