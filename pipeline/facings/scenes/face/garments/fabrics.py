"""What a fabric looks like: its pictures of colour and of threads, and how it shines."""

from dataclasses import dataclass

import numpy as np

from facings.frames.spec import Vec3
from facings.scenes.face.garments.patterns import draw
from facings.scenes.face.garments.spec import FabricSpec
from facings.scenes.face.garments.styles import WEAVES, Weave
from facings.scenes.face.garments.weaves import weave_tile

_DENIM_THREAD = (0.62, 0.33, 0.09)
_WORN, _DENIM_WORN = (0.95, 1.04), (0.72, 1.25)
"""Between which factors wear fades a cloth's colour."""


@dataclass(frozen=True, eq=False)
class Fabric:
    """One fabric, ready to be poured into a material."""

    spec: FabricSpec
    """Equal specs, equal fabrics."""
    pattern: np.ndarray
    """(PATTERN_PX, PATTERN_PX, 4) float32 linear RGB, rows upwards; the fourth channel is 1."""
    pattern_m: float
    """Side of the square of cloth that it covers."""
    pattern_corner_m: tuple[float, float]
    """Cloth coordinates of its lower left corner."""
    threads: np.ndarray
    """(TILE_PX, TILE_PX, 4) float32: relief from 0 to 1, shade around 1, 0, 1."""
    weave: Weave
    thread_colour: Vec3
    """Linear RGB of topstitches."""
    fuzz_colour: Vec3
    """Linear RGB of what lights up at grazing angles."""
    worn: tuple[float, float]
    """Between which factors wear fades the colour."""


def fabric(spec: FabricSpec) -> Fabric:
    """Return the fabric of a spec."""
    pattern, tile = draw(spec), weave_tile(spec.weave)
    colour = np.array(spec.colour)
    denim = spec.weave == "denim"
    thread = _DENIM_THREAD if denim else _colour(np.clip(colour * 0.8 + 0.015, 0, 1))
    return Fabric(spec, _rgba(pattern.image), pattern.tile_m, pattern.offset_m, _rgba(tile), WEAVES[spec.weave], thread,
                  _colour(0.4 + 0.6 * colour), _DENIM_WORN if denim else _WORN)


def _rgba(channels: np.ndarray) -> np.ndarray:
    """Return (H, W, 4) float32 of (H, W, 2 or 3): 0 where a channel lacks, alpha 1."""
    rgba = np.zeros((*channels.shape[:2], 4), np.float32)
    rgba[..., :channels.shape[2]] = channels
    rgba[..., 3] = 1.0
    return rgba


def _colour(rgb: np.ndarray) -> Vec3:
    red, green, blue = (float(channel) for channel in rgb)
    return red, green, blue
