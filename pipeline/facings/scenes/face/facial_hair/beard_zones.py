"""Where a beard grows: zones of the lower face over the reference head, with natural edges.

The chart is the hairline's (`facings.scenes.face.hair.hairline`): `around`, the angle about the skull's axis, 0 in front,
and the height z over the eyes' centre. Zones are written as signed distances in metres, positive inside.
"""

import numpy as np

from facings.scenes.face.facial_hair.spec import BeardSpec
from facings.scenes.face.facial_hair.styles import BEARD_STYLES
from facings.scenes.face.hair.hairline import around_rad

_CHEEK_LINE = np.array([(0, -0.050), (12, -0.052), (17, -0.056), (24, -0.058), (32, -0.054), (40, -0.047), (48, -0.038),
                        (56, -0.027), (62, -0.016), (66, -0.006), (70, 0.002), (90, 0.004)])
_JAW_LINE = np.array([(0, -0.112), (10, -0.110), (21, -0.104), (35, -0.094), (48, -0.081), (57, -0.062), (63, -0.040),
                      (70, -0.022), (90, -0.010)])
_NECK_LINE = np.array([(0, -0.128), (15, -0.126), (30, -0.120), (45, -0.108), (58, -0.090), (68, -0.074), (76, -0.060),
                       (90, -0.045)])
"""Heights of the lines by degrees around: where beards end on the cheek, the jaw's edge, and where they end on the neck."""

_M_PER_DEG = 0.00136
"""Along the chart, whose radius is 78 mm."""

_BEHIND_DEG = 79.5
"""The ear's lobe and what lies behind it stay bare."""

MOUTH_Z_M = -0.0705
"""Where the lips meet."""


def beard_lengths(canonical_m: np.ndarray, spec: BeardSpec) -> tuple[np.ndarray, np.ndarray]:
    """Return density 0..1 and hair length in metres at (N, 3) points of the skin, in canonical coordinates.

    Lips, nose, ears are not told apart here: the caller leaves their faces out.
    """
    style = BEARD_STYLES[spec.style]
    point = np.asarray(canonical_m, np.float64)
    soft = spec.edge_m
    wobble = _wobble(point, spec.seed)
    x, z = np.abs(point[:, 0]), point[:, 2]
    around = np.degrees(around_rad(point))
    cheek = np.interp(around, *_CHEEK_LINE.T) + spec.cheek_line_m * np.clip((around - 18) / 20, 0, 1) - z + wobble
    neck = z - np.interp(around, *_NECK_LINE.T) - spec.neck_line_m + 1.5 * wobble
    jaw = z - np.interp(around, *_JAW_LINE.T)
    behind = (_BEHIND_DEG - around) * _M_PER_DEG + 0.5 * wobble
    y = point[:, 1]
    # The chin's beard is widest below and narrows towards the soul patch; mutton chops fall back from the mouth's corner.
    chin_half = np.interp(z, [-0.112, -0.100, -0.088, -0.080], [0.027, 0.029, 0.021, 0.010])
    chop_front = np.interp(z, [-0.115, -0.095, -0.075, -0.055], [0.030, 0.034, 0.036, 0.048])
    full = style.cheeks and style.chin
    front = np.full(len(x), 1.0) if full else x - chop_front + 2 * wobble
    # From under the nostrils a moustache's upper edge falls towards the mouth's corners.
    lip_top = -0.0440 - 0.8 * np.clip(x - 0.011, 0, None)
    zones = {
        "moustache": np.minimum.reduce([lip_top + wobble - z, z - MOUTH_Z_M - 0.003, 0.031 - x + wobble]),
        "corners": np.minimum.reduce([x - 0.0165 + wobble, 0.0395 - x + wobble, -0.058 - z, z + 0.100]),
        "soul_patch": np.minimum.reduce([0.0085 - x + 0.5 * wobble, -0.079 - z, z + 0.094]),
        "chin": np.minimum.reduce([chin_half - x + 1.5 * wobble, -0.0835 - z + wobble, neck, 0.004 - y + 2 * wobble]),
        "cheeks": np.minimum.reduce([cheek, jaw + 0.006, around * _M_PER_DEG - 0.0245 + wobble, behind, front]),
        "sideburns": np.minimum.reduce([(around - 67.5) * _M_PER_DEG + wobble, behind, 0.004 - z, z + 0.034 + wobble]),
        "jaw": np.minimum.reduce([jaw + 0.011 + wobble, 0.012 - jaw + wobble, behind, front + 1.0 * (style.chin > 0)]),
        "neck": np.minimum.reduce([0.004 - jaw, neck, behind, front + 1.0 * (style.chin > 0)]),
    }
    density, length = np.zeros(len(point)), np.zeros(len(point))
    for name, inside in zones.items():
        share = getattr(style, name)
        if share:
            there = _step(inside / soft + 0.5)
            density = np.maximum(density, there)
            length = np.maximum(length, there**0.5 * share)
    if full:
        density *= _under_lip(x, z)
    # The groove under the nose is thin.
    density *= 1 - 0.3 * np.exp(-((x / 0.0035) ** 2)) * (z > MOUTH_Z_M)
    density *= 0.5 + 0.5 * _step(neck / (3 * soft) + 0.5)
    density *= 1 - spec.patchiness * _patches(point, spec.seed) * _step((around - 16) / 10)
    return density * (density > 0.02), length * spec.length_m


def _under_lip(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return (N,) 0..1: beards leave a bare crescent on either side of the soul patch."""
    bare = np.exp(-(((x - 0.0135) / 0.0050) ** 2) - (((z + 0.0825) / 0.0040) ** 2))
    return 1 - 0.8 * np.clip(1.3 * bare, 0, 1)


def _patches(point: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng([seed, 1])
    phase = rng.uniform(0, 2 * np.pi, 4)
    x, y, z = point.T
    field = (np.sin(260 * z + 90 * y + phase[0]) + np.sin(210 * y - 150 * z + 60 * x + phase[1])
             + 0.6 * np.sin(480 * z - 320 * y + phase[2]) + 0.6 * np.sin(420 * y + 300 * z + 90 * x + phase[3]))
    return _step(field / 1.2)


def _wobble(point: np.ndarray, seed: int) -> np.ndarray:
    """Return (N,) smooth deviations of a line by about a millimetre, different on either side."""
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi, 4)
    x, y, z = point.T
    return 0.0009 * (np.sin(150 * x + 110 * z + phase[0]) + np.sin(280 * z - 190 * y + phase[1])
                     + 0.6 * np.sin(520 * x - 330 * z + phase[2]) + 0.5 * np.sin(840 * z + 610 * y + phase[3]))


def _step(t: np.ndarray) -> np.ndarray:
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)
