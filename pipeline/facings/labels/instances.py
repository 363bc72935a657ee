"""Instances of any scene kind: their maps from the label render, and the common part of their records."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facings.frames.passes import SEMANTIC_BASE, FramePasses
from facings.labels.amodal import AmodalCaster, Triangles
from facings.labels.camera import Pinhole, box_corners
from facings.labels.instance_record import InstanceRecord
from facings.labels.visible import visible_extents


@dataclass(frozen=True, eq=False)
class LabelledObject:
    """Geometry and pose of one instance. Instance k of a frame is the k-th of these, counted from 1."""

    mesh: Triangles
    world_from_object: np.ndarray
    """(4, 4) float64, rigid."""
    scale: np.ndarray
    """(3,) float64, applied in the object's own frame before the pose."""


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

    def __init__(self, capacity: int = 256) -> None:
        self._caster = AmodalCaster(capacity)

    def records(self, objects: Sequence[LabelledObject], names: Sequence[InstanceName], instance: np.ndarray,
                camera: Pinhole) -> list[InstanceRecord]:
        """Return one record an object, in order; `instance` is the frame's map, (H, W) integer.

        Raises ValueError where the map holds an id beyond the objects, or there are not as many names as objects.
        """
        seen = visible_extents(instance, len(objects))
        result: list[InstanceRecord] = []
        for number, (item, name) in enumerate(zip(objects, names, strict=True), 1):
            x0, y0, x1, y1 = seen.box[number].tolist()
            shown = ((x0, y0, x1, y1), instance[y0:y1, x0:x1] == number) if seen.pixels[number] else (None, None)
            amodal = self._caster.cast(item.mesh, item.world_from_object, item.scale, camera, *shown)
            visible = int(seen.pixels[number])
            low, high = item.mesh.bounds
            low, high = low * item.scale, high * item.scale
            camera_from_object = camera.camera_from_world @ item.world_from_object
            corners = box_corners(low, high) @ camera_from_object[:3, :3].T + camera_from_object[:3, 3]
            result.append({
                "id": number, "category": name.category, "supercategory": name.supercategory, "kind": name.kind,
                "camera_from_object": camera_from_object.tolist(),
                "box_min_m": low.tolist(), "box_max_m": high.tolist(),
                "box_corners_px": [p.tolist() if np.isfinite(p).all() else None for p in camera.project(corners)],
                "bbox_visible_xywh_px": seen.bbox_xywh(number), "bbox_amodal_xywh_px": amodal.bbox_xywh_px,
                "visible_px": visible, "amodal_px": amodal.pixels,
                "visible_fraction": visible / amodal.pixels if amodal.pixels else 0.0,
                "amodal_clipped": amodal.clipped, "truncated": _truncated(amodal.bbox_xywh_px, camera),
            })
        return result


def _truncated(bbox_xywh_px: list[int] | None, camera: Pinhole) -> bool:
    if bbox_xywh_px is None:
        return True
    x, y, w, h = bbox_xywh_px
    return x < 0 or y < 0 or x + w > camera.width_px or y + h > camera.height_px
