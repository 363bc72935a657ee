"""One frame's picture: rendered, and where the recipe has a sensor seen through it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from facings.dataset.images import decode_picture, encode_exr, encode_jpeg, encode_picture
from facings.dataset.layout import BEFORE_SENSOR, IMAGES, LINEAR, frame_name
from facings.frames.scene_kind import Spec
from facings.frames.streams import stream


@dataclass(frozen=True)
class Picture:
    """A frame's picture before it is encoded."""

    pixels: np.ndarray
    """(H, W, 3) uint8 sRGB."""
    linear: np.ndarray | None = None
    """(H, W, 3) float32 scene-linear, where the recipe wants it."""
    before_sensor: np.ndarray | None = None
    """(H, W, 3) uint8 sRGB, where the recipe wants it."""


def make_picture(scene: Any, spec: Spec, scratch: Path) -> Picture:
    """Render the realised `scene` (a `bpy.types.Scene`) and return what the spec's camera makes of it."""
    from facings.blender.render import last_linear, render_linear, render_picture
    from facings.blender.view_transform import displayed, displayed_8_bit, linear_white

    settings, sensor = spec.picture, spec.picture.sensor
    if sensor is None and spec.camera.auto_exposure is None:
        pixels = render_picture(scene, settings, scratch)
        return Picture(pixels, last_linear(scene, scratch) if settings.linear else None)
    from facings.sensor.metering import missing_ev
    from facings.sensor.processed import processed
    from facings.sensor.sensed import sensed

    light, white = render_linear(scene, settings, scratch), linear_white(scene)
    if spec.camera.auto_exposure is not None:
        # The recipe's own exposure is what a photographer sets beside the meter, so the meter does not see it.
        missing = missing_ev(light, white * 2.0**spec.camera.exposure_ev)
        light = light * np.float32(2.0 ** (spec.camera.auto_exposure * missing))
    if sensor is None:
        return Picture(displayed_8_bit(scene, light, scratch), light if settings.linear else None)
    before = displayed_8_bit(scene, light, scratch) if settings.before_sensor else None
    axis_px = spec.camera.cx_px, spec.camera.cy_px
    linear = sensed(light, sensor, axis_px, white, stream(spec.seed, spec.frame, "sensor noise"))
    return Picture(processed(displayed(scene, linear, scratch), sensor), linear if settings.linear else None, before)


def picture_files(spec: Spec, picture: Picture, xmp: bytes | None = None) -> dict[str, bytes]:
    """Return the encoded pictures by their paths, this XMP packet in their files. Equal pixels and packets give equal bytes."""
    settings, sensor, name = spec.picture, spec.picture.sensor, frame_name(spec.frame)
    if sensor is None or sensor.jpeg_quality == 0:
        data = encode_picture(picture.pixels, settings.format, settings.jpeg_quality, xmp)
    else:
        final = settings.format == "jpg"
        data = encode_jpeg(picture.pixels, sensor.jpeg_quality, sensor.chroma_subsampling, xmp if final else None)
        if not final:
            data = encode_picture(decode_picture(data), settings.format, settings.jpeg_quality, xmp)
    files = {f"{IMAGES}/{name}.{settings.format}": data}
    if picture.linear is not None:
        files[f"{LINEAR}/{name}.exr"] = encode_exr(picture.linear, half=True)
    if picture.before_sensor is not None:
        files[f"{BEFORE_SENSOR}/{name}.png"] = encode_picture(picture.before_sensor, "png", xmp=xmp)
    return files
