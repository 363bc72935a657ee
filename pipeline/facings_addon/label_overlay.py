"""Lays the worker's label pictures over the camera view: one texture, no second way of making labels."""

from typing import Any

import bpy

from . import dressing, session
from .session import STATE

_HANDLE: list[Any] = []
_STALE = 0.35
"""Of the opacity, once the template has changed."""
_TEXTURES: dict[str, Any] = {}
"""The one that was drawn last, by its file and when it was made."""


def _texture(path: str) -> Any:
    import gpu

    key = f"{path} {STATE.labelled} {id(STATE.labels)}"
    if key not in _TEXTURES:
        _TEXTURES.clear()
        with session.quietly():
            image: Any = bpy.data.images.load(path)
            image.colorspace_settings.name = "Non-Color"
            # The texture is a copy: nothing stays in the file.
            pixels = gpu.types.Buffer("FLOAT", len(image.pixels), image.pixels[:])
            _TEXTURES[key] = gpu.types.GPUTexture(tuple(image.size), format="RGBA16F", data=pixels)
            bpy.data.images.remove(image)
    return _TEXTURES[key]


def camera_frame_px(scene: Any, region: Any, view: Any) -> list[tuple[float, float]] | None:
    """Return the corners of the camera's picture in a region's pixels: lower left, lower right, upper right, upper left."""
    from bpy_extras.view3d_utils import location_3d_to_region_2d

    camera = scene.camera
    if camera is None:
        return None
    corners = [location_3d_to_region_2d(region, view, camera.matrix_world @ corner)
               for corner in camera.data.view_frame(scene=scene)]
    if any(corner is None for corner in corners):
        return None
    x, y = [c[0] for c in corners], [c[1] for c in corners]
    return [(min(x), min(y)), (max(x), min(y)), (max(x), max(y)), (min(x), max(y))]


def _draw() -> None:
    context = bpy.context
    any_context: Any = context
    view, region = any_context.region_data, any_context.region
    path = STATE.labels.get(STATE.layer)
    scene = dressing.shown_scene()
    if not path or view is None or view.view_perspective != "CAMERA" or scene is None or context.scene != scene:
        return
    corners = camera_frame_px(scene, region, view)
    if corners is None:
        return
    import gpu
    from gpu_extras.batch import batch_for_shader

    shader = gpu.shader.from_builtin("IMAGE_COLOR")
    square = {"pos": corners, "texCoord": ((0, 0), (1, 0), (1, 1), (0, 1))}
    batch = batch_for_shader(shader, "TRIS", square, indices=((0, 1, 2), (0, 2, 3)))
    opacity = STATE.opacity * (_STALE if session.stale() else 1.0)
    gpu.state.blend_set("ALPHA")
    shader.bind()
    shader.uniform_sampler("image", _texture(path))
    shader.uniform_float("color", (1.0, 1.0, 1.0, opacity))
    batch.draw(shader)
    gpu.state.blend_set("NONE")


def register() -> None:
    """Called by `facings_addon.register`."""
    if not bpy.app.background:
        _HANDLE.append(bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_PIXEL"))


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    while _HANDLE:
        bpy.types.SpaceView3D.draw_handler_remove(_HANDLE.pop(), "WINDOW")
    _TEXTURES.clear()
