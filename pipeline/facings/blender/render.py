"""The renders of a frame: the picture, and the label render of one sample through every pixel's centre."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import OpenEXR
from PIL import Image

from facings.blender.session import quiet
from facings.frames.passes import FramePasses
from facings.frames.spec import PictureSpec

_NOTHING_M = 1e9
"""Cycles writes 1e10 into the Depth pass where a ray hits nothing."""


@contextmanager
def changed(*settings: tuple[Any, str, Any]) -> Iterator[None]:
    """Set attributes (owner, name, value) for a while and set them back whatever happens."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in settings]
    try:
        for owner, name, value in settings:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in reversed(before):
            setattr(owner, name, value)


def render_picture(scene: bpy.types.Scene, picture: PictureSpec, scratch: Path) -> np.ndarray:
    """Return the picture as (H, W, 3) uint8 sRGB through the scene's own view transform."""
    cycles = scene.cycles
    bounces = [] if picture.max_bounces is None else [(cycles, "max_bounces", picture.max_bounces)]
    path = scratch / "picture.png"
    _write_as(scene, media_type="IMAGE", file_format="PNG", color_mode="RGB", color_depth="8", compression=0)
    with changed(
        (cycles, "samples", picture.samples), (cycles, "use_denoising", picture.denoise),
        *bounces,
        (scene.render, "filepath", str(path)),
        (scene.render, "film_transparent", False), (scene.render, "use_file_extension", True),
    ), quiet():
        bpy.ops.render.render(write_still=True, scene=scene.name)
    with Image.open(path) as opened:
        pixels = np.array(opened.convert("RGB"))
    path.unlink()
    return pixels


def render_labels(scene: bpy.types.Scene, hidden: Iterable[bpy.types.Object], wanted: tuple[str, ...],
                  scratch: Path, outputs: tuple[str, ...] = ()) -> FramePasses:
    """Return the passes of exactly the pixel centres; depth of field and motion blur are off, `hidden` is not rendered.

    `outputs` are the AOV nodes of materials that `FramePasses.outputs` shall hold; `enable_passes` must have had them.

    Cycles' sample 0 goes through the pixel's centre, and its data passes are overwritten at sample 0 only (kernel
    `integrator/init_from_camera.h` and `film/data_passes.h`), so one sample is exact and needs no light.
    """
    cycles = scene.cycles
    with changed(
        # The light of the world takes time to prepare, and nothing of it gets into what is read.
        (cycles, "samples", 1), (scene, "world", None),
        # The table that Cycles inverts its pixel filter with is off by 5e-4 of the filter's width in the middle.
        (cycles, "pixel_filter_type", "BLACKMAN_HARRIS"), (cycles, "filter_width", 0.01),
        *((o, "hide_render", True) for o in hidden),
    ):
        passes = render_passes(scene, scratch)
    depth = passes["Depth"][..., 0]
    depth = np.where(depth < _NOTHING_M, depth, np.float32(np.inf)).astype(np.float32)
    optional: dict[str, np.ndarray] = {}
    if "normal" in wanted:
        camera_from_world = np.array(scene.camera.matrix_world.to_3x3(), float).T * np.array([[1.0], [-1.0], [-1.0]])
        normal = passes["Normal"] @ camera_from_world.T
        length = np.linalg.norm(normal, axis=-1, keepdims=True)
        optional["normal"] = (normal / np.where(length > 0, length, 1)).astype(np.float32)
    for name, source, channels in (("position", "Position", 3), ("uv", "UV", 2), ("albedo", "Diffuse Color", 3)):
        if name in wanted:
            optional[name] = np.ascontiguousarray(passes[source][..., :channels])
    index = np.rint(passes["Object Index"][..., 0]).astype(np.int32)
    return FramePasses(index, depth, optional, {name: np.ascontiguousarray(passes[name][..., 0]) for name in outputs})


def render_passes(scene: bpy.types.Scene, scratch: Path) -> dict[str, np.ndarray]:
    """Return pass name -> (H, W, channels) float32 of the scene without lens blur, motion blur, denoising and bounces.

    How many samples there are and how they lie in the pixel is the scene's, which the caller sets.
    """
    cycles, render = scene.cycles, scene.render
    view_layer = next(layer for layer in scene.view_layers if layer.use)
    dof = scene.camera.data.dof
    path = scratch / "labels.exr"
    _write_as(scene, media_type="MULTI_LAYER_IMAGE", file_format="OPEN_EXR_MULTILAYER", color_depth="32",
              exr_codec="NONE")
    with changed(
        (cycles, "use_denoising", False), (cycles, "use_adaptive_sampling", False), (cycles, "max_bounces", 0),
        (render, "use_motion_blur", False), (dof, "use_dof", False),
        (render, "use_compositing", False), (render, "use_sequencer", False),
        (render, "filepath", str(path)), (render, "use_file_extension", True),
    ), quiet():
        bpy.ops.render.render(write_still=True, scene=scene.name)
    passes = _read_passes(path, view_layer.name)
    path.unlink()
    return passes


def enable_passes(scene: bpy.types.Scene, wanted: tuple[str, ...], outputs: tuple[str, ...] = (),
                  colour_outputs: tuple[str, ...] = ()) -> None:
    """Switch on the passes that are read; they stay on, beside the picture they cost next to nothing.

    `outputs` and `colour_outputs` are the names of AOV nodes in materials that hold one number, or a colour.
    """
    for layer in scene.view_layers:
        for names, kind in ((outputs, "VALUE"), (colour_outputs, "COLOR")):
            for name in names:
                if name not in layer.aovs:
                    added = layer.aovs.add()
                    added.name, added.type = name, kind
        layer.use_pass_combined = True
        layer.use_pass_z = True
        layer.use_pass_object_index = True
        layer.use_pass_normal = "normal" in wanted
        layer.use_pass_position = "position" in wanted
        layer.use_pass_uv = "uv" in wanted
        layer.use_pass_diffuse_color = "albedo" in wanted


def _write_as(scene: bpy.types.Scene, **settings: Any) -> None:
    """Set the output format: the pipeline's own affair, so not set back (each value narrows what the next may be)."""
    for name, value in settings.items():
        setattr(scene.render.image_settings, name, value)


def _read_passes(path: Path, layer: str) -> dict[str, np.ndarray]:
    """Return pass name -> (H, W, channels) float32 of a multilayer EXR written by Blender."""
    order = {"R": 0, "X": 0, "V": 0, "U": 0, "Z": 2, "G": 1, "Y": 1, "B": 2, "A": 3, "W": 3}
    found: dict[str, dict[int, np.ndarray]] = {}
    with OpenEXR.File(str(path), separate_channels=True) as file:
        for part in file.parts:
            for name, channel in part.channels.items():
                prefix, _, last = name.rpartition(".")
                if not prefix.startswith(layer + "."):
                    continue
                pass_name = prefix[len(layer) + 1:]
                place = 0 if pass_name == "Depth" else (1 if pass_name == "UV" and last == "V" else order[last])
                found.setdefault(pass_name, {})[place] = np.array(channel.pixels)
    return {name: np.stack([planes[k] for k in sorted(planes)], -1) for name, planes in found.items()}
