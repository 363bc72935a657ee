"""Renders as arrays: the picture, and the data passes of any scene."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy
import imageio.v3 as iio
import numpy as np
import OpenEXR

from facings.blender.cycles_facts import (
    DEPTH,
    EXR_LAYERS,
    EXR_LINEAR,
    INDEX,
    OPTIONAL_PASSES,
    PNG_8_BIT,
    in_channel_order,
    set_output,
)
from facings.blender.lens import all_sharp
from facings.blender.session import cycles_of, quiet
from facings.frames.spec import PictureSpec


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
    path = scratch / "picture.png"
    _render(scene, picture, PNG_8_BIT, path)
    pixels = iio.imread(path, plugin="pillow", mode="RGB")
    path.unlink()
    return pixels


def render_linear(scene: bpy.types.Scene, picture: PictureSpec, scratch: Path) -> np.ndarray:
    """Return the picture as (H, W, 3) float32 in scene-linear light, before the view transform."""
    path = scratch / "picture.exr"
    _render(scene, picture, EXR_LINEAR, path)
    return _read_linear(path)


def last_linear(scene: bpy.types.Scene, scratch: Path) -> np.ndarray:
    """Return what was rendered last, as `render_linear` would have."""
    path = scratch / "last.exr"
    set_output(scene, EXR_LINEAR)
    bpy.data.images["Render Result"].save_render(str(path), scene=scene)  # Blender keeps one, under this name
    return _read_linear(path)


def _read_linear(path: Path) -> np.ndarray:
    with OpenEXR.File(str(path)) as file:
        pixels = np.array(file.channels()["RGB"].pixels)
    path.unlink()
    return pixels


def _render(scene: bpy.types.Scene, picture: PictureSpec, output: dict[str, Any], path: Path) -> None:
    cycles = cycles_of(scene)
    named = {"max_bounces": picture.max_bounces, "use_light_tree": picture.light_tree}
    overridden = [(cycles, name, value) for name, value in named.items() if value is not None]
    set_output(scene, output)
    with changed(
        (cycles, "samples", picture.samples), (cycles, "use_denoising", picture.denoise),
        *overridden,
        (scene.render, "filepath", str(path)),
        (scene.render, "film_transparent", False), (scene.render, "use_file_extension", True),
        (scene.render, "use_sequencer", False),
    ), quiet():
        bpy.ops.render.render(write_still=True, scene=scene.name)


def render_passes(scene: bpy.types.Scene, scratch: Path) -> dict[str, np.ndarray]:
    """Return pass name -> (H, W, channels) float32 of the scene without lens blur, motion blur, denoising and bounces.

    How many samples there are and how they lie in the pixel is the scene's, which the caller sets.
    """
    cycles, render = cycles_of(scene), scene.render
    view_layer = next(layer for layer in scene.view_layers if layer.use)
    path = scratch / "labels.exr"
    set_output(scene, EXR_LAYERS)
    with changed(
        (cycles, "use_denoising", False), (cycles, "use_adaptive_sampling", False), (cycles, "max_bounces", 0),
        (render, "use_motion_blur", False),
        (render, "use_compositing", False), (render, "use_sequencer", False),
        (render, "filepath", str(path)), (render, "use_file_extension", True),
    ), all_sharp(_camera(scene)), quiet():
        bpy.ops.render.render(write_still=True, scene=scene.name)
    passes = _read_passes(path, view_layer.name)
    path.unlink()
    return passes


def enable_passes(scene: bpy.types.Scene, wanted: tuple[str, ...], outputs: tuple[str, ...] = (),
                  colour_outputs: tuple[str, ...] = ()) -> None:
    """Switch on the passes that `render_passes` is to return, and the optional ones that are not wanted off.

    `outputs` and `colour_outputs` are the names of AOV nodes in materials that hold one number, or a colour.
    """
    for layer in scene.view_layers:
        for names, kind in ((outputs, "VALUE"), (colour_outputs, "COLOR")):
            for name in names:
                output: Any = layer.aovs[name] if name in layer.aovs else layer.aovs.add()
                output.name, output.type = name, kind
        layer.use_pass_combined = True
        for always in (DEPTH, INDEX):
            setattr(layer, always.switch, True)
        for name, kind in OPTIONAL_PASSES.items():
            setattr(layer, kind.switch, name in wanted)


def _camera(scene: bpy.types.Scene) -> bpy.types.Object:
    if scene.camera is None:
        raise ValueError(f"the scene {scene.name} has no camera")
    return scene.camera


def _read_passes(path: Path, layer: str) -> dict[str, np.ndarray]:
    """Return pass name -> (H, W, channels) float32 of a multilayer EXR written by Blender."""
    found: dict[str, dict[str, np.ndarray]] = {}
    with OpenEXR.File(str(path), separate_channels=True) as file:
        for part in file.parts:
            for name, channel in part.channels.items():
                prefix, _, letter = name.rpartition(".")
                if prefix.startswith(layer + "."):
                    found.setdefault(prefix.removeprefix(layer + "."), {})[letter] = np.array(channel.pixels)
    return {name: np.stack([planes[letter] for letter in in_channel_order(planes)], -1) for name, planes in found.items()}
