"""The person as the frame's one instance: the record's common keys, from all solid surfaces of body, clothes and hat."""

import numpy as np

from facings.labels.amodal import AmodalCaster, Triangles
from facings.labels.camera import Pinhole, box_corners
from facings.labels.visible import visible_extents
from facings.scenes.face.label.parsing import PERSON
from facings.scenes.face.label.scene import FaceScene

PERSON_CATEGORY = {"id": 1, "name": "person", "supercategory": "person"}
"""The one category that face datasets have."""


class PersonRecord:
    """Makes the common part of the person's record, frame after frame."""

    def __init__(self) -> None:
        # Every frame has another person: nothing is worth keeping.
        self._caster = AmodalCaster(capacity=1)
        self._frames = 0

    def make(self, scene: FaceScene, instance: np.ndarray, camera: Pinhole, world_from_head: np.ndarray) -> dict[str, object]:
        """Return the record's common keys; the object's own frame is the head frame, its box holds the whole person.

        `amodal_px` counts the person without strands, as `visible_px` does.
        """
        self._frames += 1
        mesh = _merged(scene, np.linalg.inv(world_from_head), f"person {self._frames}")
        seen = visible_extents(instance, PERSON)
        visible = int(seen.pixels[PERSON])
        box = tuple(seen.box[PERSON].tolist()) if visible else None
        mask = None if box is None else instance[box[1]:box[3], box[0]:box[2]] == PERSON
        amodal = self._caster.cast(mesh, world_from_head, np.ones(3), camera, box, mask)
        low, high = mesh.bounds
        camera_from_head = camera.camera_from_world @ world_from_head
        corners = box_corners(low, high) @ camera_from_head[:3, :3].T + camera_from_head[:3, 3]
        return {
            "id": PERSON, "category": PERSON_CATEGORY["name"], "supercategory": PERSON_CATEGORY["supercategory"],
            "kind": "person", "camera_from_object": camera_from_head.tolist(),
            "box_min_m": low.tolist(), "box_max_m": high.tolist(),
            "box_corners_px": [p.tolist() if np.isfinite(p).all() else None for p in camera.project(corners)],
            "bbox_visible_xywh_px": seen.bbox_xywh(PERSON), "bbox_amodal_xywh_px": amodal.bbox_xywh_px,
            "visible_px": visible, "amodal_px": amodal.pixels,
            "visible_fraction": visible / amodal.pixels if amodal.pixels else 0.0,
            "amodal_clipped": amodal.clipped, "truncated": _truncated(amodal.bbox_xywh_px, camera),
        }


def _merged(scene: FaceScene, head_from_world: np.ndarray, key: str) -> Triangles:
    count, vertices, triangles = 0, [], []
    for surface in scene.surfaces:
        vertices.append(surface.vertices_m @ head_from_world[:3, :3].T + head_from_world[:3, 3])
        triangles.append(surface.triangles + count)
        count += len(surface.vertices_m)
    return Triangles(key, np.concatenate(vertices).astype(np.float32), np.concatenate(triangles).astype(np.int32))


def _truncated(bbox: list[int] | None, camera: Pinhole) -> bool:
    if bbox is None:
        return True
    x, y, w, h = bbox
    return x < 0 or y < 0 or x + w > camera.width_px or y + h > camera.height_px
