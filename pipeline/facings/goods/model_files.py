"""The files that a user's model consists of: formats of several files name buffers, materials and textures beside them."""

import hashlib
import json
import os
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

from facings.errors import InputError
from facings.process.digest import file_sha256

_OPAQUE = (".fbx", ".usd", ".usda", ".usdc")
"""May name files that only Blender finds: whatever lies in their folder counts."""


def model_files(model: Path) -> tuple[Path, ...]:
    """Return a model's file, then the files beside it that it names and that are there, in alphabetical order.

    Of glTF (specification 2.0, 3.6.1.1 and 3.8.2) these are buffers and images, of OBJ material libraries and their maps; of
    FBX and USD all files in and below the model's folder. Other formats are of one file; a `.blend` is expected to be packed.

    Raises InputError where a file is named that is there but not below the model's folder, or by an absolute path: a model
    that came from elsewhere must not reach for files of this machine, and could not be moved to another one.
    """
    suffix = model.suffix.lower()
    if suffix in _OPAQUE:
        named = list(model.parent.rglob("*"))
    elif suffix == ".gltf":
        named = _beside(model, model.parent, _gltf_uris(model))
    elif suffix == ".obj":
        libraries = _beside(model, model.parent, _mentions(model, ("mtllib",)))
        maps = ("map_", "bump", "disp", "decal", "refl", "norm")
        named = libraries + [path for library in libraries for path in _beside(model, library.parent, _mentions(library, maps))]
    else:
        named = []
    return model, *sorted({path for path in named if path.is_file()} - {model})


def model_sha256(model: Path) -> str:
    """Return the digest (hex) of all files of a model: that of the file where there is one only.

    Raises OSError where one cannot be read, InputError as `model_files` does.
    """
    first, *others = model_files(model)
    if not others:
        return file_sha256(first)
    listed = "".join(f"{file_sha256(path)}  {os.path.relpath(path, model.parent)}\n" for path in (first, *others))
    return hashlib.sha256(listed.encode()).hexdigest()


def _beside(model: Path, folder: Path, names: Iterable[str]) -> list[Path]:
    """The files that are there under names relative to `folder`, without `..`; raises InputError as `model_files` does."""
    root, found = Path(os.path.abspath(model.parent)), []
    for name in names:
        path = Path(os.path.abspath(folder / name))
        if not path.is_file():
            continue
        if Path(name).is_absolute() or not path.is_relative_to(root):
            raise InputError(f"{model} names the file {name!r}, which does not lie below the model's folder. Put it beside the"
                             " model and name it relative to there, or save the model as .glb.")
        found.append(model.parent / path.relative_to(root))
    return found


def _gltf_uris(model: Path) -> Iterator[str]:
    try:
        data = json.loads(model.read_text("utf-8"))
        uris = [part.get("uri", "") for part in (*data.get("buffers", ()), *data.get("images", ()))]
    except (ValueError, AttributeError, TypeError):  # Blender says what is wrong with it
        return
    yield from (urllib.parse.unquote(uri) for uri in uris
                if isinstance(uri, str) and uri and not uri.startswith("data:"))


def _mentions(path: Path, keys: tuple[str, ...]) -> Iterator[str]:
    """The file names in the lines of an OBJ or MTL file that begin with one of `keys`; options before a name fall away."""
    if not path.is_file():
        return
    for line in path.read_text("utf-8", "replace").splitlines():
        key, _, rest = line.strip().partition(" ")
        if key.lower().startswith(keys) and rest.strip():
            # A name may hold spaces, or options stand before it. Both readings are given; one of them names no file.
            yield rest.strip().replace("\\", "/")
            yield rest.split()[-1].replace("\\", "/")
