"""Opens a model file of any format in this process's Blender, and says why where that fails."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from facings.blender.model.fault import ModelFault

_IMPORTERS: dict[str, Callable[[str], Any]] = {
    ".glb": lambda path: bpy.ops.import_scene.gltf(filepath=path),
    ".gltf": lambda path: bpy.ops.import_scene.gltf(filepath=path),
    ".obj": lambda path: bpy.ops.wm.obj_import(filepath=path),
    ".fbx": lambda path: bpy.ops.wm.fbx_import(filepath=path),
    ".usd": lambda path: bpy.ops.wm.usd_import(filepath=path),
    ".usda": lambda path: bpy.ops.wm.usd_import(filepath=path),
    ".usdc": lambda path: bpy.ops.wm.usd_import(filepath=path),
    ".usdz": lambda path: bpy.ops.wm.usd_import(filepath=path),
    ".ply": lambda path: bpy.ops.wm.ply_import(filepath=path),
    ".stl": lambda path: bpy.ops.wm.stl_import(filepath=path),
    ".blend": lambda path: bpy.ops.wm.open_mainfile(filepath=path, load_ui=False, use_scripts=False),
}
SUFFIXES = tuple(_IMPORTERS)

_RAISED = re.compile(r"^(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt)|AssertionError)(?:: (.*))?$")


def open_model(path: Path) -> None:
    """Replace all that is open by what a file holds; scripts and drivers in it do not run. Raises ModelFault."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.preferences.filepaths.use_scripts_auto_execute = False
    suffix = path.suffix.lower()
    if suffix not in _IMPORTERS:
        raise ModelFault(f"has the ending {suffix or '(none)'}, which is no format that is read; use one of"
                         f" {' '.join(SUFFIXES)}")
    try:
        done = _IMPORTERS[suffix](str(path))
    except RuntimeError as error:
        raise ModelFault(f"cannot be read: {_reason(str(error))}") from error
    if "FINISHED" not in done:
        raise ModelFault("cannot be read: Blender's importer gave up without a reason")


def _reason(text: str) -> str:
    """What an operator's error says, without the traceback of an add-on and without 'Error:' before each report.

    An add-on's exception comes as its traceback, then a line 'Location:' with the place of the call.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any("Traceback" in line for line in lines):
        raised = [match for line in lines if (match := _RAISED.match(line))]
        if raised:
            said = f": {raised[-1][2]}" if raised[-1][2] else ""
            return f"Blender's importer failed on it ({raised[-1][1]}{said}); it is damaged, or uses what the importer lacks"
        return "Blender's importer failed on it; it is damaged, or uses what the importer lacks"
    reports = list(dict.fromkeys(line.removeprefix("Error: ") for line in lines))
    return "; ".join(reports).rstrip(".") or "Blender gave no reason"
