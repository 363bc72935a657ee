"""Damaged models of every format: a body or a sentence, in time, and never one with a texture that is not there."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import bpy
import pytest
from gltf_files import Gltf, ktx2, png
from model_scenes import GREEN, RED, box, fresh, material, picture, save

SEED = int(os.environ.get("FACINGS_FUZZ_SEED", "20261129"))
COUNT = int(os.environ.get("FACINGS_FUZZ_COUNT", "100"))
LIMIT_S = 60
_HERE = Path(__file__).parent


def scene(folder):
    fresh()
    image = bpy.data.images.load(str(picture(folder / "front.png", GREEN, RED)))
    box("body", (0.05, 0.05, 0.1), (0, 0, 0.05), material("A", image=image))
    cap = box("cap", (0.05, 0.05, 0.1), (0, 0, 0.15), material("B", RED))
    for value in cap.data.color_attributes.new("Col", "BYTE_COLOR", "CORNER").data:
        value.color = (*GREEN, 1)


def packed(path):
    file = Gltf().by_draco()
    return file.shows({"bufferView": file.view(ktx2((200, 30, 30))), "mimeType": "image/ktx2"}, "KHR_texture_basisu").glb(path)


def squeezed(path):
    file = Gltf().by_meshopt()
    return file.shows({"bufferView": file.view(png((200, 30, 30))), "mimeType": "image/png"}).glb(path)


FORMATS = {
    "glb": lambda path: bpy.ops.export_scene.gltf(filepath=str(path)),
    "gltf": lambda path: bpy.ops.export_scene.gltf(filepath=str(path), export_format="GLTF_SEPARATE"),
    "draco.glb": packed,
    "meshopt.glb": squeezed,
    "obj": lambda path: bpy.ops.wm.obj_export(filepath=str(path), path_mode="RELATIVE", export_colors=True),
    "fbx": lambda path: bpy.ops.export_scene.fbx(filepath=str(path), path_mode="RELATIVE"),
    "usda": lambda path: bpy.ops.wm.usd_export(filepath=str(path)),
    "usdc": lambda path: bpy.ops.wm.usd_export(filepath=str(path)),
    "usdz": lambda path: bpy.ops.wm.usd_export(filepath=str(path)),
    "ply": lambda path: bpy.ops.wm.ply_export(filepath=str(path)),
    "stl": lambda path: bpy.ops.wm.stl_export(filepath=str(path)),
    "blend": save,
}


def mutated(content, rng):
    """The bytes cut, with some flipped, a part taken out or doubled, or a number in text or in binary made another one."""
    data = bytearray(content)
    kind = rng.randrange(6)
    at, length = rng.randrange(len(data)), min(rng.choice((1, 4, 16, 200)), len(data) - 1)
    if kind == 0:
        return bytes(data[:at])
    if kind == 1:
        for _ in range(rng.choice((1, 3, 20))):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif kind == 2:
        del data[at:at + length]
    elif kind == 3:
        data[at:at] = data[at:at + length]
    elif kind == 4:
        data[at:at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80"))
    else:
        numbers = list(re.finditer(rb"-?\d+(?:\.\d+)?", content))
        if numbers:
            found = rng.choice(numbers)
            data[found.start():found.end()] = rng.choice((b"0", b"-1", b"99999999", b"nan", b"1e39", b"2", b'"x"', b"[]"))
    return bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("ending", FORMATS)
def test_a_damaged_model_is_a_body_or_a_sentence(ending, tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    scene(folder)
    sound, rng = folder / f"sound.{ending}", random.Random(f"{SEED} {ending}")
    FORMATS[ending](sound)
    print(f"seed {SEED}, {COUNT} files ending in .{ending}")
    for number in range(COUNT):
        (folder / f"{number:03}.{ending}").write_bytes(mutated(sound.read_bytes(), rng))
    said = outcomes(folder)
    wrong = [one for one in said if "bug" in one or one["seconds"] > LIMIT_S]
    assert not wrong, f"{len(wrong)} of {COUNT}: {wrong[:3]}"
    faults = [one["fault"] for one in said if "fault" in one]
    assert all(len(fault) > 15 and "Traceback" not in fault and "\n" not in fault for fault in faults), faults
    shown = [one for one in said if "size_m" in one]
    assert all(not one["loose"] and not one["magenta"] and abs(one["size_m"][2] - 0.2) < 1e-4 for one in shown), shown
    print(f"{len(shown)} bodies, {len(faults)} sentences, {COUNT - len(said)} crashes of the importer's process")
    assert len(faults) > 0 or len(said) < COUNT


def outcomes(folder):
    """What came of each model; a crash ends the process, which `convert_model` makes a sentence of, and is left out."""
    said, first = [], 0
    while first < COUNT:
        (folder.parent / "said.jsonl").unlink(missing_ok=True)
        subprocess.run([sys.executable, str(_HERE / "model_fuzz_process.py"), str(folder), str(first)], capture_output=True,
                       check=False, timeout=LIMIT_S * 10)
        lines = (folder.parent / "said.jsonl").read_text().splitlines() if (folder.parent / "said.jsonl").exists() else []
        said += map(json.loads, lines)
        first += len(lines) + 1
    return said
