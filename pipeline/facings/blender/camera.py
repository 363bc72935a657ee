"""Sets a Blender camera to a CameraSpec."""

import math
from typing import Any

import bpy
from mathutils import Matrix

from facings.blender.lens import realise_lens
from facings.frames.spec import CameraSpec
from facings.labels.camera import NEAR_M

_BLENDER_FROM_OPENCV = Matrix.Diagonal((1, -1, -1, 1))
"""Blender looks along -Z with Y up, OpenCV along +Z with Y down; the matrix is its own inverse."""


def realise_camera(scene: bpy.types.Scene, camera: bpy.types.Object, spec: CameraSpec, width_px: int,
                   height_px: int) -> None:
    """Give `camera` the pose, intrinsics and lens of `spec`, and the scene its picture size.

    Blender's shift is in units of the fitted sensor side; with horizontal fit both shifts are in picture widths
    (`BKE_camera_params_compute_viewplane` in Blender's source).
    """
    data = camera.data
    if not isinstance(data, bpy.types.Camera):
        raise TypeError(f"{camera.name} is no camera")
    data.type = "PERSP"
    data.sensor_fit = "HORIZONTAL"
    data.lens_unit = "MILLIMETERS"
    lens_mm = spec.focal_length_m * 1000
    data.lens = lens_mm
    data.sensor_width = lens_mm * width_px / spec.fx_px
    render = scene.render
    render.resolution_x, render.resolution_y, render.resolution_percentage = width_px, height_px, 100
    render.pixel_aspect_x = max(1.0, spec.fy_px / spec.fx_px)
    render.pixel_aspect_y = max(1.0, spec.fx_px / spec.fy_px)
    data.shift_x = (width_px / 2 - spec.cx_px) / width_px
    data.shift_y = (spec.cy_px - height_px / 2) * (render.pixel_aspect_y / render.pixel_aspect_x) / width_px
    data.clip_start, data.clip_end = NEAR_M, 1000.0
    dof: Any = data.dof
    dof.use_dof = spec.focus_distance_m is not None
    dof.focus_object = None
    if spec.focus_distance_m is not None:
        dof.focus_distance = spec.focus_distance_m
        dof.aperture_fstop = spec.f_number
    if spec.lens is not None:
        realise_lens(scene, data, spec, width_px, height_px)
    camera.parent = None
    for constraint in list(camera.constraints):
        camera.constraints.remove(constraint)
    camera.animation_data_clear()
    data.animation_data_clear()
    camera.matrix_world = Matrix(spec.world_from_camera) @ _BLENDER_FROM_OPENCV
    scene.camera = camera
    render.use_border = False


class Exposure:
    """The scene's exposure and white balance, as offsets from what the artist set."""

    def __init__(self, scene: bpy.types.Scene) -> None:
        view: Any = scene.view_settings
        self._artist = (view.exposure, view.use_white_balance, view.white_balance_temperature, view.white_balance_tint)

    def realise(self, scene: bpy.types.Scene, spec: CameraSpec) -> None:
        """Apply a spec; a white balance of None gives back the artist's own."""
        view: Any = scene.view_settings
        exposure, balanced, temperature, tint = self._artist
        if not math.isfinite(spec.exposure_ev):
            raise ValueError(f"exposure_ev is {spec.exposure_ev}")
        view.exposure = exposure + spec.exposure_ev
        if spec.white_balance_k is None:
            view.use_white_balance = balanced
            view.white_balance_temperature, view.white_balance_tint = temperature, tint
        else:
            view.use_white_balance = True
            view.white_balance_temperature, view.white_balance_tint = spec.white_balance_k, spec.white_balance_tint
