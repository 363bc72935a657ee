"""Price tags for the rail and round wobblers, in several shops' styles."""

import math
from functools import lru_cache

from PIL import Image

from facings.goods.artwork.barcode import LEAST_MODULE_MM, barcode_image, bars_box, module_px
from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import INK, RGB
from facings.goods.artwork.lettering import Block, Box, fitted, legible
from facings.goods.placement import PriceTag

PX_PER_MM = 12
HIDDEN_MM = 2.8
"""Free of print along the upper and lower edges: the rail's lips cover 1 mm, and more of it seen from above or below."""
LEAST_NAME_MM, LEAST_DETAIL_MM = 1.8, 0.7
"""Em of the smallest print: a longer name goes on over a second line, and ends in an ellipsis where that is full too."""
_EDGE_PX = round(0.7 * PX_PER_MM)
_PLAIN_PAD_PX = _EDGE_PX + 0.9 * PX_PER_MM
_PROMOTION_PAD_PX = 0.9 * PX_PER_MM + 0.8 * PX_PER_MM
LEAST_PX = math.ceil(LEAST_MODULE_MM * PX_PER_MM)
_RED: RGB = (200, 16, 34)
_YELLOW: RGB = (255, 214, 10)
_WHITE: RGB = (255, 255, 255)
_GREY: RGB = (94, 96, 102)


def tag_face(tag: PriceTag) -> Canvas:
    """Return the tag's face, RGB at 12 px/mm and (width_m, height_m) in size, with a record of what stands where.

    White by default, yellow and red for a promotion; a wobbler is a disc in its square. Prices are set with full-size
    digits, so that people and OCR read them. The bar code is there where 80 % of its nominal size fits.
    """
    size = _size_px(tag)
    canvas = Canvas(Image.new("RGB", size, _WHITE), PX_PER_MM)
    if tag.style == "wobbler":
        _wobbler(canvas, tag)
    elif tag.promotion:
        _promotion(canvas, tag)
    else:
        _plain(canvas, tag)
    return canvas


def printed_texts(tag: PriceTag) -> tuple[str, str]:
    """Return a tag's name and detail as they are printed, long ones cut, with an ellipsis; of a wobbler its plain detail."""
    detail = tag.detail if tag.style == "wobbler" else _setting("detail", tag)[1]
    return _setting("name", tag)[1], detail


def _size_px(tag: PriceTag) -> tuple[int, int]:
    return round(tag.width_m * 1000 * PX_PER_MM), round(tag.height_m * 1000 * PX_PER_MM)


def _small(canvas: Canvas, role: str, tag: PriceTag, ink: RGB, *, align: str = "left", vertical: str = "middle") -> None:
    block, _, box = _setting(role, tag)
    canvas.write(role, block, box, ink, align=align, vertical=vertical)


def _setting(role: str, tag: PriceTag) -> tuple[Block, str, Box]:
    return _set(role, tag.name if role == "name" else tag.detail, tag.style, tag.promotion, *_size_px(tag))


@lru_cache(maxsize=2048)
def _set(role: str, text: str, style: str, promotion: bool, width: int, height: int) -> tuple[Block, str, Box]:
    """A tag's name or detail: how it is set, what of it is shown, and the box that it stands in."""
    if style == "wobbler":
        cx, cy, r = width / 2, height / 2, min(width, height) / 2
        box, weight, most_mm = (cx - r * 0.74, cy - r * 0.10, cx + r * 0.74, cy + r * 0.16), 700, 6.0
    elif promotion and role == "name":
        pad = _PROMOTION_PAD_PX
        box, weight, most_mm = (pad, height * 0.245, width - pad, height * 0.395), 780, 4.8
    elif promotion:
        box, weight, most_mm = (width * 0.50, height * 0.08, width - _PROMOTION_PAD_PX, height * 0.185), 560, 2.6
    elif role == "name":
        pad = _PLAIN_PAD_PX
        box, weight, most_mm = (pad, HIDDEN_MM * PX_PER_MM, width - pad, height * 0.255), 720, 5.2
    else:
        pad = _PLAIN_PAD_PX
        box, weight, most_mm = (pad, height * 0.268, width - pad, height * 0.35), 480, 2.7
    room = box[2] - box[0], box[3] - box[1]
    if style == "wobbler":  # a disc's name stands on two lines wherever that makes it larger
        block = fitted(text, "inter", *room, weight=weight, most_lines=2, most_px=most_mm * PX_PER_MM)
        if block.size_px >= LEAST_NAME_MM * PX_PER_MM:
            return block, text, box
    least, lines = (LEAST_NAME_MM, 2) if role == "name" else (LEAST_DETAIL_MM, 1)
    block, shown = legible(text, "inter", *room, weight=weight, most_lines=lines, least_px=least * PX_PER_MM,
                           most_px=most_mm * PX_PER_MM)
    return block, shown, box


