"""The extension as its zip installs it, in this process's Blender without a window."""

import importlib
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from facings.blender.extension import build_extension
from facings.recipes.files import shipped

PACKAGE = "facings_extension"


def install(folder: Path) -> Any:
    """Build the zip, unpack it under `folder` and import it as Blender would, under a name of its own."""
    with zipfile.ZipFile(build_extension(folder / "facings.zip")) as archive:
        archive.extractall(folder / PACKAGE)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(PACKAGE)
    finally:
        sys.path.remove(str(folder))


def module(name: str) -> Any:
    """Return a module of the installed extension."""
    return importlib.import_module(f"{PACKAGE}.{name}")


def state() -> Any:
    """What its panels share."""
    return module("session").STATE


def open_template(name: str = "shelf_gondola", path: Path | None = None) -> Any:
    """Open a shipped template, or a file, as an artist does; return its scene."""
    bpy.ops.wm.open_mainfile(filepath=str(path or shipped(".blend")[name]))
    state().live.run()
    return bpy.context.scene


def wait(until: Callable[[], bool], limit_s: float = 600.0) -> None:
    """Let the extension's timer run, which a Blender without a window does not, until something is so."""
    end = time.monotonic() + limit_s
    while not until():
        assert time.monotonic() < end, state().message or "nothing came"
        module("session").go_on()
        time.sleep(0.05)


def datablocks() -> dict[str, list[str]]:
    """The names of everything in the open file, by type."""
    found = {}
    for prop in bpy.data.bl_rna.properties:
        if prop.type == "COLLECTION":
            things = getattr(bpy.data, prop.identifier)
            found[prop.identifier] = sorted(getattr(thing, "name_full", thing.name) for thing in things)
    return found
