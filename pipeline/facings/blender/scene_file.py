"""Writes a realised scene into a file of its own, for a Blender with a window to link and look at."""

from pathlib import Path
from typing import Any

import bpy


def write_scene(scene: bpy.types.Scene, path: Path, name: str) -> None:
    """Write a scene and all that it uses to `path`, under `name` there; pictures that were made here are packed into it.

    What the scene reads beside itself is named by absolute paths. Raises OSError where the file cannot be written.
    """
    # An image that only lives in memory would come out black.
    for image in bpy.data.images:
        any_image: Any = image
        if any_image.users and (image.source == "GENERATED" or image.is_dirty) and image.library is None:
            image.pack()
    before = scene.name
    scene.name = name
    try:
        bpy.data.libraries.write(str(path), {scene}, path_remap="ABSOLUTE", compress=False)
    except RuntimeError as error:
        raise OSError(str(error).strip()) from error
    finally:
        scene.name = before