def _plain(canvas: Canvas, tag: PriceTag) -> None:
    width, height = canvas.image.size
    edge = _EDGE_PX
    _rim(canvas, _WHITE, (206, 208, 212))
    pad = _PLAIN_PAD_PX
    _small(canvas, "name", tag, INK, vertical="top")
    _small(canvas, "detail", tag, _GREY)
    canvas.draw.line((pad, height * 0.38, width - pad, height * 0.38), fill=(206, 208, 212), width=2)
    right = _code(canvas, tag, edge, height * 0.42, height - HIDDEN_MM * PX_PER_MM)
    _price(canvas, tag, (right, height * 0.40, width - pad, height * 0.80), INK)
    canvas.fit(
        "unit",
        tag.unit_price,
        "inter",
        (right, height * 0.83, width - pad, height * 0.925),
        _GREY,
        weight=520,
        align="right",
        most_mm=2.9,
    )


def _promotion(canvas: Canvas, tag: PriceTag) -> None:
    """Yellow with a red head: the offer is read from the far end of the aisle."""
    width, height = canvas.image.size
    _rim(canvas, _YELLOW, _RED)
    edge = 0.9 * PX_PER_MM
    pad = _PROMOTION_PAD_PX
    canvas.shape((edge * 0.6, edge * 0.6, width - edge * 0.6, height * 0.22), _RED)
    canvas.fit(
        "offer", _offer(tag), "archivo-black", (pad, HIDDEN_MM * PX_PER_MM, width * 0.46, height * 0.195), _WHITE, align="left"
    )
    _small(canvas, "detail", tag, _WHITE, align="right")
    _small(canvas, "name", tag, INK)
    right = _code(canvas, tag, pad, height * 0.43, height - HIDDEN_MM * PX_PER_MM)
    _price(canvas, tag, (right + 0.5 * pad, height * 0.40, width - pad, height * 0.81), _RED)
    canvas.fit(
        "unit",
        tag.unit_price,
        "inter",
        (right + 0.5 * pad, height * 0.835, width - pad, height * 0.925),
        INK,
        weight=560,
        align="right",
        most_mm=2.9,
    )


def _offer(tag: PriceTag) -> str:
    """A catchword that stays with the product."""
    return ("OFFER", "SPECIAL", "-25 %", "NEW PRICE", "WEEKLY DEAL")[int(tag.ean[-4:]) % 5]


def _rim(canvas: Canvas, paper: RGB, line: RGB) -> None:
    """The white cut edge of the sheet of tags and a line inside it."""
    width, height = canvas.image.size
    edge = 0.35 * PX_PER_MM
    canvas.shape((edge, edge, width - edge, height - edge), line, radius=1.2 * PX_PER_MM)
    inner = edge + 0.25 * PX_PER_MM
    canvas.shape((inner, inner, width - inner, height - inner), paper, radius=1.0 * PX_PER_MM)


def _code(canvas: Canvas, tag: PriceTag, left: float, top: float, bottom: float) -> float:
    """Place the bar code; return its right edge. Without room for 80 % of the nominal size there is none."""
    width = canvas.image.width
    module = module_px(PX_PER_MM, width * 0.64)
    if not module:
        return left
    # 80 % is enough for a scanner; more would take room from the price.
    symbol = barcode_image(tag.ean, min(module, LEAST_PX), round(bottom - top))
    canvas.image.paste(symbol, (round(left), round(top)))
    bars = bars_box(min(module, LEAST_PX), symbol.height)
    canvas.note("barcode", tag.ean, (round(left) + bars[0], round(top) + bars[1], round(left) + bars[2], round(top) + bars[3]))
    return left + symbol.width


def _price(canvas: Canvas, tag: PriceTag, box: Box, ink: RGB) -> None:
    """Digits at full size with a real decimal point, the currency small above them."""
    digits = fitted(tag.price, "inter", box[2] - box[0], (box[3] - box[1]) * 0.76, weight=850)
    where = canvas.write("price", digits, box, ink, align="right", vertical="bottom")
    tall = (box[3] - box[1]) * 0.17
    room = (box[0], where[1] - 1.5 * tall, box[2], where[1] - 0.5 * tall)
    canvas.fit("currency", tag.currency or " ", "inter", room, ink, weight=700, align="right")


def _wobbler(canvas: Canvas, tag: PriceTag) -> None:
    """A disc on a clear strip: catchword, price, name."""
    width, height = canvas.image.size
    cx, cy, r = width / 2, height / 2, min(width, height) / 2
    kind = int(tag.ean[-5:]) % 3
    paper, ink, second = ((_RED, _WHITE, _YELLOW), (_YELLOW, _RED, INK), ((14, 116, 66), _WHITE, _YELLOW))[kind]
    canvas.shape((cx - r, cy - r, cx + r, cy + r), _WHITE, "ellipse")
    for share, colour in ((0.965, paper), (0.90, ink), (0.882, paper)):
        canvas.shape((cx - r * share, cy - r * share, cx + r * share, cy + r * share), colour, "ellipse")
    word = ("-25 %", "NEW!", "ORGANIC" if kind == 2 else "OFFER")[int(tag.ean[-3:]) % 3]
    canvas.fit("offer", word, "archivo-black", (cx - r * 0.62, cy - r * 0.62, cx + r * 0.62, cy - r * 0.16), second)
    _small(canvas, "name", tag, ink, align="centre")
    canvas.fit(
        "price",
        f"{tag.currency} {tag.price}".strip(),
        "inter",
        (cx - r * 0.60, cy + r * 0.22, cx + r * 0.60, cy + r * 0.60),
        ink,
        weight=850,
    )
