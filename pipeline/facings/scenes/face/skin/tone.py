"""The colour of bare skin: the Monk Skin Tone scale as albedo, and the pigments that vary it from place to place.

The Monk scale (Monk 2022, skintone.google) names ten tones by swatches, which are appearances and not reflectances: its
first three are lighter than any skin. Their order and spacing in lightness are kept; lightness and chroma are those that
spectrophotometers find on faces (Xiao et al. 2017, "Characterising the variations in ethnic skin colours", Skin Research
and Technology 23; Wang et al. 2015, "Measuring human skin colour", IS&T CIC 23: about L* 68, a* 11, b* 16 for the
lightest groups, chroma greatest at medium lightness, L* 30, a* 10, b* 12 for the darkest).
"""

import numpy as np

from facings.frames.spec import Vec3

MONK_LAB = np.array([
    (71.0, 10.4, 14.0), (69.0, 10.9, 15.6), (66.5, 11.3, 17.4), (63.0, 11.7, 19.0), (57.5, 12.6, 20.4),
    (50.5, 13.4, 21.0), (43.5, 13.4, 19.6), (37.0, 12.2, 17.0), (31.0, 10.4, 13.6), (26.0, 8.4, 10.2),
])
"""CIE L*a*b* (D65) of the facial skin of the tones 1 to 10."""

MELANIN = np.array([0.52, 0.86, 1.12])
"""Absorbance of one unit of melanin in linear red, green and blue: rising towards blue (Jacques 2013, "Optical properties
of biological tissues", section 4: proportional to the wavelength to the power of -3.3 in tissue, flattened by depth)."""

HAEMOGLOBIN = np.array([0.10, 0.62, 0.50])
"""Likewise of blood: strongest in the green, around its bands at 542 and 577 nm (Jacques 2013, section 3)."""

_XYZ_FROM_RGB = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                          [0.0193339, 0.1191920, 0.9503041]])
_WHITE = np.array([0.95047, 1.0, 1.08883])


def tone_albedo(tone: float, warmth: float = 0.0) -> Vec3:
    """Return the linear RGB albedo of skin of a Monk tone, 1 to 10 and in between.

    `warmth` -1 is a cool, pinkish undertone, 1 a warm, yellowish one.
    """
    place = np.arange(1, len(MONK_LAB) + 1)
    lightness, a, b = (np.interp(tone, place, MONK_LAB[:, k]) for k in range(3))
    return linear_from_lab(lightness, a * (1 - 0.16 * warmth), b * (1 + 0.14 * warmth))


def pigmented(albedo: Vec3, melanin: np.ndarray | float, haemoglobin: np.ndarray | float) -> np.ndarray:
    """Return (..., 3) albedo of skin with so much more of the two pigments (Beer and Lambert's law)."""
    density = np.multiply.outer(melanin, MELANIN) + np.multiply.outer(haemoglobin, HAEMOGLOBIN)
    return np.asarray(albedo) * np.exp(-density)


def linear_from_lab(lightness: float, a: float, b: float) -> Vec3:
    """Return the linear RGB (primaries of sRGB) of a CIE 1976 L*a*b* colour under D65."""
    y = (lightness + 16) / 116
    f = np.array([y + a / 500, y, y - b / 200])
    xyz = _WHITE * np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29))
    red, green, blue = (float(c) for c in np.clip(np.linalg.solve(_XYZ_FROM_RGB, xyz), 0.0, 1.0))
    return red, green, blue
