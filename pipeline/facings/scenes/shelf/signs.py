"""The signs above the bays: the department's name and the aisle's number."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from facings.frames.spec import Vec3
from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import PAPER, RGB, darker, lighter, readable
from facings.scenes.shelf.spec import ShelfSpec
from facings.scenes.shelf.template_info import SignInfo

_PX_PER_M = 1200
_AISLES = 24


@dataclass(frozen=True, eq=False)
class Sign:
    """What one sign shows in a frame."""

    shows: tuple[str, str, Vec3]
    """Header, aisle number and colour: equal where two pictures of one sign are."""
    picture: np.ndarray
    """(H, W, 3) uint8 sRGB."""


def header_signs(spec: ShelfSpec, signs: tuple[SignInfo, ...]) -> Mapping[tuple[str, int], Sign]:
    """Return what the template's `signs` show above each bay, by the part's name and the bay's index."""
    color = spec.fixture.header_color
    result = {}
    for info in signs:
        size_px = round(info.width_m * _PX_PER_M), round(info.height_m * _PX_PER_M)
        for bay in spec.bays:
            # A department keeps its aisle in every frame.
            number = str(1 + zlib.crc32(bay.department.encode()) % _AISLES)
            result[info.name, bay.index] = Sign((bay.header, number, color), _picture(bay.header, number, color, *size_px))
    return result


@lru_cache(maxsize=32)
def _picture(text: str, number: str, color: Vec3, width_px: int, height_px: int) -> np.ndarray:
    return np.asarray(header_image(text, number, color, width_px, height_px).convert("RGB"))


def header_image(text: str, aisle_number: str, rgb: Vec3, width_px: int, height_px: int) -> Image.Image:
    """Return the sign as RGB (width_px, height_px): `text` beside a disc with `aisle_number` on the colour `rgb`.

    `rgb` is linear, 0..1, as the fixture's paints are; encoded as sRGB by IEC 61966-2-1.
    """
    colour: RGB = (_encoded(rgb[0]), _encoded(rgb[1]), _encoded(rgb[2]))
    canvas = Canvas(Image.new("RGB", (width_px, height_px), colour), px_per_mm=1.2)
    ink = readable(PAPER, colour, 2.6)
    canvas.shape((0, height_px * 0.90, width_px, height_px), darker(colour, 0.35))
    canvas.shape((0, height_px * 0.875, width_px, height_px * 0.90), lighter(colour, 0.55))
    middle = height_px * 0.44
    r = min(height_px * 0.34, width_px * 0.10)
    left = height_px * 0.16
    if str(aisle_number):
        canvas.shape((left, middle - r, left + 2 * r, middle + r), ink, "ellipse")
        number = (left + r * 0.42, middle - r * 0.55, left + r * 1.58, middle + r * 0.55)
        canvas.fit("number", str(aisle_number), "league-spartan", number, readable(colour, ink, 2.6))
        left += 2 * r + height_px * 0.18
    box = (left, middle - height_px * 0.26, width_px - height_px * 0.2, middle + height_px * 0.26)
    canvas.fit("text", text, "league-spartan", box, ink, align="left", most_lines=1)
    return canvas.image


def _encoded(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
