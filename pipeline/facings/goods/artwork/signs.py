"""The sign above a bay: the department's name and the aisle's number."""

from PIL import Image

from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import PAPER, RGB, darker, lighter, readable


def header_image(
    text: str, aisle_number: str, rgb: tuple[float, float, float], width_px: int, height_px: int
) -> Image.Image:
    """Return the sign as RGB (width_px, height_px): `text` beside a disc with `aisle_number` on the colour `rgb`.

    `rgb` is linear, 0..1, as the fixture's paints are; encoded as sRGB by IEC 61966-2-1.
    """
    colour: RGB = tuple(_encoded(float(v)) for v in rgb)
    canvas = Canvas(Image.new("RGB", (width_px, height_px), colour), px_per_mm=1.2)
    ink = readable(PAPER, colour, 2.6)
    canvas.shape((0, height_px * 0.90, width_px, height_px), darker(colour, 0.35))
    canvas.shape((0, height_px * 0.875, width_px, height_px * 0.90), lighter(colour, 0.55))
    middle = height_px * 0.44
    r = min(height_px * 0.34, width_px * 0.10)
    left = height_px * 0.16
    if str(aisle_number):
        canvas.shape((left, middle - r, left + 2 * r, middle + r), ink, "ellipse")
        number = (left + r * 0.42, middle - r * 0.55, left + r * 1.58, middle + r * 0.55)
        canvas.fit("number", str(aisle_number), "league-spartan", number, readable(colour, ink, 2.6))
        left += 2 * r + height_px * 0.18
    box = (left, middle - height_px * 0.26, width_px - height_px * 0.2, middle + height_px * 0.26)
    canvas.fit("text", text, "league-spartan", box, ink, align="left", most_lines=1)
    return canvas.image


def _encoded(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
