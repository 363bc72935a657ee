"""Colours as renderers need them: linear RGB with the primaries of sRGB (IEC 61966-2-1)."""

import numpy as np

from facings.frames.spec import Vec3

_RGB_FROM_XYZ = np.array(
    [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
)
"""D65, IEC 61966-2-1 primaries."""


def linear_from_hex(colour: str) -> Vec3:
    """Return the linear RGB of '#rrggbb' (IEC 61966-2-1, 5.2)."""
    encoded = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in encoded)
    return red, green, blue


def planckian_xy(temperature_k: float) -> tuple[float, float]:
    """Return the CIE 1931 chromaticity of a black body, 1667 K to 25000 K.

    Cubic splines of Kim et al., "Design of advanced color temperature control system for HDTV applications",
    Journal of the Korean Physical Society 41 (2002), 865-871. Raises ValueError outside the range they were fitted to.
    """
    if not 1667 <= temperature_k <= 25000:
        raise ValueError(f"temperature_k is {temperature_k}; 1667 to 25000 is expected")
    k = 1000 / temperature_k
    if temperature_k <= 4000:
        x = -0.2661239 * k**3 - 0.2343589 * k**2 + 0.8776956 * k + 0.179910
    else:
        x = -3.0258469 * k**3 + 2.1070379 * k**2 + 0.2226347 * k + 0.240390
    if temperature_k <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif temperature_k <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    return x, y


def linear_from_temperature(temperature_k: float) -> Vec3:
    """Return the linear RGB of a black body with luminance 1, so that changing a lamp's colour keeps its brightness.

    Out-of-gamut blue below about 1900 K becomes 0.
    """
    x, y = planckian_xy(temperature_k)
    rgb = np.maximum(_RGB_FROM_XYZ @ np.array([x / y, 1.0, (1 - x - y) / y]), 0.0)
    red, green, blue = (float(c) for c in rgb)
    return red, green, blue
