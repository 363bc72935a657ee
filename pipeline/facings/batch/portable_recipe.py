"""A recipe on a machine that lacks the user's files: which contents must travel, and where they are put there.

Files that ship with Facings or with Blender are found by name on every machine. The user's own (template, HDRI, pictures, and
what the scene kind says that these lead to) are looked for under the same path, which a shared disk makes valid, and known by
their content: what a machine lacks is written under a folder that mirrors the paths, so that relative references hold.
"""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from facings.errors import InputError
from facings.frames.scene_kind import LoadedRecipe
from facings.process.digest import file_sha256
from facings.recipes.files import PICTURES, blender_worlds, shipped

_MOST_BYTES = 2 * 2**30
"""Of files that come along with those that a recipe names."""


@dataclass(frozen=True)
class PortableFiles:
    """The user's files that a recipe needs, by absolute path."""

    sha256: dict[str, str]
    """Path -> the content's SHA-256 in hex."""

    def are_here(self) -> bool:
        """Return whether this machine holds all of them, under the same paths and with the same contents."""
        return all(_digest(Path(path)) == digest for path, digest in self.sha256.items())

    def contents(self) -> dict[str, bytes]:
        """Return path -> content, all or nothing: files that refer to one another must lie in one tree."""
        return {path: Path(path).read_bytes() for path in self.sha256}


def portable_files(loaded: LoadedRecipe) -> PortableFiles:
    """Return the files of a recipe that do not ship, those included to which only its scene kind knows the way.

    Raises InputError where the latter are more than 2 GiB.
    """
    digests: dict[str, str] = {}
    for name, path in loaded.files.items():
        if _ships(name) or name.startswith(PICTURES):  # a folder's pictures are listed one by one
            continue
        digests[str(path.absolute())] = name.removeprefix("sha256:") if name.startswith("sha256:") else file_sha256(path)
    led_to = loaded.kind.input_files(loaded)
    if sum(path.stat().st_size for path in led_to.values()) > _MOST_BYTES:
        raise InputError(f"The files that the recipe leads to ({', '.join(list(led_to)[:3])}, ...) are more than"
                         f" {_MOST_BYTES >> 30} GiB, all of which would travel to the nodes. Put each model with its textures"
                         " into a folder of its own, or save it as .glb.")
    for path in led_to.values():
        digests.setdefault(str(path.absolute()), file_sha256(path))
    return PortableFiles(digests)


def relocated(loaded: LoadedRecipe, brought: Mapping[str, bytes], folder: Path) -> LoadedRecipe:
    """Return the recipe with paths of this machine: shipped files by name, the user's in `folder` where they were brought.

    `brought` is what `PortableFiles.contents` returned, or empty where the files are here.

    Raises InputError where this machine's Facings or Blender ships no file of a name, or a path leads out of `folder`; OSError
    where nothing can be written.
    """
    for path, content in brought.items():
        target = _mirrored(path, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    here = {}
    for name, path in loaded.files.items():
        here[name] = _shipped(name) if _ships(name) else _mirrored(str(path.absolute()), folder) if brought else path
    return replace(loaded, files=here)


def _shipped(name: str) -> Path:
    known = blender_worlds() if name.startswith("bpy:") else shipped(".blend")
    if name.removeprefix("bpy:") not in known:
        raise InputError(f"{platform.node()} has no file {name!r}, which ships where the run began. Install the same"
                         " versions of Facings and bpy on all machines.")
    return known[name.removeprefix("bpy:")]


def _ships(name: str) -> bool:
    # A template of the user's keeps its ending in its name.
    return name.startswith("bpy:") or not (name.startswith(("sha256:", PICTURES)) or name.endswith(".blend"))


def _mirrored(path: str, folder: Path) -> Path:
    """Where an absolute path of the other machine lies in `folder`; raises InputError where that would be outside."""
    plain = Path(os.path.normpath(path))
    inside = plain.relative_to(plain.anchor)
    if ".." in inside.parts:
        raise InputError(f"The path {path!r} of a file that came along leads out of the run's own folder.")
    return folder / inside


def _digest(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None
