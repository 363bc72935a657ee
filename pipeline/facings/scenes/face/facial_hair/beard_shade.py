"""How much a beard darkens the skin between its hairs."""

import numpy as np

from facings.scenes.face.facial_hair.beard_styles import BEARD_STYLES
from facings.scenes.face.facial_hair.spec import FacialHairSpec


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
