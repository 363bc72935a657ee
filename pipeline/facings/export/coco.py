"""COCO instance annotations, made from the frame records and instance maps alone.

Annotations stream to the file one by one, so memory does not grow with them. Boxes are [x, y, w, h] with the right and
bottom edges exclusive, masks are compressed column-major RLE, and the same dataset always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, cast

import numpy as np
from pycocotools.mask import encode
from pydantic import Field

from facings.dataset.header import DatasetHeader
from facings.dataset.layout import ANNOTATIONS, HEADER
from facings.dataset.reader import Dataset, Frame
from facings.errors import InputError
from facings.export.coco_lines import IDS_PER_FRAME, CocoLines, file_findings, write_coco_lines
from facings.frames.kind_reading import Finding, KindReading
from facings.labels.rle import rle_of_all

SINGLE = "single"
"""The level on which all instances are one category, as SKU-110K has it (Goldman et al. 2019)."""

_FEW_PX = 65536
"""Pixels to go over again, beyond once, up to which pycocotools has the masks sooner."""


@dataclass(frozen=True)
class CocoOptions:
    """Which instances become annotations, and under which categories."""

    categories: str = ""
    """The level: what the scene kind calls its categories or their supercategories, or 'single': one category 'object'
    without what only accompanies the subject. Empty: the finest."""
    min_visible_fraction: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Less visible instances are left out; wholly hidden ones always are, having no mask."""
    min_visible_px: Annotated[int, Field(ge=1)] = 1


class CocoExporter:
    """The format `coco`; see `facings.frames.kind_reading.Exporter`."""

    name = "coco"
    summary = "COCO instance segmentation"
    options = CocoOptions
    kept = "instances.json"

    def __init__(self, reading: KindReading | None) -> None:
        """`reading` is that of the dataset's scene kind; None where that is not installed: then annotations lack its keys."""
        self._known, self._reading = reading is not None, reading or KindReading()

    def defaults(self, recipe: Mapping[str, Any]) -> CocoOptions:
        """Return the recipe's limits of visibility, and the finest categories."""
        labels = recipe.get("labels", {})
        return CocoOptions(self._reading.category_words[0], float(labels.get("min_visible_fraction", 0.0)),
                           int(labels.get("min_visible_px", 1)))

    def write(self, folder: Path, out: Path | None, options: CocoOptions) -> str:
        """Write the file, by default `annotations/instances.json`, or `instances_LEVEL.json` of a coarser level."""
        dataset = Dataset(folder)
        finest = options.categories in ("", self._reading.category_words[0])
        name = self.kept if finest else f"instances_{options.categories}.json"
        target = out or folder / ANNOTATIONS / name
        text = CocoText(dataset, options, self._reading, plain=not self._known)
        write_coco_lines(target, text)
        return f"{target}: {text.annotation_count} annotations in {len(dataset)} images"

    def findings(self, folder: Path) -> Iterator[tuple[Path, Finding]]:
        """Yield at most one finding a file; nothing where the scene kind is not installed, whose keys most files have."""
        if not self._known:
            return
        dataset = Dataset(folder)

        def text(options: CocoOptions, plain: bool) -> CocoText:
            return CocoText(dataset, options, KindReading() if plain else self._reading, plain=plain)

        yield from file_findings(folder, "instances*.json", CocoOptions, text)


class CocoText(CocoLines):
    """The lines of `annotations/instances.json`."""

    def __init__(self, dataset: Dataset, options: CocoOptions, reading: KindReading, *, plain: bool = False) -> None:
        """`plain` notes in the file that it was made without its scene kind. Raises InputError for unknown categories."""
        options = replace(options, categories=options.categories or reading.category_words[0])
        table = CategoryTable(dataset.header, options.categories, reading)
        super().__init__(dataset, options, table.categories,
                         lambda frame: frame_annotations(frame, table, options, reading), plain=plain)


def frame_annotations(frame: Frame, table: CategoryTable, options: CocoOptions,
                      reading: KindReading) -> Iterator[dict[str, Any]]:
    """Yield the annotations of one frame, by instance id; raises InputError where map and record disagree."""
    wanted, flags = [], (*reading.instance_flags, "truncated", "amodal_clipped")
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
            **reading.annotation_keys(instance),
            "visible_fraction": instance["visible_fraction"],
            "flags": [name for name in flags if instance.get(name)],
        }


def masks_of(instance_map: np.ndarray, ids: Sequence[int]) -> dict[int, dict]:
    """Return {id: {'size': [height, width], 'counts': str}} for those of `ids` that the (H, W) map has, or for all it has.

    Two ways to the same text: pycocotools' goes over the pixels once an instance, ours once in all, but it begins slowly: the
    one mask of a 64x64 face takes 0.8 ms by ours and 0.04 ms by theirs, which is a minute in 100,000 frames; of 100 instances
    in 1024x768 pixels theirs takes half a second.
    """
    if (len(ids) - 1) * instance_map.size > _FEW_PX:
        return rle_of_all(instance_map)
    planes = np.empty((*instance_map.shape, len(ids)), bool, order="F")
    for k, instance_id in enumerate(ids):
        planes[:, :, k] = instance_map == instance_id
    size, masks = list(instance_map.shape), cast(list[dict[str, Any]], encode(planes.view(np.uint8)))
    return {instance_id: {"size": size, "counts": mask["counts"].decode("ascii")}
            for k, (instance_id, mask) in enumerate(zip(ids, masks, strict=True)) if planes[:, :, k].any()}


class CategoryTable:
    """The COCO categories of a dataset on one level, and which of them an instance belongs to."""

    def __init__(self, header: DatasetHeader, level: str, reading: KindReading) -> None:
        """Raises InputError where the kind knows no such level."""
        self.categories: list[dict[str, Any]] = []
        self._id_of_name: dict[str, int | None] = {}
        fine, coarse = reading.category_words
        catalogue = sorted(header.categories, key=lambda c: c["id"])
        if level == SINGLE:
            self.categories = [{"id": 1, "name": "object", "supercategory": "object"}]
            self._id_of_name = {c["name"]: None if c["name"] in reading.side_categories else 1 for c in catalogue}
        elif level == coarse:
            ids: dict[str, int] = {}
            for c in catalogue:
                # What accompanies the subject stays a category of its own, whatever it is filed under.
                aside = c["name"] in reading.side_categories
                name = c["name"] if aside else c["supercategory"]
                if name not in ids:
                    ids[name] = len(ids) + 1
                    above = c["supercategory"] if aside else header.scene
                    self.categories.append({"id": ids[name], "name": name, "supercategory": above})
                self._id_of_name[c["name"]] = ids[name]
        elif level == fine:
            self.categories = [{key: c[key] for key in ("id", "name", "supercategory")} for c in catalogue]
            self._id_of_name = {c["name"]: c["id"] for c in catalogue}
        else:
            raise InputError(f"COCO categories {level!r} are unknown; {fine!r}, {coarse!r} or {SINGLE!r} is expected.")

    def id_of(self, instance: Mapping[str, Any], frame: Frame) -> int | None:
        """Return the category's id, or None for an instance that is left out; InputError for an unknown category."""
        name = instance["category"]
        if name not in self._id_of_name:
            raise InputError(f"instance {instance['id']} of frame {frame.number} has the category {name!r}, which "
                             f"{frame.source.place}/{HEADER} does not list under `categories`.")
        return self._id_of_name[name]
