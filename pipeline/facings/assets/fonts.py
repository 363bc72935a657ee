"""Type faces for everything that is printed: fetched once, checked by SHA-256, kept in the cache.

`assets/fonts.yaml` names each face's npm package, version, file and checksum; `inter` and most of those for further scripts
lie in bpy's own data files. A folder in the environment's FACINGS_MIRROR is asked first, for `fonts/NAME.woff2`.
"""

import contextlib
import hashlib
import importlib.util
import io
import os
import tarfile
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.woff2 import decompress
from PIL import ImageFont
from ruamel.yaml import YAML

from facings.assets.folders import assets_dir, cache_dir
from facings.assets.npm import archive_name, npm_pack
from facings.errors import InputError, nearest
from facings.process.digest import file_sha256

_OWN_SIZES, _IN_BPY = "inter", "Inter.woff2"
"""The face that has sizes and weights of its own, and its file in bpy's data."""
_DEFAULT_WEIGHT = 400
_GLYPHS_FROM = 0xF0000
"""The characters by which `glyph_font` draws: of a private plane, one for each glyph of a type face."""
_OPTICAL_SIZE = 20
"""One for all sizes, so that widths are in proportion to the size and text fits where it was measured to fit."""


@lru_cache(maxsize=512)
def font(name: str, size_px: int, weight: int | None = None) -> ImageFont.FreeTypeFont:
    """Return the type face at an em of `size_px` pixels.

    `weight` (100-900) counts for variable faces such as `inter`; the others have the one weight of the manifest.

    Raises:
        InputError: the name is unknown, or the face is neither cached nor within reach.
    """
    return _opened(sfnt_file(name), name, size_px, weight)


@lru_cache(maxsize=512)
def glyph_font(name: str, size_px: int, weight: int | None = None) -> ImageFont.FreeTypeFont:
    """Return a face whose glyph `number` is drawn by `glyph_character(number)`, at an em of `size_px` pixels.

    For text that is shaped elsewhere: Pillow draws characters, and most glyphs of Arabic or Devanagari have none. Raises
    InputError like `font`.
    """
    return _opened(_by_glyph(str(cache_dir()), font_file(name)), name, size_px, weight)


def glyph_character(number: int) -> str:
    """Return the character that stands for a glyph in a `glyph_font`."""
    return chr(_GLYPHS_FROM + number)


def _opened(file: Path, name: str, size_px: int, weight: int | None) -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(str(file), max(1, round(size_px)), layout_engine=ImageFont.Layout.BASIC)
    if name == _OWN_SIZES:
        found.set_variation_by_axes([_OPTICAL_SIZE, weight or _DEFAULT_WEIGHT])
    elif name in further():
        with contextlib.suppress(OSError):  # a face of one weight
            axes = found.get_variation_axes()
            found.set_variation_by_axes([float((weight or _DEFAULT_WEIGHT) if axis.get("name") == b"Weight"
                                               else axis.get("default") or 0) for axis in axes])
    return found


def font_file(name: str) -> Path:
    """Return the woff2 file of one face, fetched first where it has to be. Raises InputError like `font`."""
    in_bpy = _IN_BPY if name == _OWN_SIZES else further().get(name, {}).get("bpy_file")
    return _bpy_file(name, in_bpy) if in_bpy else _fetched(str(cache_dir()), name)


def sfnt_file(name: str) -> Path:
    """Return one face as a plain sfnt file (.ttf). Raises InputError like `font`."""
    return _unpacked(str(cache_dir()), font_file(name))


@cache
def characters(name: str) -> frozenset[str]:
    """Return all characters that a face has. Raises InputError like `font`."""
    with TTFont(sfnt_file(name), lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap() or ()))


def fetch_all() -> list[Path]:
    """Fetch whatever is missing of the whole manifest, in one go; return every face's file. Raises InputError."""
    return [font_file(name) for name in manifest()]


@cache
def manifest() -> dict[str, dict]:
    """The faces that a catalogue may name, by name: package, version, file, weight, licence, attribution, sha256."""
    return _entries("fonts")


