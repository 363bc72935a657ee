"""The information panel: ingredients, nutrition table, maker, storage, disposal marks and bar code."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from facings.goods.artwork.barcode import SYMBOL_MODULES, barcode_image, bars_box, module_px
from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import INK, PAPER, RGB, blend, contrast, lighter
from facings.goods.artwork.design import Design
from facings.goods.artwork.facts import Facts, facts
from facings.goods.artwork.lettering import Box, fitted, wrapped
from facings.goods.entries import ean13

_FACE = "inter"
_LARGEST_MM, _SMALLEST_MM = 2.7, 1.25
"""Em of the running text; the law asks for an x-height of 1.2 mm, 0.9 mm on small packs."""


@dataclass(frozen=True)
class _Style:
    ink: RGB
    paper: RGB
    size_px: int

    @property
    def line_px(self) -> int:
        return max(5, round(self.size_px * 1.28))


def information(canvas: Canvas, design: Design, box: Box, *, barcode: bool = True, text: bool = True) -> Box:
    """Set what the law asks for on a plate of pale paper at the foot of `box`; return the room left above it.

    Text is as large as lets everything in; what has no room even at the smallest size is left out.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    ppm = canvas.px_per_mm
    if width < 9 * ppm or height < 9 * ppm:
        return box
    paper = PAPER if design.choice("paper", 2) else lighter(design.pale, 0.75)
    ink = design.deep if contrast(design.deep, paper) > 7 else INK
    pad = min(2.2 * ppm, width * 0.05)
    code = _Code.of(design, ppm, width - 2 * pad, height - 2 * pad, alone=not text) if barcode else None
    beside = code is not None and code.upright and code.height_px > 0.62 * height
    room_w = width - 2 * pad - (code.width_px + ppm if code and beside else 0)
    room_h = height - 2 * pad - (code.height_px + ppm if code and not beside else 0)
    setting = (
        _setting(design, ink, paper, ppm, room_w, room_h) if text and room_w > 11 * ppm and room_h > 6 * ppm else None
    )
    tall = 2 * pad + (setting.height_px if setting else 0)
    if code:
        tall = max(tall, 2 * pad + code.height_px) if beside else tall + code.height_px + (ppm if setting else 0)
    top = max(box[1], box[3] - tall)
    canvas.shape((box[0], top, box[2], box[3]), paper, radius=1.6 * ppm)
    if setting:
        _set(canvas, setting, (box[0] + pad, top + pad))
    if code:
        x = box[2] - pad - code.width_px if beside else box[0] + (width - code.width_px) / 2
        code.print_on(canvas, round(x), round(box[3] - pad - code.height_px))
    return box[0], box[1], box[2], top


@dataclass(frozen=True)
class _Code:
    """The bar code as it fits: lying, or upright (turned a quarter) in a narrow place."""

    number: str
    module_px: int
    bar_px: int
    upright: bool

    @classmethod
    def of(cls, design: Design, ppm: float, width: float, height: float, *, alone: bool) -> "_Code | None":
        number = ean13(design.product)
        across, along = module_px(ppm, width), module_px(ppm, height)
        if across and height > 6 * ppm:
            return cls(
                number, across, round(min(19 * ppm, max(7 * ppm, height * (1.0 if alone else 0.26)), height)), False
            )
        if along and width > 6 * ppm:
            return cls(number, along, round(min(16 * ppm, width * (1.0 if alone or height > 90 * ppm else 0.42))), True)
        return None

    @property
    def width_px(self) -> int:
        return self.bar_px if self.upright else SYMBOL_MODULES * self.module_px

    @property
    def height_px(self) -> int:
        return SYMBOL_MODULES * self.module_px if self.upright else self.bar_px

    def print_on(self, canvas: Canvas, x: int, y: int) -> None:
        symbol = barcode_image(self.number, self.module_px, self.bar_px)
        if self.upright:
            symbol = symbol.transpose(Image.Transpose.ROTATE_90)
        canvas.image.paste(symbol, (x, y))
        canvas.placed.append(("barcode", (x, y, x + symbol.width, y + symbol.height)))
        left, top, right, bottom = bars_box(self.module_px, self.bar_px)
        if self.upright:
            left, top, right, bottom = top, symbol.height - right, bottom, symbol.height - left
        canvas.note("barcode", self.number, (x + left, y + top, x + right, y + bottom), upright=self.upright)


@dataclass(frozen=True)
class _Setting:
    """Parts of the text with their places relative to the first column's top-left corner."""

    style: _Style
    parts: tuple[tuple[str, object, Box], ...]
    height_px: float


