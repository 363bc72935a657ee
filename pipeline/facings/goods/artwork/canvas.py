"""The sheet that is printed on: pixels, and what text stands where."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from PIL import Image, ImageDraw

from facings.goods.artwork.colours import RGB, Ink
from facings.goods.artwork.direction import RIGHT_TO_LEFT_MARK
from facings.goods.artwork.lettering import Block, Box, around, fitted, write

Point = tuple[float, float]


@dataclass(frozen=True)
class PrintedText:
    """One line of text, or a bar code, on a sheet."""

    role: str
    """'name', 'brand', 'weight', 'info', 'barcode', ..."""
    text: str
    """As it is printed; of a bar code its digits."""
    quad: tuple[Point, Point, Point, Point]
    """Its corners as it is read: upper left, upper right, lower right, lower left."""

    def moved(self, where: Callable[[Point], Point]) -> Self:
        """Return it with each corner where `where` puts it."""
        a, b, c, d = map(where, self.quad)
        return replace(self, quad=(a, b, c, d))


@dataclass
class Canvas:
    """One net in the making."""

    image: Image.Image
    px_per_mm: float
    placed: list[tuple[str, Box]] = field(default_factory=list)
    """Role (`name`, `mark`, `hero`, ...) and pixel box of what has been set, for checks."""
    texts: list[PrintedText] = field(default_factory=list)
    """Every line of text and every bar code, in pixels."""

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def paste(self, picture: Image.Image, x: float, y: float) -> None:
        """Lay an RGBA picture over the sheet with its top-left corner at x, y."""
        self.image.paste(picture, (round(x), round(y)), picture)

    def place(
        self, role: str, picture: Image.Image, box: Box, *, align: str = "centre", vertical: str = "middle"
    ) -> Box:
        """Scale an RGBA picture to fit `box`, lay it over the sheet and return where it lies."""
        scale = min((box[2] - box[0]) / picture.width, (box[3] - box[1]) / picture.height)
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        x = box[0] + (box[2] - box[0] - size[0]) * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        y = box[1] + (box[3] - box[1] - size[1]) * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[vertical]
        self.paste(picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0), x, y)
        where = (x, y, x + size[0], y + size[1])
        self.placed.append((role, where))
        return where

    def write(
        self, role: str, block: Block, box: Box, fill: Ink, *, align: str = "centre", vertical: str = "middle"
    ) -> Box:
        """Set a block of text and return its ink's box."""
        lines = write(self.draw, block, box, fill, align=align, vertical=vertical)
        self.placed.append((role, around(lines)))
        self.texts += line_texts(role, block, lines)
        return around(lines)

    def fit(
        self,
        role: str,
        text: str,
        face: str,
        box: Box,
        fill: Ink,
        *,
        align: str = "centre",
        vertical: str = "middle",
        weight: int | None = None,
        most_lines: int = 1,
        leading: float = 1.0,
        tracking: float = 0.0,
        most_mm: float = 1e3,
    ) -> Box:
        """Set `text` as large as `box` allows, at most `most_mm` an em, and return its ink's box."""
        block = fitted(
            text,
            face,
            box[2] - box[0],
            box[3] - box[1],
            weight=weight,
            most_lines=most_lines,
            leading=leading,
            tracking=tracking,
            most_px=most_mm * self.px_per_mm,
        )
        return self.write(role, block, box, fill, align=align, vertical=vertical)

    def colour_under(self, box: Box) -> RGB:
        """The mean colour of the sheet in a box."""
        area = self._area(box)
        red, green, blue = np.asarray(area.resize((4, 4), Image.Resampling.BOX), np.float32).mean((0, 1))[:3]
        return int(red), int(green), int(blue)

    def unevenness(self, box: Box) -> float:
        """Spread of the sheet's brightness in a box: the 90th less the 10th percentile, 0..255."""
        area = self._area(box)
        low, high = np.percentile(np.asarray(area.convert("L")), (10, 90))
        return float(high - low)

    def _area(self, box: Box) -> Image.Image:
        left, top = box[:2]
        return self.image.crop((int(left), int(top), int(max(box[2], left + 1)), int(max(box[3], top + 1))))

    def shape(self, box: Box, fill: RGB, kind: str = "rectangle", radius: float = 0.0, opacity: float = 1.0) -> None:
        """Draw a smooth-edged rectangle, rounded rectangle or ellipse."""
        left, top = int(np.floor(box[0])), int(np.floor(box[1]))
        size = int(np.ceil(box[2])) - left + 1, int(np.ceil(box[3])) - top + 1
        mask = Image.new("L", (size[0] * 2, size[1] * 2))
        inner = [(v - o) * 2 for v, o in zip(box, (left, top, left, top), strict=True)]
        inner[2], inner[3] = inner[2] - 1, inner[3] - 1
        pen = ImageDraw.Draw(mask)
        if kind == "ellipse":
            pen.ellipse(inner, fill=round(255 * opacity))
        else:
            pen.rounded_rectangle(inner, radius * 2, fill=round(255 * opacity))
        self.image.paste(fill, (left, top), mask.reduce(2))

    def note(self, role: str, text: str, box: Box, *, upright: bool = False) -> None:
        """Note a text that was drawn otherwise; one that is `upright` was turned a quarter, and is read upwards."""
        upper_left, upper_right, lower_right, lower_left = corners(box)
        self.texts.append(PrintedText(role, text, (lower_left, upper_left, upper_right, lower_right) if upright else
                                      (upper_left, upper_right, lower_right, lower_left)))

    def outline(self, points: list[tuple[float, float]], fill: RGB, opacity: float = 1.0) -> None:
        """Fill a polygon with smooth edges."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, top = int(min(xs)) - 1, int(min(ys)) - 1
        size = int(max(xs)) - left + 3, int(max(ys)) - top + 3
        mask = Image.new("L", (size[0] * 2, size[1] * 2))
        ImageDraw.Draw(mask).polygon([((x - left) * 2, (y - top) * 2) for x, y in points], fill=round(255 * opacity))
        self.image.paste(fill, (left, top), mask.reduce(2))


def corners(box: Box) -> tuple[Point, Point, Point, Point]:
    """Return the corners of a box, upper left first and then clockwise."""
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def line_texts(role: str, block: Block, lines: Sequence[Box]) -> Iterator[PrintedText]:
    """Yield the lines of a block that was written, whose boxes are `lines`; a role's last word says what the text is."""
    for line, box in zip(block.lines, lines, strict=True):
        text = line.replace(RIGHT_TO_LEFT_MARK, "").strip()
        if text:
            yield PrintedText(role.split()[-1], text, corners(box))
