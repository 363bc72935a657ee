"""The end of building a template: it is checked against its contract, then saved."""

import shutil
import sys
import tempfile
from pathlib import Path

import bpy

from facings.blender.template_check import violations
from facings.blender.template_contract import Contract

SCENES = Path(__file__).resolve().parents[2] / "blender_scenes"


def save_checked(scene: bpy.types.Scene, contract: Contract, target: Path) -> None:
    """Save the open file as `target` and tell its size; end the program with a list where it breaks the contract."""
    assert bpy.context.view_layer is not None
    bpy.context.view_layer.update()
    problems = violations(scene, contract)
    if problems:
        sys.exit("\n".join(map(str, problems)))
    target.parent.mkdir(parents=True, exist_ok=True)
    # A .blend remembers where it was saved: save it somewhere that says nothing about the machine.
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / target.name
        bpy.ops.wm.save_as_mainfile(filepath=str(draft), compress=True, check_existing=False)
        shutil.copyfile(draft, target)
    print(f"{target.name}: {target.stat().st_size / 1024:.0f} KiB, {len(scene.objects)} objects", flush=True)
