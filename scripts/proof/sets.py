"""Renders a plan's sets by the command, as a user would; what is there is kept, and a run that was stopped goes on."""

import json
import subprocess
import sys
from pathlib import Path

from proof.plan import SetPlan

_OTHER_STUDIO = """
import math, sys, bpy, mathutils
bpy.ops.wm.open_mainfile(filepath=sys.argv[1])
turn = mathutils.Matrix.Rotation(math.radians(50), 4, "Z")
for lamp in [each for each in bpy.data.objects if each.type == "LIGHT"]:
    lamp.matrix_world = turn @ lamp.matrix_world
    if lamp.data.type == "AREA":
        lamp.data.size *= 0.6
        lamp.data.size_y *= 0.6
bpy.ops.wm.save_mainfile()
"""
"""Turns all lamps about the head and makes them harder: light as no training picture has it."""


class Stopped(Exception):
    """A step did not come to its end; the same call goes on."""


def rendered(plan: SetPlan, out: Path, device: str) -> Path:
    """Return the set's folder with all of its frames; raises Stopped where the command ends otherwise."""
    folder = out / "sets" / plan.name
    arguments = ["render", plan.recipe, "--out", str(folder), "--frames", str(plan.frames), "--seed", str(plan.seed),
                 "--device", device, "--no-annotations"]
    for key, value in plan.changes.items():
        arguments += ["--set", f"{key}={json.dumps(value)}"]
    if plan.own_template:
        arguments += ["--template", str(_other_studio(out))]
    _facings(*arguments)
    return folder


def _other_studio(out: Path) -> Path:
    """Return a face template that no training set is rendered in, made on the first call."""
    file = out / "other_studio.blend"
    if not file.is_file():
        part = out / "other_studio_part.blend"
        part.unlink(missing_ok=True)
        _facings("template", "new", "face", str(part))
        subprocess.run([sys.executable, "-c", _OTHER_STUDIO, str(part)], check=True, stdout=subprocess.DEVNULL)
        _facings("template", "check", str(part))
        part.rename(file)
    return file


def _facings(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "facings", *arguments])
    if done.returncode:
        raise Stopped(f"facings {arguments[0]} ended with {done.returncode}; what it made is kept, and the same call goes on")
