"""How a face dataset's head poses are spread, beside those of a set of photographs from the web."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from facings.dataset.preview_style import preview_font
from facings.frames.kind_reading import Record, Rgb

FRONTAL_STD_DEG = (math.degrees(0.3), math.degrees(0.155), 5.0)
"""Yaw and pitch of CelebA's faces as normal distributions (the settings that pi-GAN was released with: Chan et al., CVPR 2021);
roll is small because such sets are aligned."""

SIZE_PX = 1452, 924

_CELL_DEG = 15
_REACH_DEG = {"yaw": 90, "pitch": 45, "roll": 45}
_OURS, _THEIRS = (47, 111, 176), (198, 91, 59)
_PAPER, _CARD, _INK, _FAINT, _GRID = (246, 247, 249), (255, 255, 255), (34, 37, 43), (107, 112, 120), (217, 220, 225)
_BINS = 24
_SMOOTH = 2
"""Everything is drawn this much larger and scaled down: Pillow draws without anti-aliasing."""


def head_poses(records: Iterable[Record]) -> np.ndarray:
    """Return (N, 3) yaw, pitch and roll in degrees of all instances."""
    rows = [[i["head_pose"][f"{name}_deg"] for name in _REACH_DEG] for record in records for i in record["instances"]]
    return np.array(rows, float).reshape(-1, 3)


def pose_plot(poses_deg: np.ndarray, title: str) -> Image.Image:
    """Return the picture: the yaw-pitch map of (N, 3) poses, that of as many frontal photographs, and the three histograms."""
    frontal = np.random.default_rng(0).normal(0.0, FRONTAL_STD_DEG, (len(poses_deg), 3))
    sheet = Image.new("RGB", (SIZE_PX[0] * _SMOOTH, SIZE_PX[1] * _SMOOTH), _PAPER)
    draw = ImageDraw.Draw(sheet)
    _text(draw, (24, 16), title, 24, _INK, weight=700)
    _map(draw, (84, 96, 616, 376), poses_deg, "This dataset", _OURS)
    _map(draw, (812, 96, 616, 376), frontal, "As many photographs from the web (model of CelebA)", _THEIRS)
    for column, (name, reach) in enumerate(_REACH_DEG.items()):
        box = (84 + 466 * column, 582, 412, 276)
        _histogram(draw, box, poses_deg[:, column], frontal[:, column], name, max(reach, _rounded_reach(poses_deg[:, column])))
    return sheet.resize(SIZE_PX, Image.Resampling.LANCZOS)


def covered_share(poses_deg: np.ndarray) -> float:
    """Return the share of the cells of 15 by 15 degrees, within +-90 yaw and +-45 pitch, that hold a pose."""
    return float((_cells(poses_deg) > 0).mean())


def _cells(poses_deg: np.ndarray) -> np.ndarray:
    """(12, 6): how many poses each cell holds, yaw first."""
    return np.histogram2d(poses_deg[:, 0], poses_deg[:, 1], bins=(_edges("yaw"), _edges("pitch")))[0]


def _edges(name: str) -> np.ndarray:
    return np.arange(-_REACH_DEG[name], _REACH_DEG[name] + 1, _CELL_DEG)


def _rounded_reach(values: np.ndarray) -> int:
    return 15 * math.ceil(float(np.abs(values).max(initial=0.0)) / 15)


class _Axes:
    """A rectangle of the sheet, with what its sides mean."""

    def __init__(self, draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], x_range: tuple[float, float],
                 y_range: tuple[float, float]) -> None:
        """`box` is x, y, width and height in pixels of the sheet; y rises upwards."""
        self.draw, self.box, self._x, self._y = draw, box, x_range, y_range
        self._rectangle(x_range[0], y_range[0], x_range[1], y_range[1], _CARD)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of the enlarged sheet that shows a point."""
        left, top, width, height = self.box
        across, up = (x - self._x[0]) / (self._x[1] - self._x[0]), (y - self._y[0]) / (self._y[1] - self._y[0])
        return (left + across * width) * _SMOOTH, (top + (1 - up) * height) * _SMOOTH

    def bar(self, x0: float, x1: float, y0: float, y1: float, colour: Rgb) -> None:
        """Fill a rectangle between two x and two y."""
        self._rectangle(x0, y0, x1, y1, colour)

    def line(self, points: Sequence[tuple[float, float]], colour: Rgb, width_px: float) -> None:
        """Join points, (x, y) each."""
        self.draw.line([self.place(*point) for point in points], colour, round(width_px * _SMOOTH), joint="curve")

    def grid(self, xs: Iterable[float], ys: Iterable[float]) -> None:
        """Draw a line, and a number beside it, for each tick."""
        left, top, width, height = self.box
        for x in xs:
            self.line([(x, self._y[0]), (x, self._y[1])], _GRID, 1)
            _text(self.draw, (self.place(x, 0)[0] / _SMOOTH, top + height + 6), f"{x:g}", 13, _FAINT, anchor="ma")
        for y in ys:
            self.line([(self._x[0], y), (self._x[1], y)], _GRID, 1)
            _text(self.draw, (left - 8, self.place(0, y)[1] / _SMOOTH), f"{y:g}", 13, _FAINT, anchor="rm")

    def name(self, title: str, below: str, beside: str = "") -> None:
        """Write the title above, and what the axes mean below and on the left, upright."""
        left, top, width, height = self.box
        _text(self.draw, (left, top - 26), title, 16, _INK, weight=600)
        _text(self.draw, (left + width / 2, top + height + 28), below, 14, _INK, anchor="ma")
        if beside:
            font = preview_font(14 * _SMOOTH)
            strip = Image.new("L", (math.ceil(font.getlength(beside)), 20 * _SMOOTH), 0)
            ImageDraw.Draw(strip).text((0, 0), beside, 255, font)
            strip = strip.rotate(90, expand=True)
            place = (left - 66) * _SMOOTH, round((top + height / 2) * _SMOOTH - strip.height / 2)
            self.draw.bitmap(place, strip, _INK)

    def _rectangle(self, x0: float, y0: float, x1: float, y1: float, colour: Rgb) -> None:
        (left, bottom), (right, top) = self.place(x0, y0), self.place(x1, y1)
        self.draw.rectangle((left, top, right, bottom), colour)


