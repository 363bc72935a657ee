"""Pictures for people: a contact sheet of the dataset, and for some frames a sheet with the labels drawn in.

A scene kind that is installed adds its own drawing and pages; without it the common labels are drawn.
"""

import math
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from facings.dataset.images import encode_jpeg
from facings.dataset.layout import PREVIEW, frame_name
from facings.dataset.preview_overlay import overlay
from facings.dataset.preview_style import (
    CARD,
    FAINT,
    GUTTER_PX,
    HAIRLINE,
    INK,
    MARGIN_PX,
    PAPER,
    class_colours,
    depth_colours,
    fitted,
    preview_font,
    shortened,
)
from facings.dataset.reader import Dataset, Frame
from facings.errors import InputError
from facings.frames.kind_reading import KindReading, LegendEntry
from facings.frames.scene_kind import reading_of
from facings.process.durable import new_run, write_durably

_SHEET_WIDTH_PX = 1720
_LARGEST_CELL_PX = 820
_OVERLAY_WIDTH_PX = 1320
_OVERLAY_AREA_PX = 1320 * 990
"""What keeps an upright picture's sheet on a screen."""
_QUALITY = 90
_LEGEND_LINE_PX = 22
_BETWEEN_PX = 28
"""Of a legend: the height of its rows, and the room between two entries."""


def write_preview(path: str | os.PathLike, limit: int = 16) -> list[Path]:
    """Write `preview/contact_sheet.jpg` and `preview/overlays/NNNNNN.jpg` of up to `limit` frames; return their paths.

    The frames are spread evenly over the dataset; the scene kind's own pages are of all of them. Raises InputError where there
    is no frame, or one cannot be read, or the folder not written.
    """
    dataset = Dataset(path)
    reading = reading_of(dataset.header.scene) or KindReading()
    if not len(dataset):
        raise InputError(f"{dataset.path} holds no finished frame yet, so there is nothing to preview.")
    if limit < 1:
        raise InputError(f"A preview of {limit} frames was asked for; 1 or more is expected.")
    count = min(limit, len(dataset))
    chosen = [dataset[i] for i in np.linspace(0, len(dataset) - 1, count).round().astype(int).tolist()]
    folder, run = dataset.path / PREVIEW, new_run()
    written = [folder / "contact_sheet.jpg"]
    try:
        (folder / "overlays").mkdir(parents=True, exist_ok=True)
        write_durably(written[0], _jpeg(contact_sheet(dataset, chosen, reading)), run)
        for name, page in reading.preview_pages(frame.record for frame in dataset).items():
            written.append(folder / name)
            write_durably(written[-1], _jpeg(page), run)
        for frame in chosen:
            written.append(folder / "overlays" / f"{frame_name(frame.number)}.jpg")
            write_durably(written[-1], _jpeg(overlay_sheet(dataset, frame, reading)), run)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}). Give a dataset on a disk with room "
                         "where you may write.") from error
    return written


