"""Which files an import read, and that it found them: what it names may lie in and below the model's folder alone."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import bpy

from facings.blender.model.fault import ModelFault
from facings.process.user_files import trouble_with

_RENDERED = {"MESH", "CURVE", "CURVES", "SURFACE", "FONT", "META", "EMPTY", "ARMATURE", "LATTICE", "VOLUME", "POINTCLOUD"}


class FilesRead:
    """Notes each file once."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._root = Path(os.path.abspath(model.parent))
        self.paths: set[Path] = set()

    def check(self, name: str, what: str = "texture") -> Path:
        """Note a file by its absolute path, or one relative to the model, and return it.

        Raises ModelFault where it cannot be read, or does not lie below the model's folder.
        """
        path = Path(os.path.abspath(self._root / name))
        shown = os.path.relpath(path, self._root)
        if not path.is_relative_to(self._root):
            raise ModelFault(f"names the {what} {str(path)!r}, which does not lie below the model's folder. Put it beside the"
                             " model and name it relative to there, or pack it into the model")
        trouble = trouble_with(path)
        if trouble:
            raise ModelFault(f"names the {what} {shown!r}, which {trouble} (looked for at {path}). Put it there, or save the"
                             " model as .glb or .blend with it inside")
        if path != self._root / self._model.name:
            self.paths.add(path)
        return path

    def check_libraries(self) -> None:
        """Note the libraries that a `.blend` links; those that are not there count only where something used is missing."""
        for library in bpy.data.libraries:
            path = bpy.path.abspath(library.filepath, library=library.parent)
            if library.packed_file is None and os.path.isfile(path):
                self.check(path, "library")

    def check_used(self, objects: Iterable[bpy.types.Object], materials: Iterable[bpy.types.Material]) -> None:
        """Note caches, fonts and the like that a render's objects read; raises ModelFault where a used part is missing."""
        used = _uses([*(thing for thing in objects if thing.type in _RENDERED), *materials])
        for part in sorted(used, key=lambda part: part.name_full):
            if part.is_missing:
                path = bpy.path.abspath(part.library.filepath) if part.library is not None else "a library"
                raise ModelFault(f"links {part.id_type.lower()} {part.name!r} from {path}, which"
                                 f" {trouble_with(Path(path)) or 'does not hold it'}. Put it there, or make it local (Object >"
                                 " Relations > Make Local)")
        others: Any = {part for part in used if not isinstance(part, bpy.types.Image | bpy.types.Library)}
        for paths in bpy.data.file_path_map(subset=others, include_libraries=False).values():
            for name in sorted(paths):
                path = bpy.path.abspath(name)
                if os.path.isdir(path):
                    for inner in sorted(p for p in Path(path).rglob("*") if p.is_file()):
                        self.check(str(inner), "cache file")
                elif os.path.splitext(path)[1] and not name.startswith("<"):
                    self.check(path, "file")
        for image in used:
            if isinstance(image, bpy.types.Image) and image.source == "FILE" and not image.packed_file and image.filepath:
                self.check(bpy.path.abspath(image.filepath, library=image.library), "picture")


def _uses(start: Iterable[bpy.types.ID]) -> set[bpy.types.ID]:
    """What the given parts of the file depend on, those included, but for materials' pictures and unused materials."""
    uses: dict[bpy.types.ID, set[bpy.types.ID]] = {}
    for part, users in bpy.data.user_map().items():
        for user in users:
            uses.setdefault(user, set()).add(part)
    begin = set(start)
    found, waiting = set(begin), list(begin)
    while waiting:
        part: Any = waiting.pop()
        for used in uses.get(part, ()):
            skip = isinstance(used, bpy.types.Material | bpy.types.Scene | bpy.types.World | bpy.types.Sound)
            # A shader's pictures are asked for node by node; a geometry's count.
            shader = isinstance(part, bpy.types.Material) or isinstance(part, bpy.types.NodeTree) and part.type == "SHADER"
            if used in found or skip or shader and isinstance(used, bpy.types.Image):
                continue
            found.add(used)
            waiting.append(used)
    return found
