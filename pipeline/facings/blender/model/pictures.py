"""The pictures of a model's materials: found, decoded and packed, so that nothing of them is left beside the mesh.

Tiles are packed together; of a sequence the mesh keeps the picture of the file's current frame.
"""

import io
import os
import re
import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from PIL import Image as PilImage

from facings.blender.model.fault import ModelFault
from facings.blender.model.materials import used_nodes
from facings.process.limits import most, raised

Check = Callable[[str], Path]
"""Takes an absolute path, notes it as read and returns it; raises ModelFault where a model may not read it or it is missing."""

_FIRST_TILE, _TILES_ACROSS = 1001, 10
_EDGE = 1e-5
"""A face that ends where a tile ends does not reach into the next."""
_DECODED = ("PNG", "JPEG", "WEBP", "BMP")
"""Of these Pillow reads all kinds that Blender reads; a cut one Blender shows grey or black from there on."""
_NUMBER = re.compile(r"(\d+)(\D*)$")


def pack_pictures(materials: Iterable[bpy.types.Material], mesh: bpy.types.Mesh, check: Check) -> None:
    """Pack every picture that the materials show on `mesh`; raises ModelFault with the name of one that cannot be shown.

    Pictures that no render would read are not asked for.
    """
    tiles: set[int] | None = None
    done: set[int] = set()
    frames: dict[tuple[int, int], bpy.types.Image] = {}
    for node in [node for material in materials for node in used_nodes(material)]:
        image: Any = getattr(node, "image", None)
        if not isinstance(image, bpy.types.Image):
            continue
        if image.source == "SEQUENCE":
            key = image.as_pointer(), _frame(node.image_user)
            if key not in frames:
                frames[key] = _picture_of_sequence(image, key[1], check)
            node.image = image = frames[key]
        if image.as_pointer() in done:
            continue
        done.add(image.as_pointer())
        if image.source == "TILED":
            tiles = _tiles_of(mesh) if tiles is None else tiles
            _pack_tiles(image, tiles, check)
        elif image.source == "FILE":
            _pack(image, check)
        elif image.source == "MOVIE":
            raise ModelFault(f"has the movie {_named(image)!r} as a texture; use a picture instead")


def _pack(image: Any, check: Check) -> None:
    if image.packed_file:
        _measured(io.BytesIO(image.packed_file.data), _named(image))
    else:
        path = check(absolute(image))
        _measured(path, _named(image))
        image.filepath = str(path)
    if min(image.size) == 0:
        raise ModelFault(f"names the texture {_named(image)!r}, which is no picture that Blender reads")
    _within(tuple(image.size), _named(image))
    if not image.packed_file:
        image.pack()


def _pack_tiles(image: Any, used: set[int], check: Check) -> None:
    """Pack the tiles of a UDIM picture on which the mesh has corners; the others go."""
    if image.packed_file or len(image.packed_files):
        for packed in image.packed_files:
            _measured(io.BytesIO(packed.packed_file.data), packed.filepath)
        return
    pattern = absolute(image)
    for tile in list(image.tiles):
        if tile.number not in used and len(image.tiles) > 1:
            image.tiles.remove(tile)
            continue
        if tile.number in used:
            path = check(tile_path(pattern, tile.number))
            _measured(path, path.name)
            image.tiles.active = tile
            if min(tile.size) == 0:
                raise ModelFault(f"names the texture {path.name!r}, which is no picture that Blender reads")
            _within(tuple(tile.size), path.name)
    if any(tile.number in used for tile in image.tiles):
        image.filepath = pattern
        image.pack()


def tile_path(pattern: str, number: int) -> str:
    """Return the path of one tile; the marks are those of the manual's page on UDIMs."""
    v, u = divmod(number - _FIRST_TILE, _TILES_ACROSS)
    return pattern.replace("<UDIM>", str(number)).replace("<UVTILE>", f"u{u + 1}_v{v + 1}")


