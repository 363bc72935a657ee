"""The label renders of a frame: index, depth and what else the pixels' centres meet, and how much of a pixel strands cover.

They have a scene of their own, which shares every object with the picture's: it has no world, one sample, a narrow filter, and
a plain surface instead of all materials where nothing but geometry counts. Nothing of the picture's settings changes for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from facings.blender.cycles_facts import (
    CENTRE_FILTER,
    DEPTH,
    INDEX,
    OPTIONAL_PASSES,
    depth_or_inf,
    rebuild_each_render,
    without_light,
)
from facings.blender.instances import real_instances
from facings.blender.lens import ray_lengths
from facings.blender.opacity import all_opaque, is_fog, without_volumes
from facings.blender.render import changed, enable_passes, render_passes
from facings.blender.session import cycles_of
from facings.blender.shader_graph import MaterialGraph
from facings.frames.passes import FramePasses

COVERAGE_SAMPLES = 32
"""A pixel: against 1024 samples, which class it gets at a coverage of one half differs in 2 % of hair pixels."""

PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels from the top left, right and bottom exclusive."""

_SHADED = {"normal", "albedo"}
"""Passes that come from the materials."""


class LabelScene:
    """Renders the labels of one scene, frame after frame."""

    def __init__(self, scene: bpy.types.Scene, outputs: Sequence[str] = (), coverage: Sequence[str] = ()) -> None:
        """Share the objects of `scene`; those that are linked to it later too.

        `outputs` are names of attributes of meshes, a number each, that `FramePasses.outputs` is to hold; materials write them
        to AOVs of the same name. `coverage` are names of objects' custom properties, three numbers each, of which `cover`
        returns the means.
        """
        self._of = scene
        self._outputs, self._coverage = tuple(outputs), tuple(coverage)
        self.scene: Any = scene.copy()
        self.scene.name = "facings labels"
        self.scene.world, self.scene.render.use_multiview = None, False
        rebuild_each_render(self.scene)
        cycles = cycles_of(self.scene)
        cycles.samples, cycles.use_light_tree = 1, False
        cycles.direct_light_sampling_type = "FORWARD_PATH_TRACING"  # no ray goes to a light
        layer, *others = [layer for layer in self.scene.view_layers if layer.use]
        for other in others:
            other.use = False
        layer.samples, layer.world_override, layer.pass_alpha_threshold = 0, None, 0.5
        layer.name = "labels"  # what a channel in an EXR is called has an end
        _without_passes(layer)
        self._layer = layer
        self._plain = self._plain_material()

    def render(self, hidden: Iterable[bpy.types.Object], wanted: tuple[str, ...], scratch: Path) -> FramePasses:
        """Return the passes of exactly the pixels' centres; `hidden` is looked through.

        `wanted` may hold 'normal', 'position', 'uv' and 'albedo'. One sample through the centre (`cycles_facts.CENTRE_FILTER`)
        is exact and needs no light.
        """
        self._follow()
        enable_passes(self.scene, wanted, self._outputs)
        cycles = cycles_of(self.scene)
        lamps = [thing for thing in self.scene.objects if thing.type == "LIGHT"]
        with self._looked_through((*hidden, *lamps)) as through:
            plain = not _SHADED.intersection(wanted) and all_opaque(self.scene, through)
            self._layer.material_override = self._plain if plain else None
            with changed(*((cycles, name, value) for name, value in CENTRE_FILTER.items())), without_volumes():
                passes = render_passes(self.scene, scratch)
        optional = {name: np.ascontiguousarray(passes[kind.name][..., :kind.channels])
                    for name, kind in OPTIONAL_PASSES.items() if name in wanted}
        if "normal" in wanted:
            optional["normal"] = _unit_in_camera(optional["normal"], self.scene.camera)
        index = np.rint(passes[INDEX.name][..., 0]).astype(np.int32)
        outputs = {name: np.ascontiguousarray(passes[name][..., 0]) for name in self._outputs}
        depth = depth_or_inf(passes[DEPTH.name][..., 0])
        lengths = ray_lengths(self.scene.camera)
        if lengths is not None:  # what a bent camera's pass holds is the distance
            depth = (depth / lengths).astype(np.float32)
        return FramePasses(index, depth, optional, outputs)

    def cover(self, hidden: Iterable[bpy.types.Object], scratch: Path, window: PixelBox | None = None) -> np.ndarray:
        """Return the (H, W, 3 * properties) float32 means of the objects' properties over each pixel's own square.

        It is 0 outside `window`. An object that lacks a property counts as (0, 0, 0) and covers what lies behind it all the
        same; `hidden` is looked through. The samples are always the same, whatever the picture's quality.
        """
        self._follow()
        render, cycles = self.scene.render, cycles_of(self.scene)
        width, height = render.resolution_x, render.resolution_y
        x0, y0, x1, y1 = window or (0, 0, width, height)
        if x1 <= x0 or y1 <= y0:
            return np.zeros((height, width, 3 * len(self._coverage)), np.float32)
        self._layer.material_override = self._plain
        enable_passes(self.scene, (), colour_outputs=self._coverage)
        # Blender cuts the border's fractions down to pixels; half a pixel keeps them clear of rounding.
        border = [("border_min_x", (x0 + 0.5) / width), ("border_max_x", (x1 + 0.5) / width),
                  ("border_min_y", (height - y1 + 0.5) / height), ("border_max_y", (height - y0 + 0.5) / height)]
        with changed(
            (cycles, "samples", COVERAGE_SAMPLES), (cycles, "seed", 0), (cycles, "use_animated_seed", False),
            (cycles, "sampling_pattern", "TABULATED_SOBOL"), (cycles, "pixel_filter_type", "BOX"),
            (render, "use_border", True), (render, "use_crop_to_border", False),
            *((render, name, min(value, 1.0)) for name, value in border),
        ), self._looked_through(hidden):
            passes = render_passes(self.scene, scratch)
        return np.concatenate([passes[name][..., :3] for name in self._coverage], -1)

    def _follow(self) -> None:
        """Take over what may have changed in the picture's scene: the camera, the picture's size, what is linked to it."""
        own, of = self.scene, self._of
        own.camera = of.camera
        for name in ("resolution_x", "resolution_y", "resolution_percentage", "pixel_aspect_x", "pixel_aspect_y"):
            setattr(own.render, name, getattr(of.render, name))
        cycles_of(own).device = cycles_of(of).device
        links = (own.collection.children, of.collection.children), (own.collection.objects, of.collection.objects)
        for mine, theirs in links:
            for new in set(theirs) - set(mine):
                mine.link(new)

    @contextmanager
    def _looked_through(self, hidden: Iterable[bpy.types.Object]) -> Iterator[list[bpy.types.Object]]:
        """Hide objects, and volumes, for a while; yield them. Instances are real objects meanwhile."""
        with real_instances(self.scene, set(hidden)) as instancers:
            through = [*hidden, *instancers, *filter(is_fog, self.scene.objects)]
            through = [thing for thing in dict.fromkeys(through) if not thing.hide_render]
            with changed(*((thing, "hide_render", True) for thing in through)):
                yield through

    def _plain_material(self) -> bpy.types.Material:
        graph = MaterialGraph("facings plain")
        # It must emit something: Cycles takes a surface that does nothing for one that is not there.
        material = without_light(graph.surface(graph.node("Emission").outputs[0]))
        for name in self._outputs:
            graph.aov(name, graph.attribute(name))
        for name in self._coverage:
            graph.aov(name, colour=graph.attribute(name, vector=True, of="OBJECT"))
        return material


def _without_passes(layer: Any) -> None:
    """Switch all passes of a layer off: some that nobody asks for have channels of other names, and all take time."""
    for owner in (layer, layer.cycles):
        for prop in owner.bl_rna.properties:
            if prop.type == "BOOLEAN" and prop.identifier.startswith(("use_pass_", "pass_", "denoising_store")):
                setattr(owner, prop.identifier, False)
    for outputs in (layer.aovs, layer.lightgroups):
        for output in list(outputs):
            outputs.remove(output)


def _unit_in_camera(normal: np.ndarray, camera: bpy.types.Object) -> np.ndarray:
    """Turn (H, W, 3) normals in the world's frame into float32 unit vectors in the camera's; zero stays zero."""
    camera_from_world = np.array(camera.matrix_world.to_3x3(), float).T * np.array([[1.0], [-1.0], [-1.0]])
    turned = normal @ camera_from_world.T
    length = np.linalg.norm(turned, axis=-1, keepdims=True)
    return (turned / np.where(length > 0, length, 1)).astype(np.float32)
