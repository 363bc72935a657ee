"""Instances of any scene kind: their maps from the label render, and the common part of their records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from facings.frames.passes import SEMANTIC_BASE, FramePasses
from facings.labels.amodal import AmodalCaster, AmodalExtent
from facings.labels.camera import Pinhole
from facings.labels.derived import box_corners_px, truncated, visible_fraction
from facings.labels.instance_record import InstanceRecord
from facings.labels.occlusion import Occlusion
from facings.labels.placement import Placements
from facings.labels.silhouette import Triangles
from facings.labels.surface_texts import SurfaceText
from facings.labels.visible import visible_extents


@dataclass(frozen=True, eq=False)
class LabelledObject:
    """Geometry and pose of one instance. Instance k of a frame is the k-th of these, counted from 1."""

    mesh: Triangles
    world_from_object: np.ndarray
    """(4, 4) float64, rigid."""
    scale: np.ndarray
    """(3,) float64, applied in the object's own frame before the pose."""
    texts: Sequence[SurfaceText] | None = None
    """What is written on it; None where nobody asks."""


@dataclass(frozen=True)
class InstanceName:
    """What an instance is called."""

    category: str
    """As the dataset's categories name it."""
    supercategory: str
    kind: str
    """Which sort of thing the record tells of; a kind's own keys go by it."""


def instance_maps(passes: FramePasses, classes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the instance map, (H, W) uint16, and the semantic map, (H, W) uint8, of a label render.

    `classes` holds the semantic class of each instance from the first on.
    """
    is_instance = passes.index < SEMANTIC_BASE
    instance = np.where(is_instance, passes.index, 0).astype(np.uint16)
    by_instance = np.array([0, *classes], np.uint8)
    semantic = np.where(is_instance, by_instance[instance], np.maximum(passes.index - SEMANTIC_BASE, 0)).astype(np.uint8)
    return instance, semantic


class InstanceLabeller:
    """Records the instances of one frame after the other; keeps the ray-cast structures of `capacity` meshes."""

    def __init__(self, capacity: int = 64, *, amodal: bool = False) -> None:
        """With `amodal`, records have amodal masks, oriented boxes and occluders too."""
        self._caster, self._amodal = AmodalCaster(capacity), amodal

    def records(self, objects: Sequence[LabelledObject], names: Sequence[InstanceName], instance: np.ndarray,
                camera: Pinhole) -> list[InstanceRecord]:
        """Return one record an object, in order; `instance` is the frame's map, (H, W) integer.

        Raises ValueError where the map holds an id beyond the objects, or there are not as many names as objects.
        """
        if len(names) != len(objects):
            raise ValueError(f"there are {len(names)} names for {len(objects)} objects")
        seen = visible_extents(instance, len(objects))
        if not objects:
            return []
        placed = Placements.of([item.mesh.bounds for item in objects], np.array([item.world_from_object for item in objects]),
                               np.array([item.scale for item in objects]), camera)
        poses, lows, highs = placed.camera_from_object.tolist(), placed.box_min_m.tolist(), placed.box_max_m.tolist()
        corners_px = box_corners_px(placed.camera_from_object, placed.box_min_m, placed.box_max_m, camera)
        extents: dict[int, AmodalExtent] = {}
        occlusion = Occlusion(instance) if self._amodal else None
        # What is kept of a mesh is large: its objects in a row find it near at hand.
        for number, item in sorted(enumerate(objects, 1), key=lambda numbered: numbered[1].mesh.key):
            x0, y0, x1, y1 = seen.box[number].tolist()
            shown = ((x0, y0, x1, y1), instance[y0:y1, x0:x1] == number) if seen.pixels[number] else None
            extent = self._caster.extent(item.mesh, placed, number - 1, camera, *(shown or (None, None)))
            if occlusion is not None:
                occlusion.add(number, extent, shown)
            extents[number] = replace(extent, covered=None)
        hidden = occlusion.records() if occlusion is not None else {}
        result: list[InstanceRecord] = []
        for number, name in enumerate(names, 1):
            visible, amodal = int(seen.pixels[number]), extents[number]
            record: InstanceRecord = {
                "id": number, "category": name.category, "supercategory": name.supercategory, "kind": name.kind,
                "camera_from_object": poses[number - 1], "box_min_m": lows[number - 1], "box_max_m": highs[number - 1],
                "box_corners_px": corners_px[number - 1],
                "bbox_visible_xywh_px": seen.bbox_xywh(number), "bbox_amodal_xywh_px": amodal.bbox_xywh_px,
                "visible_px": visible, "amodal_px": amodal.pixels,
                "visible_fraction": visible_fraction(visible, amodal.pixels),
                "amodal_clipped": amodal.clipped,
                "truncated": truncated(amodal.bbox_xywh_px, camera.width_px, camera.height_px),
            }
            result.append(cast(InstanceRecord, record | hidden.get(number, {})))
        return result
