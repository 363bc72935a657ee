"""The Extremes panel without a window: keys that vary, and the frame of this seed at their ends."""

import sys

import bpy
import pytest
from installed_extension import module, open_template, state, wait

RECIPE = "schema: 2\nscene: {}\ntemplate: {}\npicture: {{resolution: [64, 48], samples: 1}}\n{}"


@pytest.mark.parametrize("kind, template, more, key", [
    ("shelf", "shelf_gondola", "bays: {count: 1}\nstock: {fill: {uniform: [0.3, 1]}}\n", "stock.fill"),
    pytest.param("face", "face_studio", "head_pose: {yaw_deg: {uniform: [-60, 60]}}\n", "head_pose.yaw_deg",
                 marks=pytest.mark.slow),
])
def test_a_key_is_shown_at_its_ends(extension, tmp_path, monkeypatch, kind, template, more, key):
    command = tmp_path / "facings"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -m facings \"$@\" --device cpu\n")
    command.chmod(0o755)
    monkeypatch.setenv("FACINGS_COMMAND", str(command))
    open_template(template)
    recipe = tmp_path / "own.yaml"
    recipe.write_text(RECIPE.format(kind, template, more))
    state().recipe, state().seed, state().frame, state().message = str(recipe), 7, 0, ""
    assert not bpy.ops.facings.extreme.poll()

    def idle() -> bool:
        return state().worker is None or not state().worker.busy

    bpy.ops.facings.extremes_show()
    wait(idle)
    assert state().message == ""
    bpy.ops.facings.extreme_key(key=key)
    found = module("extreme_frames").chosen()
    assert found["key"] == key and found["lowest"] < found["median"] < found["highest"]
    held = {}
    for at in ("lowest", "highest"):
        assert bpy.ops.facings.extreme(at=at) == {"FINISHED"}
        wait(idle)
        assert state().message == "" and module("dressing").shown_scene() is not None
        held[at] = dict(state().holds)
    if kind == "shelf":
        assert held["lowest"]["products"] < held["highest"]["products"]
    assert held["lowest"]["seed"] == held["highest"]["seed"] == 7
    bpy.ops.facings.back()
    assert not bpy.data.libraries[:]
