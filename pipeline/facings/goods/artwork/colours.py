"""Print colours: sRGB triples 0..255, contrast and mixing."""

import numpy as np

RGB = tuple[int, int, int]

Ink = RGB | tuple[int, int, int, int]
"""What is drawn with: opaque, or with alpha 0..255."""

INK: RGB = (28, 27, 30)
PAPER: RGB = (253, 252, 248)


def rgb(code: str) -> RGB:
    """'#rrggbb' as a triple."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def luminance(colour: RGB) -> float:
    """Relative luminance 0..1 (WCAG 2.2, definition of relative luminance)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: RGB, b: RGB) -> float:
    """Contrast ratio 1..21 (WCAG 2.2, success criterion 1.4.3)."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def blend(a: RGB, b: RGB, share: float) -> RGB:
    """`share` (0..1) of b in a."""
    red, green, blue = (int(round(x + (y - x) * share)) for x, y in zip(a, b, strict=True))
    return red, green, blue


def quantised(colour: RGB) -> RGB:
    """One of 16 steps a channel: nearly equal grounds share one mark, which is drawn once."""
    red, green, blue = (min(255, v // 16 * 16 + 8) for v in colour)
    return red, green, blue


def lighter(colour: RGB, share: float) -> RGB:
    """Towards white."""
    return blend(colour, (255, 255, 255), share)


def darker(colour: RGB, share: float) -> RGB:
    """Towards a black that keeps some of the colour's hue."""
    red, green, blue = colour
    return blend(colour, (int(red * 0.12), int(green * 0.12), int(blue * 0.12)), share)


def readable(wanted: RGB, ground: RGB, least: float = 3.0, others: tuple[RGB, ...] = ()) -> RGB:
    """`wanted` where it stands out from `ground`, else the first of `others` that does, else near-white or
    near-black."""
    for candidate in (wanted, *others):
        if contrast(candidate, ground) >= least:
            return candidate
    return max((PAPER, INK), key=lambda c: contrast(c, ground))


def as_array(colour: RGB) -> np.ndarray:
    """float32 (3,) in 0..255."""
    return np.asarray(colour, np.float32)
