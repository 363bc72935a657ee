"""COCO instance annotations, made from the frame records and instance maps alone.

Annotations stream to the file one by one, so memory does not grow with them. Boxes are [x, y, w, h] with the right and
bottom edges exclusive, masks are compressed column-major RLE, and the same dataset always gives the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pycocotools.mask import encode

from facings.dataset.header import DatasetHeader
from facings.dataset.json_text import one_line
from facings.dataset.layout import HEADER, IMAGES, record_path
from facings.dataset.reader import Dataset, Frame
from facings.errors import InputError
from facings.labels.rle import rle_of_all
from facings.process.durable import write_lines_durably

PRICE_TAG = "price_tag"

IDS_PER_FRAME = 65536
"""An annotation's id is frame * 65536 + instance id: instance ids are 16-bit and never 0, so neither is the sum."""

_FEW_PX = 65536
"""Pixels to go over again, beyond once, up to which pycocotools has the masks sooner."""

FLAGS = ("misplaced", "lying", "turned", "truncated", "amodal_clipped")
"""Boolean keys of an instance's record that an annotation lists where they are true."""


@dataclass(frozen=True)
class CocoOptions:
    """Which instances become annotations, and under which categories."""

    categories: Literal["sku", "department", "single"] = "sku"
    """'sku': the catalogue's; 'department': the supercategories; 'single': one category 'object', without price tags,
    as SKU-110K has it (Goldman et al. 2019)."""
    min_visible_fraction: float = 0.0
    """Less visible instances are left out; wholly hidden ones always are, having no mask."""
    min_visible_px: int = 1


def write_coco(dataset: Dataset, path: str | os.PathLike, categories: str = "sku", min_visible_fraction: float = 0.0,
               min_visible_px: int = 1) -> int:
    """Write the COCO file of a whole dataset, atomically; return the number of annotations.

    An image's id is the frame's number and its `file_name` is relative to `images/`. Raises InputError for an unknown
    `categories`, and where a frame's files are missing or do not agree with its record.
    """
    if categories not in ("sku", "department", "single"):
        raise InputError(f"COCO categories {categories!r} are unknown; 'sku', 'department' or 'single' is expected.")
    text = CocoText(dataset, CocoOptions(categories, float(min_visible_fraction), int(min_visible_px)))
    try:
        write_lines_durably(Path(path), text)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror or error}). Give a file in a folder with room "
                         "where you may write.") from error
    return text.annotation_count


class CocoLines:
    """A COCO file's lines, each with its newline: one annotation, image or category a line.

    Images come after annotations, so that each record is read once and only a short line a frame is kept.
    """

    def __init__(self, dataset: Dataset, options: Any, categories: list[dict[str, Any]],
                 annotations_of: Callable[[Frame], Iterable[dict[str, Any]]]) -> None:
        """`options` is a dataclass that the file's `info` repeats: how it was made."""
        self._dataset, self._options = dataset, options
        self._categories, self._annotations_of = categories, annotations_of
        self._images: list[str] = []
        self.annotation_count = 0
        """Of what has been iterated so far."""

    def __iter__(self) -> Iterator[str]:
        self._images, self.annotation_count = [], 0
        header = self._dataset.header
        info = {"description": f"Facings, scene {header.scene}, seed {header.seed}",
                "version": header.versions.get("facings", ""), "fingerprint": header.fingerprint,
                "options": asdict(self._options)}
        yield "{\n"
        yield f'"info": {one_line(info)},\n'
        yield '"licenses": [],\n'
        for name, lines in (("categories", map(one_line, self._categories)), ("annotations", self._annotations())):
            yield f'"{name}": [\n'
            yield from _separated(lines)
            yield "],\n"
        yield '"images": [\n'
        yield from _separated(self._images)
        yield "]\n"
        yield "}\n"

    def _annotations(self) -> Iterator[str]:
        for frame in frames_there(self._dataset):
            self._images.append(one_line(_image(frame)))
            for annotation in self._annotations_of(frame):
                self.annotation_count += 1
                yield one_line(annotation)


class CocoText(CocoLines):
    """The lines of `annotations/instances.json`."""

    def __init__(self, dataset: Dataset, options: CocoOptions) -> None:
        table = CategoryTable(dataset.header, options.categories)
        super().__init__(dataset, options, table.categories, lambda frame: frame_annotations(frame, table, options))


def frames_there(dataset: Dataset) -> Iterator[Frame]:
    """Yield the frames of which there still is a record.

    One that has gone since the dataset was opened is being made anew by another run, which then rebuilds these files too.
    Raises InputError for a damaged record.
    """
    for frame in dataset:
        try:
            frame.record  # noqa: B018  (reads it)
        except InputError:
            if (dataset.path / record_path(frame.number)).exists():
                raise
            continue
        yield frame


