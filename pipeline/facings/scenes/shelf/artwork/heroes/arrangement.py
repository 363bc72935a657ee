"""Composes single sprites into the picture on a pack: piles, trios, rows, cascades, bowls, with soft shadows."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from facings.scenes.shelf.artwork.heroes.gallery import SOLIDS
from facings.scenes.shelf.artwork.heroes.habits import habit_of
from facings.scenes.shelf.artwork.heroes.tracer import trace

VARIANTS = 4
_SIZES_PX = (72, 120, 200, 320)


@lru_cache(maxsize=400)
def sprite(hero: str, variant: int, size_px: int) -> Image.Image:
    """Return one item as RGBA, cropped to a square about it; the same for every SKU, so a process traces it once."""
    rng = np.random.default_rng([variant, *hero.encode()])
    picture = Image.fromarray(trace(SOLIDS[hero](variant, rng), size_px))
    left, top, right, bottom = picture.getchannel("A").getbbox()
    half = (max(right - left, bottom - top) + 1) // 2
    cx, cy = (left + right) // 2, (top + bottom) // 2
    return picture.crop((cx - half, cy - half, cx + half, cy + half))


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


def illustration(hero: str, width_px: int, height_px: int, rng: np.random.Generator) -> Image.Image:
    """Return the hero composed for a box: RGBA of that size, transparent around; `rng` picks the composition."""
    habit = habit_of(hero)
    aspect = width_px / height_px
    ways = (
        habit.ways
        if 0.45 < aspect < 2.2
        else tuple(w for w in habit.ways if w in ("pile", "row", "single")) or habit.ways
    )
    way = ways[int(rng.integers(len(ways)))]
    sheet = Image.new("RGBA", (width_px, height_px))
    if way == "bowl":
        return _bowl(sheet, hero, habit.scale, rng)
    places = _WAYS[way](width_px, height_px, habit.scale, rng)
    places = _grown(hero, places, width_px, height_px)
    if way == "pile":
        _mound(sheet, hero, places)
    for place in places:
        _stand(sheet, hero, place)
    return sheet


def _mound(sheet: Image.Image, hero: str, places: list[Place]) -> None:
    """The shaded body of a heap, seen in the gaps between the items."""
    small = np.asarray(sprite(hero, 0, _SIZES_PX[0]), np.float32)
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
        left, top, right, bottom = sprite(hero, place.variant % VARIANTS, _SIZES_PX[0]).getchannel("A").getbbox()
        whole = sprite(hero, place.variant % VARIANTS, _SIZES_PX[0]).width
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


def _item(hero: str, place: Place) -> Image.Image:
    size = max(8, round(place.size_px))
    traced = next((s for s in _SIZES_PX if s >= size * 0.95), _SIZES_PX[-1])
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


def _stand(sheet: Image.Image, hero: str, place: Place) -> None:
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


def _single(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    size = min(width * 0.98, height * 0.98)
    return [Place(width / 2, height * 0.5, size, int(rng.integers(4)), shadow=0.35)]


def _pair(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    size = min(height * 0.92, width * 0.66)
    first = int(rng.integers(4))
    side = 1 if rng.random() < 0.5 else -1
    return [
        Place(width / 2 + side * size * 0.25, height * 0.5 - size * 0.05, size * 0.94, first, light=0.94),
        Place(width / 2 - side * size * 0.25, height * 0.5 + size * 0.04, size, first + 1),
    ]


def _trio(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    size = min(height * 0.66, width * 0.56)
    first = int(rng.integers(4))
    side = 1 if rng.random() < 0.5 else -1
    x, y = width / 2, height / 2
    return [
        Place(x + side * size * 0.06, y - size * 0.24, size, first + 1, light=0.93),
        Place(x - side * size * 0.38, y + size * 0.16, size * 0.92, first),
        Place(x + side * size * 0.40, y + size * 0.22, size * 0.84, first + 2, rng.uniform(-14, 14)),
    ]


def _row(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    count = max(2, min(6, round(width / height * 1.7)))
    size = min(height * 0.95, width / (count * 0.66 + 0.34))
    pitch = (width - size) / max(1, count - 1)
    order = [*range(0, count, 2), *range(1, count, 2)]
    return [
        Place(
            size / 2 + k * pitch,
            height / 2 + (size * 0.03 if k % 2 else -size * 0.03),
            size,
            k + int(rng.integers(4)),
            rng.uniform(-8, 8),
            mirrored=bool(rng.integers(2)),
        )
        for k in order
    ]


def _pile(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    """A heap, drawn from the back to the front; `scale` is an item's share of the box's smaller side."""
    # A heap is wider than it is high, and rests on the box's lower edge.
    size = scale * min(width * 0.9, height * 1.25)
    half, tall = (width - size * 0.95) / 2, min(height - size, width * 0.62)
    foot = height - size * 0.52 - max(0, (height - size - tall) * 0.5)
    rows = max(2, round(tall / (size * 0.30)) + 1)
    places = []
    for row in range(rows):
        back = 1 - row / (rows - 1)
        reach = half * np.sqrt(max(0.0, 1 - back**1.7)) * 0.93 + half * 0.10
        count = max(1, round(2 * reach / (size * 0.50)) + 1)
        for k in rng.permutation(count):
            across = 0.0 if count == 1 else (k / (count - 1) * 2 - 1)
            x = width / 2 + across * reach + rng.uniform(-0.10, 0.10) * size
            y = foot - back * tall + (1 - across**2) * size * 0.30 * (1 - back) + rng.uniform(-0.06, 0.06) * size
            places.append(
                Place(
                    x,
                    y,
                    size * rng.uniform(0.88, 1.06),
                    int(rng.integers(4)),
                    rng.uniform(-22, 22),
                    0.80 + 0.20 * (1 - back),
                    0.42,
                    bool(rng.integers(2)),
                )
            )
    return places


def _cascade(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    """Items falling through the air along a diagonal, some nearer than others."""
    side = 1 if rng.random() < 0.5 else -1
    size = min(max(scale * 1.15, 0.26), 0.5) * min(width, height)
    count = 9 if scale < 0.4 else 6
    places = []
    for k in range(count):
        t = (k + 0.5) / count
        near = 0.62 + 0.55 * rng.random()
        x = width * (0.5 + side * (t - 0.5) * 0.55) + rng.uniform(-0.26, 0.26) * width
        y = height * t + rng.uniform(-0.03, 0.03) * height
        grown = size * near
        x, y = np.clip(x, grown * 0.5, width - grown * 0.5), np.clip(y, grown * 0.5, height - grown * 0.5)
        places.append(
            Place(float(x), float(y), grown, k, rng.uniform(-50, 50), 0.82 + 0.2 * min(1, near), 0.16, bool(k % 2))
        )
    return sorted(places, key=lambda p: p.size_px)


def _ring(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    """A wreath around an open middle, one item in it."""
    size = min(width, height) * 0.42
    rx, ry = width / 2 - size * 0.46, height / 2 - size * 0.46
    start = rng.uniform(0, 6.28)
    places = [
        Place(width / 2 + rx * np.cos(a), height / 2 + ry * np.sin(a), size * 0.94, k, rng.uniform(-25, 25), 0.95)
        for k, a in enumerate(start + np.arange(7) * 2 * np.pi / 7)
    ]
    return sorted(places, key=lambda p: p.y) + [Place(width / 2, height / 2, size * 1.08, int(rng.integers(4)))]


_WAYS = {
    "single": _single,
    "pair": _pair,
    "trio": _trio,
    "row": _row,
    "pile": _pile,
    "cascade": _cascade,
    "ring": _ring,
}

_BOWLS = (
    ((250, 249, 246), (196, 200, 208)),
    ((58, 92, 140), (26, 44, 78)),
    ((226, 214, 192), (150, 128, 98)),
    ((176, 68, 52), (104, 34, 28)),
)


def _bowl(sheet: Image.Image, hero: str, scale: float, rng: np.random.Generator) -> Image.Image:
    """A heap in a bowl, the rim's near half drawn over the lowest items."""
    width, height = sheet.size
    wide = min(width * 0.96, height * 1.18)
    rim = wide * 0.17
    deep = wide * 0.40
    left, rim_y = (width - wide) / 2, height - deep - rim * 0.55
    light, dark = _BOWLS[int(rng.integers(len(_BOWLS)))]
    scale_up = 2

    def mask(paint) -> Image.Image:
        m = Image.new("L", (width * scale_up, height * scale_up))
        paint(ImageDraw.Draw(m))
        return m.reduce(scale_up)

    def ellipse(grow: float, dy: float = 0.0):
        box = (left - grow, rim_y - rim - grow * 0.5 + dy, left + wide + grow, rim_y + rim + grow * 0.5 + dy)
        return lambda d: d.ellipse([c * scale_up for c in box], fill=255)

    def body(d: ImageDraw.ImageDraw) -> None:
        t = np.linspace(0, np.pi, 60)
        foot = wide * 0.20
        xs = width / 2 - np.cos(t) * np.where(np.sin(t) > 0.93, wide / 2, wide / 2)
        ys = rim_y + np.sin(t) ** 0.72 * deep
        points = [(x, y) for x, y in zip(xs, ys, strict=True) if y < rim_y + deep * 0.985]
        d.polygon([(x * scale_up, y * scale_up) for x, y in points], fill=255)
        d.rounded_rectangle(
            [c * scale_up for c in (width / 2 - foot, rim_y + deep * 0.90, width / 2 + foot, rim_y + deep + rim * 0.2)],
            6 * scale_up,
            fill=255,
        )
        ellipse(0)(d)

    across = np.clip((np.arange(width)[None] - left) / wide, 0, 1)
    lit = np.clip(1.05 - 1.5 * np.abs(across - 0.30) ** 1.5, 0, 1)[..., None]
    glaze = np.asarray(dark) * (1 - lit) + np.asarray(light) * lit
    glaze = Image.fromarray(np.broadcast_to(glaze, (height, width, 3)).astype(np.uint8))
    shade = Image.new("RGBA", sheet.size, (30, 20, 14, 0))
    under = Image.new("L", sheet.size)
    ImageDraw.Draw(under).ellipse((left + wide * 0.10, height - rim * 0.75, left + wide * 0.96, height - 1), fill=110)
    shade.putalpha(under.filter(ImageFilter.GaussianBlur(max(1, wide * 0.02))))
    sheet.alpha_composite(shade)
    whole = mask(body)
    sheet.paste(glaze, (0, 0), whole)
    sheet.putalpha(Image.fromarray(np.maximum(np.asarray(sheet.getchannel("A")), np.asarray(whole))))
    inside = mask(ellipse(-wide * 0.02))
    sheet.paste(Image.new("RGB", sheet.size, tuple(int(c * 0.62) for c in dark)), (0, 0), inside)
    size = scale * wide * 0.92
    heap = Image.new("RGBA", sheet.size)
    rows = max(3, round(wide * 0.36 / (size * 0.30)))
    for row in range(rows):
        t = row / (rows - 1)
        reach = (wide / 2 - size * 0.42) * np.sqrt(max(0.03, 1 - (1 - t) ** 2 * 0.97)) * (1.0 if t < 0.8 else 0.93)
        count = max(1, round(2 * reach / (size * 0.5)) + 1)
        for k in rng.permutation(count):
            a = 0.0 if count == 1 else k / (count - 1) * 2 - 1
            y = rim_y - wide * 0.24 * (1 - t) + rim * 0.35 * t * (1 - a * a) - size * 0.10
            _stand(
                heap,
                hero,
                Place(
                    width / 2 + a * reach + rng.uniform(-0.08, 0.08) * size,
                    y + rng.uniform(-0.05, 0.05) * size,
                    size * rng.uniform(0.9, 1.05),
                    int(rng.integers(4)),
                    rng.uniform(-25, 25),
                    0.84 + 0.16 * t,
                    0.40,
                    bool(rng.integers(2)),
                ),
            )
    sheet.alpha_composite(heap)
    # The near wall hides what hangs over it.
    rows_px = np.arange(height)[:, None]
    columns = np.clip((np.arange(width)[None] - width / 2) / (wide / 2), -1, 1)
    near = np.clip(rows_px - (rim_y + rim * 0.86 * np.sqrt(1 - columns**2)) + 0.5, 0, 1)
    wall = Image.fromarray((near * np.asarray(whole)).astype(np.uint8))
    sheet.paste(glaze, (0, 0), wall)
    lip = Image.new("RGBA", sheet.size, (*light, 0))
    edge = np.exp(-(((rows_px - (rim_y + rim * 0.90 * np.sqrt(1 - columns**2))) / (wide * 0.011)) ** 2)) * (
        np.abs(columns) < 0.995
    )
    lip.putalpha(Image.fromarray((edge * 235).astype(np.uint8)))
    sheet.alpha_composite(lip)
    return sheet
