"""What labels need of Blender's objects: pass indices before the label render, geometry and poses as it saw them."""

from collections.abc import Mapping, Sequence
from typing import Any

import bpy
import numpy as np

from facings.blender.cycles_facts import MAX_PASS_INDEX
from facings.blender.template_contract import RENDERED_TYPES
from facings.errors import InputError
from facings.frames.passes import MAX_INSTANCES, SEMANTIC_BASE
from facings.labels.camera import rigid_part
from facings.labels.instances import LabelledObject
from facings.labels.silhouette import Triangles

SHAPE = "facings_shape"
"""Custom property of a mesh: equal values mean equal geometry, so that what was computed from it can be kept."""


def number_objects(scene: bpy.types.Scene, instances: Sequence[bpy.types.Object], classes: Mapping[str, int]) -> None:
    """Give `instances` the pass indices 1, 2, ... and every other object that of its class.

    `classes` are the ids by name; an object's name is its `facings_semantic`, 'background' where it has none or one that
    is no class. Raises InputError where there are more instances than a pass index can tell apart, ValueError where a
    class id has no pass index left.
    """
    if max(classes.values()) > MAX_PASS_INDEX - SEMANTIC_BASE:
        raise ValueError(f"the highest class id is {max(classes.values())}; it may be {MAX_PASS_INDEX - SEMANTIC_BASE}")
    if len(instances) > MAX_INSTANCES:
        raise InputError(f"The scene holds {len(instances)} instances; at most {MAX_INSTANCES} can be told apart in one"
                         " picture.")
    own = set(instances)
    for other in scene.objects:
        if (other.type in RENDERED_TYPES or other.instance_type != "NONE") and other not in own:
            other.pass_index = SEMANTIC_BASE + classes.get(other.get("facings_semantic", "background"), 0)
    for number, instance in enumerate(instances, 1):
        instance.pass_index = number


class LabelledObjects:
    """Reads instances from Blender; keeps the triangles of the last frame's meshes, which carry `SHAPE`."""

    def __init__(self) -> None:
        self._triangles: dict[str, Triangles] = {}

    def read(self, instances: Sequence[bpy.types.Object]) -> tuple[LabelledObject, ...]:
        """Return the instances in order. A view layer update must have followed the last change."""
        graph = bpy.context.evaluated_depsgraph_get()
        known, self._triangles = self._triangles, {}
        result = []
        for instance in instances:
            mesh: Any = instance.data
            key = mesh[SHAPE]
            if key not in self._triangles:
                self._triangles[key] = known[key] if key in known else _evaluated(instance, graph, key)
            scale = np.array(instance.scale, float)
            pose = rigid_part(np.array(instance.matrix_world, float), scale)
            result.append(LabelledObject(self._triangles[key], pose, scale))
        return tuple(result)


def _evaluated(instance: bpy.types.Object, graph: bpy.types.Depsgraph, key: str) -> Triangles:
    evaluated = instance.evaluated_get(graph)
    body: Any = evaluated.to_mesh()
    vertices = np.empty(len(body.vertices) * 3, np.float32)
    body.vertices.foreach_get("co", vertices)
    triangles = np.empty(len(body.loop_triangles) * 3, np.int32)
    body.loop_triangles.foreach_get("vertices", triangles)
    evaluated.to_mesh_clear()
    return Triangles(key, vertices.reshape(-1, 3), triangles.reshape(-1, 3))
