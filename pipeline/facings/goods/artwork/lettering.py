"""Text that fits its box: line breaks, size, alignment, arcs and circles."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import map_coordinates

from facings.assets.fonts import font
from facings.goods.artwork.colours import RGB, Ink

_REFERENCE_PX = 100
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


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
    type_face = font(face, size_px, weight)
    return type_face.getlength(text), *type_face.getbbox(text, anchor="ls")


@lru_cache(maxsize=4096)
def _extent(first: str, last: str, face: str, weight: int | None) -> tuple[float, float]:
    """Ink above the first baseline and below the last one at the reference size."""
    return -_reference(first, face, weight)[2], max(0, _reference(last, face, weight)[4])


def line_width(text: str, face: str, size_px: float, weight: int | None = None, tracking: float = 0.0) -> float:
    """Width in pixels, swashes that stick out included."""
    advance, left, _, right, _ = _reference(text, face, weight, max(1, round(size_px)))
    ink = max(advance, right) - min(0, left)
    return ink + tracking * size_px * max(0, len(text) - 1)


@lru_cache(maxsize=1024)
def _breaks(text: str, most: int) -> tuple[tuple[str, ...], ...]:
    """All ways to break `text` into one to `most` lines at spaces, without `&` or a preposition at a line's end."""
    words = text.split()
    ways: list[tuple[str, ...]] = [(" ".join(words),)]
    if most >= 2:
        ways += [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    if most >= 3:
        ways += [
            (" ".join(words[:i]), " ".join(words[i:j]), " ".join(words[j:]))
            for i in range(1, len(words))
            for j in range(i + 1, len(words))
        ]
    good = [way for way in ways if not any(line.endswith((" &", " and", " with", " of")) for line in way)]
    return tuple(good or ways)


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
    blocks = []
    for lines in _breaks(text, most_lines):
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
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and line_width(longer, face, size_px, weight) > width_px:
            lines.append(line)
            line = word
        else:
            line = longer
    return Block((*lines, line), face, size_px, weight, leading)


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
) -> Box:
    """Draw `block` into `box` and return the ink's box. `align` left, centre, right; `vertical` top, middle, bottom."""
    type_face = font(block.face, block.size_px, block.weight)
    top, _ = _extent(block.lines[0], block.lines[-1], block.face, block.weight)
    height = block.height_px
    room = box[3] - box[1] - height
    y = box[1] + room * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[vertical] + top * block.size_px / _REFERENCE_PX
    inks = []
    for line in block.lines:
        width = line_width(line, block.face, block.size_px, block.weight, block.tracking)
        spare = box[2] - box[0] - width
        x = box[0] + spare * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        x -= min(0, _reference(line, block.face, block.weight)[1]) * block.size_px / _REFERENCE_PX
        if block.tracking:
            pen = x
            for letter in line:
                draw.text(
                    (pen, y),
                    letter,
                    font=type_face,
                    fill=fill,
                    anchor="ls",
                    stroke_width=stroke_px,
                    stroke_fill=stroke_fill,
                )
                pen += type_face.getlength(letter) + block.tracking * block.size_px
        else:
            draw.text(
                (x, y), line, font=type_face, fill=fill, anchor="ls", stroke_width=stroke_px, stroke_fill=stroke_fill
            )
        left, up, right, down = type_face.getbbox(line, anchor="ls", stroke_width=stroke_px)
        inks.append((x + left, y + up, max(x + right, x + width), y + down))
        y += block.leading * block.size_px
    return min(i[0] for i in inks), min(i[1] for i in inks), max(i[2] for i in inks), max(i[3] for i in inks)


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
