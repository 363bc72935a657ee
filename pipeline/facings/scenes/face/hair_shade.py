"""What a person's hair does to the skin that it grows from: one value object from the specs of hair and beard."""

import math

import numpy as np

from facings.frames.spec import Vec3
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.facial_hair.styles import BEARD_STYLES
from facings.scenes.face.hair.spec import HairColour, HairSpec
from facings.scenes.face.skin.shade import HairShade

_EUMELANIN, _PHEOMELANIN = (0.506, 0.841, 1.653), (0.343, 0.733, 1.924)
"""Absorption of the pigments in linear RGB (d'Eon et al. 2011, "An energy-conserving hair reflectance model")."""

_DIFFUSION = 5.65
"""Brings a hair's absorption to the colour of many of them, at the usual roughness 0.3 (Chiang et al. 2016, "A practical and
controllable hair and fur model", equation 9)."""

_GREY = (0.42, 0.41, 0.39)
_SHAVEN = 0.35
"""How much of its shade hair keeps that is cut off at the skin."""


def mass_colour(colour: HairColour) -> Vec3:
    """Return the linear RGB of many hairs of a colour, as they look from afar."""
    amount = -math.log(max(1 - colour.melanin, 1e-4))
    natural = []
    for eumelanin, pheomelanin, grey in zip(_EUMELANIN, _PHEOMELANIN, _GREY, strict=True):
        absorbed = amount * ((1 - colour.redness) * eumelanin + colour.redness * pheomelanin)
        seen = math.exp(-math.sqrt(absorbed) * _DIFFUSION)
        natural.append(seen + (grey - seen) * colour.grey_share)
    if colour.dye is not None:
        natural = [n + (d - n) * colour.dye_strength for n, d in zip(natural, colour.dye, strict=True)]
    red, green, blue = natural
    return red, green, blue


def beard_shade(spec: FacialHairSpec) -> float:
    """Return 0 (none) to 1 (a dense black beard, freshly shaven): how strongly hair shows through the skin of the beard's
    area. Grey and blond beards hardly do; styles that leave most of the face bare count little."""
    beard = spec.beard
    if beard is None:
        return 0.0
    style = BEARD_STYLES[beard.style]
    covered = 0.2 + 0.8 * min(style.cheeks, 1.0) if style.cheeks else 0.25
    dark = np.clip((beard.colour.melanin - 0.3) / 0.6, 0, 1) * (1 - 0.8 * beard.colour.grey_share)
    return float(np.clip(beard.density * covered * dark, 0, 1))


def hair_shade(hair: HairSpec, facial_hair: FacialHairSpec) -> HairShade:
    """Return what the skin is told."""
    scalp = 0.85 * (_SHAVEN if hair.style == "bald" else 1.0)
    return HairShade(mass_colour(hair.colour), beard_shade(facial_hair), scalp, hair.line)
