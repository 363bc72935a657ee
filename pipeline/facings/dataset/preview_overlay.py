"""A picture with its labels drawn over it: masks or classes, boxes, 3D boxes, and what the scene kind draws."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from facings.dataset.geometry_checks import corners_in_camera
from facings.dataset.preview_style import class_colours, instance_colours, preview_font, shortened, spelled
from facings.dataset.reader import Frame
from facings.frames.kind_reading import Instance, KindReading, Rgb
from facings.labels.camera import Pinhole

_MASK_ALPHA = 0.45
_CLASS_ALPHA = 0.3
_GREYING = 0.7
_SMOOTH = 2
"""Lines are drawn this much larger and scaled down: Pillow draws them without anti-aliasing."""
_WIRES = 8
"""3D boxes drawn: the most prominent; all of them would hide the picture."""
_NARROWEST_PX, _READABLE_PX = 12, 72
"""Widths of a box below which its plate is left out, or has its first line only."""
_EDGES = ((0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7))
"""Of a box whose corners run x slowest, z fastest."""


def overlay(frame: Frame, width_px: int, reading: KindReading, semantic_classes: Iterable[Mapping[str, Any]]) -> Image.Image:
    """Return the frame's picture, `width_px` wide, under everything the record and the maps say of it.

    `reading` draws what the scene kind adds; `semantic_classes` are the dataset's, for their colours.
    """
    picture, record = frame.image(), frame.record
    scale = width_px / picture.shape[1]
    size = width_px, max(1, round(picture.shape[0] * scale))
    base = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS), float)
    if reading.paints_classes:
        painted = _with_classes(base, _enlarged(frame.semantic_map(), size), class_colours(semantic_classes))
    else:
        instance_map = frame.instance_map()
        colours = instance_colours(max(len(frame.instances), int(instance_map.max())))
        painted = _with_masks(base, _enlarged(instance_map, size), colours)
    pen = OverlayPen(size, scale)
    _boxes(pen, frame.instances)
    _wires(pen, [instance for instance in frame.instances if reading.shows_box(instance)], frame.camera)
    reading.draw(pen, record)
    return pen.over(Image.fromarray(painted))


def drawn_labels(frame: Frame, reading: KindReading) -> Image.Image:
    """Return what `overlay` draws, masks left out, as an RGBA picture of the frame's size to lay over it."""
    pen = OverlayPen((frame.width_px, frame.height_px), 1.0)
    _boxes(pen, frame.instances)
    _wires(pen, [instance for instance in frame.instances if reading.shows_box(instance)], frame.camera)
    reading.draw(pen, frame.record)
    return pen.alone()


