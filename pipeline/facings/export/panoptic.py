"""COCO's panoptic format: `PART/NAME.png` whose pixels are segment ids, and `panoptic_PART.json`.

By COCO's format page and panopticapi: a pixel's id is R + 256 G + 65536 B, 0 is void; each picture's `segments_info` has id,
category, area, box and `iscrowd`. Every pixel is in one segment: that of its instance; else that of its semantic class, a
category of its own with `isthing` 0, whose id is the class's beyond the greatest of an instance category (`first_stuff_id`).
The background class is void.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Frame
from facings.export.coco_lines import image_entry, separated
from facings.export.folder import Content, FolderExporter, Job, Unit

_STUFF = 65536
"""Added to a semantic class's id: segment ids beyond those of instances, which have 16 bits."""


class PanopticExporter(FolderExporter):
    """The format `coco-panoptic`; see `FolderExporter`. Instances that the options leave out belong to their class."""

    name = "coco-panoptic"
    summary = "COCO panoptic segmentation"
    unheld = ("what is hidden", "depth, poses, 3D boxes")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture and its segments."""
        frame = unit.only
        part, chosen = job.part(frame), [instance["id"] for instance, _ in job.chosen(frame)]
        yield job.file(frame, IMAGES, f"images_{part}")
        yield f"panoptic_{part}/{frame_name(frame.number)}.png", _png(segment_ids(frame, chosen))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the annotations of each part."""
        for part in job.splits.names:
            yield f"panoptic_{part}.json", self._lines(job, part)

    def _lines(self, job: Job, part: str) -> Iterator[str]:
        header, images = job.dataset.header, []

        def annotations() -> Iterator[str]:
            for frame in job.frames(part):
                images.append(one_line(image_entry(frame)))
                yield one_line({"image_id": frame.number, "file_name": f"{frame_name(frame.number)}.png",
                                "segments_info": segments(job, frame)})

        yield "{\n"
        yield f'"info": {one_line({"description": f"Facings, scene {header.scene}, seed {header.seed}"})},\n"licenses": [],\n'
        for key, lines in (("categories", map(one_line, categories(job))), ("annotations", annotations())):
            yield f'"{key}": [\n'
            yield from separated(lines)
            yield "],\n"
        yield '"images": [\n'
        yield from separated(images)
        yield "]\n}\n"


def first_stuff_id(job: Job) -> int:
    """Return the category id of semantic class 0, which no instance category's reaches."""
    return max((category["id"] for category in job.table.categories), default=0) + 1


def categories(job: Job) -> list[dict[str, Any]]:
    """Return the categories of things, then those of semantic classes but for the background."""
    first = first_stuff_id(job)
    return [*({**category, "isthing": 1} for category in job.table.categories),
            *({"id": first + c["id"], "name": c["name"], "supercategory": "stuff", "isthing": 0}
              for c in job.dataset.semantic_classes if c["id"] != 0)]


def segment_ids(frame: Frame, chosen: Sequence[int]) -> np.ndarray:
    """Return (H, W) int32: an instance's id where it is among `chosen`, else 65536 + the semantic class, 0 for background."""
    instance, semantic = frame.instance_map().astype(np.int32), frame.semantic_map().astype(np.int32)
    stuff = np.where(semantic > 0, semantic + _STUFF, 0)
    return np.where(np.isin(instance, chosen), instance, stuff)


def segments(job: Job, frame: Frame) -> list[dict[str, Any]]:
    """Return the frame's `segments_info`, by id."""
    chosen = {instance["id"]: job.table.categories[number]["id"] for instance, number in job.chosen(frame)}
    ids, first = segment_ids(frame, list(chosen)), first_stuff_id(job)
    found, inverse, areas = np.unique(ids, return_inverse=True, return_counts=True)
    rows, columns = (_extents(inverse.reshape(ids.shape), axis, len(found)) for axis in (0, 1))
    return [{"id": int(segment), "category_id": chosen.get(int(segment), first + int(segment) - _STUFF), "iscrowd": 0,
             "area": int(areas[k]), "bbox": [columns[0][k], rows[0][k], columns[1][k], rows[1][k]]}
            for k, segment in enumerate(found) if segment]


def _extents(places: np.ndarray, axis: int, count: int) -> tuple[list[int], list[int]]:
    """Return the first row (axis 0) or column (1) of each of `count` labels in a map, and how many there are up to its last."""
    at = np.broadcast_to(np.arange(places.shape[axis]).reshape((-1, 1) if axis == 0 else (1, -1)), places.shape)
    low, high = np.full(count, places.shape[axis]), np.full(count, -1)
    np.minimum.at(low, places, at)
    np.maximum.at(high, places, at)
    return low.tolist(), (high - low + 1).tolist()


def _png(ids: np.ndarray) -> bytes:
    colours = np.stack([ids & 255, ids >> 8 & 255, ids >> 16], -1).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(colours).save(file, "PNG")
    return file.getvalue()
