"""The files beside a template that its render reads: pictures, libraries, caches, volumes and type faces.

The standard library and `bpy` alone, as in `template_contract`. What the scene does not use is not asked for.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import bpy

from facings.blender.template_contract import Violation

_LEADS_ON = (bpy.types.Object, bpy.types.Collection, bpy.types.World, bpy.types.NodeTree)
"""What of a scene's own pointers its render asks for: its tools' pictures and brushes are not."""
_TILE = re.compile("<UDIM>|<UVTILE>")


def file_violations(scene: bpy.types.Scene) -> list[Violation]:
    """Return a violation for each file that the scene uses and that is missing, is no picture, or would not travel."""
    result = []
    things = _used(scene)
    for thing in things:
        if isinstance(thing, bpy.types.Image):
            result += _picture_violations(thing)
        elif thing.is_missing:
            result.append(Violation(f"{thing.id_type.lower()} {thing.name}", f"is missing from the library {_library(thing)}.",
                                    "Bring it back there, or remove what uses it here."))
        else:
            result += [Violation(f"{thing.id_type.lower()} {thing.name}", f"its file {path} is not there.",
                                 "Bring it back, pack it (File > External Data), or remove what uses it.")
                       for path in _external(thing) if not os.path.isfile(path)]
    for library in _libraries(things):
        if not os.path.isfile(_absolute(library)):
            result.append(Violation(f"library {library.name}", f"is missing: {_absolute(library)} is not there.",
                                    "Bring the file back or make its data local."))
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
        new = {thing for thing in uses.get(waiting.pop(), ()) if not isinstance(thing, bpy.types.Scene)} - found
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
    missing = [path for path in _external(image) if not os.path.isfile(path)]
    if missing:
        return [Violation(name, f"is not where its path says: {missing[0]}.", "Find and pack it, or remove it.")]
    if image.source in ("FILE", "TILED"):
        held = image.has_data
        empty = 0 in image.size
        if not held:
            image.buffers_free()
        if empty:
            return [Violation(name, "is no picture that Blender reads.", "Replace or remove it.")]
    return []


def _external(thing: Any) -> Iterator[str]:
    """Yield the absolute paths of the files that one datablock reads, where they are not packed."""
    path = getattr(thing, "filepath", "")
    packed = getattr(thing, "packed_file", None) is not None or len(getattr(thing, "packed_files", ())) > 0
    if not path or packed or path == "<builtin>" or isinstance(thing, bpy.types.Library):
        return
    if not isinstance(thing, bpy.types.Image):
        if isinstance(thing, bpy.types.CacheFile | bpy.types.Volume | bpy.types.VectorFont):
            yield _absolute(thing)
        return
    if thing.source == "TILED":
        yield from (_TILE.sub(str(tile.number), _absolute(thing)) for tile in thing.tiles)
    elif thing.source == "SEQUENCE":
        yield from _frames_of(_absolute(thing))
    elif thing.source in ("FILE", "MOVIE"):
        yield _absolute(thing)


def _frames_of(path: str) -> list[str]:
    """The files of a sequence, of which one is named; that one where none is there."""
    folder, name = os.path.split(path)
    stem, ending = os.path.splitext(name)
    head = stem.rstrip("0123456789")
    there = os.listdir(folder) if os.path.isdir(folder) else []
    pattern = re.compile(re.escape(head) + r"\d+" + re.escape(ending))
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
