"""Composes single sprites into the picture on a pack: piles, trios, rows, cascades, bowls, with soft shadows."""

from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from facings.goods.artwork.heroes.bowl import bowl
from facings.goods.artwork.heroes.gallery import hero as hero_named
from facings.goods.artwork.heroes.sprites import SIZES_PX, VARIANTS, Place, ink_box, sprite, stand
from facings.goods.artwork.heroes.ways import WAYS


def illustration(hero: str, width_px: int, height_px: int, rng: np.random.Generator) -> Image.Image:
    """Return the hero composed for a box: RGBA of that size, transparent around; `rng` picks the composition."""
    habit = hero_named(hero).habit
    aspect = width_px / height_px
    ways = (
        habit.ways
        if 0.45 < aspect < 2.2
        else tuple(w for w in habit.ways if w in ("pile", "row", "single")) or habit.ways
    )
    way = ways[int(rng.integers(len(ways)))]
    sheet = Image.new("RGBA", (width_px, height_px))
    if way == "bowl":
        return bowl(sheet, hero, habit.scale, rng)
    places = WAYS[way](width_px, height_px, habit.scale, rng)
    places = _grown(hero, places, width_px, height_px)
    if way == "pile":
        _mound(sheet, hero, places)
    for place in places:
        stand(sheet, hero, place)
    return sheet


def _mound(sheet: Image.Image, hero: str, places: list[Place]) -> None:
    """The shaded body of a heap, seen in the gaps between the items."""
    small = np.asarray(sprite(hero, 0, SIZES_PX[0]), np.float32)
    solid = small[..., 3] > 200
    tone = tuple(int(v * 0.55) for v in small[solid][:, :3].mean(0))
    mask = Image.new("L", (sheet.width // 2 + 1, sheet.height // 2 + 1))
    pen = ImageDraw.Draw(mask)
    for p in places:
        r = p.size_px * 0.30
        pen.ellipse([c / 2 for c in (p.x - r, p.y - r, p.x + r, p.y + r)], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(max(1.0, float(places[0].size_px) * 0.03))).resize(sheet.size)
    body = Image.new("RGBA", sheet.size, (*tone, 0))
    body.putalpha(mask)
    sheet.alpha_composite(body)


def _grown(hero: str, places: list[Place], width: int, height: int) -> list[Place]:
    """Scale and shift a composition until its items fill the box."""
    spans = []
    for place in places:
        left, top, right, bottom = ink_box(sprite(hero, place.variant % VARIANTS, SIZES_PX[0]))
        whole = sprite(hero, place.variant % VARIANTS, SIZES_PX[0]).width
        turn = np.radians(abs(place.turn_deg))
        wide, tall = (right - left) / whole, (bottom - top) / whole
        wide, tall = wide * np.cos(turn) + tall * np.sin(turn), tall * np.cos(turn) + wide * np.sin(turn)
        half_w, half_h = min(1, wide) * place.size_px / 2, min(1, tall) * place.size_px / 2
        spans.append((place.x - half_w, place.y - half_h, place.x + half_w, place.y + half_h))
    left, top = min(s[0] for s in spans), min(s[1] for s in spans)
    right, bottom = max(s[2] for s in spans), max(s[3] for s in spans)
    # The rest is for shadows, which fall to the lower right.
    k = min(width * 0.91 / (right - left), height * 0.91 / (bottom - top), 1.9)
    cx, cy = (left + right) / 2, (top + bottom) / 2
    return [
        replace(p, x=width * 0.485 + (p.x - cx) * k, y=height * 0.485 + (p.y - cy) * k, size_px=p.size_px * k)
        for p in places
    ]