def _setting(design: Design, ink: RGB, paper: RGB, ppm: float, width: float, height: float) -> _Setting:
    parts = _parts(design, facts(design))
    columns = 2 if width > 84 * ppm and height < width else 1
    gap = 3 * ppm
    column = (width - gap * (columns - 1)) / columns
    smallest = max(6, round(_SMALLEST_MM * ppm))
    largest = max(smallest, round(min(_LARGEST_MM * ppm, column / 14)))
    for size in range(largest, smallest - 1, -1):
        style = _Style(ink, paper, size)
        placed, x, y, left_out, lowest = [], 0.0, 0.0, 0, 0.0
        total = sum(_height(kind, payload, style, column) for kind, payload in parts)
        foot = height if columns == 1 else min(height, total / 2 + style.line_px * 4)
        for kind, payload in parts:
            need = _height(kind, payload, style, column)
            if y + need > foot + 1 and columns == 2 and x == 0:
                x, y = column + gap, 0.0
            if y + need > height + 1:
                left_out += 1
                continue
            placed.append((kind, payload, (x, y, x + column, y + need)))
            y += need
            lowest = max(lowest, y)
        if not left_out:
            break
    return _Setting(style, tuple(placed), lowest)


def _set(canvas: Canvas, setting: _Setting, corner: tuple[float, float]) -> None:
    x, y = corner
    for kind, payload, (left, top, right, bottom) in setting.parts:
        _DRAW[kind](canvas, payload, (x + left, y + top, x + right, y + bottom), setting.style)


def _parts(design: Design, told: Facts) -> list[tuple[str, object]]:
    """The panel from top to bottom."""
    product = design.product
    rng = design.stream("batch")
    date = f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(2027, 2029)}"
    batch = (
        f"L{rng.integers(1000, 9999)} {rng.integers(0, 24):02d}:{rng.integers(0, 60):02d} {'ABCDEF'[rng.integers(6)]}"
    )
    parts: list[tuple[str, object]] = [("title", product.name), ("paragraph", (told.heading, told.ingredients))]
    if told.nutrition:
        parts.append(("table", (told.per, told.nutrition)))
    parts.append(("paragraph", ("", told.advice)))
    parts.append(("paragraph", ("", design.brand.maker)))
    if told.nutrition:
        parts.append(("stamp", f"Best before: {date}  {batch}"))
    else:
        parts.append(("stamp", f"{batch}  {date}"))
    parts.append(("marks", (product.net_content, int(rng.integers(3)))))
    return parts


def _height(kind: str, payload: Any, style: _Style, width: float) -> float:
    if kind == "title":
        return style.line_px * 1.5
    if kind == "paragraph":
        heading, body = payload
        text = f"{heading}: {body}" if heading else body
        return len(wrapped(text, _FACE, style.size_px, width, 450).lines) * style.line_px + style.line_px * 0.45
    if kind == "table":
        return (len(payload[1]) + 1) * style.line_px * 1.06 + style.line_px * 0.7
    if kind == "stamp":
        return style.line_px * 1.5
    return style.line_px * 2.4


def _title(canvas: Canvas, payload: str, box: Box, style: _Style) -> None:
    block = fitted(payload, _FACE, box[2] - box[0], style.line_px * 1.2, weight=800, most_px=style.size_px * 1.35)
    canvas.write(
        "info", block, (box[0], box[1], box[2], box[1] + style.line_px * 1.2), style.ink, align="left", vertical="top"
    )


def _paragraph(canvas: Canvas, payload: tuple[str, str], box: Box, style: _Style) -> None:
    heading, body = payload
    text = f"{heading}: {body}" if heading else body
    block = wrapped(text, _FACE, style.size_px, box[2] - box[0], 450)
    block = type(block)(block.lines, block.face, block.size_px, block.weight, style.line_px / style.size_px)
    canvas.write("info", block, box, style.ink, align="left", vertical="top")


def _table(canvas: Canvas, payload: tuple[str, tuple[tuple[str, str], ...]], box: Box, style: _Style) -> None:
    per, rows = payload
    pitch = style.line_px * 1.06
    head = (box[0], box[1], box[2], box[1] + pitch)
    canvas.shape(head, style.ink)
    inset = style.size_px * 0.35
    size = style.size_px
    canvas.fit(
        "info",
        f"Nutrition per {per}",
        _FACE,
        (head[0] + inset, head[1], head[2] - inset, head[3]),
        style.paper,
        align="left",
        weight=700,
        most_mm=size / canvas.px_per_mm,
    )
    line = max(1, round(size / 14))
    for k, (label, value) in enumerate(rows):
        top = box[1] + pitch * (k + 1)
        if k % 2:
            canvas.shape((box[0], top, box[2], top + pitch), blend(style.paper, style.ink, 0.07))
        indent = size * 0.8 if label.startswith("of which") else 0
        middle = box[0] + (box[2] - box[0]) * 0.56
        if k == 0:
            middle = box[0] + (box[2] - box[0]) * 0.36
        most = size / canvas.px_per_mm
        canvas.fit(
            "info",
            label,
            _FACE,
            (box[0] + inset + indent, top, middle, top + pitch),
            style.ink,
            align="left",
            weight=450,
            most_mm=most,
        )
        canvas.fit(
            "info",
            value,
            _FACE,
            (middle, top, box[2] - inset, top + pitch),
            style.ink,
            align="right",
            weight=550,
            most_mm=most,
        )
    bottom = box[1] + pitch * (len(rows) + 1)
    pen = canvas.draw
    pen.rectangle((box[0], box[1], box[2] - 1, bottom), outline=style.ink, width=line)


