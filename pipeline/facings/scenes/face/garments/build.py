"""From a garment's spec and a head to surfaces."""

from dataclasses import dataclass
from functools import lru_cache

from facings.scenes.face.garments.bare import bare_torso
from facings.scenes.face.garments.chart import Chart, draw_chart
from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.garments.head_rows import HeadRows, head_rows, torso_radii
from facings.scenes.face.garments.panel import surface
from facings.scenes.face.garments.rays import Rays, chart_rays
from facings.scenes.face.garments.spec import GarmentSpec
from facings.scenes.face.garments.styles import STYLES
from facings.scenes.face.garments.torso import Build
from facings.scenes.face.geometry import Surface
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_MEAN_SHOULDER_M = 0.185
_HIDDEN_SKIN_M = 0.05
"""The skin goes on so far below a neckline, where no one looks."""


@dataclass(frozen=True, eq=False)
class Dressed:
    """Posed body frame."""

    cloth: Surface
    """Material slots as in `panel.SLOTS`."""
    skin: Surface
    """Torso below the head model's own bust."""


class Tailor:
    """Makes garments for the heads of one model; what depends on the model alone is found once."""

    def __init__(self, model: HeadModel) -> None:
        self._rows: HeadRows = head_rows(model)

    def dress(self, spec: GarmentSpec, shape: HeadShape) -> Dressed:
        """Return the garment on a head."""
        chart, build = self.chart(spec, shape)
        fit = Fitting(spec, shape, chart, build)
        reach = STYLES[spec.style].make(fit)
        return Dressed(surface(fit.panels, SEMANTIC_CLASSES["clothing"]),
                       bare_torso(chart, shape, reach + _HIDDEN_SKIN_M))

    def chart(self, spec: GarmentSpec, shape: HeadShape) -> tuple[Chart, Build]:
        """Return the map of the wearer's neck and torso, and its build in canonical metres."""
        rays, radii = _torso()
        scale, _ = self._rows.fit(self._rows.points(shape.neutral_m))
        half = spec.shoulder_half_m / scale
        build = Build(half, -0.198 - 0.022 * spec.shoulder_slope - 0.25 * (half - _MEAN_SHOULDER_M), spec.girth, spec.bust,
                      spec.muscle)
        return draw_chart(self._rows, shape.neutral_m, rays, radii.of(build)), build


@lru_cache(maxsize=1)
def _torso() -> tuple[Rays, object]:
    return chart_rays(), torso_radii()
