"""Ultralytics' YOLO data sets: `data.yaml`, `images/PART/NAME.png`, `labels/PART/NAME.txt`.

A line a thing, by their documentation of the detection, segmentation and oriented-box tasks: the class's number from 0, then
numbers divided by the picture's width and height, (0, 0) its top-left corner as here, so that nothing is shifted:
`detect` x_centre y_centre width height; `segment` x1 y1 x2 y2 ...; `obb` x1 y1 x2 y2 x3 y3 x4 y4. `data.yaml` names no `path`,
which means the folder that it lies in.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Frame
from facings.export.categories import no_pixels
from facings.export.folder import Content, FolderExporter, Job, Unit
from facings.export.outlines import lacking, outline
from facings.frames.kind_reading import Instance, KindReading
from facings.labels.mask_boxes import oriented_box

Numbers = Callable[[Frame, Instance], np.ndarray]
"""(N, 2) float64 pairs in pixels, of which the first is a place and others are places or sizes."""


def box_numbers(frame: Frame, instance: Instance) -> np.ndarray:
    """Return [centre, size] of the box around the visible pixels."""
    x, y, width, height = instance["bbox_visible_xywh_px"]
    return np.array([[x + width / 2, y + height / 2], [width, height]])


def outline_numbers(frame: Frame, instance: Instance) -> np.ndarray:
    """Return the outline of the visible pixels; see `outline`."""
    mask, x, y = cut_mask(frame, instance)
    return outline(mask, x, y)


def oriented_numbers(frame: Frame, instance: Instance) -> np.ndarray:
    """Return the corners of the smallest rectangle around the visible pixels."""
    mask, x, y = cut_mask(frame, instance)
    try:
        return np.array(oriented_box(mask, x, y))
    except ImportError:
        raise lacking("SciPy") from None


def cut_mask(frame: Frame, instance: Instance) -> tuple[np.ndarray, int, int]:
    """Return the instance's visible pixels within its box, (height, width) bool, and the box's corner in the picture."""
    x, y, width, height = instance["bbox_visible_xywh_px"]
    mask = frame.instance_map()[y:y + height, x:x + width] == instance["id"]
    if not mask.any():
        raise no_pixels(frame, instance)
    return mask, x, y


class YoloExporter(FolderExporter):
    """The formats `yolo-detect`, `yolo-segment` and `yolo-obb`; see `FolderExporter`."""

    def __init__(self, reading: KindReading | None, task: str, summary: str, numbers: Numbers, unheld: Sequence[str]) -> None:
        super().__init__(reading)
        self.name, self.summary, self.unheld, self._numbers = f"yolo-{task}", summary, unheld, numbers

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture and its lines."""
        size = np.array([unit.only.width_px, unit.only.height_px])
        return yolo_files(job, unit, (yolo_line(number, self._numbers(unit.only, instance) / size)
                                      for instance, number in job.chosen(unit.only)))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield `data.yaml`."""
        yield "data.yaml", data_yaml(job.splits.names, job.class_names)


def yolo_files(job: Job, unit: Unit, lines: Iterable[str]) -> Iterator[tuple[str, Content]]:
    """Yield a frame's picture and its lines."""
    part = job.part(unit.only)
    yield job.file(unit.only, IMAGES, f"images/{part}")
    yield f"labels/{part}/{frame_name(unit.only.number)}.txt", "".join(lines).encode()


def yolo_line(number: int, values: np.ndarray, *further: str) -> str:
    """Return a line; `values` is (N, 2), divided by the picture's size. A millionth of a picture is far below a pixel."""
    return " ".join([str(number), *(f"{value:.6f}" for value in values.ravel()), *further]) + "\n"


def data_yaml(parts: Sequence[str], names: Sequence[str], further: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines of `data.yaml`. A split without a part `val` gives `train` for it, which Ultralytics insists on."""
    wanted = {"train": "train", "val": "val", "test": "test"} | {part: part for part in parts}
    first = parts[0]
    for key in wanted:
        if key in parts:
            yield f"{key}: images/{key}\n"
        elif key != "test":
            yield f"{key}: images/{first}  # no part {key} was asked for\n"
    yield "names:\n"
    for number, name in enumerate(names):
        yield f"  {number}: {one_line(name)}\n"
    yield from further


def yolo_exporters(reading: KindReading | None) -> tuple[YoloExporter, ...]:
    """Return the three tasks that any dataset has labels for."""
    hidden = "depth, poses, 3D boxes and what is hidden"
    return (
        YoloExporter(reading, "detect", "boxes for Ultralytics' YOLO", box_numbers, ("masks of pixels", hidden)),
        YoloExporter(reading, "segment", "outlines for Ultralytics' YOLO", outline_numbers,
                     ("holes in masks", "parts of one thing apart (bridges join them)", hidden)),
        YoloExporter(reading, "obb", "oriented boxes for Ultralytics' YOLO", oriented_numbers, ("masks of pixels", hidden)),
    )
