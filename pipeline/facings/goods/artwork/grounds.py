"""The backgrounds of the ten layouts, as functions of the place on the pack, so that they run on round its corners.

`s` is 0..1 across the front and goes on to `Span.period` behind it, where s = period is the front's left edge again;
`v` is 0 at the top and 1 at the bottom. A ground is (H, W, 3) float32, sRGB 0..255.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.goods.artwork.colours import RGB, as_array, blend, darker, lighter
from facings.goods.artwork.design import Design


@dataclass(frozen=True)
class Span:
    """The part of the way round the pack that one panel covers, in front widths."""

    start: float
    end: float
    period: float


@dataclass(frozen=True)
class Field:
    """Coordinates of one panel's pixels."""

    s: np.ndarray
    """(1, W): across."""
    v: np.ndarray
    """(H, 1): down."""
    height_px: int
    front_px: float
    """Width of one front in pixels."""
    period: float

    @property
    def wide(self) -> bool:
        """The front is wider than high: text on its left, hero on its right."""
        return is_wide(self.front_px, self.height_px)

    @property
    def focus(self) -> float:
        """Where across the front the hero stands."""
        return 0.76 if self.wide else 0.5

    def wave(self, f: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """f(s) on the front; behind it, an easy way back from f(1) to f(0)."""
        s = np.mod(self.s, self.period)
        behind = np.clip((s - 1) / max(self.period - 1, 1e-6), 0, 1)
        ease = behind * behind * (3 - 2 * behind)
        ends = f(np.array([[1.0]])) * (1 - ease) + f(np.array([[0.0]])) * ease
        return np.where(s <= 1, f(np.clip(s, 0, 1)), ends)

    def below(self, line: np.ndarray | float) -> np.ndarray:
        """Coverage 0..1 of what lies under v = line."""
        return np.clip((self.v - line) * self.height_px + 0.5, 0, 1)

    def off_centre(self) -> np.ndarray:
        """Distance from the hero's middle, in front widths, the shorter way round."""
        away = np.abs(np.mod(self.s - self.focus, self.period))
        return np.minimum(away, self.period - away)


def is_wide(width: float, height: float) -> bool:
    """Whether a front of that size is set in two columns."""
    return height < 0.92 * width


def field_of(span: Span, width_px: int, height_px: int) -> Field:
    """The coordinates of a panel of that size."""
    s = span.start + (span.end - span.start) * (np.arange(width_px, dtype=np.float32)[None] + 0.5) / width_px
    v = (np.arange(height_px, dtype=np.float32)[:, None] + 0.5) / height_px
    return Field(s, v, height_px, width_px / (span.end - span.start), span.period)


def _flat(field: Field, colour: RGB) -> np.ndarray:
    return np.broadcast_to(as_array(colour), (field.v.shape[0], field.s.shape[1], 3)).copy()


def _ramp(field: Field, top: RGB, bottom: RGB, start: float = 0.0, end: float = 1.0) -> np.ndarray:
    t = np.clip((field.v - start) / (end - start), 0, 1)[..., None]
    column = as_array(top) * (1 - t) + as_array(bottom) * t
    return np.repeat(column.astype(np.float32), field.s.shape[1], axis=1)


def _put(sheet: np.ndarray, colour: RGB | np.ndarray, cover: np.ndarray) -> None:
    """Blend `colour`, one for all or (H, W, 3), into the sheet by `cover` (broadcast to (H, W))."""
    cover = np.asarray(cover, np.float32)
    rows = slice(None)
    if cover.shape[0] > 1:
        touched = np.flatnonzero(cover.max(1) > 0)
        if not len(touched):
            return
        # Most layers are bands: the rest of the sheet need not be touched.
        rows = slice(touched[0], touched[-1] + 1)
        cover = cover[rows]
    colour = as_array(colour) if isinstance(colour, tuple) else colour[rows]
    part = sheet[rows]
    part += (colour - part) * cover[..., None]


def _halo(field: Field, v: float, size: float) -> np.ndarray:
    """A soft light about the front's middle at height v; it has died away long before the back."""
    tall = field.height_px / field.front_px
    away = (field.off_centre() / size) ** 2 + ((field.v - v) * tall / size) ** 2
    return np.exp(-away * 1.6)


def _band(design: Design, field: Field) -> np.ndarray:
    low = 0.84 if field.wide else 0.50 + 0.03 * design.choice("low", 3)
    bow = (0.055, -0.05, 0.04)[design.choice("bow", 3)]
    edge = field.wave(lambda s: low + bow * (1 - (2 * s - 1) ** 2) - bow * 0.5)
    sheet = _ramp(field, lighter(design.main, 0.08), darker(design.main, 0.18), 0, 0.6)
    _put(sheet, lighter(design.main, 0.35), 0.30 * _halo(field, 0.12, 0.7))
    lower = _ramp(field, lighter(design.second, 0.35), blend(design.second, design.main, 0.05), min(low, 0.7), 1)
    _put(lower, (255, 255, 255), 0.55 * _halo(field, 0.74, 0.42))
    _put(sheet, darker(design.main, 0.4), field.below(edge - 0.034))
    _put(sheet, design.line, field.below(edge - 0.026))
    _put(sheet, lighter(design.second, 0.7), field.below(edge - 0.006))
    _put(sheet, lower, field.below(edge))
    return sheet


def _diagonal(design: Design, field: Field) -> np.ndarray:
    lean = (-0.20, -0.26, -0.14)[design.choice("lean", 3)]
    middle = 0.80 if field.wide else 0.575
    edge = field.wave(lambda s: middle + lean * (s - 0.5) + 0.02 * np.sin(s * np.pi))
    sheet = _ramp(field, lighter(design.main, 0.12), darker(design.main, 0.12), 0, 0.7)
    for k, share in ((0.30, 0.07), (0.18, 0.09)):
        _put(sheet, lighter(design.main, 0.5), share * field.below(edge * 1.4 - k - 0.35))
    _put(sheet, darker(design.main, 0.35), field.below(edge - 0.062))
    _put(sheet, design.line, field.below(edge - 0.054))
    _put(sheet, lighter(design.main, 0.08), field.below(edge - 0.026))
    _put(sheet, design.pale, field.below(edge - 0.018))
    lower = _ramp(field, lighter(design.second, 0.45), design.second, 0.5, 1)
    _put(lower, (255, 255, 255), 0.5 * _halo(field, 0.78, 0.4))
    _put(sheet, lower, field.below(edge - 0.010))
    return sheet


def _premium(design: Design, field: Field) -> np.ndarray:
    sheet = _ramp(field, lighter(design.main, 0.05), darker(design.main, 0.25))
    # A tone-on-tone damask: a lattice of small lozenges, whole numbers of which go round the pack.
    count = max(4, round(field.period * 9))
    across = field.s / field.period * count
    down = field.v * field.height_px / field.front_px * 9
    a, b = across + down, across - down
    cell = np.abs(np.mod(a, 1) - 0.5) + np.abs(np.mod(b, 1) - 0.5)
    _put(sheet, lighter(design.main, 0.4), 0.07 * (cell < 0.28) + 0.05 * (np.abs(cell - 0.42) < 0.05))
    _put(sheet, lighter(design.main, 0.5), 0.16 * _halo(field, 0.3, 0.75))
    for top, thick in ((0.0, 0.022), (0.03, 0.004), (0.966, 0.004), (0.978, 0.03)):
        _put(sheet, design.line, field.below(top) * (1 - field.below(top + thick)))
    return sheet


def _stripe(design: Design, field: Field) -> np.ndarray:
    sheet = _ramp(field, lighter(design.pale, 0.4), design.pale)
    _put(sheet, (255, 255, 255), 0.6 * _halo(field, 0.6, 0.5))
    s = np.mod(field.s, field.period)
    for left, right, colour in (
        (0.03, 0.055, design.line),
        (0.055, 0.315, design.main),
        (0.315, 0.34, design.line),
        (0.352, 0.362, design.main),
    ):
        cover = np.clip((s - left) * field.front_px + 0.5, 0, 1) * np.clip((right - s) * field.front_px + 0.5, 0, 1)
        _put(sheet, colour, cover)
    column = (s > 0.055) & (s < 0.315)
    _put(sheet, darker(design.main, 0.5), 0.35 * field.v * column)
    return sheet


def _burst(design: Design, field: Field) -> np.ndarray:
    centre = 0.5 if field.wide else 0.64
    x = field.off_centre()
    y = (field.v - centre) * field.height_px / field.front_px
    # Mirrored left and right, so the rays meet at the back without a seam.
    angle = np.arctan2(y, x + 1e-6)
    rays = np.sin(angle * (9 + 2 * design.choice("rays", 3)) + 0.6)
    away = np.sqrt(x * x + y * y)
    # Rays fade out behind the front's edge: at the back they would be stretched to stripes.
    sharp = np.clip(rays * 6, -1, 1) * 0.5 + 0.5
    fade = np.clip(1.6 - away, 0.0, 1) * np.clip((field.period / 2 - x) * 3, 0, 1)
    sheet = _ramp(field, design.main, darker(design.main, 0.22))
    _put(sheet, lighter(design.main, 0.22), 0.75 * sharp * fade)
    _put(sheet, lighter(design.second, 0.25), 0.85 * np.exp(-((away / 0.34) ** 2)))
    _put(
        sheet, darker(design.main, 0.55), 0.40 * np.clip(away - 0.75, 0, 1) * np.clip((field.period / 2 - x) * 3, 0, 1)
    )
    return sheet


def _clean(design: Design, field: Field) -> np.ndarray:
    paper = lighter(design.pale, 0.8)
    sheet = _ramp(field, (255, 255, 255), paper)
    phase = design.choice("phase", 2) * np.pi
    level = 0.86 if field.wide else 0.70
    first = field.wave(lambda s: level + 0.045 * np.sin(2 * np.pi * s * 0.9 + phase))
    second = field.wave(lambda s: level + 0.04 + 0.05 * np.sin(2 * np.pi * s * 0.8 + phase + 0.9))
    _put(sheet, blend(design.accent, (255, 255, 255), 0.45), field.below(first))
    lower = _ramp(field, lighter(design.main, 0.12), darker(design.main, 0.12), 0.7, 1)
    _put(sheet, lower, field.below(second))
    _put(sheet, design.main, 1 - field.below(0.016))
    return sheet


def _window(design: Design, field: Field) -> np.ndarray:
    sheet = _ramp(field, lighter(design.main, 0.06), darker(design.main, 0.10))
    # Fine vertical pinstripes, as woven into good paper.
    count = max(8, round(field.period * 34))
    stripe = np.mod(field.s / field.period * count, 1)
    _put(sheet, lighter(design.main, 0.6), 0.09 * (np.abs(stripe - 0.5) < 0.12) * np.ones_like(field.v))
    for top, bottom, colour in ((0.945, 0.955, design.line), (0.965, 1.1, design.second)):
        _put(sheet, colour, field.below(top) * (1 - field.below(bottom)))
    return sheet


def _retro(design: Design, field: Field) -> np.ndarray:
    cream = blend(design.pale, (247, 232, 200), 0.45)
    sheet = _flat(field, cream)
    x, y = field.off_centre(), (field.v - 0.98) * field.height_px / field.front_px
    tall = field.height_px / field.front_px
    reach = np.sqrt((x * 1.0) ** 2 + y * y)
    bands = (
        (0.66, design.main),
        (0.60, blend(design.main, design.accent, 0.5)),
        (0.54, design.accent),
        (0.48, blend(design.accent, cream, 0.5)),
        (0.42, cream),
    )
    size = tall * 0.60 if field.wide else min(1.12, tall * 0.76)
    for radius, colour in bands:
        _put(sheet, colour, np.clip((radius * size - reach) * field.front_px + 0.5, 0, 1))
    for top, bottom, colour in ((0.0, 0.05, design.main), (0.062, 0.078, design.accent), (0.088, 0.094, design.main)):
        _put(sheet, colour, field.below(top) * (1 - field.below(bottom)))
    _put(sheet, design.main, field.below(0.965))
    return sheet


def _photo(design: Design, field: Field) -> np.ndarray:
    sheet = _ramp(field, darker(design.main, 0.15), lighter(design.main, 0.10), 0, 0.68)
    _put(sheet, lighter(design.second, 0.2), 0.55 * _halo(field, 0.52, 0.55))
    rng = design.stream("bokeh")
    tall = field.height_px / field.front_px
    for _ in range(14):
        s, v, radius = rng.uniform(0.05, 0.95), rng.uniform(0.30, 0.62), rng.uniform(0.03, 0.09)
        away = np.hypot(np.mod(field.s, field.period) - s, (field.v - v) * tall)
        soft = np.clip((radius - away) / 0.012, 0, 1) * rng.uniform(0.05, 0.16)
        _put(sheet, lighter(design.second, 0.5), soft)
    table = 0.80 if field.wide else 0.70
    wood = _ramp(field, darker(design.second, 0.42), darker(design.second, 0.08), table, 1)
    around = field.s / field.period * 2 * np.pi
    down = np.sqrt(np.clip(field.v - table, 0, 1))
    grain = np.sin(down * 150 + 0.5 * np.sin(around * 2)) * np.sin(down * 67 + 0.4 * np.sin(around * 3 + 1))
    _put(wood, darker(design.second, 0.6), 0.10 * np.clip(grain, 0, 1))
    soft_edge = np.clip((field.v - table) * 70 + 0.5, 0, 1)
    _put(sheet, wood, soft_edge)
    return sheet


def _pattern(design: Design, field: Field) -> np.ndarray:
    sheet = _ramp(field, lighter(design.main, 0.04), darker(design.main, 0.08))
    count = max(3, round(field.period * 7))
    a = field.s / field.period * count
    b = field.v * field.height_px / field.front_px * 7
    tone, bright = lighter(design.main, 0.22), blend(design.main, design.accent, 0.55)
    kind = design.choice("motif", 4)
    pixel = 7 / field.front_px
    if kind == 0:  # dots, every other row shifted
        shift = np.where(np.mod(np.floor(b), 2) == 1, 0.5, 0.0)
        away = np.hypot(np.mod(a + shift, 1) - 0.5, np.mod(b, 1) - 0.5)
        _put(sheet, tone, np.clip((0.27 - away) / pixel + 0.5, 0, 1))
        _put(sheet, bright, np.clip((0.11 - away) / pixel + 0.5, 0, 1))
    elif kind == 1:  # scales
        for row in (0, 1):
            away = np.hypot(np.mod(a + row * 0.5, 1) - 0.5, (np.mod(b + row * 0.5, 1)) * 1.0)
            for radius, colour in ((0.46, tone), (0.36, design.main), (0.22, bright), (0.12, design.main)):
                _put(sheet, colour, np.clip((radius - away) / pixel + 0.5, 0, 1))
    elif kind == 2:  # chevrons
        zigzag = np.abs(np.mod(a, 1) - 0.5)
        stripe = np.abs(np.mod(b * 0.7 + zigzag, 1) - 0.5)
        _put(sheet, tone, np.clip((stripe - 0.26) / pixel + 0.5, 0, 1))
        _put(sheet, bright, np.clip((0.05 - np.abs(stripe - 0.15)) / pixel + 0.5, 0, 1) * 0.8)
    else:  # petals on a lattice
        u, w = np.mod(a, 1) - 0.5, np.mod(b, 1) - 0.5
        angle, away = np.arctan2(w, u), np.hypot(u, w)
        petal = 0.42 * np.abs(np.cos(2 * angle)) ** 0.6
        _put(sheet, tone, np.clip((petal - away) / pixel + 0.5, 0, 1))
        _put(sheet, bright, np.clip((0.10 - away) / pixel + 0.5, 0, 1))
        corner = np.hypot(np.abs(u) - 0.5, np.abs(w) - 0.5)
        _put(sheet, tone, np.clip((0.09 - corner) / pixel + 0.5, 0, 1))
    return sheet


GROUNDS: dict[str, Callable[[Design, Field], np.ndarray]] = {
    "band": _band,
    "diagonal": _diagonal,
    "premium": _premium,
    "stripe": _stripe,
    "burst": _burst,
    "clean": _clean,
    "window": _window,
    "retro": _retro,
    "photo": _photo,
    "pattern": _pattern,
}
"""The background of each layout that ships."""
