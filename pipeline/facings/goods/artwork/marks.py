"""Brand marks: a brand's name as its logo, in the ten styles of `vocabulary.MARKS`; one look a brand."""

import hashlib
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from facings.goods.artwork.colours import INK, PAPER, RGB, blend, contrast, darker, lighter, readable, rgb
from facings.goods.artwork.lettering import Block, bowed, fitted, letters, line_width, round_text, write
from facings.goods.artwork.shaping import capitals, clusters, is_plain
from facings.goods.entries import Brand

_EM = 240
_SCRIPTS = ("dancing-script", "kaushan-script", "lobster", "lobster-two", "pacifico")


def mark(brand: Brand, ground: RGB) -> Image.Image:
    """Return the mark as RGBA, cropped to its ink, about 240 px an em; its colours stand out from `ground`."""
    return _drawn(brand.id, brand.name, brand.font, brand.mark, brand.mark_colours, ground)


@lru_cache(maxsize=256)
def _drawn(brand_id: str, name: str, face: str, style: str, colours: tuple[str, str], ground: RGB) -> Image.Image:
    picture = _STYLES[style](_Pen(brand_id, name, face, rgb(colours[0]), rgb(colours[1]), ground))
    return picture.crop(picture.getbbox())


class _Pen:
    """One brand's name, face and colours, and the strokes that all styles share."""

    def __init__(self, brand_id: str, name: str, face: str, ink: RGB, plate: RGB, ground: RGB) -> None:
        self.name, self.face = name, face
        self.ink, self.plate, self.ground = ink, plate, ground
        self.number = int.from_bytes(hashlib.sha256(brand_id.encode()).digest()[:4], "little")
        self.year = 1894 + self.number % 96

    def alone(self) -> RGB:
        """The letters' colour where they stand on the ground itself."""
        return readable(self.ink, self.ground, 2.4, (self.plate,))

    def on_plate(self, plate: RGB) -> RGB:
        return readable(self.ink, plate, 2.6, (self.plate, PAPER))

    def pick(self, *choices):
        """One of the choices, always the same for this brand."""
        return choices[self.number // 7 % len(choices)]


def _filled(mask: Image.Image, colour: RGB, to: RGB | None = None) -> Image.Image:
    """The mask in one colour, or in a vertical gradient."""
    picture = Image.new("RGBA", mask.size, colour)
    if to is not None:
        ramp = np.linspace(0, 1, mask.height)[:, None, None]
        shade = np.asarray(colour) * (1 - ramp) + np.asarray(to) * ramp
        picture = Image.fromarray(np.broadcast_to(shade, (mask.height, mask.width, 3)).astype(np.uint8)).convert("RGBA")
    picture.putalpha(mask)
    return picture


def _grown(picture: Image.Image, left: int, top: int, right: int, bottom: int) -> Image.Image:
    sheet = Image.new("RGBA", (picture.width + left + right, picture.height + top + bottom))
    sheet.alpha_composite(picture, (left, top))
    return sheet


def _plain(pen: _Pen) -> Image.Image:
    tracking = 0.0 if pen.face in _SCRIPTS else pen.pick(-0.01, 0.03, 0.09)
    name = capitals(pen.name) if pen.pick(True, False, False) and pen.face not in _SCRIPTS else pen.name
    mask = letters(name, pen.face, _EM, tracking=tracking)
    return _registered(_filled(mask, pen.alone()), pen.alone())


def _registered(picture: Image.Image, colour: RGB) -> Image.Image:
    """Add the small (R) of a registered trade mark at the upper right."""
    sheet = _grown(picture, 0, 0, 44, 0)
    draw = ImageDraw.Draw(sheet)
    write(draw, Block(("®",), "inter", 34, 600, 1.0), (sheet.width - 40, 4, sheet.width, 44), (*colour, 255))
    return sheet


def _outline(pen: _Pen) -> Image.Image:
    wide, tight = int(_EM * 0.115), int(_EM * 0.055)
    edge = pen.plate if contrast(pen.plate, pen.ink) > 2 else readable(PAPER, pen.ink)
    halo = PAPER if contrast(edge, PAPER) > 2.2 else darker(pen.ink, 0.55)
    drop = int(_EM * 0.05)
    masks = [letters(pen.name, pen.face, _EM, stroke_px=s, margin_px=wide + drop - s) for s in (wide, tight, 0)]
    sheet = Image.new("RGBA", masks[0].size)
    shade = ImageChops.offset(masks[0], drop // 2, drop).filter(ImageFilter.GaussianBlur(3)).point(lambda v: v * 0.42)
    sheet.alpha_composite(_filled(shade, darker(edge, 0.8)))
    sheet.alpha_composite(_filled(masks[0], halo))
    for k in range(drop, 0, -2):
        sheet.alpha_composite(_filled(ImageChops.offset(masks[1], 0, k), darker(edge, 0.45)))
    sheet.alpha_composite(_filled(masks[1], edge))
    sheet.alpha_composite(_filled(masks[2], lighter(pen.ink, 0.28), darker(pen.ink, 0.12)))
    # A light sheen on the upper half of the letters, as on most snack brands.
    sheen = Image.new("L", masks[2].size)
    ImageDraw.Draw(sheen).ellipse(
        (-sheen.width * 0.2, -sheen.height * 0.5, sheen.width * 1.2, sheen.height * 0.47), fill=70
    )
    sheet.alpha_composite(_filled(ImageChops.multiply(sheen, masks[2]), PAPER))
    bent = bowed(sheet, pen.pick(0.22, 0.0, 0.14))
    return bent.rotate(pen.pick(4, 6, 0), Image.Resampling.BICUBIC, expand=True)


def _plated(pen: _Pen, pad_x: float, pad_y: float) -> tuple[Image.Image, Image.Image, tuple[int, int]]:
    """Letters, an empty sheet around them and where they go."""
    mask = letters(pen.name, pen.face, _EM)
    size = int(mask.width + 2 * pad_x * _EM), int(mask.height + 2 * pad_y * _EM)
    return mask, Image.new("RGBA", size), ((size[0] - mask.width) // 2, (size[1] - mask.height) // 2)


def _smooth(size: tuple[int, int], paint: Callable[[ImageDraw.ImageDraw, float], None]) -> Image.Image:
    """A mask drawn at twice the size, so that its edges are smooth; `paint(draw, scale)`."""
    mask = Image.new("L", (size[0] * 2, size[1] * 2))
    paint(ImageDraw.Draw(mask), 2.0)
    return mask.reduce(2)


def _oval(pen: _Pen) -> Image.Image:
    mask, sheet, at = _plated(pen, 0.62, 0.42)
    w, h = sheet.size
    edge = pen.on_plate(pen.plate)
    for inset, colour in ((0, pen.plate), (9, edge), (17, pen.plate)):
        shape = _smooth(
            (w, h), lambda d, s, i=inset: d.ellipse((i * s, i * s, (w - i) * s - 1, (h - i) * s - 1), fill=255)
        )
        sheet.alpha_composite(
            _filled(
                shape, lighter(colour, 0.12), darker(colour, 0.06 if colour == PAPER or min(colour) > 225 else 0.22)
            )
        )
    shade = Image.new("L", sheet.size)
    shade.paste(mask, (at[0] + 4, at[1] + 6))
    sheet.alpha_composite(_filled(shade.filter(ImageFilter.GaussianBlur(2)), darker(pen.plate, 0.7)))
    sheet.alpha_composite(_filled(mask, edge), at)
    return sheet


def _ribbon(pen: _Pen) -> Image.Image:
    mask, sheet, at = _plated(pen, 0.32, 0.26)
    w, h = sheet.size
    tail, drop = int(_EM * 0.36), int(_EM * 0.17)
    full = Image.new("RGBA", (w + 2 * tail, h + drop))
    dark = darker(pen.plate, 0.35)

    def tails(d: ImageDraw.ImageDraw, s: float) -> None:
        for flip in (False, True):
            points = [
                (0, drop),
                (tail * 1.35, drop),
                (tail * 1.35, h + drop),
                (0, h + drop),
                (tail * 0.38, drop + h / 2),
            ]
            d.polygon([((full.width - x if flip else x) * s, y * s) for x, y in points], fill=255)

    def folds(d: ImageDraw.ImageDraw, s: float) -> None:
        for flip in (False, True):
            points = [(tail, h), (tail * 1.35, h), (tail * 1.35, h + drop)]
            d.polygon([((full.width - x if flip else x) * s, y * s) for x, y in points], fill=255)

    full.alpha_composite(_filled(_smooth(full.size, tails), dark, darker(pen.plate, 0.5)))
    full.alpha_composite(_filled(_smooth(full.size, folds), darker(pen.plate, 0.72)))
    body = _smooth((w, h), lambda d, s: d.rectangle((0, 0, w * s, h * s), fill=255))
    full.alpha_composite(_filled(body, lighter(pen.plate, 0.14), darker(pen.plate, 0.16)), (tail, 0))
    draw = ImageDraw.Draw(full)
    line = (*blend(pen.plate, pen.on_plate(pen.plate), 0.55), 255)
    for y in (13, h - 16):
        draw.line((tail, y, tail + w, y), fill=line, width=4)
    full.alpha_composite(_filled(mask, pen.on_plate(pen.plate)), (tail + at[0], at[1]))
    return bowed(full, pen.pick(0.28, -0.22, 0.16))


def _shield(pen: _Pen) -> Image.Image:
    mask, sheet, at = _plated(pen, 0.42, 0.62)
    w, h = sheet.size
    ink = pen.on_plate(pen.plate)

    def outline(inset: float) -> list[tuple[float, float]]:
        t = np.linspace(0, 1, 40)
        shoulder = h * 0.10
        right = [(w - inset - w * 0.02 * np.sin(np.pi * k), shoulder + inset + (h * 0.52 - inset) * k) for k in t]
        foot = [
            (
                w / 2 + (w / 2 - inset) * np.cos(k * np.pi / 2) ** 0.8,
                h * 0.62 + (h * 0.37 - inset) * np.sin(k * np.pi / 2) ** 1.25,
            )
            for k in t
        ]
        top = [(w / 2 + (w / 2 - inset) * k, shoulder * (1 - 0.9 * np.cos(k * np.pi / 2) ** 2) + inset) for k in t]
        half = [*top, *right, *foot]
        return half + [(w - x, y) for x, y in reversed(half)]

    for inset, colour in ((0, ink), (7, pen.plate), (19, ink), (23, pen.plate)):
        shape = _smooth((w, h), lambda d, s, i=inset: d.polygon([(x * s, y * s) for x, y in outline(i)], fill=255))
        sheet.alpha_composite(_filled(shape, lighter(colour, 0.10), darker(colour, 0.18)))
    sheet.alpha_composite(_filled(mask, ink), (at[0], int(at[1] - h * 0.02)))
    draw = ImageDraw.Draw(sheet)
    small = fitted(f"SINCE {pen.year}", "inter", w * 0.36, h * 0.09, weight=700, tracking=0.08)
    write(draw, small, (0, h * 0.79, w, h * 0.88), (*ink, 255))
    for k in (-1, 0, 1):
        _star(draw, w / 2 + k * _EM * 0.24, h * 0.165 + abs(k) * 6, _EM * (0.085 if k == 0 else 0.06), ink)
    return sheet


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: RGB) -> None:
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, radius, radius * 0.42)
    draw.polygon(
        [(x + r * np.cos(a), y + r * np.sin(a)) for a, r in zip(angles, reach, strict=True)], fill=(*colour, 255)
    )


def _badge(pen: _Pen) -> Image.Image:
    size = 620
    sheet = Image.new("RGBA", (size, size))
    ink = pen.on_plate(pen.plate)
    for inset, colour in (
        (0, ink),
        (8, pen.plate),
        (24, ink),
        (29, pen.plate),
        (112, ink),
        (117, lighter(pen.plate, 0.08)),
    ):
        shape = _smooth(
            (size, size), lambda d, s, i=inset: d.ellipse((i * s, i * s, (size - i) * s, (size - i) * s), fill=255)
        )
        sheet.alpha_composite(_filled(shape, colour))
    words = pen.pick("FAMILY RECIPE", "MADE WITH CARE", "FINEST QUALITY", "TRADITIONAL TASTE")
    round_text(sheet, words, "inter", 50, (size / 2, size / 2), 236, ink, weight=700, tracking=0.12)
    round_text(
        sheet, f"SINCE {pen.year}", "inter", 46, (size / 2, size / 2), 238, ink, below=True, weight=700, tracking=0.12
    )
    draw = ImageDraw.Draw(sheet)
    for x in (70, size - 70):
        _star(draw, x, size / 2, 26, ink)
    for y in (190, size - 190):
        for k in (-1, 0, 1):
            _star(draw, size / 2 + k * 58, y + (abs(k) * (9 if y < size / 2 else -9)), 24 - 7 * abs(k), ink)
    banner = Image.new("RGBA", (660, 196))
    body = _smooth(banner.size, lambda d, s: d.rounded_rectangle((0, 0, 660 * s - 1, 196 * s - 1), 26 * s, fill=255))
    inner = _smooth(banner.size, lambda d, s: d.rounded_rectangle((9 * s, 9 * s, 651 * s, 187 * s), 19 * s, fill=255))
    banner.alpha_composite(_filled(body, pen.plate))
    banner.alpha_composite(_filled(inner, ink, darker(ink, 0.06)))
    text = readable(pen.plate, ink, 2.6, (INK, PAPER))
    block = fitted(pen.name, pen.face, 590, 140, most_lines=1)
    write(ImageDraw.Draw(banner), block, (0, 0, 660, 196), (*text, 255))
    full = Image.new("RGBA", (660, size))
    full.alpha_composite(sheet, (20, 0))
    full.alpha_composite(banner, (0, (size - 196) // 2))
    return full


def _stacked(pen: _Pen) -> Image.Image:
    words = capitals(pen.name).split()
    ink = pen.alone()
    if len(words) == 1 and len(words[0]) <= 6 and is_plain(words[0], pen.face):
        return _tiles(pen, words[0])
    lines = words if len(words) > 1 else [words[0]]
    width = 900
    rows = [fitted(word, pen.face, width, 420, most_lines=1) for word in lines]
    gap = 34
    heights = [int(block.height_px) for block in rows]
    sheet = Image.new("RGBA", (width, sum(heights) + gap * (len(rows) + 1) + 60))
    draw = ImageDraw.Draw(sheet)
    y = 0
    for block, height in zip(rows, heights, strict=True):
        write(draw, block, (0, y, width, y + height), (*ink, 255))
        y += height + gap
    draw.rectangle((0, y - 6, width * 0.22, y + 2), fill=(*ink, 255))
    draw.rectangle((width * 0.78, y - 6, width, y + 2), fill=(*ink, 255))
    small = fitted(
        pen.pick("ORIGINAL", "& SONS", f"EST. {pen.year}"), "inter", width * 0.5, 46, weight=700, tracking=0.3
    )
    write(draw, small, (0, y - 26, width, y + 22), (*ink, 255))
    return sheet


def _tiles(pen: _Pen, name: str) -> Image.Image:
    side, gap = 230, 14
    sheet = Image.new("RGBA", (len(name) * (side + gap), side + 40))
    for k, letter in enumerate(name):
        plate = pen.plate if k % 2 == 0 else pen.ink
        plate = plate if contrast(plate, pen.ground) > 1.35 else readable(PAPER, pen.ground)
        tile = Image.new("RGBA", (side, side))
        shape = _smooth(
            (side, side), lambda d, s: d.rounded_rectangle((0, 0, side * s - 1, side * s - 1), 34 * s, fill=255)
        )
        tile.alpha_composite(_filled(shape, lighter(plate, 0.12), darker(plate, 0.1)))
        other = pen.ink if k % 2 == 0 else pen.plate
        block = fitted(letter, pen.face, side * 0.72, side * 0.62)
        write(ImageDraw.Draw(tile), block, (0, 0, side, side), (*readable(other, plate, 2.4), 255))
        sheet.alpha_composite(tile, (k * (side + gap), 20 + (-14 if k % 2 else 14)))
    return sheet


def _swash(
    sheet: Image.Image, start: tuple[float, float], end: tuple[float, float], sag: float, thick: float, colour: RGB
) -> None:
    """A brush stroke that tapers at both ends, sagging by `sag` pixels in its middle."""
    t = np.linspace(0, 1, 60)
    x = start[0] + (end[0] - start[0]) * t
    y = start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t)
    half = thick / 2 * np.sin(np.pi * t**0.75) ** 0.8
    outline = [*zip(x, y - half, strict=True), *reversed(list(zip(x, y + half * 0.8, strict=True)))]
    shape = _smooth(sheet.size, lambda d, s: d.polygon([(a * s, b * s) for a, b in outline], fill=255))
    sheet.alpha_composite(_filled(shape, colour))


def _script(pen: _Pen) -> Image.Image:
    mask = letters(pen.name, pen.face, _EM, margin_px=24)
    sheet = _grown(Image.new("RGBA", mask.size), 40, 0, 40, 90)
    ink = pen.alone()
    second = pen.plate if contrast(pen.plate, pen.ground) > 1.8 else ink
    base = mask.height - 20
    _swash(sheet, (60, base + 34), (sheet.width - 20, base - 6), 26, 26, second)
    shade = Image.new("L", sheet.size)
    shade.paste(mask, (46, 8))
    sheet.alpha_composite(
        _filled(shade.filter(ImageFilter.GaussianBlur(5)).point(lambda v: v * 0.35), darker(pen.ground, 0.85))
    )
    sheet.alpha_composite(_filled(mask, ink), (40, 0))
    return sheet.rotate(pen.pick(5, 3, 7), Image.Resampling.BICUBIC, expand=True)


def _underline(pen: _Pen) -> Image.Image:
    name = pen.name if pen.pick(True, False) or pen.face in _SCRIPTS else pen.name.lower()
    mask = letters(name, pen.face, _EM)
    sheet = _grown(Image.new("RGBA", mask.size), 10, 0, 10, 120)
    ink = pen.alone()
    second = pen.plate if contrast(pen.plate, pen.ground) > 1.8 else ink
    sheet.alpha_composite(_filled(mask, ink), (10, 0))
    y = mask.height + 22
    if pen.pick(True, True, False):
        _swash(sheet, (sheet.width * 0.12, y), (sheet.width * 0.90, y - 4), 44, 34, second)
    else:
        ImageDraw.Draw(sheet).rounded_rectangle((14, y, sheet.width - 14, y + 20), 10, fill=(*second, 255))
    return sheet


def _monogram(pen: _Pen) -> Image.Image:
    side = 330
    ink = pen.alone()
    plate = pen.plate if contrast(pen.plate, pen.ground) > 1.6 else ink
    badge = Image.new("RGBA", (side, side))
    kind = pen.pick("round", "square", "diamond")

    def shape(inset: float) -> Image.Image:
        def paint(d: ImageDraw.ImageDraw, s: float) -> None:
            a, b = inset * s, (side - inset) * s - 1
            middle = side * s / 2
            if kind == "round":
                d.ellipse((a, a, b, b), fill=255)
            elif kind == "square":
                d.rounded_rectangle((a, a, b, b), 62 * s - a, fill=255)
            else:
                d.polygon([(middle, a), (b, middle), (middle, b), (a, middle)], fill=255)

        return _smooth((side, side), paint)

    letter = readable(pen.ink, plate, 2.4, (PAPER, INK))
    for inset, colour in ((0, plate), (12, letter), (18, plate)):
        badge.alpha_composite(_filled(shape(inset), colour))
    room = side * (0.40 if kind == "diamond" else 0.54)
    first = fitted(capitals(clusters(pen.name)[0]), pen.face, room, room)
    write(ImageDraw.Draw(badge), first, (0, 0, side, side), (*letter, 255))
    caps = capitals(pen.name) if pen.face not in _SCRIPTS else pen.name
    tracking = 0.0 if pen.face in _SCRIPTS else 0.12
    size = 130
    width = int(max(side, line_width(caps, pen.face, size, None, tracking))) + 20
    sheet = Image.new("RGBA", (width, side + 190))
    sheet.alpha_composite(badge, ((width - side) // 2, 0))
    write(
        ImageDraw.Draw(sheet),
        Block((caps,), pen.face, size, None, 1.0, tracking),
        (0, side + 20, width, side + 180),
        (*ink, 255),
    )
    return sheet


_STYLES: dict[str, Callable[[_Pen], Image.Image]] = {
    "plain": _plain,
    "outline": _outline,
    "oval": _oval,
    "ribbon": _ribbon,
    "shield": _shield,
    "badge": _badge,
    "stacked": _stacked,
    "script": _script,
    "underline": _underline,
    "monogram": _monogram,
}
