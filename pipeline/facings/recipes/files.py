"""Files that a recipe names: found once, known from then on by a name that holds on any machine.

A shipped template keeps its name, a template of the user's is known by its file name; other files are known by
their content, 'sha256:...'. Where they lie on this machine is noted in the reading's context and never stored: as the user
sees it, a link by its own path (`facings.process.user_files`).
"""

import hashlib
import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from facings.assets.folders import blender_scenes_dir
from facings.errors import nearest
from facings.process.digest import file_sha256
from facings.process.user_files import path_as_named, trouble_with
from facings.recipes.leaf import LeafError

WORLD_SUFFIXES = (".exr", ".hdr")
_PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")

PICTURES = "pictures:"
"""How the name of a folder of pictures begins."""


@dataclass
class RecipeFiles:
    """Where to look for files that a recipe names, and those that were found."""

    folders: tuple[Path, ...]
    """The recipe's own folder first, then the current one."""
    found: dict[str, Path] = field(default_factory=dict)
    """The recipe's name of a file -> where it lies."""
    skies: set[str] = field(default_factory=set)
    """Those of them that are pictures of light from all around; other pictures are in folders."""


def blender_worlds() -> dict[str, Path]:
    """Return the HDRI worlds inside the installed bpy by file name; bpy is not imported."""
    package = importlib.util.find_spec("bpy")
    if package is None or package.origin is None:
        return {}
    worlds = sorted(Path(package.origin).parent.glob("*/datafiles/studiolights/world/*.exr"))
    return {path.name: path for path in worlds}


def shipped(suffix: str) -> dict[str, Path]:
    """Return the shipped files of `blender_scenes/` with a suffix ('.blend', '.yaml') by name without it."""
    return {path.stem: path for path in sorted(blender_scenes_dir().glob(f"*{suffix}"))}


def find_template(name: str, context: Mapping) -> str:
    """Return the name of a template that ships, or the file name of the user's; LeafError where there is none."""
    files = _files(context)
    templates = shipped(".blend")
    if name in templates:
        files.found[name] = templates[name]
        return name
    if name in files.found:
        return name
    if not name.endswith(".blend"):
        known = ", ".join(templates) or "none"
        raise LeafError(
            f"holds {name!r}, which is no template that ships ({known}) and no path of a .blend file."
            f"{nearest(name, list(templates))}"
        )
    path = _locate(name, files)
    files.found[path.name] = path
    return path.name


def find_hdri(name: str, context: Mapping) -> str:
    """Return 'bpy:NAME.exr' for one of Blender's worlds, or 'sha256:...' of the user's file; LeafError otherwise."""
    if name.startswith("bpy:"):
        worlds = blender_worlds()
        if name[4:] not in worlds:
            hint = nearest(name, [f"bpy:{world}" for world in worlds])
            raise LeafError(f"names {name!r}, which does not come with Blender.{hint} It has: {', '.join(worlds)}")
        _files(context).found[name] = worlds[name[4:]]
        return name
    if name.startswith("sha256:"):
        return name
    if not name.lower().endswith(WORLD_SUFFIXES):
        raise LeafError(f"holds {name!r}; bpy:NAME.exr or the path of an .exr or .hdr file is expected")
    identity = find_file(name, context)
    _files(context).skies.add(identity)
    return identity


def find_file(name: str, context: Mapping) -> str:
    """Return 'sha256:...' of any file of the user's; LeafError where there is none."""
    files = _files(context)
    if name.startswith("sha256:"):
        return name
    path = _locate(name, files)
    identity = f"sha256:{file_sha256(path)}"
    files.found[identity] = path
    return identity


