"""Builds Blender's extension: its own source, and beside it, as `core`, the contracts of templates and their checker.

What is copied is code for the standard library and `bpy` alone (`template_contract`); only its imports are rewritten, for an
extension may add no folder to those that Blender imports from. See docs.blender.org/manual, Extensions > Getting Started.
"""

import ast
import io
import os
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from facings.assets.folders import addon_dir, cache_dir
from facings.blender.template_review import contract_modules
from facings.errors import InputError
from facings.process.durable import new_run, write_durably

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKER = ("facings.blender.template_check", "facings.blender.template_fixes")
_THERE = {"bpy", "bmesh", "mathutils"}
_IMPORT = re.compile(r"^(\s*)from facings\.([\w.]+) import ", re.MULTILINE)
_DATE = (2026, 1, 1, 0, 0, 0)
"""Of every file in the zip: equal sources give equal bytes."""


def extension_manifest() -> dict[str, Any]:
    """Return the extension's `blender_manifest.toml`."""
    return tomllib.loads((addon_dir() / "blender_manifest.toml").read_text("utf-8"))


def usual_path() -> Path:
    """Return where the zip is written unless another place is asked for."""
    manifest = extension_manifest()
    return cache_dir() / "addon" / f"{manifest['id']}-{manifest['version']}.zip"


def build_extension(out: Path) -> Path:
    """Write the zip; return its path. Equal sources give an equal file.

    Raises InputError where it cannot be written, or a kind's contract imports what an extension does not have.
    """
    files = extension_files()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_durably(out, packed.getvalue(), new_run())
    except OSError as error:
        raise InputError(f"{out} cannot be written ({error.strerror or error}). Name a file where you may write.") from error
    return out


def extension_files() -> dict[str, bytes]:
    """Return the files of the extension by their names in the zip."""
    source = addon_dir()
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in sorted(source.rglob("*"))
             if path.suffix in (".py", ".toml") and "__pycache__" not in path.parts}
    contracts = contract_modules()
    for module in sorted(_closure([*_CHECKER, *contracts.values()])):
        text, path = _rewritten(module)
        files[path] = text.encode()
        for folder in list(Path(path).parents)[:-1]:
            files.setdefault(f"{folder.as_posix()}/__init__.py", b"")
    known = {kind: module.removeprefix("facings.") for kind, module in contracts.items() if module.startswith("facings.")}
    files["core/kinds.py"] = (f'"""The kinds of scene that it was built with: name -> module of the contract."""\n\n'
                              f"CONTRACTS = {known!r}\n").encode()
    return files


def installed_extensions() -> dict[Path, str]:
    """Return the folders in which a Blender of this user has the extension, and their versions."""
    home = Path.home()
    bases = [os.environ.get("BLENDER_USER_RESOURCES", ""), home / ".config" / "blender",
             home / "Library" / "Application Support" / "Blender",
             Path(os.environ.get("APPDATA") or home) / "Blender Foundation" / "Blender"]
    name, found = extension_manifest()["id"], {}
    for base in (Path(base) for base in bases if base):
        for pattern in (f"extensions/*/{name}", f"*/extensions/*/{name}"):
            for folder in sorted(base.glob(pattern)):
                try:
                    found[folder] = str(tomllib.loads((folder / "blender_manifest.toml").read_text("utf-8"))["version"])
                except (OSError, ValueError, KeyError):
                    continue
    return found


def _closure(modules: list[str]) -> set[str]:
    """These modules, and those of Facings that they import."""
    found: set[str] = set()
    waiting = [module for module in modules if module.startswith("facings.")]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        for name in _imported(module):
            top = name.partition(".")[0]
            if top == "facings":
                waiting.append(name)
            elif top not in sys.stdlib_module_names | _THERE:
                raise InputError(f"{module} imports {name}, which Blender does not have: a contract's module may use the"
                                 " standard library and bpy alone.")
    return found


def _imported(module: str) -> list[str]:
    tree = ast.parse(_source(module).read_text("utf-8"))
    return [name for node in ast.walk(tree)
            for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import)
                         else [str(node.module)] if isinstance(node, ast.ImportFrom) and not node.level else [])]


def _source(module: str) -> Path:
    return _PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")


def _rewritten(module: str) -> tuple[str, str]:
    """The text of a module with imports relative to `core`, and its name in the zip."""
    inner = module.split(".")[1:]
    text = _IMPORT.sub(lambda found: f"{found[1]}from {'.' * len(inner)}{found[2]} import ", _source(module).read_text("utf-8"))
    return text, "/".join(["core", *inner]) + ".py"