def frame_annotations(frame: Frame, table: CategoryTable, options: CocoOptions) -> Iterator[dict[str, Any]]:
    """Yield the annotations of one frame, by instance id; raises InputError where map and record disagree."""
    wanted = []
    for instance in frame.instances:
        category_id = table.id_of(instance, frame)
        if category_id is None or instance["visible_px"] < max(1, options.min_visible_px):
            continue
        if instance["visible_fraction"] >= options.min_visible_fraction:
            wanted.append((instance, category_id))
    # Where the recipe had the masks written into the record, decoding the map is spared: most of the time, for large ones.
    masks = {instance["id"]: instance["segmentation"] for instance, _ in wanted if instance.get("segmentation")}
    if len(masks) < len(wanted):
        masks = masks_of(frame.instance_map(), [instance["id"] for instance, _ in wanted])
    for instance, category_id in wanted:
        instance_id, visible_px = instance["id"], instance["visible_px"]
        if instance_id not in masks:
            raise InputError(f"the record of frame {frame.number} says that instance {instance_id} has {visible_px} "
                             "visible pixels, but the instance map has none. Run facings verify.")
        yield {
            "id": frame.number * IDS_PER_FRAME + instance_id,
            "image_id": frame.number,
            "category_id": category_id,
            "bbox": instance["bbox_visible_xywh_px"],
            "area": visible_px,
            "iscrowd": 0,
            "segmentation": masks[instance_id],
            "instance_id": instance_id,
            "sku": instance.get("sku", instance["category"]),
            "visible_fraction": instance["visible_fraction"],
            "flags": [name for name in FLAGS if instance.get(name)],
        }


def masks_of(instance_map: np.ndarray, ids: Sequence[int]) -> dict[int, dict]:
    """Return {id: {'size': [height, width], 'counts': str}} for those of `ids` that the (H, W) map has, or for all it has.

    Two ways to the same text: pycocotools' goes over the pixels once an instance, ours once in all, but that takes ten
    times as long to begin; where few small masks are wanted, the beginning is what 100,000 frames would wait for.
    """
    if (len(ids) - 1) * instance_map.size > _FEW_PX:
        return rle_of_all(instance_map)
    planes = np.empty((*instance_map.shape, len(ids)), bool, order="F")
    for k, instance_id in enumerate(ids):
        planes[:, :, k] = instance_map == instance_id
    size, masks = list(instance_map.shape), encode(planes.view(np.uint8))
    return {instance_id: {"size": size, "counts": mask["counts"].decode("ascii")}
            for k, (instance_id, mask) in enumerate(zip(ids, masks, strict=True)) if planes[:, :, k].any()}


class CategoryTable:
    """The COCO categories of a dataset, and which of them an instance belongs to."""

    def __init__(self, header: DatasetHeader, kind: str) -> None:
        self.categories: list[dict[str, Any]] = []
        self._id_of_name: dict[str, int | None] = {}
        catalogue = sorted(header.categories, key=lambda c: c["id"])
        if kind == "single":
            self.categories = [{"id": 1, "name": "object", "supercategory": "object"}]
            self._id_of_name = {c["name"]: None if c["name"] == PRICE_TAG else 1 for c in catalogue}
        elif kind == "department":
            ids: dict[str, int] = {}
            for c in catalogue:
                # The tag stays a category of its own beside the departments, whatever it is filed under.
                name = PRICE_TAG if c["name"] == PRICE_TAG else c["supercategory"]
                if name not in ids:
                    ids[name] = len(ids) + 1
                    above = c["supercategory"] if name == PRICE_TAG else header.scene
                    self.categories.append({"id": ids[name], "name": name, "supercategory": above})
                self._id_of_name[c["name"]] = ids[name]
        else:
            self.categories = [{key: c[key] for key in ("id", "name", "supercategory")} for c in catalogue]
            self._id_of_name = {c["name"]: c["id"] for c in catalogue}

    def id_of(self, instance: dict[str, Any], frame: Frame) -> int | None:
        """Return the category's id, or None for an instance that is left out; InputError for an unknown category."""
        name = instance["category"]
        if name not in self._id_of_name:
            raise InputError(f"instance {instance['id']} of frame {frame.number} has the category {name!r}, which "
                             f"{frame.source.place}/{HEADER} does not list under `categories`.")
        return self._id_of_name[name]


def _image(frame: Frame) -> dict[str, Any]:
    """Return a frame as an entry of COCO's `images`; its file name is relative to `images/`."""
    name = frame.file(IMAGES).partition("/")[2]
    return {"id": frame.number, "file_name": name, "width": frame.width_px, "height": frame.height_px}


def _separated(items: Iterable[str]) -> Iterator[str]:
    """Yield the items with a comma after each but the last, and a newline after every one."""
    before = ""
    for item in items:
        if before:
            yield before + ",\n"
        before = item
    if before:
        yield before + "\n"
