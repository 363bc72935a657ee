"""Measures an open face template: the `FaceTemplateInfo` that sampling works from."""

import bpy
import numpy as np

from facings.blender.template_contract import objects_of, placement
from facings.blender.template_lights import described_lights
from facings.scenes.face.realise.template_contract import CONTRACT as CONTRACT
from facings.scenes.face.template_info import FaceTemplateInfo


def describe(scene: bpy.types.Scene, name: str, sha256: str) -> FaceTemplateInfo:
    """Return what sampling must know of an open template that keeps the contract."""
    anchor = np.array(placement(objects_of(scene, "head_anchor")[0]), float)
    # Blender keeps single precision; the nearest rotation is orthonormal to the last double digit.
    u, _, vt = np.linalg.svd(anchor[:3, :3])
    anchor[:3, :3] = u @ vt
    anchor[:3, 3] = np.round(anchor[:3, 3], 4)
    backdrops = {str(o["facings_backdrop"]) for o in objects_of(scene, "backdrop")}
    return FaceTemplateInfo(
        name=name, sha256=sha256, world_from_body=tuple((x, y, z, shift) for x, y, z, shift in anchor.tolist()),
        lights=described_lights(scene), backdrops=tuple(sorted(backdrops)),
    )
