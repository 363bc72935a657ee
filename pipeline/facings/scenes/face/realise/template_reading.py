"""Measures an open face template: the `FaceTemplateInfo` that sampling works from."""

import bpy
import numpy as np

from facings.blender.template_contract import objects_of, placement
from facings.blender.template_lights import described_lights
from facings.blender.template_visibility import layer_collections
from facings.scenes.face.realise.template_contract import CONTRACT as CONTRACT
from facings.scenes.face.template_info import FaceTemplateInfo


def describe(scene: bpy.types.Scene, name: str, sha256: str) -> FaceTemplateInfo:
    """Return what sampling must know of an open template that keeps the contract."""
    anchor = np.array(placement(objects_of(scene, "head_anchor")[0]), float)
    # Blender keeps single precision; the nearest rotation is orthonormal to the last double digit.
    u, _, vt = np.linalg.svd(anchor[:3, :3])
    anchor[:3, :3] = u @ vt
    anchor[:3, 3] = np.round(anchor[:3, 3], 4)
    # An object alone may be off: a frame switches it on. One in a collection that is off would not be seen all the same.
    shown = {thing for reached, entry in layer_collections(scene) if reached for thing in entry.collection.objects}
    backdrops = {str(o["facings_backdrop"]) for o in objects_of(scene, "backdrop") if o in shown}
    return FaceTemplateInfo(
        name=name, sha256=sha256, world_from_body=tuple((x, y, z, shift) for x, y, z, shift in anchor.tolist()),
        lights=described_lights(scene), backdrops=tuple(sorted(backdrops)),
    )
