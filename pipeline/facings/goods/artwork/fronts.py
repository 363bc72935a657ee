"""The front of a pack: sets mark, name, descriptor, hero, claim and weight into the layout's boxes."""

import math

from PIL import Image, ImageDraw, ImageFilter

from facings.goods.artwork.canvas import Canvas, line_texts
from facings.goods.artwork.colours import INK, PAPER, RGB, blend, contrast, darker, lighter, quantised, readable
from facings.goods.artwork.design import Design
from facings.goods.artwork.flashes import flash
from facings.goods.artwork.heroes.arrangement import illustration
from facings.goods.artwork.layouts import Front, Share, layout
from facings.goods.artwork.lettering import Box, fitted, write
from facings.goods.artwork.marks import mark
from facings.goods.artwork.shaping import capitals

_TILT_DEG = 3.0
_UNEVEN = 45
"""Spread of brightness above which small print gets a plate of its own."""


def front(canvas: Canvas, design: Design, safe: Box, *, wide: bool) -> None:
    """Set a front into the safe area, in pixels, over the ground that is already there (`grounds.is_wide`)."""
    width, height = safe[2] - safe[0], safe[3] - safe[1]
    chosen = layout(design.art.layout)
    setting = chosen.wide if wide else chosen.tall

    def at(share: Share) -> Box:
        return (
            safe[0] + share[0] * width,
            safe[1] + share[1] * height,
            safe[0] + share[2] * width,
            safe[1] + share[3] * height,
        )

    if setting.frame:
        _frame(canvas, design, safe)
        if wide:  # an upright frame's boxes keep clear of it by themselves
            clear = min(5 * canvas.px_per_mm, height * 0.12)
            safe = (safe[0] + clear, safe[1] + clear, safe[2] - clear, safe[3] - clear)
            width, height = safe[2] - safe[0], safe[3] - safe[1]
    if setting.plate == "label":
        _label(canvas, design, at, setting)
    hero_box = at(setting.hero)
    if setting.window:
        hero_box = _window(canvas, design, hero_box, setting.window)
    hero(canvas, design, hero_box)
    _mark(canvas, design, at(setting.mark), setting)
    _name(canvas, design, at(setting.name), setting)
    _line(canvas, "descriptor", design.art.descriptor, at(setting.descriptor), setting.align, design, most_mm=7.0)
    flash(canvas, design, at(setting.claim))
    _weight(canvas, design, at(setting.weight))


def hero(canvas: Canvas, design: Design, box: Box) -> None:
    """Draw the illustration into a box."""
    size = max(8, round(box[2] - box[0])), max(8, round(box[3] - box[1]))
    # The same print on every size of pack: the composition depends on the SKU, not on pixels.
    picture = illustration(design.art.hero, *size, design.stream("hero"))
    canvas.paste(picture, box[0], box[1])
    canvas.placed.append(("hero", box))


def _mark(canvas: Canvas, design: Design, box: Box, setting: Front) -> None:
    picture = mark(design.brand, quantised(canvas.colour_under(box)))
    upright = setting.upright_mark and picture.width > 1.7 * picture.height
    if upright:
        picture = picture.rotate(90, expand=True)
    where = canvas.place("mark", picture, box, align="centre" if setting.upright_mark else setting.align)
    canvas.note("brand", design.brand.name, where, upright=upright)


def _name(canvas: Canvas, design: Design, box: Box, setting: Front) -> None:
    text = design.product.name
    face = design.brand.name_font
    if setting.upper and face not in ("dancing-script", "kaushan-script", "lobster", "lobster-two", "pacifico"):
        text = capitals(text)
    width, height = box[2] - box[0], box[3] - box[1]
    if setting.plate == "tilted":
        _tilted_name(canvas, design, box, text, face)
        return
    ground = canvas.colour_under(box)
    colour = readable(
        design.text if contrast(ground, design.main) < 1.6 else design.deep, ground, 2.7, (design.deep, design.text)
    )
    most_lines = 3 if height > width * 0.45 else 2
    block = fitted(text, face, width, height, most_lines=most_lines, leading=1.02, most_px=height * 0.92)
    if setting.frame:
        line = max(1.0, canvas.px_per_mm * 0.35)
        for y in (box[1] - height * 0.10,):
            middle = (box[0] + box[2]) / 2
            canvas.shape((middle - width * 0.22, y, middle + width * 0.22, y + line), design.line)
    canvas.write("name", block, box, colour, align=setting.align)