def _tiles_of(mesh: Any) -> set[int]:
    """The tiles that faces reach into, by any of the mesh's UV maps."""
    found: set[int] = set()
    starts = np.empty(len(mesh.polygons), np.int32)
    mesh.polygons.foreach_get("loop_start", starts)
    for layer in mesh.uv_layers:
        values = np.empty(len(mesh.loops) * 2, np.float32)
        layer.uv.foreach_get("vector", values)
        points = np.clip(np.nan_to_num(values.reshape(-1, 2)), -1, 99)
        low, high = (np.floor(f.reduceat(points, starts) + shift).astype(int)
                     for f, shift in ((np.minimum, _EDGE), (np.maximum, -_EDGE)))
        for u0, v0, u1, v1 in np.unique(np.hstack([low, np.maximum(low, high)]), axis=0).tolist():
            found |= {_FIRST_TILE + u + _TILES_ACROSS * v for u in range(max(u0, 0), min(u1, _TILES_ACROSS - 1) + 1)
                      for v in range(max(v0, 0), v1 + 1)}
    return found


def _frame(user: Any) -> int:
    """The number in the name of the picture that a sequence shows at the scene's current frame (`BKE_image_user_frame_get`)."""
    length = max(int(user.frame_duration), 1)
    at = bpy.context.scene.frame_current - int(user.frame_start) + 1
    at = (at - 1) % length + 1 if user.use_cyclic else min(max(at, 1), length)
    return at + int(user.frame_offset)


def _picture_of_sequence(image: Any, frame: int, check: Check) -> bpy.types.Image:
    path = absolute(image)
    folder, name = os.path.split(path)
    stem, ending = os.path.splitext(name)
    match = _NUMBER.search(stem)
    if match:
        at = f"{stem[:match.start()]}{frame:0{len(match[1])}d}{match[2]}{ending}"
        # Where the frame's own picture is not there, the one that the file is named by stands for all.
        path = os.path.join(folder, at) if os.path.isfile(os.path.join(folder, at)) else path
    picture: Any = bpy.data.images.load(str(check(path)))
    picture.colorspace_settings.name = image.colorspace_settings.name
    picture.alpha_mode = image.alpha_mode
    return picture


def absolute(image: Any) -> str:
    """Return the absolute path that a picture of the file is named by; Blender counts it from the library it came with."""
    path = os.path.abspath(image.get("facings_path") or bpy.path.abspath(image.filepath))
    # Programs on Windows write '\\', which is a letter of a name elsewhere.
    return path if os.path.lexists(path) else path.replace("\\", "/")


def note_paths() -> None:
    """Keep every picture's absolute path, which is lost when the picture of a library becomes the file's own."""
    for image in bpy.data.images:
        if image.library is not None and image.filepath:
            image["facings_path"] = bpy.path.abspath(image.filepath, library=image.library)


def _named(image: Any) -> str:
    return os.path.basename(image.filepath.replace("\\", "/")) or image.name


def _measured(source: Path | io.BytesIO, name: str) -> None:
    """Raise ModelFault where a picture is empty, larger than is opened, or cut off; of rarer types Blender tells the last."""
    size = source.getbuffer().nbytes if isinstance(source, io.BytesIO) else source.stat().st_size
    if not size:
        raise ModelFault(f"names the texture {name!r}, which is empty (0 bytes)")
    most_pixels, PilImage.MAX_IMAGE_PIXELS = PilImage.MAX_IMAGE_PIXELS, None
    try:
        with PilImage.open(source) as picture:
            _within(picture.size, name)
            if picture.format in _DECODED:
                picture.load()
    except PilImage.UnidentifiedImageError:
        pass
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error) as error:
        raise ModelFault(f"names the texture {name!r}, which is cut off or damaged ({str(error).rstrip('.')})") from error
    finally:
        PilImage.MAX_IMAGE_PIXELS = most_pixels


def _within(size: tuple[int, ...], name: str) -> None:
    limit = most("PICTURE_MEGAPIXELS")
    if size[0] * size[1] > limit * 1e6:
        raise ModelFault(f"names the texture {name!r} of {size[0]} x {size[1]} pixels. Of the megapixels of a picture"
                         f" {raised('PICTURE_MEGAPIXELS')}")