def _map(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], poses_deg: np.ndarray, title: str, colour: Rgb) -> None:
    axes = _Axes(draw, box, (-95, 95), (-50, 50))
    cells = _cells(poses_deg)
    for i, x in enumerate(_edges("yaw")[:-1]):
        for j, y in enumerate(_edges("pitch")[:-1]):
            if cells[i, j]:
                axes.bar(x, x + _CELL_DEG, y, y + _CELL_DEG, _tint(colour, 0.1 + 0.6 * cells[i, j] / cells.max()))
    axes.grid(range(-90, 91, 30), range(-45, 46, 15))
    radius = float(np.clip(22 / math.sqrt(max(len(poses_deg), 1)), 1.2, 4)) * _SMOOTH
    for yaw, pitch in poses_deg[(np.abs(poses_deg[:, :2]) <= (95, 50)).all(1), :2]:
        x, y = axes.place(yaw, pitch)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour, _CARD)
    axes.name(f"{title}: {covered_share(poses_deg):.0%} of the map",
              "yaw: the face turns to the picture's left (-) or right (+)", "pitch: down (-), up (+)")


def _histogram(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], ours: np.ndarray, theirs: np.ndarray, name: str,
               reach: int) -> None:
    edges = np.linspace(-reach, reach, _BINS + 1).tolist()
    counts, other = (np.histogram(values, edges)[0].tolist() for values in (ours, theirs))
    top = max(*counts, *other, 1)
    axes = _Axes(draw, box, (-reach, reach), (0, 1.08 * top))
    axes.grid(range(-(reach // 30 * 30), reach + 1, 30), range(0, top + 1, max(1, math.ceil(top / 5))))
    for count, x0, x1 in zip(counts, edges[:-1], edges[1:], strict=True):
        if count:
            axes.bar(x0, x1, 0, count, _tint(_OURS, 0.8))
    steps = [(x, y) for y, x0, x1 in zip(other, edges[:-1], edges[1:], strict=True) for x in (x0, x1)]
    axes.line([(edges[0], 0), *steps, (edges[-1], 0)], _THEIRS, 1.6)
    axes.name(f"{name}: mean {ours.mean():+.0f}, deviation {ours.std():.0f}", f"{name} in degrees",
              "faces" if name == "yaw" else "")
    if name == "yaw":
        left, above = box[0] + 10, box[1] + 8
        draw.rectangle([v * _SMOOTH for v in (left, above + 4, left + 20, above + 13)], _tint(_OURS, 0.8))
        draw.line([v * _SMOOTH for v in (left, above + 26, left + 20, above + 26)], _THEIRS, 2 * _SMOOTH)
        _text(draw, (left + 28, above), "this dataset", 13, _INK)
        _text(draw, (left + 28, above + 18), "frontal photographs", 13, _INK)


def _tint(colour: Rgb, share: float) -> Rgb:
    """Mix a colour into white."""
    r, g, b = (round(255 + (value - 255) * share) for value in colour)
    return r, g, b


def _text(draw: ImageDraw.ImageDraw, place_px: tuple[float, float], text: str, size_px: int, colour: Rgb, *, weight: int = 400,
          anchor: str = "la") -> None:
    draw.text((place_px[0] * _SMOOTH, place_px[1] * _SMOOTH), text, colour, preview_font(size_px * _SMOOTH, weight), anchor)