def _tilted_name(canvas: Canvas, design: Design, box: Box, text: str, face: str) -> None:
    """The name on a slanted plate, as on snacks and soft drinks."""
    width, height = int(box[2] - box[0]), int(box[3] - box[1])
    plate = PAPER if contrast(design.main, PAPER) > 1.9 else design.accent
    if contrast(design.accent, design.main) > 1.7:
        plate = design.accent
    ink = readable(
        design.deep if contrast(design.deep, plate) > 3 else darker(design.main, 0.4), plate, 3.6, (INK, PAPER)
    )
    sheet = Image.new("RGBA", (width * 2, height * 2))
    pen = ImageDraw.Draw(sheet)
    slant = height * 0.30
    block = fitted(text, face, width * 2 * 0.80, height * 2 * 0.58, most_lines=2 if len(text) > 13 else 1, leading=0.98)
    half = min(width * 0.98, block.width_px / 2 + width * 0.12)
    outline = [
        (width - half + slant, height * 0.16),
        (width + half, height * 0.16),
        (width + half - slant, height * 1.84),
        (width - half, height * 1.84),
    ]
    pen.polygon([(x + 5, y + height * 0.07) for x, y in outline], fill=(*darker(design.main, 0.7), 130))
    pen.polygon(outline, fill=(*plate, 255))
    canvas_box = (0.0, 0.0, width * 2.0, height * 2.0)
    lines = write(pen, block, canvas_box, (*ink, 255))
    sheet = sheet.rotate(_TILT_DEG, Image.Resampling.BICUBIC).reduce(2)
    canvas.paste(sheet, box[0], box[1])
    canvas.placed.append(("name", box))
    cosine, sine = math.cos(math.radians(_TILT_DEG)), math.sin(math.radians(_TILT_DEG))

    def on_canvas(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point[0] - width, point[1] - height
        return round(box[0]) + (width + x * cosine + y * sine) / 2, round(box[1]) + (height - x * sine + y * cosine) / 2

    canvas.texts += [line.moved(on_canvas) for line in line_texts("name", block, lines)]


def _line(
    canvas: Canvas, role: str, text: str, box: Box, align: str, design: Design, *, most_mm: float, weight: int = 600
) -> None:
    ground = canvas.colour_under(box)
    colour = readable(design.text, ground, 2.9, (design.deep,))
    canvas.fit(
        role,
        text,
        "inter",
        box,
        colour,
        align=align,
        weight=weight,
        most_mm=most_mm,
        most_lines=2 if len(text) > 24 else 1,
        leading=1.15,
    )


def _weight(canvas: Canvas, design: Design, box: Box) -> None:
    """Net content with the e of the average system (Directive 76/211/EEC), bottom left or right."""
    if not design.product.net_content:
        return
    height = min(box[3] - box[1], max(4.6 * canvas.px_per_mm, (box[3] - box[1]) * 0.6))
    text = design.product.net_content
    face, width = "inter", (box[2] - box[0]) * 0.5
    block = fitted(text, face, width, height, weight=700)
    side = "right" if design.choice("weight", 2) else "left"
    room = block.size_px * 0.95
    edge = box[2] - block.width_px - room if side == "right" else box[0]
    under = (edge, box[1], edge + block.width_px + room, box[3])
    ground = canvas.colour_under(under)
    if canvas.unevenness(under) > _UNEVEN:
        ground = lighter(design.pale, 0.5)
        pad, middle, half = block.size_px * 0.3, (box[1] + box[3]) / 2, block.height_px / 2
        plate = (edge - pad, middle - half - pad, edge + block.width_px + room + pad, middle + half + pad)
        canvas.shape(plate, ground, radius=block.size_px * 0.35)
    colour = readable(design.text, ground, 3.0, (design.deep,))
    area = (box[0], box[1], box[2] - room, box[3]) if side == "right" else box
    where = canvas.write("weight", block, area, colour, align=side)
    canvas.fit(
        "estimated",
        "℮",
        face,
        (where[2] + room * 0.25, where[1], where[2] + room, where[3]),
        colour,
        weight=700,
        align="left",
    )


def _frame(canvas: Canvas, design: Design, safe: Box) -> None:
    """A double gold line with cut corners."""
    ppm = canvas.px_per_mm
    for inset, thick in ((1.2, 0.7), (2.6, 0.25)):
        left, top, right, bottom = (
            safe[0] + inset * ppm,
            safe[1] + inset * ppm,
            safe[2] - inset * ppm,
            safe[3] - inset * ppm,
        )
        cut = 4.2 * ppm
        points = [
            (left + cut, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom - cut),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, bottom - cut),
            (left, top + cut),
        ]
        pen = canvas.draw
        pen.line([*points, points[0]], fill=design.line, width=max(1, round(thick * ppm)), joint="curve")


