"""Shows a realised frame in the artist's file for a while, and takes it away without a trace.

What is shown is known by where it lies, a folder of this Blender's own: nothing is kept that undo could make wrong.
"""

import os
import tempfile
from typing import Any

import bpy

FOLDER_PREFIX = "facings-preview-"


def folder() -> str:
    """Return the folder of this Blender's previews; Blender removes it when it quits."""
    path = os.path.join(bpy.app.tempdir or tempfile.gettempdir(), f"{FOLDER_PREFIX}{os.getpid()}")
    os.makedirs(path, exist_ok=True)
    return path


def _ours(path: str) -> bool:
    return FOLDER_PREFIX in os.path.basename(os.path.dirname(bpy.path.abspath(path)))


def shown_scene() -> Any:
    """Return the linked scene that is shown, None where the template is."""
    return next((scene for scene in bpy.data.scenes if scene.library is not None and _ours(scene.library.filepath)), None)


def dress(path: str, name: str) -> Any:
    """Link a realised scene and show it in every window, through its camera; return it.

    Raises RuntimeError where the file does not hold it.
    """
    undress()
    libraries: Any = bpy.data.libraries
    with libraries.load(path, link=True) as (source, target):
        if name not in source.scenes:
            raise RuntimeError(f"{path} holds no scene {name!r}")
        target.scenes = [name]
    scene = target.scenes[0]
    manager: Any = bpy.context.window_manager
    for window in manager.windows:
        window.scene = scene
        for area in window.screen.areas:
            if area.type == "VIEW_3D" and area.spaces.active.region_3d is not None:
                area.spaces.active.region_3d.view_perspective = "CAMERA"
    return scene


def undress() -> bool:
    """Take away what was shown: linked frames, and pictures that were looked at; return whether there was anything."""
    libraries = [library for library in bpy.data.libraries if _ours(library.filepath)]
    pictures = [image for image in bpy.data.images if image.library is None and _ours(image.filepath)]
    if not libraries and not pictures:
        return False
    back = next((scene for scene in bpy.data.scenes if scene.library is None and "facings_scene" in scene), None)
    back = back or next((scene for scene in bpy.data.scenes if scene.library is None), None)
    manager: Any = bpy.context.window_manager
    for window in manager.windows:
        if window.scene is not None and window.scene.library is not None and back is not None:
            window.scene = back
    inside = [library for library in bpy.data.libraries if library.parent in libraries]
    for library in (*inside, *libraries):
        bpy.data.libraries.remove(library)
    for image in pictures:
        bpy.data.images.remove(image)
    return True
