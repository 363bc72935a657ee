"""EAN-13 bar codes (GS1 General Specifications, section 5.2): bars and human-readable digits."""

from PIL import Image, ImageDraw

from facings.assets.fonts import font

MODULES = 95
QUIET_LEFT, QUIET_RIGHT = 11, 7
"""Light modules beside the bars."""
SYMBOL_MODULES = QUIET_LEFT + MODULES + QUIET_RIGHT
NOMINAL_MODULE_MM = 0.33
LEAST_MODULE_MM = 0.264
"""80 % of the nominal size, the least allowed at the point of sale."""

_LEFT_ODD = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)
_PARITY = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")


def bars(code: str) -> str:
    """Return the 95 modules as '1' (bar) and '0' (space)."""
    left = ""
    for digit, parity in zip(code[1:7], _PARITY[int(code[0])], strict=True):
        odd = _LEFT_ODD[int(digit)]
        right = "".join("10"[int(bit)] for bit in odd)
        left += odd if parity == "O" else right[::-1]
    right_half = "".join("".join("10"[int(bit)] for bit in _LEFT_ODD[int(digit)]) for digit in code[7:])
    return f"101{left}01010{right_half}101"


def barcode_image(code: str, module_px: int, height_px: int) -> Image.Image:
    """Return the symbol with its quiet zones, black on white RGB, (113 * module_px) x height_px.

    Guard bars reach half-way into the line of digits, as on printed packs.
    """
    width = SYMBOL_MODULES * module_px
    picture = Image.new("RGB", (width, height_px), "white")
    draw = ImageDraw.Draw(picture)
    digit_px = _digit_px(module_px, height_px)
    top, foot = max(1, module_px), height_px - digit_px
    guards = {0, 1, 2, 45, 46, 47, 48, 49, 92, 93, 94}
    for i, module in enumerate(bars(code)):
        if module == "1":
            x = (QUIET_LEFT + i) * module_px
            end = foot + digit_px // 2 if i in guards else foot
            draw.rectangle((x, top, x + module_px - 1, end - 1), fill="black")
    face = font("inter", digit_px, 500)
    line = foot + digit_px * 0.56
    draw.text((QUIET_LEFT * module_px * 0.42, line), code[0], font=face, fill="black", anchor="mm")
    for k in range(6):
        draw.text(((QUIET_LEFT + 3 + 7 * k + 3.5) * module_px, line), code[1 + k], font=face, fill="black", anchor="mm")
        draw.text(
            ((QUIET_LEFT + 50 + 7 * k + 3.5) * module_px, line), code[7 + k], font=face, fill="black", anchor="mm"
        )
    return picture


def bars_box(module_px: int, height_px: int) -> tuple[float, float, float, float]:
    """Return where a symbol's bars stand in its picture, in pixels: from guard to guard, above the digits."""
    left = QUIET_LEFT * module_px
    return left, max(1, module_px), left + MODULES * module_px, height_px - _digit_px(module_px, height_px)


def _digit_px(module_px: int, height_px: int) -> int:
    return max(5, min(round(9.6 * module_px), height_px // 3))


def module_px(px_per_mm: float, room_px: float) -> int:
    """Return the widest whole-pixel module for `room_px` (quiet zones included) up to the nominal size.

    Never below 2 px or 80 % of the nominal size: 0 where that does not fit.
    """
    least = max(2, -int(-LEAST_MODULE_MM * px_per_mm // 1))
    nominal = max(least, int(NOMINAL_MODULE_MM * px_per_mm + 0.5))
    fits = int(room_px // SYMBOL_MODULES)
    size = min(nominal, fits)
    return size if size >= least else 0