def _window(canvas: Canvas, design: Design, box: Box, kind: str) -> Box:
    """A pale panel for the hero with a line round it; returns the room inside."""
    width, height = box[2] - box[0], box[3] - box[1]
    paper = design.pale if contrast(design.pale, design.main) > 1.5 else lighter(design.pale, 0.8)
    line, gap = max(1.0, 0.8 * canvas.px_per_mm), max(1.0, 0.7 * canvas.px_per_mm)
    if kind == "disc":
        r = min(width, height) / 2
        cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        box = (cx - r, cy - r, cx + r, cy + r)
    for inset, colour in ((0.0, design.line), (line, design.main), (line + gap, paper)):
        inner = (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)
        if kind == "disc":
            canvas.shape(inner, colour, "ellipse")
        elif kind == "arch":
            radius = min(inner[2] - inner[0], inner[3] - inner[1]) * 0.5
            canvas.shape((inner[0], inner[1], inner[2], inner[1] + 2 * radius), colour, radius=radius)
            canvas.shape((inner[0], inner[1] + radius, inner[2], inner[3]), colour, radius=2 * canvas.px_per_mm)
        else:
            canvas.shape(inner, colour, radius=min(width, height) * 0.12)
    _glow(canvas, box, blend(paper, design.main, 0.16))
    inset = {"disc": 0.12, "arch": 0.07, "panel": 0.07}[kind]
    top = box[1] + height * (0.14 if kind == "arch" else inset)
    side = (box[2] - box[0]) * inset
    return (box[0] + side, top, box[2] - side, box[3] - (box[3] - box[1]) * inset)


def _glow(canvas: Canvas, box: Box, colour: RGB) -> None:
    """A soft shadow on the floor of a window, so that the hero does not float."""
    width, height = int(box[2] - box[0]), int(box[3] - box[1])
    mask = Image.new("L", (max(2, width // 4), max(2, height // 4)))
    ImageDraw.Draw(mask).ellipse(
        (mask.width * 0.12, mask.height * 0.74, mask.width * 0.88, mask.height * 0.96), fill=150
    )
    mask = mask.filter(ImageFilter.GaussianBlur(mask.height * 0.03)).resize((width, height))
    canvas.image.paste(colour, (round(box[0]), round(box[1])), mask)


def _label(canvas: Canvas, design: Design, at, setting: Front) -> None:
    """A paper label behind mark, name and descriptor on a patterned ground."""
    mark_box, text_box = at(setting.mark), at(setting.descriptor)
    name_box = at(setting.name)
    left, right = min(mark_box[0], name_box[0]), max(mark_box[2], name_box[2])
    pad_x, pad_y = (right - left) * 0.10, (text_box[3] - mark_box[1]) * 0.16
    box = (left - pad_x, mark_box[1] - pad_y, right + pad_x, text_box[3] + pad_y)
    radius = (box[3] - box[1]) * (0.06, 0.30, 0.16)[design.choice("label", 3)]
    line = max(1.0, 0.6 * canvas.px_per_mm)
    shade = tuple(v + 1.2 * canvas.px_per_mm for v in box)
    canvas.shape(shade, darker(design.main, 0.7), radius=radius, opacity=0.35)
    for inset, colour in ((0.0, PAPER), (2 * line, design.line), (3 * line, lighter(design.pale, 0.6))):
        canvas.shape(
            (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), colour, radius=max(0, radius - inset)
        )
