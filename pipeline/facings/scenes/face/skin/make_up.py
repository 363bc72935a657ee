"""Make-up as a layer of colour over the broad chart: blush, eyeshadow, eyeliner, lipstick, one above the other."""

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.features import LidMap
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.spec import MakeUpSpec, PaintSpec


def make_up_layer(make_up: MakeUpSpec, atlas: Atlas, layer: np.ndarray) -> None:
    """Fill (N, 4) values over the broad chart: linear RGB times cover, and cover."""
    layer[:] = 0
    if make_up.blush.amount > 0:
        blush = atlas.zones["blush"]
        cheeks = np.flatnonzero(blush > 0.004)
        _lay(layer, cheeks, make_up.blush, 0.42 * blush[cheeks])
    for lids in atlas.broad_lids:
        if make_up.eyeshadow.amount > 0:
            _lay(layer, lids.points, make_up.eyeshadow, 0.72 * _shadow(lids, make_up.eyeshadow_reach))
        if make_up.eyeliner.amount > 0:
            _lay(layer, lids.points, make_up.eyeliner, 0.95 * _line(lids, make_up.eyeliner_wing_m))
    if make_up.lipstick.amount > 0:
        lips = atlas.broad_lips
        _lay(layer, lips.points, make_up.lipstick, 0.93 * step(lips.inside_m * 1000, -0.5, 0.5))


def _lay(layer: np.ndarray, rows: np.ndarray, paint: PaintSpec, cover: np.ndarray) -> None:
    cover = (paint.amount * cover).astype(np.float32)[:, None]
    layer[rows] = layer[rows] * (1 - cover) + cover * np.array((*paint.colour, 1.0), np.float32)


def _shadow(lids: LidMap, reach: float) -> np.ndarray:
    upper = lids.upper_m * 1000
    height = 7.0 + 9.0 * reach
    lid = np.exp(-((upper / height) ** 4)) * lids.above
    # It is drawn out beyond the outer corner and ends at the nose.
    return lid * step(lids.along, -0.36, 0.10) * step(lids.along, 1.14, 0.66) * (0.75 + 0.25 * step(upper, height, 2))


def _line(lids: LidMap, wing_m: float) -> np.ndarray:
    upper = lids.upper_m * 1000
    # Thin at the inner corner, thickest outside.
    width = 0.5 + 0.75 * np.clip(1 - lids.along, 0, 1)
    line = step(upper, width + 0.45, width - 0.25) * step(lids.along, 1.03, 0.9) * step(lids.along, -0.06, 0.02)
    if wing_m <= 0:
        return line
    length = wing_m / 0.028
    # The wing rises from the outer corner at about thirty degrees.
    out = -lids.along
    rise = np.where(lids.above > 0, np.minimum(lids.upper_m, lids.lower_m) * 1000, -9.0)
    gone = out * 28
    wing = step(np.abs(np.sqrt(np.clip(rise**2 - gone**2, 0, None)) - 0.55 * gone), 1.3 * (1 - out / length) + 0.25, 0.1)
    return np.maximum(line, wing * step(out, -0.04, 0.02) * step(out, length, 0.7 * length) * lids.above)
