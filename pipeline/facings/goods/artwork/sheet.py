"""Prints a whole net: every panel's ground, running on round the corners, then its texts."""

import numpy as np
from PIL import Image, ImageChops

from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import PAPER, RGB, contrast, quantised, readable
from facings.goods.artwork.design import Design
from facings.goods.artwork.facts import facts
from facings.goods.artwork.flashes import energy_lozenge
from facings.goods.artwork.fronts import front
from facings.goods.artwork.grounds import Span, is_wide
from facings.goods.artwork.information import information
from facings.goods.artwork.layouts import ground, layout
from facings.goods.artwork.lettering import Box
from facings.goods.artwork.marks import mark
from facings.goods.entries import Brand, Product
from facings.goods.packages.package import ArtNet, Panel

_FRONT_SHARE = 0.40
"""Of a wrap's width: what one sees of a can from the front without its edges."""
_TEXT_SHARE = 0.34
_GRAIN = 1.1
"""Standard deviation of the print's grain, in 8-bit steps."""


def printed(product: Product, brand: Brand, net: ArtNet) -> Canvas:
    """Return the printed net with a record of what stands where."""
    size = max(1, round(net.width_mm * net.px_per_mm)), max(1, round(net.height_mm * net.px_per_mm))
    design = Design(product, brand)
    canvas = Canvas(Image.new("RGB", size, design.main), net.px_per_mm)
    for panel in net.panels:
        _lay_ground(canvas, design, panel, net)
    _grain(canvas, design)
    info_done = False
    for panel in net.panels:
        if panel.kind == "info":
            _info(canvas, design, _inset(canvas, panel, 1.5))
            info_done = True
        elif panel.kind == "wrap":
            _wrap(canvas, design, panel)
            info_done = True
        elif panel.kind in ("front", "back"):
            front(canvas, design, _inset(canvas, panel, 0.0), wide=is_wide(panel.width_mm, panel.height_mm))
        elif panel.kind == "side":
            _side(canvas, design, panel)
        elif panel.kind == "top":
            _top(canvas, design, panel)
        elif panel.kind == "lid":
            _lid(canvas, design, panel)
        elif panel.kind == "bottom":
            _bottom(
                canvas,
                design,
                panel,
                with_code=not info_done and not any(p.kind in ("info", "wrap") for p in net.panels),
            )
    return canvas


def _pixels(canvas: Canvas, panel: Panel) -> tuple[int, int, int, int]:
    ppm = canvas.px_per_mm
    left, top = round(panel.x_mm * ppm), round(panel.y_mm * ppm)
    right, bottom = round((panel.x_mm + panel.width_mm) * ppm), round((panel.y_mm + panel.height_mm) * ppm)
    return max(0, left), max(0, top), min(canvas.image.width, right), min(canvas.image.height, bottom)


def _inset(canvas: Canvas, panel: Panel, more_mm: float) -> Box:
    ppm = canvas.px_per_mm
    left, top, right, bottom = _pixels(canvas, panel)
    a, b, c, d = ((m + more_mm) * ppm for m in panel.safe_mm)
    return left + a, top + b, right - c, bottom - d


def _lay_ground(canvas: Canvas, design: Design, panel: Panel, net: ArtNet) -> None:
    left, top, right, bottom = _pixels(canvas, panel)
    width, height = right - left, bottom - top
    if width < 1 or height < 1:
        return
    if panel.kind in ("top", "seal", "bottom", "lid"):
        pixels = _plain_ground(design, panel, net, width, height)
    else:
        pixels = ground(design, _span(panel), width, height)
    canvas.image.paste(Image.fromarray(pixels), (left, top))


def _span(panel: Panel) -> Span:
    if panel.kind == "wrap":
        period = 1 / _FRONT_SHARE
        return Span(0.5 - period / 2, 0.5 + period / 2, period)
    if panel.kind in ("side", "info") and not _is_broad(panel):
        return Span(1.0, 2.0, 2.0)
    return Span(0.0, 1.0, 2.0)


def _is_broad(panel: Panel) -> bool:
    """An information panel as wide as it is high is a pack's whole back, and carries the front's ground."""
    return panel.kind == "info" and panel.width_mm > 0.6 * panel.height_mm


def _plain_ground(design: Design, panel: Panel, net: ArtNet, width: int, height: int) -> np.ndarray:
    """The colour of the front's upper or lower edge, whichever the panel lies nearer to."""
    fronts = [p for p in net.panels if p.kind in ("front", "back", "wrap")] or [panel]
    middle = sum(p.y_mm + p.height_mm / 2 for p in fronts) / len(fronts)
    below = panel.kind == "bottom" or (panel.kind == "seal" and panel.y_mm + panel.height_mm / 2 > middle)
    strip = ground(design, Span(0.0, 1.0, 2.0), 64, 64)
    row = strip[-1 if below else 0].astype(np.float32)
    # Seals run on across the pack like the edge of the panel they belong to; tops and lids are one colour.
    if panel.kind == "seal" and width > height:
        columns = np.linspace(0, 63, width).astype(int)
        return np.broadcast_to(row[columns][None], (height, width, 3)).astype(np.uint8)
    red, green, blue = (int(v) for v in row.mean(0))
    if panel.kind == "lid" and contrast((red, green, blue), PAPER) < 1.2:
        row = np.asarray([design.main], np.float32)
    return np.broadcast_to(np.median(row, 0), (height, width, 3)).astype(np.uint8)


