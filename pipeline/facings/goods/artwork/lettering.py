"""Text that fits its box: line breaks, size, alignment, arcs and circles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import map_coordinates

from facings.assets.fonts import font, glyph_character, glyph_font
from facings.goods.artwork.colours import RGB, Ink
from facings.goods.artwork.direction import RIGHT_TO_LEFT_MARK, runs_right_to_left
from facings.goods.artwork.shaping import Glyph, clusters, is_plain, shaped

_REFERENCE_PX = 100
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

_MOST_ENDS = 32
"""Of so many words or more not every one may end a line: the ways to break them would be too many to try."""
_UNPARTED = (("\u2e80", "\ua4cf"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
"""Letters between which a line may end: kana, ideographs and their like (Unicode Standard Annex 14, class ID)."""
_NOT_FIRST = frozenset("、。，．・：；！？）」』】〕》〉ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻％")
_NOT_LAST = frozenset("（「『【〔《〈￥")
"""What stands at no line's beginning, or end, in Japanese and Chinese (Unicode Standard Annex 14, classes CL, NS and OP)."""


@dataclass(frozen=True)
class Block:
    """Lines of one face and size, ready to be drawn."""

    lines: tuple[str, ...]
    face: str
    size_px: int
    weight: int | None
    leading: float
    """Line pitch in ems."""
    tracking: float = 0.0
    """Extra space between letters in ems."""

    @property
    def width_px(self) -> float:
        return max(line_width(line, self.face, self.size_px, self.weight, self.tracking) for line in self.lines)

    @property
    def height_px(self) -> float:
        top, bottom = _extent(self.lines[0], self.lines[-1], self.face, self.weight)
        return (top + bottom) * self.size_px / _REFERENCE_PX + (len(self.lines) - 1) * self.leading * self.size_px


@lru_cache(maxsize=8192)
def _reference(
    text: str, face: str, weight: int | None, size_px: int = _REFERENCE_PX
) -> tuple[float, float, float, float, float]:
    """Advance and ink box of one line. Small sizes are hinted and run wider than in proportion."""
    if not is_plain(text, face):
        line = shaped(text, face, weight)
        return line.advance_em * size_px, *_ink(line.glyphs, size_px)
    type_face = font(face, size_px, weight)
    return type_face.getlength(text), *type_face.getbbox(text, anchor="ls")


