"""What this machine offers for rendering and what is missing; finds out without importing bpy here."""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from facings.assets.folders import assets_dir, cache_dir
from facings.blender.extension import installed_extensions
from facings.errors import InputError
from facings.process import child
from facings.process.allocation import usable_cores
from facings.process.rendering_extra import PYTHON, lacking_modules
from facings.recipes.files import blender_worlds, shipped

_BLENDER_TIMEOUT_S = 180
_LITTLE_DISK_GIB = 5.0


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    state: Literal["ok", "note", "missing"]
    """note: works, but less well; missing: rendering needs it, reading does not."""
    name: str
    said: str


def examine() -> list[Finding]:
    """Return what was found, in the order in which it is read."""
    return [_python(), _facings(), *_rendering(), _cache(), _disk(Path.cwd()), _ram_disk(), _addon(), *_readers()]


def report(findings: list[Finding]) -> None:
    """Print findings as a table on standard output."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    marks = {"ok": "[green]ok[/]", "note": "[yellow]note[/]", "missing": "[red]MISSING[/]"}
    for finding in findings:
        table.add_row(marks[finding.state], finding.name, finding.said.replace("[", "\\["))
    Console(soft_wrap=False).print(table)


def _python() -> Finding:
    said = f"{platform.python_version()}, {sys.executable}"
    right = sys.version_info[:2] == PYTHON
    return Finding("ok" if right else "note", "Python", said if right else f"{said}; Blender 5.2's bpy is for 3.13 alone")


def _facings() -> Finding:
    try:
        return Finding("ok", "Facings", version("facings"))
    except PackageNotFoundError:
        return Finding("missing", "Facings", "runs from a folder that is not installed; run `make setup`")


def _rendering() -> list[Finding]:
    lacking = lacking_modules()
    if lacking:
        return [Finding("missing", "Rendering", "a light install, which reads, verifies, previews, merges and exports;"
                                                f" facings[render] brings {', '.join(lacking)}")]
    return [Finding("ok", "Rendering", "a full install"), *_blender(), _shipped(), _fonts()]


def _blender() -> list[Finding]:
    said = f"bpy {version('bpy')}"
    try:
        done = child.run("facings.blender.devices", timeout_s=_BLENDER_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return [Finding("missing", "Blender", f"{said} did not answer within {_BLENDER_TIMEOUT_S} s")]
    answers = [line for line in done.out.splitlines() if line.startswith('{"blender"')]
    if not answers:
        return [Finding("missing", "Blender", f"{said} cannot be used: {done.why}")]
    devices = json.loads(answers[-1])["devices"]
    gpus = [f"{d['name']} ({d['kind']})" for d in devices if d["kind"] != "cpu"]
    cpu = next((d["name"] for d in devices if d["kind"] == "cpu"), platform.processor() or "CPU")
    return [
        Finding("ok", "Blender", said),
        Finding("ok" if gpus else "note", "GPU", ", ".join(gpus) or "Cycles finds none and renders on the CPU"),
        Finding("ok", "CPU", f"{cpu}, {usable_cores()} cores for this process"),
    ]


def _shipped() -> Finding:
    templates, recipes = shipped(".blend"), shipped(".yaml")
    catalogue = assets_dir() / "catalogue.yaml"
    lacks = [w for w, there in [("templates", templates), ("recipes", recipes), ("worlds", blender_worlds()),
                                ("the catalogue", catalogue.is_file())] if not there]
    if lacks:
        return Finding("missing", "Scenes", f"{', '.join(lacks)} did not come along; install Facings again")
    return Finding("ok", "Scenes", f"recipes {', '.join(recipes)}; templates {', '.join(templates)}")


def _fonts() -> Finding:
    from facings.assets.fonts import fetch_all

    try:
        return Finding("ok", "Fonts", f"{len(fetch_all())} type faces are in the cache")
    except InputError as error:
        return Finding("missing", "Fonts", str(error))


def _addon() -> Finding:
    """Only artists use it."""
    found = installed_extensions()
    if not found:
        return Finding("note", "Extension", "no Blender of this user has it; `facings addon build` makes the zip")
    return Finding("ok", "Extension", ", ".join(f"{version} in {folder}" for folder, version in found.items()))


def _cache() -> Finding:
    try:
        folder = cache_dir()
    except InputError as error:
        return Finding("missing", "Cache", str(error))
    if not os.access(folder, os.W_OK):
        return Finding("missing", "Cache", f"{folder} cannot be written; name another folder in FACINGS_CACHE")
    parts = [f"{part.name} {_mib(part)}" for part in sorted(folder.iterdir()) if part.is_dir()]
    return Finding("ok", "Cache", f"{folder}: {', '.join(parts) or 'empty'}")


def _mib(folder: Path) -> str:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return f"{size / 2**20:,.0f} MiB"


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / 2**30
    said = f"{free:,.0f} GiB free in {folder}"
    little = free < _LITTLE_DISK_GIB
    return Finding("note" if little else "ok", "Disk", f"{said}; 1,000 frames take a few GiB" if little else said)


def _ram_disk() -> Finding:
    shared = Path("/dev/shm")
    if shared.is_dir() and os.access(shared, os.W_OK):
        return Finding("ok", "RAM disk", f"{shutil.disk_usage(shared).free / 2**30:,.1f} GiB free in {shared}")
    return Finding("note", "RAM disk", "none: passes go through the temporary folder, which is a little slower")


def _readers() -> list[Finding]:
    """Independent readers of barcodes and text; only the slow tests use them."""
    zxing = importlib.util.find_spec("zxingcpp") is not None
    found = [("zbar", shutil.which("zbarimg")), ("tesseract", shutil.which("tesseract")),
             ("zxing-cpp", zxing and version("zxing-cpp"))]
    absent = "not here; only `make check`, which reads tags and barcodes back, uses it"
    return [Finding("ok" if where else "note", name, str(where) if where else absent) for name, where in found]
