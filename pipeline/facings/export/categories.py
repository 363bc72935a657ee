"""The categories of a dataset on one level, and which instances of a frame a format is to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import Field

from facings.dataset.header import DatasetHeader
from facings.dataset.layout import HEADER
from facings.dataset.reader import Frame
from facings.errors import InputError
from facings.frames.kind_reading import Instance, KindReading

SINGLE = "single"
"""The level on which all instances are one category, as SKU-110K has it (Goldman et al. 2019)."""


@dataclass(frozen=True)
class InstanceOptions:
    """Which instances become annotations, and under which categories."""

    categories: str = ""
    """The level: what the scene kind calls its categories or their supercategories, or 'single': one category 'object'
    without what only accompanies the subject. Empty: the finest."""
    min_visible_fraction: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Less visible instances are left out; wholly hidden ones always are, having no mask."""
    min_visible_px: Annotated[int, Field(ge=1)] = 1

    @classmethod
    def of_recipe(cls, recipe: Mapping[str, Any], reading: KindReading) -> Self:
        """Return the limits of visibility in a dataset's resolved recipe, and the finest categories."""
        labels = recipe.get("labels", {})
        return cls(categories=reading.category_words[0],
                   min_visible_fraction=float(labels.get("min_visible_fraction", 0.0)),
                   min_visible_px=int(labels.get("min_visible_px", 1)))


def no_pixels(frame: Frame, instance: Instance) -> InputError:
    """Return the error of an instance that by its record is seen, and by the instance map is not."""
    return InputError(f"the record of frame {frame.number} says that instance {instance['id']} has {instance['visible_px']}"
                      " visible pixels, but the instance map has none. Run facings verify.")


class CategoryTable:
    """The categories of a dataset on one level, and which of them an instance belongs to."""

    def __init__(self, header: DatasetHeader, level: str, reading: KindReading) -> None:
        """`level` '' is the finest. Raises InputError where the kind knows no such level."""
        self.categories: list[dict[str, Any]] = []
        """[{'id', 'name', 'supercategory'}, ...], as COCO has them; ids from 1, not always without gaps."""
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
        elif level in ("", fine):
            self.categories = [{key: c[key] for key in ("id", "name", "supercategory")} for c in catalogue]
            self._id_of_name = {c["name"]: c["id"] for c in catalogue}
        else:
            raise InputError(f"Categories {level!r} are unknown; {fine!r}, {coarse!r} or {SINGLE!r} is expected.")
        self.index_of_id = {c["id"]: index for index, c in enumerate(self.categories)}
        """Category id -> place in `categories`: the number of a class in formats that count them from 0."""
        self.name_of_id = {c["id"]: str(c["name"]) for c in self.categories}

    def id_of(self, instance: Mapping[str, Any], frame: Frame) -> int | None:
        """Return the category's id, or None for an instance that is left out; InputError for an unknown category."""
        name = instance["category"]
        if name not in self._id_of_name:
            raise InputError(f"instance {instance['id']} of frame {frame.number} has the category {name!r}, which "
                             f"{frame.source.place}/{HEADER} does not list under `categories`.")
        return self._id_of_name[name]

    def chosen(self, frame: Frame, options: InstanceOptions) -> list[tuple[Instance, int]]:
        """Return the frame's instances that are seen well enough and have a category, each with the category's id."""
        found: list[tuple[Instance, int]] = []
        for instance in frame.instances:
            category_id = self.id_of(instance, frame)
            if category_id is None or instance["visible_px"] < max(1, options.min_visible_px):
                continue
            if instance["visible_fraction"] >= options.min_visible_fraction:
                found.append((instance, category_id))
        return found
