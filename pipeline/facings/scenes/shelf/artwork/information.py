"""The information panel: ingredients, nutrition table, maker, storage, disposal marks and bar code."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from facings.scenes.shelf.artwork.barcode import barcode_image, ean13, module_px
from facings.scenes.shelf.artwork.canvas import Canvas
from facings.scenes.shelf.artwork.colours import INK, PAPER, RGB, blend, contrast, lighter
from facings.scenes.shelf.artwork.design import Design
from facings.scenes.shelf.artwork.facts import Facts, facts
from facings.scenes.shelf.artwork.lettering import Box, fitted, wrapped

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


def information(canvas: Canvas, design: Design, box: Box, *, barcode: bool = True, text: bool = True) -> None:
    """Fill a box with what the law asks for, on a plate of pale paper; whatever has no room is left out from the end."""
    width, height = box[2] - box[0], box[3] - box[1]
    ppm = canvas.px_per_mm
    if width < 9 * ppm or height < 9 * ppm:
        return
    paper = PAPER if design.choice("paper", 2) else lighter(design.pale, 0.75)
    ink = design.deep if contrast(design.deep, paper) > 7 else INK
    canvas.shape(box, paper, radius=1.6 * ppm)
    pad = min(2.2 * ppm, width * 0.05)
    inner = (box[0] + pad, box[1] + pad, box[2] - pad, box[3] - pad)
    if barcode:
        inner = _barcode(canvas, design, inner, all_of_it=not text)
    if text:
        _text(canvas, design, inner, ink, paper)


def _barcode(canvas: Canvas, design: Design, box: Box, *, all_of_it: bool) -> Box:
    """Place the bar code at the foot (or upright at the right where the panel is narrow); return the room left."""
    ppm = canvas.px_per_mm
    code = ean13(design.product)
    width, height = box[2] - box[0], box[3] - box[1]
    across, upright = module_px(ppm, width), module_px(ppm, height)
    if across:
        tall = round(min(20 * ppm, max(8 * ppm, height * (0.8 if all_of_it else 0.27))))
        symbol = barcode_image(code, across, tall)
        x, y = round(box[0] + (width - symbol.width) / 2), round(box[3]) - symbol.height
        left = (box[0], box[1], box[2], y - 1.2 * ppm)
    elif upright:
        tall = round(min(16 * ppm, max(7 * ppm, width * (0.8 if all_of_it else 0.45))))
        symbol = barcode_image(code, upright, tall).transpose(Image.Transpose.ROTATE_90)
        x, y = round(box[2]) - symbol.width, round(box[3]) - symbol.height
        left = (box[0], box[1], x - 1.2 * ppm, box[3])
    else:
        return box
    canvas.image.paste(symbol, (x, y))
    canvas.placed.append(("barcode", (x, y, x + symbol.width, y + symbol.height)))
    return left


def _text(canvas: Canvas, design: Design, box: Box, ink: RGB, paper: RGB) -> None:
    ppm = canvas.px_per_mm
    width, height = box[2] - box[0], box[3] - box[1]
    if width < 12 * ppm or height < 6 * ppm:
        return
    told = facts(design)
    columns = 2 if width > 84 * ppm and height < width else 1
    gap = 3 * ppm
    column_px = (width - gap * (columns - 1)) / columns
    smallest = max(6, round(_SMALLEST_MM * ppm))
    for size in range(max(smallest, round(min(_LARGEST_MM * ppm, column_px / 15))), smallest - 1, -1):
        style = _Style(ink, paper, size)
        if sum(_height(kind, payload, style, column_px) for kind, payload in _parts(design, told)) <= height * columns * 0.97 - size * columns:
            break
    style = _Style(ink, paper, size)
    x, y = box[0], box[1]
    for kind, payload in _parts(design, told):
        need = _height(kind, payload, style, column_px)
        if y + need > box[3] + 1:
            if columns > 1 and x == box[0] and need <= height:
                x, y = box[0] + column_px + gap, box[1]
            else:
                continue
        _DRAW[kind](canvas, payload, (x, y, x + column_px, y + need), style)
        y += need


def _parts(design: Design, told: Facts) -> list[tuple[str, object]]:
    """The panel from top to bottom."""
    product = design.product
    rng = design.stream("batch")
    date = f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(2027, 2029)}"
    batch = f"L{rng.integers(1000, 9999)} {rng.integers(0, 24):02d}:{rng.integers(0, 60):02d} {'ABCDEF'[rng.integers(6)]}"
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


def _height(kind: str, payload: object, style: _Style, width: float) -> float:
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
    canvas.write("info", block, (box[0], box[1], box[2], box[1] + style.line_px * 1.2), style.ink, align="left", vertical="top")


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
    canvas.fit("info", f"Nutrition per {per}", _FACE, (head[0] + inset, head[1], head[2] - inset, head[3]), style.paper, align="left",
               weight=700, most_mm=size / canvas.px_per_mm)
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
        canvas.fit("info", label, _FACE, (box[0] + inset + indent, top, middle, top + pitch), style.ink, align="left", weight=450, most_mm=most)
        canvas.fit("info", value, _FACE, (middle, top, box[2] - inset, top + pitch), style.ink, align="right", weight=550, most_mm=most)
    bottom = box[1] + pitch * (len(rows) + 1)
    pen = canvas.draw
    pen.rectangle((box[0], box[1], box[2] - 1, bottom), outline=style.ink, width=line)


def _stamp(canvas: Canvas, payload: str, box: Box, style: _Style) -> None:
    """The dotted print of the packing line."""
    canvas.fit("info", payload, _FACE, (box[0], box[1], box[2], box[1] + style.line_px), blend(style.ink, (40, 40, 60), 0.5), align="left", weight=650,
               tracking=0.06, most_mm=style.size_px / canvas.px_per_mm)


def _marks(canvas: Canvas, payload: tuple[str, int], box: Box, style: _Style) -> None:
    """Net content with its e, and the disposal marks."""
    content, code = payload
    tall = style.line_px * 2.0
    top = box[1] + style.line_px * 0.2
    size = tall * 0.95
    draw_recycling(canvas, (box[0], top, box[0] + size, top + size), style.ink, ("21", "5", "41")[code], ("PAP", "PP", "ALU")[code])
    _tidyman(canvas, (box[0] + size * 1.4, top, box[0] + size * 2.2, top + size), style.ink)
    if content:
        canvas.fit("info", f"{content} ℮", _FACE, (box[0] + size * 2.6, top, box[2], top + tall), style.ink, align="right", weight=750,
                   most_mm=style.size_px * 1.7 / canvas.px_per_mm)


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
        canvas.outline([(bx + dx * tip, by + dy * tip), (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half)], ink)
    canvas.fit("info", number, _FACE, (cx - size * 0.18, cy - size * 0.12, cx + size * 0.18, cy + size * 0.16), ink, weight=700)
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
    for a, b in (((0.35, 0.24), (0.30, 0.58)), ((0.30, 0.58), (0.14, 0.98)), ((0.30, 0.58), (0.46, 0.98)), ((0.34, 0.30), (0.66, 0.44))):
        pen.line((*at(*a), *at(*b)), fill=ink, width=line)
    canvas.outline([at(0.62, 0.62), at(1.0, 0.62), at(0.93, 0.98), at(0.69, 0.98)], ink)


_DRAW = {"title": _title, "paragraph": _paragraph, "table": _table, "stamp": _stamp, "marks": _marks}