def contact_sheet(dataset: Dataset, frames: list[Frame], reading: KindReading) -> Image.Image:
    """Return a grid of pictures with a caption under each."""
    ratio = min(1.5, max(f.height_px / f.width_px for f in frames))
    columns = min(4 if ratio <= 1 else 6, math.ceil(math.sqrt(len(frames) * ratio)), len(frames))
    cell_width = min(_LARGEST_CELL_PX, (_SHEET_WIDTH_PX - 2 * MARGIN_PX + GUTTER_PX) // columns - GUTTER_PX)
    width = 2 * MARGIN_PX + columns * (cell_width + GUTTER_PX) - GUTTER_PX
    picture_height = round(cell_width * ratio)
    cell_height = picture_height + 50
    rows = math.ceil(len(frames) / columns)
    top = MARGIN_PX + 76
    height = top + rows * (cell_height + GUTTER_PX) - GUTTER_PX + MARGIN_PX
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    shown = f"{len(frames)} of {len(dataset)} frames" if len(frames) < len(dataset) else f"{len(dataset)} frames"
    _title(draw, f"{dataset.header.scene.capitalize()} dataset", f"{shown}   seed {dataset.header.seed}   "
           f"{_versions(dataset)}", width)
    for position, frame in enumerate(frames):
        x = MARGIN_PX + position % columns * (cell_width + GUTTER_PX)
        y = top + position // columns * (cell_height + GUTTER_PX)
        draw.rectangle((x, y, x + cell_width - 1, y + cell_height - 1), CARD, HAIRLINE)
        picture = fitted(Image.fromarray(frame.image()), cell_width - 2, picture_height - 2)
        inset_x, inset_y = (cell_width - picture.width) // 2, (picture_height - picture.height) // 2
        sheet.paste(picture, (x + inset_x, y + inset_y))
        name, detail = _caption(frame, reading)
        draw.text((x + 12, y + picture_height + 9), name, INK, preview_font(15, 650))
        detail = shortened(draw, detail, preview_font(12), cell_width - 24)
        draw.text((x + 12, y + picture_height + 29), detail, FAINT, preview_font(12))
    return sheet


def overlay_sheet(dataset: Dataset, frame: Frame, reading: KindReading) -> Image.Image:
    """Return one frame's labels: the overlay, and under it the bare picture, semantic classes and depth."""
    upright_width = round(math.sqrt(_OVERLAY_AREA_PX * frame.width_px / frame.height_px))
    main = overlay(frame, min(_OVERLAY_WIDTH_PX, upright_width), reading, dataset.semantic_classes)
    colours = class_colours(dataset.semantic_classes)
    panel_width = (main.width - 2 * GUTTER_PX) // 3
    picture = fitted(Image.fromarray(frame.image()), panel_width, 10**6)
    semantic_map = frame.semantic_map()
    semantic = fitted(Image.fromarray(colours[semantic_map]), panel_width, 10**6, sharp=True)
    depth_m = frame.depth()
    hit = depth_m[np.isfinite(depth_m)]
    near_m, far_m = (float(v) for v in np.percentile(hit, (0.5, 99.5))) if hit.size else (0.0, 1.0)
    depth = fitted(Image.fromarray(depth_colours(depth_m, near_m, far_m)), panel_width, 10**6, sharp=True)
    top = MARGIN_PX + 76
    legend = _legend_rows(frame, reading, main.width)
    panels_top = top + main.height + GUTTER_PX + 12 + _LEGEND_LINE_PX * max(len(legend), 1)
    legend_top = panels_top + picture.height + 34
    class_names = [(c["id"], c["name"]) for c in dataset.semantic_classes if (semantic_map == c["id"]).any()]
    legend_height = 22 * math.ceil(len(class_names) / 3)
    width = main.width + 2 * MARGIN_PX
    sheet = Image.new("RGB", (width, legend_top + max(legend_height, 40) + MARGIN_PX - 8), PAPER)
    draw = ImageDraw.Draw(sheet)
    name, detail = _caption(frame, reading)
    size = f"{frame.width_px}×{frame.height_px} px"
    _title(draw, f"{dataset.header.scene.capitalize()} {name}", f"{detail}   {size}", width)
    sheet.paste(main, (MARGIN_PX, top))
    _overlay_legend(draw, legend, MARGIN_PX, top + main.height + 12)
    for column, (title, panel) in enumerate((("Picture", picture), ("Semantic classes", semantic), ("Depth", depth))):
        x = MARGIN_PX + column * (panel_width + GUTTER_PX)
        sheet.paste(panel, (x, panels_top))
        draw.text((x, panels_top + panel.height + 8), title, INK, preview_font(13, 650))
    _class_legend(draw, class_names, colours, MARGIN_PX + panel_width + GUTTER_PX, legend_top, panel_width)
    _depth_scale(sheet, near_m, far_m, MARGIN_PX + 2 * (panel_width + GUTTER_PX), legend_top + 2, panel_width)
    return sheet


def _caption(frame: Frame, reading: KindReading) -> tuple[str, str]:
    """Frame name, and what is in it, how wide the view is and how high the camera stands."""
    kinds: dict[str, int] = {}
    for instance in frame.instances:
        if instance["visible_px"]:
            kind = str(instance.get("kind", instance["category"])).replace("_", " ")
            kinds[kind] = kinds.get(kind, 0) + 1
    parts = [f"{n} {kind}{'s' if n != 1 else ''}" for kind, n in kinds.items()] or ["no visible instance"]
    parts += reading.caption(frame.record)
    parts.append(f"{math.degrees(frame.camera.across_rad):.0f}° from {frame.world_from_camera[2, 3]:.2f} m")
    return frame_name(frame.number), "   ".join(parts)


def _versions(dataset: Dataset) -> str:
    return "   ".join(f"{name.capitalize()} {version}" for name, version in dataset.header.versions.items()
                      if name in ("facings", "blender"))


def _title(draw: ImageDraw.ImageDraw, title: str, detail: str, width_px: int) -> None:
    draw.text((MARGIN_PX, MARGIN_PX - 6), title, INK, preview_font(28, 700))
    draw.text((MARGIN_PX, MARGIN_PX + 32), shortened(draw, detail, preview_font(14), width_px - 2 * MARGIN_PX), FAINT,
              preview_font(14))


_MASKS = LegendEntry("mask, outline and visible box of each instance", (0, 0, 0))
_BOXES = LegendEntry("3D box of some", (255, 255, 255))


def _legend_rows(frame: Frame, reading: KindReading, width_px: int) -> list[list[LegendEntry]]:
    """Return the overlay's legend in as many rows as the width asks for."""
    rows: list[list[LegendEntry]] = []
    room = 0.0
    for entry in (*(() if reading.paints_classes else (_MASKS, _BOXES)), *reading.legend(frame.record)):
        needed = _entry_width(entry)
        if needed > room:
            rows.append([])
            room = width_px + _BETWEEN_PX
        rows[-1].append(entry)
        room -= needed
    return rows


def _entry_width(entry: LegendEntry) -> float:
    """A sign of 24 pixels, the text, and what separates it from the next entry."""
    return 32 + preview_font(13).getlength(entry.text) + _BETWEEN_PX


def _overlay_legend(draw: ImageDraw.ImageDraw, rows: list[list[LegendEntry]], left: float, top: float) -> None:
    for number, row in enumerate(rows):
        x, y = left, top + number * _LEGEND_LINE_PX
        for entry in row:
            if entry is _MASKS:
                for i, swatch in enumerate(((226, 92, 84), (92, 200, 120), (96, 120, 226))):
                    draw.rectangle((x + i * 8, y + 4, x + i * 8 + 7, y + 14), swatch)
            else:
                if entry is _BOXES:
                    draw.line((x, y + 9, x + 24, y + 9), (70, 72, 78), 5)
                for start in (0, 10, 20) if entry.dashed else (0,):
                    draw.line((x + start, y + 9, x + (start + 5 if entry.dashed else 24), y + 9), entry.colour, 3)
            draw.text((x + 32, y + 1), entry.text, FAINT, preview_font(13))
            x += _entry_width(entry)


def _class_legend(draw: ImageDraw.ImageDraw, names: list[tuple[int, str]], colours: np.ndarray, x: float,
                  y: float, width_px: int) -> None:
    for i, (number, name) in enumerate(names):
        left, top = x + i % 3 * (width_px // 3), y + i // 3 * 22
        draw.rounded_rectangle((left, top + 2, left + 12, top + 14), 3, tuple(colours[number].tolist()), HAIRLINE)
        text = shortened(draw, name.replace("_", " "), preview_font(12), width_px // 3 - 24)
        draw.text((left + 18, top), text, FAINT, preview_font(12))


def _depth_scale(sheet: Image.Image, near_m: float, far_m: float, x: int, y: int, width_px: int) -> None:
    draw = ImageDraw.Draw(sheet)
    ramp = np.broadcast_to(np.linspace(near_m, far_m, width_px), (10, width_px))
    sheet.paste(Image.fromarray(depth_colours(ramp, near_m, far_m)), (x, y))
    font = preview_font(12)
    draw.text((x, y + 14), f"{near_m:.2f} m", FAINT, font)
    right = f"{far_m:.2f} m"
    draw.text((x + width_px - draw.textlength(right, font), y + 14), right, FAINT, font)


def _jpeg(image: Image.Image) -> bytes:
    return encode_jpeg(np.asarray(image), _QUALITY)
