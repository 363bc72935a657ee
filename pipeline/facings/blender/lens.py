"""Lens distortion in Blender: a camera of Cycles' type CUSTOM, whose rays `lens_shader` makes.

Such a camera runs on the CPU and on OptiX alone. Its depth pass holds the distance from the camera, and its near distance is
along the ray (kernel `camera/camera.h`, `film/data_passes.h`).
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from facings.blender.lens_shader import SOURCE
from facings.blender.session import quiet
from facings.errors import InputError
from facings.frames.spec import CameraSpec
from facings.labels.camera import NEAR_M, Pinhole
from facings.labels.lens import COEFFICIENTS, Lens, LensModel
from facings.labels.lens_fit import refuse_misfit

DEVICES = ("cpu", "optix")
"""What `select_device` returns where such cameras render."""

_SLACK = 1.01
"""Of the picture's farthest radius: so much farther the shader looks for one."""


def require_lens_device(device: str) -> None:
    """Raise InputError unless lens distortion can be rendered on a device as `select_device` returned it."""
    if device not in DEVICES:
        raise InputError(f"--device {device}: the recipe's camera distorts (camera.lens, camera.distortion), which Cycles"
                         " renders on cpu and on optix only. Take one of these.")


def realise_lens(scene: bpy.types.Scene, data: Any, spec: CameraSpec, width_px: int, height_px: int) -> None:
    """Give a camera's data, to which all else of `spec` was given, its lens."""
    camera = Pinhole.of(spec, width_px, height_px)
    if camera.lens is None:
        raise ValueError("the spec has no lens")
    refuse_misfit(camera)
    code, checksum = _compiled()
    data.type, data.custom_mode = "CUSTOM", "INTERNAL"
    data.custom_bytecode, data.custom_bytecode_hash = code, checksum
    data.shift_x = data.shift_y = 0.0
    scene.render.pixel_aspect_x = scene.render.pixel_aspect_y = 1.0
    data.clip_start = 1e-6  # the shader begins at the near plane
    values = data.cycles_custom
    for name in list(values.keys()):
        del values[name]
    settings = dict.fromkeys(("k1", "k2", "k3", "k4", "p1", "p2"), 0.0) | dict(zip(
        COEFFICIENTS[camera.lens.model], camera.lens.coefficients, strict=True)) | {
        "fisheye": int(camera.lens.is_fisheye), "reach": _farthest(camera), "fx": spec.fx_px, "fy": spec.fy_px,
        "cx": spec.cx_px, "cy": spec.cy_px, "width": float(width_px), "height": float(height_px), "near_m": NEAR_M,
        "focus_m": spec.focus_distance_m or 1.0, "aperture_m": 0.0, "blades": data.dof.aperture_blades,
        "blades_rad": data.dof.aperture_rotation, "squeeze": data.dof.aperture_ratio,
    }
    if spec.focus_distance_m is not None:
        settings["aperture_m"] = spec.focal_length_m / (2 * spec.f_number)
    for name, value in settings.items():
        values[name] = value
    data.update_tag()


@contextmanager
def all_sharp(camera: bpy.types.Object) -> Iterator[None]:
    """Let a camera have no depth of field for a while."""
    data: Any = camera.data
    values, used = data.cycles_custom, data.dof.use_dof
    aperture_m = values.get("aperture_m")
    try:
        data.dof.use_dof = False
        if aperture_m:
            values["aperture_m"] = 0.0
            data.update_tag()
        yield
    finally:
        data.dof.use_dof = used
        if aperture_m:
            values["aperture_m"] = aperture_m
            data.update_tag()


def ray_lengths(camera: bpy.types.Object) -> np.ndarray | None:
    """Return (H, W) float64: how far each pixel's ray is at a depth of 1 along the axis; None for a camera without lens."""
    data: Any = camera.data
    if data.type != "CUSTOM":
        return None
    values = data.cycles_custom
    model: LensModel = "opencv_fisheye" if values["fisheye"] else "opencv"
    K = np.array([[values["fx"], 0, values["cx"]], [0, values["fy"], values["cy"]], [0, 0, 1]])
    lens = Lens(model, tuple(values[name] for name in COEFFICIENTS[model]))
    width, height = int(values["width"]), int(values["height"])
    return np.linalg.norm(Pinhole(K, np.eye(4), width, height, lens).rays(0, 0, width, height), axis=-1)


@cache
def _compiled() -> tuple[str, str]:
    """The shader's bytecode and its checksum."""
    import _cycles  # pyright: ignore[reportMissingImports]  # Cycles' own, there once bpy is

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "lens.osl", Path(folder) / "lens.oso"
        source.write_text(SOURCE)
        with quiet():
            done = _cycles.osl_compile(str(source), str(target))
        if not done:
            raise RuntimeError("Blender could not compile the shader of lenses")
        code = target.read_text()
    return code, hashlib.md5(code.encode(), usedforsecurity=False).hexdigest()


def _farthest(camera: Pinhole) -> float:
    """A radius, or an angle, that no ray of the picture exceeds, within the lens's reach."""
    lens: Any = camera.lens
    farthest = float(np.hypot(*camera.border_rays[:, :2].T).max())
    return min(lens.reach, _SLACK * (float(np.arctan(farthest)) if lens.is_fisheye else farthest))
