"""The look of previews: paper, ink, type, and colours that keep neighbouring instances apart."""

import colorsys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from facings.errors import InputError

PAPER = (247, 246, 243)
CARD = (255, 255, 255)
INK = (32, 34, 38)
FAINT = (126, 129, 136)
HAIRLINE = (222, 220, 214)
MARGIN_PX = 36
GUTTER_PX = 16

_GOLDEN_TURN = 0.618033988749895
"""Steps of the golden ratio spread hues so that any few consecutive ids differ clearly."""

_FALLBACK_COLOURS = ((38, 40, 46), (238, 170, 60), (226, 72, 92), (104, 150, 196), (142, 128, 112), (196, 204, 212),
                  (128, 172, 140), (170, 110, 190), (92, 200, 206), (214, 214, 90), (206, 128, 170), (90, 116, 90),
                  (150, 90, 60), (70, 90, 160), (240, 150, 130), (120, 120, 200), (180, 220, 160), (100, 60, 90),
                  (60, 130, 110))
"""Of classes to which the dataset gives no colour, as sets of schema 1 gave none."""

_PILLOWS_OWN = "Aileron"
_FURTHER_GLYPHS = "…°·±“”‘’"
_ALIKE = str.maketrans({"×": "x", "−": "-", "–": "-", "—": "-", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe",
                        "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "€": "EUR", "£": "GBP", "¥": "JPY"})
"""What stands for letters and signs that it lacks and that have no accent to be taken off."""

_DEPTH_STOPS = np.array([(253, 244, 186), (250, 190, 110), (240, 112, 90), (186, 56, 112), (112, 32, 122), (46, 18, 90),
                         (14, 10, 40)], float)
"""Near to far: light to dark, so that it reads in grey too."""


@cache
def preview_font(size_px: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """Return Inter in a weight from 100 to 900 where Blender's data files are installed, else Pillow's own font in its one."""
    try:
        from facings.assets.fonts import font

        return font("inter", size_px, weight)
    except (ImportError, InputError):  # a light install
        found = ImageFont.load_default(size_px)
        if not isinstance(found, ImageFont.FreeTypeFont):
            raise InputError("Pillow was built without FreeType, so previews cannot be lettered. Install Pillow from the"
                             " Python package index.") from None
        return found


def spelled(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a text in letters that the font has: Pillow's own lacks accents and all but Latin scripts."""
    if font.getname()[0] != _PILLOWS_OWN:
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    return "".join(c if c.isascii() or c in _FURTHER_GLYPHS else "?" for c in plain if not unicodedata.combining(c))


def instance_colours(count: int) -> np.ndarray:
    """Return (count + 1, 3) uint8 colours by instance id; row 0, the background, is black."""
    colours = np.zeros((count + 1, 3), np.uint8)
    for k in range(1, count + 1):
        lightness = (0.56, 0.66, 0.48)[k % 3]
        colours[k] = [round(255 * c) for c in colorsys.hls_to_rgb(k * _GOLDEN_TURN % 1.0, lightness, 0.78)]
    return colours


def class_colours(semantic_classes: Iterable[Mapping[str, Any]]) -> np.ndarray:
    """Return (256, 3) uint8 colours by semantic class id: the header's `color` where it has one, else one by the id."""
    colours = np.array([_FALLBACK_COLOURS[i % len(_FALLBACK_COLOURS)] for i in range(256)], np.uint8)
    for entry in semantic_classes:
        if "color" in entry:
            colours[entry["id"]] = entry["color"]
    return colours


def depth_colours(depth_m: np.ndarray, near_m: float, far_m: float) -> np.ndarray:
    """Return (..., 3) uint8 of depths, near light and far dark; what was never hit is grey."""
    share = np.clip((np.where(np.isfinite(depth_m), depth_m, far_m) - near_m) / max(far_m - near_m, 1e-6), 0, 1)
    position = share * (len(_DEPTH_STOPS) - 1)
    below = np.minimum(position.astype(int), len(_DEPTH_STOPS) - 2)
    part = (position - below)[..., None]
    colours = _DEPTH_STOPS[below] * (1 - part) + _DEPTH_STOPS[below + 1] * part
    colours[~np.isfinite(depth_m)] = HAIRLINE
    return colours.round().astype(np.uint8)


def fitted(image: Image.Image, width_px: int, height_px: int, *, sharp: bool = False) -> Image.Image:
    """Return the image scaled to fit in the box, keeping its shape; `sharp` repeats pixels, for label maps."""
    scale = min(width_px / image.width, height_px / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.NEAREST if sharp else Image.Resampling.LANCZOS)


def shortened(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width_px: float) -> str:
    """Return the text as the font can spell it, cut with an ellipsis where it is wider than `width_px`."""
    text = spelled(text, font)
    if draw.textlength(text, font) <= width_px:
        return text
    while text and draw.textlength(text + "…", font) > width_px:
        text = text[:-1]
    return text.rstrip() + "…"