def _grain(canvas: Canvas, design: Design) -> None:
    """Offset print is not quite even: a faint grain. Laid before any text and code."""
    tile = np.clip(design.stream("grain").normal(128.5, _GRAIN, (197, 211)), 0, 255).astype(np.uint8)
    height, width = canvas.image.height, canvas.image.width
    noise = Image.fromarray(np.tile(tile, (-(-height // 197), -(-width // 211)))[:height, :width])
    canvas.image = ImageChops.add(canvas.image, Image.merge("RGB", (noise, noise, noise)), offset=-128)


def _info(canvas: Canvas, design: Design, box: Box) -> None:
    """Text and code at the foot, mark and name in what is left above them."""
    left, top, right, bottom = information(canvas, design, box)
    _brand_block(canvas, design, (left, top, right, bottom - 2 * canvas.px_per_mm))


def _wrap(canvas: Canvas, design: Design, panel: Panel) -> None:
    """Front in the middle; text at the back left of the border, bar code right of it: nothing crosses u = 0."""
    left, top, right, bottom = _inset(canvas, panel, 0.0)
    whole = right - left
    middle = left + whole / 2
    half = whole * _TEXT_SHARE / 2
    air = min(1.2 * canvas.px_per_mm, (bottom - top) * 0.02)
    wide = is_wide(panel.width_mm * _FRONT_SHARE, panel.height_mm)
    front(canvas, design, (middle - half, top + air, middle + half, bottom - air), wide=wide)
    border = 0.012 * whole
    reach = whole * 0.285
    inset = min(2.0 * canvas.px_per_mm, (bottom - top) * 0.05)
    information(canvas, design, (right - reach, top + inset, right - border, bottom - inset), barcode=False)
    _code_side(canvas, design, (left + border, top + inset, left + reach, bottom - inset))


def _code_side(canvas: Canvas, design: Design, box: Box) -> None:
    """Mark and descriptor again, the bar code under them."""
    width, height = box[2] - box[0], box[3] - box[1]
    wide = 113 * 2 + 2 * canvas.px_per_mm
    if width >= wide or height < wide:
        tall = min(24 * canvas.px_per_mm, height * 0.62)
        code = (box[0], box[3] - tall, box[2], box[3])
        rest = (box[0], box[1], box[2], box[3] - tall)
    else:
        thin = min(18 * canvas.px_per_mm, width * 0.6)
        code = (box[2] - thin, box[1], box[2], box[3])
        rest = (box[0], box[1], box[2] - thin, box[3])
    information(canvas, design, code, text=False)
    _brand_block(canvas, design, rest)


def _set_mark(canvas: Canvas, design: Design, role: str, ground_colour: RGB, area: Box) -> None:
    where = canvas.place(role, mark(design.brand, quantised(ground_colour)), area)
    canvas.note("brand", design.brand.name, where)


def _brand_block(canvas: Canvas, design: Design, box: Box, *, role: str = "side") -> None:
    """Mark over name over descriptor."""
    width, height = box[2] - box[0], box[3] - box[1]
    if width < 8 * canvas.px_per_mm or height < 8 * canvas.px_per_mm:
        return
    tall = min(height, width * 0.85)
    top = box[1] + (height - tall) * 0.3
    area = (box[0] + width * 0.10, top, box[2] - width * 0.10, top + tall * 0.52)
    ground_colour = canvas.colour_under(area)
    _set_mark(canvas, design, f"{role} mark", ground_colour, area)
    ink = readable(design.text, ground_colour, 3.4, (design.deep,))
    canvas.fit(
        f"{role} name",
        design.product.name,
        design.brand.name_font,
        (area[0], top + tall * 0.62, area[2], top + tall * 0.92),
        ink,
        most_lines=2,
        most_mm=12,
    )


def _side(canvas: Canvas, design: Design, panel: Panel) -> None:
    """Narrow face: mark and name, lying where the face is tall; an energy lozenge or content at the foot."""
    left, top, right, bottom = _inset(canvas, panel, 0.0)
    width, height = right - left, bottom - top
    ppm = canvas.px_per_mm
    if min(width, height) < 7 * ppm:
        return
    if height > width * 1.7:
        _upright_side(canvas, design, (left, top, right, bottom))
    else:
        _brand_block(canvas, design, (left, top, right, bottom))


def _upright_side(canvas: Canvas, design: Design, box: Box) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    told = facts(design)
    area = (box[0] + width * 0.06, box[1] + height * 0.03, box[2] - width * 0.06, box[1] + height * 0.17)
    ground_colour = canvas.colour_under(area)
    _set_mark(canvas, design, "side mark", ground_colour, area)
    end = layout(design.art.layout).side_name_end
    column = (box[0] + width * 0.14, box[1] + height * 0.20, box[2] - width * 0.14, box[1] + height * end)
    ink = readable(design.text, canvas.colour_under(column), 3.0, (design.deep,))
    long, thick = int(column[3] - column[1]), int(column[2] - column[0])
    tile = Canvas(Image.new("RGBA", (long, thick), (*ink, 0)), canvas.px_per_mm)
    tile.fit(
        "name",
        design.product.name,
        design.brand.name_font,
        (0, thick * 0.1, long, thick * 0.9),
        (*ink, 255),
        most_lines=2,
        most_mm=16,
    )
    canvas.paste(tile.image.rotate(90, expand=True), column[0], column[1])
    canvas.placed.append(("side name", column))
    # Turned a quarter against the clock, the tile's width becomes its height.
    canvas.texts += [line.moved(lambda point: (round(column[0]) + point[1], round(column[1]) + long - point[0]))
                     for line in tile.texts]
    foot = (box[0] + width * 0.2, box[1] + height * 0.79, box[2] - width * 0.2, box[1] + height * 0.96)
    tall = min(foot[3] - foot[1], (foot[2] - foot[0]) * 1.35)
    if told.nutrition and tall > 9 * canvas.px_per_mm:
        wide = tall / 1.35
        cx = (foot[0] + foot[2]) / 2
        energy_lozenge(
            canvas,
            design,
            (cx - wide / 2, foot[1], cx + wide / 2, foot[1] + tall),
            told.kilojoule,
            design.deep if contrast(design.deep, PAPER) > 4.5 else (30, 30, 34),
            PAPER,
        )


def _top(canvas: Canvas, design: Design, panel: Panel) -> None:
    left, top, right, bottom = _inset(canvas, panel, 1.0)
    width, height = right - left, bottom - top
    if min(width, height) < 6 * canvas.px_per_mm:
        return
    area = (left + width * 0.08, top + height * 0.16, left + width * 0.54, top + height * 0.84)
    ground_colour = canvas.colour_under(area)
    _set_mark(canvas, design, "top mark", ground_colour, area)
    ink = readable(design.text, ground_colour, 3.4, (design.deep,))
    name = (left + width * 0.58, top + height * 0.22, left + width * 0.97, top + height * 0.58)
    canvas.fit("top name", design.product.name, design.brand.name_font, name, ink, most_lines=2, most_mm=10)
    stamp = (name[0], top + height * 0.66, name[2], top + height * 0.82)
    rng = design.stream("batch")
    date = f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(2027, 2029)}"
    canvas.fit("stamp", f"Best before end: {date}", "inter", stamp, ink, weight=600, most_mm=3)


def _lid(canvas: Canvas, design: Design, panel: Panel) -> None:
    left, top, right, bottom = _inset(canvas, panel, 0.0)
    cx, cy = (left + right) / 2, (top + bottom) / 2
    rx, ry = (right - left) / 2, (bottom - top) / 2
    for share, colour in ((0.97, design.line), (0.93, design.main)):
        canvas.shape((cx - rx * share, cy - ry * share, cx + rx * share, cy + ry * share), colour, "ellipse")
    canvas.shape((cx - rx * 0.90, cy - ry * 0.90, cx + rx * 0.90, cy + ry * 0.90), design.line, "ellipse", opacity=0.35)
    canvas.shape((cx - rx * 0.885, cy - ry * 0.885, cx + rx * 0.885, cy + ry * 0.885), design.main, "ellipse")
    ground_colour = quantised(design.main)
    # Of a colour that is quantised already nothing changes.
    _set_mark(canvas, design, "lid mark", ground_colour, (cx - rx * 0.62, cy - ry * 0.52, cx + rx * 0.62, cy + ry * 0.04))
    canvas.fit(
        "lid name",
        design.product.name,
        design.brand.name_font,
        (cx - rx * 0.58, cy + ry * 0.14, cx + rx * 0.58, cy + ry * 0.46),
        design.text,
        most_lines=2,
        most_mm=9,
    )
    canvas.fit(
        "lid descriptor",
        design.product.net_content or design.art.descriptor,
        "inter",
        (cx - rx * 0.4, cy + ry * 0.54, cx + rx * 0.4, cy + ry * 0.66),
        design.text,
        weight=650,
        most_mm=4,
    )


def _bottom(canvas: Canvas, design: Design, panel: Panel, *, with_code: bool) -> None:
    box = _inset(canvas, panel, 2.0)
    if with_code:
        information(canvas, design, box, text=False)
        return
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) < 5 * canvas.px_per_mm:
        return
    ink = readable(design.text, canvas.colour_under(box), 3.0, (design.deep,))
    number = design.stream("print").integers(10000, 99999)
    canvas.fit(
        "print",
        f"{design.product.id:05d}-{number}",
        "inter",
        (box[0], box[3] - height * 0.2, box[0] + width * 0.3, box[3]),
        ink,
        weight=500,
        most_mm=2.2,
        align="left",
    )