def _ink(glyphs: tuple[Glyph, ...], size_px: int, stroke_px: int = 0) -> Box:
    """The box of a shaped line's ink from the start of its baseline; empty where nothing is drawn."""
    boxes = [_glyph_ink(g.face, g.weight, g.number, size_px, stroke_px) for g in glyphs]
    drawn = [(g, box) for g, box in zip(glyphs, boxes, strict=True) if box[2] > box[0] and box[3] > box[1]]
    if not drawn:
        return 0.0, 0.0, 0.0, 0.0
    low = np.array([(g.x_em * size_px + box[0], g.y_em * size_px + box[1]) for g, box in drawn]).min(0)
    high = np.array([(g.x_em * size_px + box[2], g.y_em * size_px + box[3]) for g, box in drawn]).max(0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@lru_cache(maxsize=8192)
def _glyph_ink(face: str, weight: int | None, number: int, size_px: int, stroke_px: int) -> Box:
    return glyph_font(face, size_px, weight).getbbox(glyph_character(number), anchor="ls", stroke_width=stroke_px)


@lru_cache(maxsize=4096)
def _extent(first: str, last: str, face: str, weight: int | None) -> tuple[float, float]:
    """Ink above the first baseline and below the last one at the reference size."""
    return -_reference(first, face, weight)[2], max(0, _reference(last, face, weight)[4])


def line_width(text: str, face: str, size_px: float, weight: int | None = None, tracking: float = 0.0) -> float:
    """Width in pixels, swashes that stick out included."""
    advance, left, _, right, _ = _reference(text, face, weight, max(1, round(size_px)))
    ink = max(advance, right) - min(0, left)
    if not is_plain(text, face):  # joined letters are not spaced out
        return ink
    return ink + tracking * size_px * max(0, len(text) - 1)


@lru_cache(maxsize=1024)
def _breaks(text: str, most: int) -> tuple[tuple[str, ...], ...]:
    """All ways to break `text` into one to `most` lines, without `&` or a preposition at a line's end."""
    words = _words(text)
    whole = len(words)

    def line(start: int, end: int) -> str:
        return "".join(words[start:end]).strip()

    ways: list[tuple[str, ...]] = [(line(0, whole),)]
    ends: Sequence[int] = range(1, whole, 1 + whole // _MOST_ENDS)
    if whole != len(text.split()):  # of breaks between letters that give one size, the most even is the first
        ends = sorted(ends, key=lambda end: abs(2 * end - whole))
    if most >= 2:
        ways += [(line(0, i), line(i, whole)) for i in ends]
    if most >= 3:
        ways += [(line(0, i), line(i, j), line(j, whole)) for i in ends for j in ends if i < j]
    good = [way for way in ways if not any(line.endswith((" &", " and", " with", " of")) for line in way)]
    return tuple(_facing_one_way(text, way) for way in good or ways)


def _words(text: str) -> tuple[str, ...]:
    """What may stand on a line of its own, with the space before it: words, and each letter of scripts that part none."""
    found: list[str] = []
    for word in text.split():
        for k, part in enumerate(_parts(word)):
            found.append(f" {part}" if found and not k else part)
    return tuple(found)


def _parts(word: str) -> list[str]:
    """A word, or the letters of Chinese, Japanese and the like in it, none of which begins or ends a line against the rules."""
    if word.isascii():
        return [word]
    parts: list[str] = []
    for letter in clusters(word):
        together = not parts or letter in _NOT_FIRST or parts[-1] in _NOT_LAST
        if together or not (_stands_alone(parts[-1][-1]) or _stands_alone(letter[0])):
            parts.append((parts.pop() if parts else "") + letter)
        else:
            parts.append(letter)
    return parts


def _stands_alone(character: str) -> bool:
    return any(low <= character <= high for low, high in _UNPARTED)


def _facing_one_way(text: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines of a text that runs from right to left do so each, whatever they begin with."""
    if not runs_right_to_left(text):
        return lines
    return tuple(line if runs_right_to_left(line) else RIGHT_TO_LEFT_MARK + line for line in lines)


def fitted(
    text: str,
    face: str,
    width_px: float,
    height_px: float,
    *,
    weight: int | None = None,
    most_lines: int = 2,
    leading: float = 1.0,
    tracking: float = 0.0,
    most_px: float = 1e9,
) -> Block:
    """Return the block of the largest size at which `text` fits into the box."""
    return _largest(_breaks(text, most_lines), face, width_px, height_px, weight, leading, tracking, most_px)


def legible(
    text: str,
    face: str,
    width_px: float,
    height_px: float,
    *,
    most_lines: int,
    least_px: float,
    weight: int | None = None,
    most_px: float = 1e9,
) -> tuple[Block, str]:
    """Return a block that fits into the box, and the text that it shows.

    Where a text fits on one line only below `least_px`, it is broken over up to `most_lines`, inside of words if need be; where
    that does not help either, it ends in an ellipsis. A box that is too low for a line of `least_px` gets a smaller one.
    """

    def set_on(lines: int, shown: str) -> Block:
        block = fitted(shown, face, width_px, height_px, weight=weight, most_lines=lines, most_px=most_px)
        if block.size_px >= least_px or lines == 1:
            return block
        halves = _largest(_halves(shown), face, width_px, height_px, weight, 1.0, 0.0, most_px)
        return max(block, halves, key=lambda b: b.size_px)

    for lines in range(1, most_lines + 1):
        block = set_on(lines, text)
        if block.size_px >= least_px:
            return block, text
    letters = clusters(text)
    fits, too_many = 0, len(letters)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if set_on(most_lines, _cut(letters, middle)).size_px >= least_px:
            fits = middle
        else:
            too_many = middle
    if not fits:
        return set_on(most_lines, text), text
    return set_on(most_lines, _cut(letters, fits)), _cut(letters, fits)


def _cut(letters: tuple[str, ...], count: int) -> str:
    return "".join(letters[:count]).rstrip() + "…"


@lru_cache(maxsize=1024)
def _halves(text: str) -> tuple[tuple[str, ...], ...]:
    """Some ways to break a text over two lines, inside of words too."""
    letters = clusters(text)
    ends = range(max(1, len(letters) // 3), len(letters), 1 + len(letters) // _MOST_ENDS)
    ways = tuple(("".join(letters[:i]).rstrip(), "".join(letters[i:]).lstrip()) for i in ends)
    return tuple(_facing_one_way(text, way) for way in ways if all(way)) or ((text,),)


def _largest(ways: Iterable[tuple[str, ...]], face: str, width_px: float, height_px: float, weight: int | None, leading: float,
             tracking: float, most_px: float) -> Block:
    blocks = []
    for lines in ways:
        widest = max(line_width(line, face, _REFERENCE_PX, weight, tracking) for line in lines)
        top, bottom = _extent(lines[0], lines[-1], face, weight)
        tall = top + bottom + (len(lines) - 1) * leading * _REFERENCE_PX
        size = int(min(width_px / max(widest, 1), height_px / max(tall, 1), most_px / _REFERENCE_PX) * _REFERENCE_PX)
        blocks.append(Block(lines, face, max(1, size), weight, leading, tracking))
    best = max(blocks, key=lambda block: block.size_px)  # of equals the first
    while best.size_px > 4 and best.width_px > width_px:
        best = replace(best, size_px=min(best.size_px - 1, int(best.size_px * width_px / best.width_px)))
    return best


def wrapped(
    text: str, face: str, size_px: int, width_px: float, weight: int | None = None, leading: float = 1.25
) -> Block:
    """Return running text broken greedily at `width_px`."""
    lines, line = [], ""
    for word in _words(text):
        longer = line + word
        if line and line_width(longer, face, size_px, weight) > width_px:
            lines.append(line)
            line = word.strip()
        else:
            line = longer
    return Block(_facing_one_way(text, (*lines, line)), face, size_px, weight, leading)


def write(
    draw: ImageDraw.ImageDraw,
    block: Block,
    box: Box,
    fill: Ink | int,
    *,
    align: str = "centre",
    vertical: str = "middle",
    stroke_px: int = 0,
    stroke_fill: Ink | int | None = None,
) -> tuple[Box, ...]:
    """Draw `block` into `box` and return each line's box. `align` left, centre, right; `vertical` top, middle, bottom."""
    type_face = font(block.face, block.size_px, block.weight)
    top, _ = _extent(block.lines[0], block.lines[-1], block.face, block.weight)
    height = block.height_px
    room = box[3] - box[1] - height
    y = box[1] + room * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[vertical] + top * block.size_px / _REFERENCE_PX
    # What is read from right to left begins at the right.
    side = "right" if align == "left" and runs_right_to_left(block.lines[0]) else align
    inks = []
    for line in block.lines:
        width = line_width(line, block.face, block.size_px, block.weight, block.tracking)
        spare = box[2] - box[0] - width
        x = box[0] + spare * {"left": 0.0, "centre": 0.5, "right": 1.0}[side]
        x -= min(0, _reference(line, block.face, block.weight)[1]) * block.size_px / _REFERENCE_PX
        if not is_plain(line, block.face):
            glyphs = shaped(line, block.face, block.weight).glyphs
            for glyph in glyphs:
                place = x + glyph.x_em * block.size_px, y + glyph.y_em * block.size_px
                draw.text(place, glyph_character(glyph.number), font=glyph_font(glyph.face, block.size_px, glyph.weight),
                          fill=fill, anchor="ls", stroke_width=stroke_px, stroke_fill=stroke_fill)
            left, up, right, down = _ink(glyphs, block.size_px, stroke_px)
        else:
            _write_plain(draw, (x, y), line, block, fill, stroke_px, stroke_fill)
            left, up, right, down = type_face.getbbox(line, anchor="ls", stroke_width=stroke_px)
        inks.append((x + left, y + up, max(x + right, x + width), y + down))
        y += block.leading * block.size_px
    return tuple(inks)


def around(boxes: Iterable[Box]) -> Box:
    """Return the box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _write_plain(draw: ImageDraw.ImageDraw, start: tuple[float, float], line: str, block: Block, fill: Ink | int,
                 stroke_px: int, stroke_fill: Ink | int | None) -> None:
    type_face = font(block.face, block.size_px, block.weight)
    pen, y = start
    # Tracked letters are set one by one.
    for piece in line if block.tracking else (line,):
        draw.text((pen, y), piece, font=type_face, fill=fill, anchor="ls", stroke_width=stroke_px, stroke_fill=stroke_fill)
        pen += type_face.getlength(piece) + block.tracking * block.size_px


def letters(
    text: str,
    face: str,
    size_px: int,
    *,
    stroke_px: int = 0,
    weight: int | None = None,
    tracking: float = 0.0,
    margin_px: int = 0,
) -> Image.Image:
    """Return one line as a mask (mode L) with `margin_px` around the ink's advance box."""
    width = int(line_width(text, face, size_px, weight, tracking)) + 2 * (stroke_px + margin_px) + 2
    top, bottom = _extent(text, text, face, weight)
    height = int((top + bottom) * size_px / _REFERENCE_PX) + 2 * (stroke_px + margin_px) + 2
    mask = Image.new("L", (width, height))
    block = Block((text,), face, size_px, weight, 1.0, tracking)
    write(ImageDraw.Draw(mask), block, (0, 0, width, height), 255, stroke_px=stroke_px)
    return mask


def bowed(picture: Image.Image, rise: float) -> Image.Image:
    """Bend an RGBA picture along a parabola: the middle goes up by `rise` heights (down where negative)."""
    lift = int(abs(rise) * picture.height)
    padded = Image.new("RGBA", (picture.width, picture.height + lift))
    padded.alpha_composite(picture, (0, lift if rise > 0 else 0))
    data = np.asarray(padded, np.float32)
    data = np.concatenate([data[..., :3] * data[..., 3:] / 255, data[..., 3:]], -1)
    rows, columns = np.mgrid[: padded.height, : padded.width].astype(np.float32)
    across = (columns / (padded.width - 1) * 2 - 1) ** 2
    moved = rows + (rise > 0) * lift * (1 - across) - (rise < 0) * lift * (1 - across)
    bent = np.stack([map_coordinates(data[..., k], [moved, columns], order=1) for k in range(4)], -1)
    bent[..., :3] = bent[..., :3] * 255 / np.maximum(bent[..., 3:], 1)
    return Image.fromarray(np.clip(bent, 0, 255).astype(np.uint8))


def round_text(
    picture: Image.Image,
    text: str,
    face: str,
    size_px: int,
    centre: tuple[float, float],
    radius_px: float,
    fill: RGB,
    *,
    below: bool = False,
    weight: int | None = None,
    tracking: float = 0.06,
) -> None:
    """Write along a circle in place: over the top, or under the bottom so that it still reads from left to right."""
    type_face = font(face, size_px, weight)
    advances = [type_face.getlength(c) + tracking * size_px for c in text]
    angle = -sum(advances) / radius_px / 2
    pad = int(size_px * 1.5)
    for letter, advance in zip(text, advances, strict=True):
        angle += advance / radius_px / 2
        tile = Image.new("RGBA", (2 * pad, 2 * pad), (*fill, 0))
        ImageDraw.Draw(tile).text((pad, pad), letter, font=type_face, fill=(*fill, 255), anchor="mm")
        turn = angle if below else -angle
        tile = tile.rotate(np.degrees(turn), Image.Resampling.BICUBIC)
        x = centre[0] + radius_px * np.sin(angle)
        y = centre[1] + radius_px * np.cos(angle) * (1 if below else -1)
        _over(picture, tile, int(x - pad), int(y - pad))
        angle += advance / radius_px / 2


def _over(picture: Image.Image, tile: Image.Image, x: int, y: int) -> None:
    if picture.mode == "RGBA":
        if x >= 0 and y >= 0:
            picture.alpha_composite(tile, (x, y))
    else:
        picture.paste(tile, (x, y), tile)