@cache
def further() -> dict[str, dict]:
    """The faces for what those lack, in order: as `manifest`, or `bpy_file` instead of a package; and `scripts`."""
    return _entries("further")


def _entries(part: str) -> dict[str, dict]:
    entries = YAML(typ="safe").load((assets_dir() / "fonts.yaml").read_text("utf-8"))[part]
    return {entry["name"]: entry for entry in entries}


@cache
def _fetched(cache_folder: str, name: str) -> Path:
    entry = _entry(name)
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
    missing = [e for e in ([entry] if name in further() else manifest().values())
               if e["name"] != _OWN_SIZES and not _is_whole(_path(cache_folder, e), e)]
    _fetch(missing, cache_folder, wanted=entry)
    return target


def _entry(name: str) -> dict | None:
    return manifest().get(name) or further().get(name)


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


def _fetch(entries: list[dict], cache_folder: str, *, wanted: dict) -> None:
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
    if not _is_whole(_path(cache_folder, wanted), wanted):
        raise InputError(_out_of_reach(wanted, trouble))


def _out_of_reach(entry: dict, trouble: str) -> str:
    name = entry["name"]
    return (f"The type face {name!r} is not in {cache_dir() / 'fonts'} and could not be fetched as the npm package "
            f"{entry['package']}@{entry['version']}{': ' + trouble if trouble else ''}. Run once where npm reaches "
            f"its registry, or set FACINGS_MIRROR to a folder that holds fonts/{name}.woff2 "
            f"(sha256 {entry['sha256'][:12]}...).")


@cache
def _unpacked(cache_folder: str, compressed: Path) -> Path:
    """The same face as plain sfnt beside the cached ones: FreeType opens it ten times as fast as woff2."""
    data = compressed.read_bytes()
    target = Path(cache_folder) / "fonts" / f"{compressed.stem}-{hashlib.sha256(data).hexdigest()[:12]}.ttf"
    if not _opens(target):
        plain = io.BytesIO()
        decompress(io.BytesIO(data), plain)
        _keep(plain.getvalue(), target)
    return target


def _opens(sfnt: Path) -> bool:
    """Whether an unpacked file is there and whole: none of its tables ends beyond it."""
    try:
        with TTFont(sfnt, lazy=True) as opened:
            tables: Any = opened.reader.tables if opened.reader else {}
            return bool(tables) and max(t.offset + t.length for t in tables.values()) <= sfnt.stat().st_size
    except (OSError, TTLibError):
        return False


@cache
def _by_glyph(cache_folder: str, compressed: Path) -> Path:
    """The same face once more, its characters replaced by one for each glyph: see `glyph_font`."""
    plain = _unpacked(cache_folder, compressed)
    target = plain.with_name(f"{plain.stem}-glyphs.ttf")
    if not _opens(target):
        with TTFont(plain, lazy=True) as opened:
            table = CmapSubtable.newSubtable(12)
            table.platformID, table.platEncID, table.language = 3, 10, 0
            table.cmap = {_GLYPHS_FROM + number: name for number, name in enumerate(opened.getGlyphOrder())}
            opened["cmap"].tables = [table]
            for layout in ("GSUB", "GPOS", "kern"):  # the text is shaped already
                if layout in opened:
                    del opened[layout]
            drawn = io.BytesIO()
            opened.save(drawn)
        _keep(drawn.getvalue(), target)
    return target


@cache
def _bpy_file(name: str, file: str) -> Path:
    spec = importlib.util.find_spec("bpy")
    # Importing bpy takes a second and starts Blender; its folder is enough.
    # A process spawned from one that has imported bpy inherits a sys.path on which Blender's own scripts/modules/bpy
    # comes first: the package's folder is then four levels further up.
    folders = list(Path(spec.origin).parents)[:5] if spec and spec.origin else []
    found = [path for folder in folders for path in sorted(folder.glob(f"*/datafiles/fonts/{file}"))]
    if not found:
        raise InputError(f"The type face {name!r} lies in the data files of the Python package bpy "
                         f"(datafiles/fonts/{file}), but bpy is not installed here or lacks it; "
                         "install the version that pyproject.toml names.")
    return found[-1]
