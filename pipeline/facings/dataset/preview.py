"""Pictures for people: a contact sheet of the dataset, and for some frames a sheet with the labels drawn in.

What a record lacks is not drawn, so every scene kind may be previewed.
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
    GAP_RED,
    GUTTER_PX,
    HAIRLINE,
    INK,
    MARGIN_PX,
    PAPER,
    ROW_BLUE,
    class_colours,
    depth_colours,
    fitted,
    shortened,
    type_face,
)
from facings.dataset.reader import Dataset, Frame
from facings.errors import InputError
from facings.process.durable import new_run, write_durably
from facings.scenes.face.overlay import AXIS_COLOURS, STATE_COLOURS
from facings.scenes.face.pose_plot import head_poses, pose_plot

_SHEET_WIDTH_PX = 1720
_LARGEST_CELL_PX = 820
_OVERLAY_WIDTH_PX = 1320
_OVERLAY_AREA_PX = 1320 * 990
"""What keeps an upright picture's sheet on a screen."""
_QUALITY = 90


def write_preview(path: str | os.PathLike, limit: int = 16) -> list[Path]:
    """Write `preview/contact_sheet.jpg` and `preview/overlays/NNNNNN.jpg` of up to `limit` frames; return their paths.

    Where the records hold head poses, `preview/head_poses.jpg` shows how all of them are spread. The frames are spread evenly
    over the dataset. Raises InputError where there is no frame, or one cannot be read, or the folder not written.
    """
    dataset = Dataset(path)
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
        write_durably(written[0], _jpeg(contact_sheet(dataset, chosen)), run)
        poses = head_poses(frame.record for frame in dataset)
        if len(poses):
            written.append(folder / "head_poses.jpg")
            write_durably(written[-1], _jpeg(pose_plot(poses, f"Head poses of {len(poses)} faces")), run)
        for frame in chosen:
            written.append(folder / "overlays" / f"{frame_name(frame.number)}.jpg")
            write_durably(written[-1], _jpeg(overlay_sheet(dataset, frame)), run)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}). Give a dataset on a disk with room "
                         "where you may write.") from error
    return written


def contact_sheet(dataset: Dataset, frames: list[Frame]) -> Image.Image:
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
        name, detail = _caption(frame)
        draw.text((x + 12, y + picture_height + 9), name, INK, type_face(15, 650))
        detail = shortened(draw, detail, type_face(12), cell_width - 24)
        draw.text((x + 12, y + picture_height + 29), detail, FAINT, type_face(12))
    return sheet


def overlay_sheet(dataset: Dataset, frame: Frame) -> Image.Image:
    """Return one frame's labels: the overlay, and under it the bare picture, semantic classes and depth."""
    upright_width = round(math.sqrt(_OVERLAY_AREA_PX * frame.width_px / frame.height_px))
    main = overlay(frame, min(_OVERLAY_WIDTH_PX, upright_width))
    panel_width = (main.width - 2 * GUTTER_PX) // 3
    picture = fitted(Image.fromarray(frame.image()), panel_width, 10**6)
    semantic_map = frame.semantic_map()
    semantic = fitted(Image.fromarray(class_colours()[semantic_map]), panel_width, 10**6, sharp=True)
    depth_m = frame.depth()
    hit = depth_m[np.isfinite(depth_m)]
    near_m, far_m = (float(v) for v in np.percentile(hit, (0.5, 99.5))) if hit.size else (0.0, 1.0)
    depth = fitted(Image.fromarray(depth_colours(depth_m, near_m, far_m)), panel_width, 10**6, sharp=True)
    top = MARGIN_PX + 76
    panels_top = top + main.height + GUTTER_PX + 34
    legend_top = panels_top + picture.height + 34
    class_names = [(c["id"], c["name"]) for c in dataset.semantic_classes if (semantic_map == c["id"]).any()]
    legend_height = 22 * math.ceil(len(class_names) / 3)
    width = main.width + 2 * MARGIN_PX
    sheet = Image.new("RGB", (width, legend_top + max(legend_height, 40) + MARGIN_PX - 8), PAPER)
    draw = ImageDraw.Draw(sheet)
    name, detail = _caption(frame)
    size = f"{frame.width_px}×{frame.height_px} px"
    _title(draw, f"{dataset.header.scene.capitalize()} {name}", f"{detail}   {size}", width)
    sheet.paste(main, (MARGIN_PX, top))
    _overlay_legend(draw, frame, MARGIN_PX, top + main.height + 12)
    for column, (title, panel) in enumerate((("Picture", picture), ("Semantic classes", semantic), ("Depth", depth))):
        x = MARGIN_PX + column * (panel_width + GUTTER_PX)
        sheet.paste(panel, (x, panels_top))
        draw.text((x, panels_top + panel.height + 8), title, INK, type_face(13, 650))
    _class_legend(draw, class_names, MARGIN_PX + panel_width + GUTTER_PX, legend_top, panel_width)
    _depth_scale(sheet, near_m, far_m, MARGIN_PX + 2 * (panel_width + GUTTER_PX), legend_top + 2, panel_width)
    return sheet