def find_pictures(name: str, context: Mapping) -> str:
    """Return 'pictures:...' (a hash over all of them) of a folder of the user's; LeafError where it holds no picture.

    Pictures are those files in it whose own name has a picture's ending, whatever a link's target is called, and does not begin
    with a dot: shells and viewers hide such, and some systems leave files of another kind under them.
    """
    files = _files(context)
    if name.startswith(PICTURES):
        return name
    folder = next((f for f in (path_as_named(name, f) for f in files.folders) if os.path.isdir(f)), None)
    if folder is None:
        there = next((f for f in (path_as_named(name, f) for f in files.folders) if os.path.lexists(f)), None)
        looked = " or ".join(str(f) for f in dict.fromkeys(files.folders))
        said = f"is not in {looked}" if there is None else trouble_with(there) or "is a file"
        raise LeafError(f"names the folder {name!r}, which {said}; a folder with pictures is expected")
    found = {}
    for path in _listed(folder):
        if path.suffix.lower() in _PICTURE_SUFFIXES and not path.name.startswith("."):
            _be_readable(path.name, path, f"names the folder {name!r} and with it")
            found[f"sha256:{file_sha256(path)}"] = path
    if not found:
        raise LeafError(f"names the folder {name!r}, which holds no {', '.join(_PICTURE_SUFFIXES)} file")
    digest = hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
    files.found |= found
    files.found[f"{PICTURES}{digest}"] = folder
    return f"{PICTURES}{digest}"


def pictures_of(name: str, found: Mapping[str, Path]) -> list[str]:
    """Return the 'sha256:...' names, in their order, of the pictures in the folder that `find_pictures` named."""
    folder = found[name]
    return sorted(known for known, path in found.items() if known.startswith("sha256:") and path.parent == folder
                  and path.suffix.lower() in _PICTURE_SUFFIXES)


def file_assets(found: Mapping[str, Path], suffixes: tuple[str, ...] | None = None) -> list[dict[str, str]]:
    """Return the files of a reading as `dataset.json` lists assets: Blender's own worlds, and the user's files by content.

    `suffixes` keeps only files of the user's that end so (in lower case).
    """
    result = []
    for name, path in sorted(found.items()):
        if name.startswith("bpy:"):
            result.append({"name": name, "version": version("bpy"), "licence": "CC0-1.0", "attribution": "Blender",
                           "sha256": file_sha256(path)})
        elif name.startswith("sha256:") and (suffixes is None or path.suffix.lower() in suffixes):
            result.append({"name": path.name, "version": "", "licence": "the user's", "attribution": "",
                           "sha256": name.removeprefix("sha256:")})
    return result


def _files(context: Mapping) -> RecipeFiles:
    return context.get("files") or RecipeFiles((Path.cwd(),))


def _locate(name: str, files: RecipeFiles) -> Path:
    for folder in files.folders:
        path = path_as_named(name, folder)
        if trouble_with(path) and not os.path.lexists(path):
            continue
        _be_readable(name, path, "names the file")
        return path
    said = f"is not in {' or '.join(str(folder) for folder in dict.fromkeys(files.folders))}"
    for folder in files.folders:
        trouble = trouble_with(path_as_named(name, folder))
        if trouble != "is not there":
            said = trouble
    raise LeafError(f"names the file {name!r}, which {said}.{nearest_file(files.folders[0] / name)}")


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise LeafError(f"names the folder {str(folder)!r}, which cannot be listed ({error.strerror})") from None


def _be_readable(name: str, path: Path, begins: str) -> None:
    """Raise LeafError, '{begins} NAME ...', where a file cannot be read, or dataset.json could not name it."""
    trouble = trouble_with(path)
    try:
        path.name.encode()
    except UnicodeEncodeError:
        trouble = trouble or "has a name that is no UTF-8; rename it"
    if trouble:
        raise LeafError(f"{begins} {name!r}, which {trouble}")


def nearest_file(path: Path) -> str:
    """Return `` Did you mean 'x.yaml'?`` for the file beside a missing one that is closest, or an empty string."""
    suffix = path.suffix
    try:
        neighbours = sorted(os.path.splitext(name)[0] for name in os.listdir(path.parent) if name.endswith(suffix))
    except (OSError, ValueError):
        return ""
    return nearest(path.stem, neighbours).replace("'?", f"{suffix}'?")
