"""What the code relies on about Cycles and Blender 5.2; each fact has a test in `tests/blender/test_cycles_facts.py`.

A new version of Blender begins with those tests: the ones that fail say what has to be thought over. Six facts shape code
elsewhere and need no name here:

* Object Info > Random depends on an object's name: names derive from the place in the spec, never from a counter.
* A surface that neither scatters nor emits is not there: rays go on, and what lies behind is added (`label_scene`).
* A surface whose alpha is at least the view layer's `pass_alpha_threshold` (0.5) fills data passes. Of a clearer one, chance
  decides pixel by pixel what they hold, it or what lies behind: labels hide what they look through.
* Blender cuts a render border's fractions down to whole pixels (`label_scene`).
* A volume's boundary fills data passes as a surface does (`opacity`), an instance those of what is instanced (`instances`).
* A pixel aspect below 1 becomes 1: the longer side is the one that is scaled (`camera`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np


@dataclass(frozen=True)
class RenderPass:
    """A data pass: the view layer's switch for it, and its name in a multilayer EXR ('LAYER.NAME.CHANNEL')."""

    switch: str
    name: str
    channels: int
    """How many of its channels, from the first, hold what the pass is about."""


DEPTH = RenderPass("use_pass_z", "Depth", 1)
"""Metres along the camera's Z."""

INDEX = RenderPass("use_pass_object_index", "Object Index", 1)

OPTIONAL_PASSES = {
    "normal": RenderPass("use_pass_normal", "Normal", 3),
    "position": RenderPass("use_pass_position", "Position", 3),
    "uv": RenderPass("use_pass_uv", "UV", 2),
    "albedo": RenderPass("use_pass_diffuse_color", "Diffuse Color", 3),
}
"""By the recipe's name; normals and positions are in the world's frame, of the surface as it is shaded (bump included)."""

_CHANNEL_ORDER = "RGBXYZUVWA"

NOTHING_M = 1e10
"""What the depth pass holds where a ray hits nothing."""

MAX_PASS_INDEX = 32_767
"""A larger `pass_index` is clamped without a word."""

CENTRE_FILTER = {"pixel_filter_type": "BLACKMAN_HARRIS", "filter_width": 0.01}
"""Settings with which sample 0 goes through the pixel's centre, to 1e-4 px.

Sample 0 goes through the middle of the table that Cycles inverts the filter with, and data passes are those of sample 0,
whatever the number of samples (kernel `integrator/init_from_camera.h`, `film/data_passes.h`). The table's middle is off by
5e-4 of the filter's width, so the filter is narrow.
"""

PNG_8_BIT = {"media_type": "IMAGE", "file_format": "PNG", "color_mode": "RGB", "color_depth": "8", "compression": 0}
PNG_16_BIT = PNG_8_BIT | {"color_depth": "16"}
EXR_LINEAR = {"media_type": "IMAGE", "file_format": "OPEN_EXR", "color_mode": "RGB", "color_depth": "32", "exr_codec": "NONE"}
EXR_LAYERS = {"media_type": "MULTI_LAYER_IMAGE", "file_format": "OPEN_EXR_MULTILAYER", "color_depth": "32", "exr_codec": "NONE"}
"""`image_settings` in the order in which they must be set: each narrows what the next may be."""


def in_channel_order(letters: Iterable[str]) -> list[str]:
    """Return the channels of one pass in the order in which they are counted: an EXR lists them alphabetically.

    Colours are R G B A, vectors X Y Z W, texture coordinates U V A, depth Z, other numbers X.
    """
    return sorted(letters, key=_CHANNEL_ORDER.index)


def depth_or_inf(depth_m: np.ndarray) -> np.ndarray:
    """Return the depth pass, float32 metres, with inf where nothing was hit."""
    # Half of it leaves room for rounding; no scene is that large.
    return np.where(depth_m < NOTHING_M / 2, depth_m, np.inf).astype(np.float32)


def set_output(scene: bpy.types.Scene, settings: dict[str, Any]) -> None:
    """Set the output format, one of those above; it is the pipeline's own affair and not set back."""
    for name, value in settings.items():
        setattr(scene.render.image_settings, name, value)
    scene.render.image_settings.color_management = "FOLLOW_SCENE"


def rebuild_each_render(scene: bpy.types.Scene) -> None:
    """Let every render build its scene anew, which costs a second or two for a thousand objects.

    With persistent data Cycles 5.2 tells images apart by their address, so that a new image where a freed one lay is not
    noticed; and where the pixel filter changes from render to render it has crashed within eight large frames
    (`test_many_changing_frames_in_one_process`), though smaller scenes survive many more.
    """
    scene.render.use_persistent_data = False


def without_light(material: bpy.types.Material) -> bpy.types.Material:
    """Keep an emitting material out of what is sampled as a light, and return it.

    Cycles makes a light of every triangle that emits, and a tree of all of them: for a million triangles that takes longer
    than rendering their labels. What rays meet is the same.
    """
    settings: Any = material
    settings.cycles.emission_sampling = "NONE"
    return material


def switch_off(lamp: bpy.types.Object) -> None:
    """Darken a lamp instead of hiding or unlinking it.

    Without the light tree, Cycles draws random numbers by the lamps' order, and a lamp that comes back is the last.
    """
    light: Any = lamp.data
    light.energy = 0.0


def show_instead(node: bpy.types.Node, image: bpy.types.Image) -> bpy.types.Image | None:
    """Let an image texture node show another image; return the one before, which may be removed now and not sooner.

    A new image at the address of a freed one is taken for it where Cycles keeps what it has read.
    """
    texture: Any = node
    before, texture.image = texture.image, image
    return before