def _enlarged(values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(Image.fromarray(values.astype(np.int32)).resize(size, Image.Resampling.NEAREST))


def _with_classes(base: np.ndarray, classes: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Blend each semantic class's colour faintly over its pixels, so that what lies under the points is still seen."""
    alpha = np.where(classes > 0, _CLASS_ALPHA, 0.0)[..., None]
    return (base * (1 - alpha) + colours[classes] * alpha).round().astype(np.uint8)


def _with_masks(base: np.ndarray, ids: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Blend each instance's colour over its pixels, with a one-pixel line of full colour along its border."""
    border = np.zeros(ids.shape, bool)
    border[:, 1:] |= ids[:, 1:] != ids[:, :-1]
    border[1:] |= ids[1:] != ids[:-1]
    inside = (ids > 0)[..., None]
    alpha = np.where(border, 0.95, _MASK_ALPHA)[..., None] * inside
    # Colourful print would tint the masks; in grey it stays readable and each mask keeps its own hue.
    grey = base @ (0.2126, 0.7152, 0.0722)
    base = np.where(inside, base + (grey[..., None] - base) * _GREYING, base)
    return (base * (1 - alpha) + colours[ids] * alpha).round().astype(np.uint8)


class OverlayPen:
    """Draws in picture coordinates on an enlarged layer; see `facings.frames.kind_reading.Pen`."""

    def __init__(self, size: tuple[int, int], scale: float) -> None:
        """`size` is the width and height of what is drawn over, `scale` its pixels a picture's pixel."""
        self._size, self._picture_scale, self._scale = size, scale, scale * _SMOOTH
        self._layer = Image.new("RGBA", (size[0] * _SMOOTH, size[1] * _SMOOTH), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._layer)
        self._plates: list[tuple[Sequence[float], Sequence[str]]] = []

    def over(self, picture: Image.Image) -> Image.Image:
        """Return an RGB picture of the pen's size with everything that was drawn laid over it."""
        smooth = self._layer.resize(self._size, Image.Resampling.LANCZOS)
        result = Image.alpha_composite(picture.convert("RGBA"), smooth).convert("RGB")
        _draw_plates(result, self._plates, self._picture_scale)
        return result

    def alone(self) -> Image.Image:
        """Return what was drawn, plates left out, as an RGBA picture of the pen's size."""
        return self._layer.resize(self._size, Image.Resampling.LANCZOS)

    def polyline(self, points: Sequence[Sequence[float]], colour: Rgb, width_px: float, alpha: int,
                 dash_px: float | None = None) -> None:
        p = np.asarray(points, float) * self._scale
        width = max(1, round(width_px * _SMOOTH))
        pieces = _dashes(p, dash_px * _SMOOTH) if dash_px else [p]
        for piece in pieces:
            self._draw.line([tuple(q) for q in piece.tolist()], (*colour, alpha), width, joint="curve")

    def polygon(self, points: Sequence[Sequence[float]] | None, colour: Rgb, width_px: float,
                dash_px: float | None, alpha: int, fill_alpha: int = 0) -> None:
        if not points:
            return
        if fill_alpha:
            self._draw.polygon([tuple(q) for q in (np.asarray(points) * self._scale).tolist()], (*colour, fill_alpha))
        self.polyline([*points, points[0]], colour, width_px, alpha, dash_px)

    def dot(self, point: Sequence[float], colour: Rgb, radius_px: float) -> None:
        x, y = (float(v) * self._scale for v in point)
        r = radius_px * _SMOOTH
        if abs(x) < 1e6 and abs(y) < 1e6:
            self._draw.ellipse((x - r, y - r, x + r, y + r), (*colour, 255), (20, 20, 24, 200), max(1, round(r / 3)))

    def box(self, xywh: Sequence[float], colour: Rgb, width_px: float, alpha: int) -> None:
        x, y, w, h = xywh
        self.polyline([[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]], colour, width_px, alpha)

    def plate(self, box_xywh_px: Sequence[float], lines: Sequence[str]) -> None:
        self._plates.append((box_xywh_px, lines))


def _dashes(points: np.ndarray, length: float) -> list[np.ndarray]:
    """Cut a polyline into dashes and gaps of about `length`; a dash ends each side so that corners are drawn."""
    dashes = []
    for a, b in zip(points[:-1], points[1:], strict=True):
        distance = float(np.hypot(*(b - a)))
        if not 0 < distance < 1e5:
            continue
        count = 2 * max(1, round(distance / length / 2)) + 1
        steps = np.linspace(0, 1, count + 1)
        dashes += [np.array([a + (b - a) * steps[i], a + (b - a) * steps[i + 1]]) for i in range(0, count, 2)]
    return dashes


def _boxes(pen: OverlayPen, instances: Sequence[Instance]) -> None:
    colours = instance_colours(len(instances)).tolist()
    for instance in instances:
        if instance.get("bbox_visible_xywh_px"):
            light = tuple(round(c + (255 - c) * 0.45) for c in colours[instance["id"]])
            pen.box(instance["bbox_visible_xywh_px"], light, 0.8, 150)


def _wires(pen: OverlayPen, instances: Sequence[Instance], camera: Pinhole) -> None:
    """3D boxes of the most prominent instances that are wholly in the picture, apart from one another."""
    chosen: list[list[float]] = []
    candidates = [i for i in instances if i.get("box_corners_px") and None not in i["box_corners_px"]
                  and i["visible_px"] and i.get("visible_fraction", 0) > 0.6 and not i.get("truncated")]
    for instance in sorted(candidates, key=lambda i: (-i["visible_px"], i["id"])):
        x, y, w, h = instance["bbox_visible_xywh_px"]
        if any(abs(x - cx) < 1.2 * max(w, cw) and abs(y - cy) < 1.1 * max(h, ch) for cx, cy, cw, ch in chosen):
            continue
        chosen.append([x, y, w, h])
        corners = instance["box_corners_px"]
        edges = [[corners[a], corners[b]] for a, b in _EDGES] if camera.lens is None else _bent_edges(instance, camera)
        for colour, width, alpha in (((20, 20, 24), 3.2, 150), ((255, 255, 255), 1.5, 255)):
            for edge in edges:
                pen.polyline(edge, colour, width, alpha)
        if len(chosen) == _WIRES:
            return


def _bent_edges(instance: Instance, camera: Pinhole) -> list[list[list[float]]]:
    """The edges of a box as the lens shows them."""
    corners, along = corners_in_camera(instance), np.linspace(0, 1, 17)[:, None]
    return [camera.project(corners[a] + along * (corners[b] - corners[a])).tolist() for a, b in _EDGES]


def _draw_plates(image: Image.Image, plates: Sequence[tuple[Sequence[float], Sequence[str]]], scale: float) -> None:
    draw = ImageDraw.Draw(image, "RGBA")
    first_font, further_font = preview_font(11, 700), preview_font(10, 500)
    taken: list[tuple[float, float, float, float]] = []
    for box, lines in plates:
        x, y, w, h = (v * scale for v in box)
        if w < _NARROWEST_PX:
            continue
        further = [shortened(draw, line, further_font, w - 8) for line in lines[1:]] if w >= _READABLE_PX else []
        first = spelled(lines[0], first_font)
        widths = [draw.textlength(first, first_font), *(draw.textlength(line, further_font) for line in further)]
        width, height = max(widths) + 8, 16 + 12 * len(further)
        left = min(max(0, x + w / 2 - width / 2), image.width - width)
        top = min(y + h + 2, image.height - height)
        plate = (left, top, left + width, top + height)
        if any(plate[0] < t[2] and t[0] < plate[2] and plate[1] < t[3] and t[1] < plate[3] for t in taken):
            continue
        taken.append(plate)
        draw.rounded_rectangle(plate, 3, (18, 20, 24, 205))
        draw.text((left + 4, top + 1), first, (255, 255, 255), first_font)
        for k, line in enumerate(further):
            draw.text((left + 4, top + 14 + 12 * k), line, (214, 218, 226), further_font)