def _caption(frame: Frame) -> tuple[str, str]:
    """Frame name, and what is in it, how wide the view is and how high the camera stands."""
    kinds: dict[str, int] = {}
    for instance in frame.instances:
        if instance["visible_px"]:
            kind = str(instance.get("kind", instance["category"])).replace("_", " ")
            kinds[kind] = kinds.get(kind, 0) + 1
    parts = [f"{n} {kind}{'s' if n != 1 else ''}" for kind, n in kinds.items()] or ["no visible instance"]
    gaps = sum(1 for gap in frame.record.get("gaps", ()) if gap.get("polygon_px"))
    if gaps:
        parts.append(f"{gaps} gap{'s' if gaps != 1 else ''}")
    angle = math.degrees(2 * math.atan(frame.width_px / 2 / frame.K[0, 0]))
    parts.append(f"{angle:.0f}° from {frame.world_from_camera[2, 3]:.2f} m")
    return frame_name(frame.number), "   ".join(parts)


def _versions(dataset: Dataset) -> str:
    return "   ".join(f"{name.capitalize()} {version}" for name, version in dataset.header.versions.items()
                      if name in ("facings", "blender"))


def _title(draw: ImageDraw.ImageDraw, title: str, detail: str, width_px: int) -> None:
    draw.text((MARGIN_PX, MARGIN_PX - 6), title, INK, type_face(28, 700))
    draw.text((MARGIN_PX, MARGIN_PX + 32), shortened(draw, detail, type_face(14), width_px - 2 * MARGIN_PX), FAINT,
              type_face(14))


def _overlay_legend(draw: ImageDraw.ImageDraw, frame: Frame, x: float, y: float) -> None:
    if any("landmarks" in instance for instance in frame.instances):
        entries = [(state.replace("_", " "), colour, False) for state, colour in STATE_COLOURS.items()]
        entries += [("outline", (255, 120, 200), False), ("gaze", (230, 210, 40), False)]
        entries += [(f"head {axis}", colour, False) for axis, colour in zip("XYZ", AXIS_COLOURS, strict=True)]
    else:
        entries = [("mask, outline and visible box of each instance", None, False),
                   ("3D box of some", (255, 255, 255), False)]
    if any(g.get("polygon_px") for g in frame.record.get("gaps", ())):
        entries.append(("empty facing", GAP_RED, True))
    if frame.record.get("shelf_rows"):
        entries.append(("shelf row", ROW_BLUE, False))
    for text, colour, dashed in entries:
        middle = y + 9
        if colour is None:
            for i, swatch in enumerate(((226, 92, 84), (92, 200, 120), (96, 120, 226))):
                draw.rectangle((x + i * 8, middle - 5, x + i * 8 + 7, middle + 5), swatch)
        else:
            if colour == (255, 255, 255):
                draw.line((x, middle, x + 24, middle), (70, 72, 78), 5)
            for start in (0, 10, 20) if dashed else (0,):
                draw.line((x + start, middle, x + (start + 5 if dashed else 24), middle), colour, 3)
        draw.text((x + 32, y + 1), text, FAINT, type_face(13))
        x += 32 + draw.textlength(text, type_face(13)) + 28


def _class_legend(draw: ImageDraw.ImageDraw, names: list[tuple[int, str]], x: float, y: float, width_px: int) -> None:
    colours = class_colours()
    for i, (number, name) in enumerate(names):
        left, top = x + i % 3 * (width_px // 3), y + i // 3 * 22
        draw.rounded_rectangle((left, top + 2, left + 12, top + 14), 3, tuple(colours[number].tolist()), HAIRLINE)
        text = shortened(draw, name.replace("_", " "), type_face(12), width_px // 3 - 24)
        draw.text((left + 18, top), text, FAINT, type_face(12))


def _depth_scale(sheet: Image.Image, near_m: float, far_m: float, x: int, y: int, width_px: int) -> None:
    draw = ImageDraw.Draw(sheet)
    ramp = np.broadcast_to(np.linspace(near_m, far_m, width_px), (10, width_px))
    sheet.paste(Image.fromarray(depth_colours(ramp, near_m, far_m)), (x, y))
    face = type_face(12)
    draw.text((x, y + 14), f"{near_m:.2f} m", FAINT, face)
    right = f"{far_m:.2f} m"
    draw.text((x + width_px - draw.textlength(right, face), y + 14), right, FAINT, face)


def _jpeg(image: Image.Image) -> bytes:
    return encode_jpeg(np.asarray(image), _QUALITY)
