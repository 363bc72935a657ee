"""Single items as pictures, traced once a process, and how one is laid onto a sheet with its shadow."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageFilter

from facings.goods.artwork.heroes.gallery import hero as hero_named
from facings.goods.artwork.heroes.tracer import trace

VARIANTS = 4
SIZES_PX = (72, 120, 200, 320)


@lru_cache(maxsize=400)
def sprite(hero: str, variant: int, size_px: int) -> Image.Image:
    """Return one item as RGBA, cropped to a square about it; the same for every SKU, so a process traces it once."""
    rng = np.random.default_rng([variant, *hero.encode()])
    picture = Image.fromarray(trace(hero_named(hero).solid(variant, rng), size_px))
    left, top, right, bottom = ink_box(picture)
    half = (max(right - left, bottom - top) + 1) // 2
    cx, cy = (left + right) // 2, (top + bottom) // 2
    return picture.crop((cx - half, cy - half, cx + half, cy + half))


def ink_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what an RGBA picture shows; raises ValueError where that is nothing."""
    found = picture.getchannel("A").getbbox()
    if found is None:
        raise ValueError("the picture is empty")
    return found


@dataclass(frozen=True)
class Place:
    """Where one item goes: centre and size in pixels, turn in degrees, brightness."""

    x: float
    y: float
    size_px: float
    variant: int
    turn_deg: float = 0.0
    light: float = 1.0
    shadow: float = 0.5
    mirrored: bool = False


def _item(hero: str, place: Place) -> Image.Image:
    size = max(8, round(place.size_px))
    traced = next((s for s in SIZES_PX if s >= size * 0.95), SIZES_PX[-1])
    picture = sprite(hero, place.variant % VARIANTS, traced)
    if place.mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if picture.width != size:
        picture = picture.resize(
            (size, size), Image.Resampling.LANCZOS if size < picture.width else Image.Resampling.BICUBIC
        )
    if place.turn_deg:
        picture = picture.rotate(place.turn_deg, Image.Resampling.BICUBIC)
    if place.light != 1.0:
        r, g, b, a = picture.split()
        picture = Image.merge("RGBA", [c.point(lambda v: int(v * place.light)) for c in (r, g, b)] + [a])
    return picture


def stand(sheet: Image.Image, hero: str, place: Place) -> None:
    picture = _item(hero, place)
    x, y = round(place.x - picture.width / 2), round(place.y - picture.height / 2)
    if place.shadow > 0:
        reach = max(1, round(place.size_px * 0.06))
        small = picture.getchannel("A").reduce(3)
        pad = max(2, reach)
        dark = Image.new("L", (small.width + 2 * pad, small.height + 2 * pad))
        dark.paste(small, (pad, pad))
        dark = dark.filter(ImageFilter.GaussianBlur(max(0.6, reach / 3)))
        dark = dark.resize((dark.width * 3, dark.height * 3), Image.Resampling.BILINEAR)
        dark = dark.point(lambda v: int(v * place.shadow))
        shade = Image.new("RGBA", dark.size, (34, 20, 14, 0))
        shade.putalpha(dark)
        _over(sheet, shade, x - 3 * pad + round(reach * 0.7), y - 3 * pad + reach)
    _over(sheet, picture, x, y)


def _over(sheet: Image.Image, picture: Image.Image, x: int, y: int) -> None:
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(picture.width, sheet.width - x), min(picture.height, sheet.height - y)
    if right > left and bottom > top:
        sheet.alpha_composite(picture.crop((left, top, right, bottom)), (x + left, y + top))
