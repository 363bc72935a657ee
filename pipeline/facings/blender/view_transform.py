"""The scene's view transform, look, curves, exposure and white balance, applied by Blender to pixels of ours."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np

from facings.blender.cycles_facts import PNG_16_BIT, set_output


def linear_white(scene: bpy.types.Scene) -> float:
    """Return the scene-linear value that the view transform is given as 1, the exposure being what comes first."""
    view: Any = scene.view_settings
    return 2.0**-view.exposure


def displayed_8_bit(scene: bpy.types.Scene, linear: np.ndarray, scratch: Path) -> np.ndarray:
    """Return (H, W, 3) uint8 of what `displayed` returns, rounded."""
    return np.rint(255 * displayed(scene, linear, scratch)).astype(np.uint8)


def displayed(scene: bpy.types.Scene, linear: np.ndarray, scratch: Path) -> np.ndarray:
    """Return (H, W, 3) float32 display values, 0 to 1, of (H, W, 3) scene-linear ones, as Blender would write a render of them.

    They have 16 bits and no dither, which Blender adds to pictures of eight.
    """
    height, width = linear.shape[:2]
    path = scratch / "display.png"
    images = [bpy.data.images.new("linear", width, height, alpha=False, float_buffer=True)]
    try:
        source: Any = images[0]
        pixels = np.ones((height, width, 4), np.float32)
        pixels[..., :3] = linear[::-1]  # Blender's first row is the lowest
        source.pixels.foreach_set(pixels.ravel())
        set_output(scene, PNG_16_BIT)
        source.save_render(str(path), scene=scene)
        # Pillow reads no colour of 16 bits.
        images.append(bpy.data.images.load(str(path)))
        written: Any = images[1]
        written.colorspace_settings.is_data = True
        written.pixels.foreach_get(pixels.ravel())
    finally:
        for image in images:
            bpy.data.images.remove(image)
        path.unlink(missing_ok=True)
    return pixels[::-1, :, :3].copy()
