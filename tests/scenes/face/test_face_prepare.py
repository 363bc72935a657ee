"""What is prepared for a face: without Blender, and nothing of one person in the next."""

import dataclasses
import subprocess
import sys
from typing import Any

import numpy as np
from heads_for_tests import model

from facings.frames.loading import load_recipe
from facings.scenes.face.heads.model import HeadModel


def arrays(value: Any, path: str = "") -> dict[str, bytes]:
    """Return the bytes of all arrays in a prepared face, by where they are; the head model's own are left out."""
    if isinstance(value, np.ndarray):
        return {path: value.tobytes()}
    if isinstance(value, HeadModel):
        return {}
    if dataclasses.is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    elif isinstance(value, tuple | list):
        value = dict(enumerate(value))
    if not isinstance(value, dict):
        return {path: repr(value).encode()}
    return {inner: found for key, part in value.items() for inner, found in arrays(part, f"{path}.{key}").items()}


def test_preparing_needs_no_blender():
    model("makehuman")
    code = """
import sys
from facings.frames.loading import load_recipe
loaded = load_recipe("face", ["person.head_model=makehuman"])
prepared = loaded.kind.prepare(loaded, loaded.sample(3, 0))
assert prepared.hair and len(prepared.eyes) == 2 and prepared.skin.fine.any()
print(sorted({name.partition(".")[0] for name in sys.modules} & {"bpy", "mathutils"}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_a_face_is_prepared_alike_whoever_came_before():
    model("makehuman")
    loaded = load_recipe("face", ["person.head_model=makehuman", "facial_hair.beard.style=full_short"])
    one, other = (loaded.sample(3, number) for number in (0, 1))
    first, between, again = (arrays(loaded.kind.prepare(loaded, spec)) for spec in (one, other, one))
    assert [name for name in first if first[name] != again[name]] == [] and first.keys() == again.keys()
    assert {".skin.broad", ".skin.fine", ".eyes.0.iris", ".head.vertices_m", ".dressed.cloth.vertices_m"} <= {
        name for name in first if first[name] != between.get(name)}