def _stamp(canvas: Canvas, payload: str, box: Box, style: _Style) -> None:
    """The dotted print of the packing line."""
    canvas.fit(
        "info",
        payload,
        _FACE,
        (box[0], box[1], box[2], box[1] + style.line_px),
        blend(style.ink, (40, 40, 60), 0.5),
        align="left",
        weight=650,
        tracking=0.06,
        most_mm=style.size_px / canvas.px_per_mm,
    )


def _marks(canvas: Canvas, payload: tuple[str, int], box: Box, style: _Style) -> None:
    """Net content with its e, and the disposal marks."""
    content, code = payload
    tall = style.line_px * 2.0
    top = box[1] + style.line_px * 0.2
    size = tall * 0.95
    draw_recycling(
        canvas, (box[0], top, box[0] + size, top + size), style.ink, ("21", "5", "41")[code], ("PAP", "PP", "ALU")[code]
    )
    _tidyman(canvas, (box[0] + size * 1.4, top, box[0] + size * 2.2, top + size), style.ink)
    if content:
        canvas.fit(
            "info",
            f"{content} ℮",
            _FACE,
            (box[0] + size * 2.6, top, box[2], top + tall),
            style.ink,
            align="right",
            weight=750,
            most_mm=style.size_px * 1.7 / canvas.px_per_mm,
        )


def draw_recycling(canvas: Canvas, box: Box, ink: RGB, number: str, word: str) -> None:
    """The triangle of three arrows with the material's number (Commission Decision 97/129/EC)."""
    size = box[2] - box[0]
    cx, cy = (box[0] + box[2]) / 2, box[1] + size * 0.46
    corners = [(cx + size * 0.40 * np.sin(a), cy - size * 0.40 * np.cos(a)) for a in np.radians((0, 120, 240))]
    pen = canvas.draw
    width = max(1, round(size * 0.08))
    for k in range(3):
        (x0, y0), (x1, y1) = corners[k], corners[(k + 1) % 3]
        ax, ay, bx, by = x0 + (x1 - x0) * 0.14, y0 + (y1 - y0) * 0.14, x0 + (x1 - x0) * 0.74, y0 + (y1 - y0) * 0.74
        pen.line((ax, ay, bx, by), fill=ink, width=width)
        dx, dy = (x1 - x0) / size, (y1 - y0) / size
        tip, half = size * 0.20, size * 0.13
        canvas.outline(
            [(bx + dx * tip, by + dy * tip), (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half)], ink
        )
    canvas.fit(
        "info", number, _FACE, (cx - size * 0.18, cy - size * 0.12, cx + size * 0.18, cy + size * 0.16), ink, weight=700
    )
    canvas.fit("info", word, _FACE, (box[0], box[1] + size * 0.74, box[2], box[1] + size * 0.96), ink, weight=700)


def _tidyman(canvas: Canvas, box: Box, ink: RGB) -> None:
    """A figure dropping litter into a basket."""
    width, height = box[2] - box[0], box[3] - box[1]

    def at(x: float, y: float) -> tuple[float, float]:
        return box[0] + x * width, box[1] + y * height

    r = height * 0.09
    hx, hy = at(0.35, 0.12)
    canvas.shape((hx - r, hy - r, hx + r, hy + r), ink, "ellipse")
    pen = canvas.draw
    line = max(1, round(height * 0.09))
    for a, b in (
        ((0.35, 0.24), (0.30, 0.58)),
        ((0.30, 0.58), (0.14, 0.98)),
        ((0.30, 0.58), (0.46, 0.98)),
        ((0.34, 0.30), (0.66, 0.44)),
    ):
        pen.line((*at(*a), *at(*b)), fill=ink, width=line)
    canvas.outline([at(0.62, 0.62), at(1.0, 0.62), at(0.93, 0.98), at(0.69, 0.98)], ink)


_DRAW = {"title": _title, "paragraph": _paragraph, "table": _table, "stamp": _stamp, "marks": _marks}
