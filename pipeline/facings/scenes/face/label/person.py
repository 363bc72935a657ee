"""The person as the frame's one instance: the record's common keys, from all solid surfaces of body, clothes and hat."""

import numpy as np

from facings.labels.camera import Pinhole
from facings.labels.instance_record import InstanceRecord
from facings.labels.instances import InstanceLabeller, InstanceName, LabelledObject
from facings.labels.silhouette import Triangles
from facings.scenes.face.label.scene import FaceScene
from facings.scenes.face.semantics import PERSON_CATEGORY

_NAME = InstanceName(PERSON_CATEGORY["name"], PERSON_CATEGORY["supercategory"], "person")


class PersonRecord:
    """Makes the common part of the person's record, frame after frame."""

    def __init__(self) -> None:
        # Every frame has another person: nothing is worth keeping.
        self._instances = InstanceLabeller(capacity=1)
        self._frames = 0

    def make(self, scene: FaceScene, instance: np.ndarray, camera: Pinhole, world_from_head: np.ndarray) -> InstanceRecord:
        """Return the record's common keys; the object's own frame is the head frame, its box holds the whole person.

        `amodal_px` counts the person without strands, as `visible_px` does.
        """
        self._frames += 1
        mesh = _merged(scene, np.linalg.inv(world_from_head), f"person {self._frames}")
        person = LabelledObject(mesh, world_from_head, np.ones(3))
        return self._instances.records([person], [_NAME], instance, camera)[0]


def _merged(scene: FaceScene, head_from_world: np.ndarray, key: str) -> Triangles:
    count, vertices, triangles = 0, [], []
    for surface in scene.surfaces:
        vertices.append(surface.vertices_m @ head_from_world[:3, :3].T + head_from_world[:3, 3])
        triangles.append(surface.triangles + count)
        count += len(surface.vertices_m)
    return Triangles(key, np.concatenate(vertices).astype(np.float32), np.concatenate(triangles).astype(np.int32))
