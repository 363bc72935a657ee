"""How much of each pixel strands cover: a sharp render of their own, with the same samples whatever the picture's."""

from collections.abc import Iterable
from pathlib import Path

import bpy
import numpy as np

from facings.blender.render import changed, enable_passes, render_passes
from facings.blender.session import cycles_of
from facings.blender.shader_graph import MaterialGraph

SAMPLES = 32
"""A pixel: against 1024 samples, which class it gets at a coverage of one half differs in 2 % of hair pixels."""

PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels from the top left, right and bottom exclusive."""


class StrandCoverage:
    """Renders objects' properties instead of their materials.

    Each of `properties` names a custom property of three numbers; an object that lacks it counts as (0, 0, 0) and covers
    what lies behind it all the same.
    """

    def __init__(self, properties: tuple[str, ...]) -> None:
        self._properties = properties
        graph = MaterialGraph("facings strand coverage")
        # It must emit something: Cycles takes a surface that does nothing for one that is not there.
        self._material = graph.surface(graph.node("Emission").outputs[0])
        for name in properties:
            graph.aov(name, colour=graph.attribute(name, vector=True, of="OBJECT"))

    def render(self, scene: bpy.types.Scene, hidden: Iterable[bpy.types.Object], scratch: Path,
               window: PixelBox | None = None) -> np.ndarray:
        """Return the (H, W, 3 * properties) float32 means over each pixel's own square; 0 outside `window`.

        `hidden` is looked through.
        """
        enable_passes(scene, (), colour_outputs=self._properties)
        cycles, render = cycles_of(scene), scene.render
        width, height = render.resolution_x, render.resolution_y
        x0, y0, x1, y1 = window or (0, 0, width, height)
        if x1 <= x0 or y1 <= y0:
            return np.zeros((height, width, 3 * len(self._properties)), np.float32)
        layer = next(layer for layer in scene.view_layers if layer.use)
        # Blender cuts the border's fractions down to pixels; half a pixel keeps them clear of rounding.
        border = [("border_min_x", (x0 + 0.5) / width), ("border_max_x", (x1 + 0.5) / width),
                  ("border_min_y", (height - y1 + 0.5) / height), ("border_max_y", (height - y0 + 0.5) / height)]
        with changed(
            (layer, "material_override", self._material), (scene, "world", None),
            (cycles, "samples", SAMPLES), (cycles, "seed", 0), (cycles, "use_animated_seed", False),
            (cycles, "sampling_pattern", "TABULATED_SOBOL"), (cycles, "pixel_filter_type", "BOX"),
            (render, "use_border", True), (render, "use_crop_to_border", False),
            *((render, name, min(value, 1.0)) for name, value in border),
            *((o, "hide_render", True) for o in hidden),
        ):
            passes = render_passes(scene, scratch)
        return np.concatenate([passes[name][..., :3] for name in self._properties], -1)
