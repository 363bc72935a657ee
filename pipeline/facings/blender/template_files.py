"""The files beside a template that its render reads: pictures, libraries, caches, volumes and type faces.

The standard library and `bpy` alone, as in `template_contract`. What the scene does not use is not asked for.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import bpy

from facings.blender.template_caches import cache_violations
from facings.blender.template_contract import Violation

_LEADS_ON = (bpy.types.Object, bpy.types.Collection, bpy.types.World, bpy.types.NodeTree)
"""What of a scene's own pointers its render asks for: its tools' pictures and brushes are not."""
_LEADS_NOWHERE = (bpy.types.Camera, bpy.types.Text, bpy.types.Sound)
"""What a render asks for nothing beside the file: pictures behind a camera's view, texts and sounds are for people."""
_TILE = re.compile("<UDIM>|<UVTILE>")


def file_violations(scene: bpy.types.Scene) -> list[Violation]:
    """Return a violation for each file that the scene uses and that is missing, is no picture, or would not travel."""
    result = []
    things = _used(scene)
    for thing in things:
        name = f"{thing.id_type.lower()} {thing.name}"
        if thing.is_missing:
            result.append(Violation(name, f"is missing from the library {_library(thing)}.",
                                    "Bring it back there, or remove what uses it here."))
        elif isinstance(thing, bpy.types.Image):
            result += _picture_violations(thing)
        else:
            result += [Violation(name, f"reads {path}, an absolute path.", "Make the path relative (File > External Data).")
                       for path in _paths(thing) if thing.library is None and not path.startswith("//")]
            result += [Violation(name, f"its file {path} is not there.",
                                 "Bring it back, pack it (File > External Data), or remove what uses it.")
                       for path in _external(thing) if not os.path.isfile(path)]
        result += _node_violations(scene, thing)
    for library in _libraries(things):
        if not os.path.isfile(_absolute(library)):
            result.append(Violation(f"library {library.name}", f"is missing: {_absolute(library)} is not there.",
                                    "Bring the file back or make its data local."))
    result += cache_violations(scene, (thing for thing in things if isinstance(thing, bpy.types.Object)))
    return sorted(set(result), key=str)


def files_read(scene: bpy.types.Scene) -> list[str]:
    """Return the absolute paths of all files beside the .blend that its render reads, in alphabetical order."""
    things = _used(scene)
    found = {_absolute(library) for library in _libraries(things)}
    for thing in things:
        found.update(_external(thing))
    return sorted(found)


def _used(scene: bpy.types.Scene) -> list[Any]:
    """All that a render of the scene may read, by type and name."""
    uses: dict[Any, set[Any]] = {}
    for thing, users in bpy.data.user_map().items():
        for user in users:
            uses.setdefault(user, set()).add(thing)
    waiting = [thing for thing in uses.get(scene, ()) if isinstance(thing, _LEADS_ON)]
    waiting += [thing for thing in (scene.compositing_node_group,) if thing is not None]
    found: set[Any] = set(waiting)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, _LEADS_NOWHERE):
            continue
        # What an empty shows in the viewport is a picture.
        silent = (bpy.types.Scene, bpy.types.Image) if getattr(thing, "type", "") == "EMPTY" else bpy.types.Scene
        new = {other for other in uses.get(thing, ()) if not isinstance(other, silent)} - found
        found |= new
        waiting += new
    return sorted(found, key=lambda thing: (thing.id_type, thing.name_full))


def _picture_violations(image: Any) -> list[Violation]:
    name = f"image {image.name}"
    if image.source not in ("FILE", "TILED", "SEQUENCE", "MOVIE"):
        return []
    packed = len(image.packed_files) > 0
    if not packed and not image.filepath:
        return [Violation(name, "has no file.", "Find and pack it, or remove it.")]
    if not packed and image.library is None and not image.filepath.startswith("//"):
        return [Violation(name, "is read from an absolute path.",
                          "Pack it into the file (File > External Data) or make the path relative.",
                          image.name, "pack" if os.path.isfile(_absolute(image)) else "")]
    paths = list(_external(image))
    missing = [path for path in paths if not os.path.isfile(path)]
    if missing:
        return [Violation(name, f"is not where its path says: {missing[0]}.", "Find and pack it, or remove it.")]
    if image.source in ("FILE", "MOVIE"):
        held = image.has_data
        empty = 0 in image.size
        if not held:
            image.buffers_free()
        unread = [_absolute(image)] if empty else []
    else:
        unread = [path for path in paths if not _opens(path)]
    what = "movie" if image.source == "MOVIE" else "picture"
    return [Violation(name, f"is no {what} that Blender reads: {path}.", "Replace or remove it.") for path in unread]


