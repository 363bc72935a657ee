"""Type faces for everything that is printed: fetched once, checked by SHA-256, kept in the cache.

`assets/fonts.yaml` names each face's npm package, version, file and checksum. `inter` is the exception: it lies in
bpy's own data files. A folder in the environment's FACINGS_MIRROR is asked first, for `fonts/NAME.woff2`.
"""

import hashlib
import importlib.util
import io
import os
import tarfile
import tempfile
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib.woff2 import decompress
from PIL import ImageFont
from ruamel.yaml import YAML

from facings.assets.folders import assets_dir, cache_dir
from facings.assets.npm import archive_name, npm_pack
from facings.errors import InputError, nearest
from facings.process.digest import file_sha256

_VARIABLE = "inter"
_DEFAULT_WEIGHT = 400
_OPTICAL_SIZE = 20
"""One for all sizes, so that widths are in proportion to the size and text fits where it was measured to fit."""


@lru_cache(maxsize=512)
def font(name: str, size_px: int, weight: int | None = None) -> ImageFont.FreeTypeFont:
    """Return the type face at an em of `size_px` pixels.

    `weight` (100-900) counts for the variable face `inter`; the others have the one weight of the manifest.

    Raises:
        InputError: the name is unknown, or the face is neither cached nor within reach.
    """
    path = _unpacked(str(cache_dir()), font_file(name))
    found = ImageFont.truetype(str(path), max(1, round(size_px)), layout_engine=ImageFont.Layout.BASIC)
    if name == _VARIABLE:
        found.set_variation_by_axes([_OPTICAL_SIZE, weight or _DEFAULT_WEIGHT])
    return found


def font_file(name: str) -> Path:
    """Return the woff2 file of one face, fetched first where it has to be. Raises InputError like `font`."""
    if name == _VARIABLE:
        return _inter_file()
    return _fetched(str(cache_dir()), name)


def fetch_all() -> list[Path]:
    """Fetch whatever is missing of the whole manifest, in one go; return every face's file. Raises InputError."""
    return [font_file(name) for name in manifest()]


@cache
def manifest() -> dict[str, dict]:
    """The entries of `assets/fonts.yaml` by name: package, version, file, weight, licence, attribution, sha256."""
    entries = YAML(typ="safe").load((assets_dir() / "fonts.yaml").read_text("utf-8"))["fonts"]
    return {entry["name"]: entry for entry in entries}


@cache
def _fetched(cache_folder: str, name: str) -> Path:
    entry = manifest().get(name)
    if entry is None:
        known = tuple(manifest())
        raise InputError(f"No type face is called {name!r}.{nearest(name, known)} Known: {', '.join(known)}.")
    target = Path(cache_folder) / "fonts" / f"{name}-{entry['version']}.woff2"
    if _is_whole(target, entry):
        return target
    mirror = os.environ.get("FACINGS_MIRROR")
    if mirror and _is_whole(mirrored := Path(mirror) / "fonts" / f"{name}.woff2", entry):
        _keep(mirrored.read_bytes(), target)
        return target
    # One call of npm takes about as long for twenty packages as for one.
    missing = [e for e in manifest().values()
               if e["name"] != _VARIABLE and not _is_whole(_path(cache_folder, e), e)]
    _fetch(missing, cache_folder, wanted=name)
    return target


def _path(cache_folder: str, entry: dict) -> Path:
    return Path(cache_folder) / "fonts" / f"{entry['name']}-{entry['version']}.woff2"


def _is_whole(path: Path, entry: dict) -> bool:
    return path.is_file() and file_sha256(path) == entry["sha256"]


def _keep(data: bytes, target: Path) -> None:
    """Write atomically: a process that looks at the same time sees the whole file or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}."
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=prefix, suffix=".part", delete=False) as part:
        part.write(data)
    os.replace(part.name, target)


def _fetch(entries: list[dict], cache_folder: str, *, wanted: str) -> None:
    with tempfile.TemporaryDirectory(prefix="facings-fonts-") as folder:
        trouble = npm_pack([f"{e['package']}@{e['version']}" for e in entries], Path(folder))
        for entry in entries:
            archive = Path(folder) / archive_name(entry["package"], entry["version"])
            if not archive.is_file():
                continue
            with tarfile.open(archive) as tar:
                source = tar.extractfile(f"package/{entry['file']}")
                data = source.read() if source is not None else b""
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                trouble = f"{archive.name} holds another file than assets/fonts.yaml expects (its sha256 differs)"
                continue
            _keep(data, _path(cache_folder, entry))
    entry = manifest()[wanted]
    if not _is_whole(_path(cache_folder, entry), entry):
        raise InputError(_out_of_reach(wanted, trouble))


def _out_of_reach(name: str, trouble: str) -> str:
    entry = manifest()[name]
    return (f"The type face {name!r} is not in {cache_dir() / 'fonts'} and could not be fetched as the npm package "
            f"{entry['package']}@{entry['version']}{': ' + trouble if trouble else ''}. Run once where npm reaches "
            f"its registry, or set FACINGS_MIRROR to a folder that holds fonts/{name}.woff2 "
            f"(sha256 {entry['sha256'][:12]}...).")


@cache
def _unpacked(cache_folder: str, compressed: Path) -> Path:
    """The same face as plain sfnt beside the cached ones: FreeType opens it ten times as fast as woff2."""
    data = compressed.read_bytes()
    target = Path(cache_folder) / "fonts" / f"{compressed.stem}-{hashlib.sha256(data).hexdigest()[:12]}.ttf"
    if not target.is_file():
        plain = io.BytesIO()
        decompress(io.BytesIO(data), plain)
        _keep(plain.getvalue(), target)
    return target


@cache
def _inter_file() -> Path:
    spec = importlib.util.find_spec("bpy")
    # Importing bpy takes a second and starts Blender; its folder is enough.
    # A process spawned from one that has imported bpy inherits a sys.path on which Blender's own scripts/modules/bpy
    # comes first: the package's folder is then four levels further up.
    folders = list(Path(spec.origin).parents)[:5] if spec and spec.origin else []
    found = [file for folder in folders for file in sorted(folder.glob("*/datafiles/fonts/Inter.woff2"))]
    if not found:
        raise InputError("The type face 'inter' lies in the data files of the Python package bpy "
                         "(datafiles/fonts/Inter.woff2), but bpy is not installed here or lacks it; "
                         "install the version that pyproject.toml names.")
    return found[-1]