def _node_violations(scene: bpy.types.Scene, thing: Any) -> Iterator[Violation]:
    """Yield a violation for each node that would show a picture of a sequence that is not there, or that computes a path."""
    tree = thing if isinstance(thing, bpy.types.NodeTree) else getattr(thing, "node_tree", None)
    for node in tree.nodes if tree is not None else ():
        where = f"{thing.id_type.lower()} {thing.name}"
        if node.bl_idname.startswith("GeometryNodeImport") and node.inputs[0].is_linked:
            yield Violation(where, f"its node {node.name} computes the path of a file.", "Give the node the path itself.")
        image, user = getattr(node, "image", None), getattr(node, "image_user", None)
        if image is not None and user is not None and image.source == "SEQUENCE" and image.filepath:
            path = _shown(image, user, scene.frame_current)
            if not os.path.isfile(path):
                yield Violation(where, f"its node {node.name} shows {path} in frame {scene.frame_current}, which is not there.",
                                "Bring it back, or set the node's frames or the scene's frame to those that are there.")


def _shown(image: Any, user: Any, frame: int) -> str:
    """The absolute path of the picture of a sequence that a render shows (`BKE_image_user_frame_get` in Blender's source)."""
    number, count = frame - user.frame_start + 1, user.frame_duration
    if user.use_cyclic and count:
        number = number % count or count
    user.frame_current = min(max(number, 0), count) + user.frame_offset
    return os.path.normpath(bpy.path.abspath(image.filepath_from_user(image_user=user), library=image.library))


def _opens(path: str) -> bool:
    image: Any = bpy.data.images.load(path)
    try:
        return 0 not in image.size
    finally:
        bpy.data.images.remove(image)


def _external(thing: Any) -> Iterator[str]:
    """Yield the absolute paths of the files that one datablock reads, where they are not packed."""
    if not isinstance(thing, bpy.types.Image):
        series = getattr(thing, "is_sequence", False)
        for path in _paths(thing):
            whole = os.path.normpath(bpy.path.abspath(path, library=thing.library))
            yield from _frames_of(whole) if series else [whole]
        return
    if not thing.filepath or len(thing.packed_files) > 0:
        return
    if thing.source == "TILED":
        yield from (_TILE.sub(str(tile.number), _absolute(thing)) for tile in thing.tiles)
    elif thing.source == "SEQUENCE":
        yield from _frames_of(_absolute(thing))
    elif thing.source in ("FILE", "MOVIE"):
        yield _absolute(thing)


def _paths(thing: Any) -> list[str]:
    """The paths, as they stand there, of the files that what is no picture reads beside the .blend."""
    if isinstance(thing, bpy.types.Object):
        modifiers: Any = thing.modifiers
        return sorted({modifier.filepath for modifier in modifiers if modifier.type == "MESH_CACHE"} - {""})
    silent = (*_LEADS_NOWHERE, bpy.types.Library, bpy.types.Scene)
    if isinstance(thing, silent) or isinstance(thing, bpy.types.NodeTree) and thing.bl_idname == "CompositorNodeTree":
        return []
    if getattr(thing, "packed_file", None) is not None:
        return []
    return sorted(set(bpy.data.file_path_map(subset=[thing])[thing]) - {"", "<builtin>"})


def _frames_of(path: str) -> list[str]:
    """The files of a sequence, of which one is named; that one where none is there."""
    folder, name = os.path.split(path)
    there = os.listdir(folder) if os.path.isdir(folder) else []
    stem, ending = os.path.splitext(name)
    # The last number of a name counts, wherever it stands.
    digits = re.search(r"\d+(?=\D*$)", stem)
    head, tail = (stem[:digits.start()], stem[digits.end():]) if digits else (stem, "")
    pattern = re.compile(re.escape(head) + r"\d+" + re.escape(tail + ending))
    return sorted(os.path.join(folder, other) for other in there if pattern.fullmatch(other)) or [path]


def _libraries(things: list[Any]) -> list[Any]:
    found = {thing.library for thing in things if thing.library is not None}
    for library in list(found):
        while (library := library.parent) is not None:
            found.add(library)
    return sorted(found, key=lambda library: library.name)


def _library(thing: Any) -> str:
    return thing.library.filepath if thing.library is not None else "that it came from"


def _absolute(thing: Any) -> str:
    return os.path.normpath(bpy.path.abspath(thing.filepath, library=thing.library))
