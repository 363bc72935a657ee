"""The Recipe panel without a window: rows come, fields read and write them, the file keeps its comments."""

import json
import sys
from pathlib import Path

import bpy
import pytest
from installed_extension import module, open_template, state, wait

RECIPE = """\
schema: 2
scene: shelf
template: shelf_gondola
camera:
  height_m: {uniform: [1.2, 1.7]}   # as a shopper
fixture: {color: {choice: {"#eef0f0": 4, "#2e3134": 2}}}
stock: {facings: [1, 10], max_depth: 3, stacking: true}
picture: {quality: draft}
"""


@pytest.fixture
def recipe(extension, tmp_path, monkeypatch) -> Path:
    command = tmp_path / "facings"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -m facings \"$@\" --device cpu\n")
    command.chmod(0o755)
    monkeypatch.setenv("FACINGS_COMMAND", str(command))
    open_template()
    path = tmp_path / "own.yaml"
    path.write_text(RECIPE)
    state().recipe = str(path)
    bpy.ops.facings.recipe_show()
    wait(lambda: bool(shown().rows or shown().message))
    assert shown().message == ""
    settle()
    return path


def shown():
    return module("recipe_session").RECIPE


def settle() -> None:
    wait(lambda: not shown().edits or all(path in shown().wrong for path in shown().edits))
    wait(lambda: state().worker is None or not state().worker.busy)


def row(name: str) -> dict:
    return shown().by_path[tuple(name.split("."))]


def field(name: str, *part: str) -> str:
    return module("recipe_fields").field_name(row(name), part)


def get(name: str, *part: str):
    value = getattr(bpy.context.window_manager, field(name, *part))
    return value if isinstance(value, str | bool | int | float) else tuple(value)


def put(name: str, value, *part: str) -> None:
    setattr(bpy.context.window_manager, field(name, *part), value)
    settle()


def test_fields_show_and_write_the_keys(recipe):
    assert get("camera.height_m", "uniform") == pytest.approx((1.2, 1.7)) and get("stock.max_depth") == 3
    assert get("stock.facings") == (1, 10) and get("stock.stacking") is True and get("picture.quality") == "draft"
    assert get("fixture.color", "values", "0") == pytest.approx((238 / 255, 240 / 255, 240 / 255))
    assert get("fixture.color", "weights", "1") == 2 and get("camera.height_m", "form") == "uniform"
    put("camera.height_m", (1.3, 1.6), "uniform")
    assert "  height_m: {uniform: [1.3, 1.6]}   # as a shopper\n" in recipe.read_text()
    put("stock.facings", (2, 8)), put("stock.stacking", False), put("picture.quality", "final")
    put("fixture.color", (0, 0, 0), "values", "1"), put("stock.fill", "constant", "form"), put("stock.fill", 0.5)
    assert recipe.read_text() == RECIPE.replace("[1.2, 1.7]", "[1.3, 1.6]").replace("[1, 10]", "[2, 8]").replace(
        "true}", "false, fill: 0.5}").replace("draft", "final").replace("#2e3134", "#000000")
    for _ in range(7):
        bpy.ops.facings.recipe_undo()
        settle()
    assert recipe.read_text() == RECIPE and not bpy.ops.facings.recipe_undo.poll()


def test_forms_entries_and_parts(recipe):
    for form in ("log_uniform", "normal", "choice", "constant"):
        put("camera.height_m", form, "form")
        assert row("camera.height_m")["form"] == form == get("camera.height_m", "form")
    put("camera.height_m", "normal", "form")
    put("camera.height_m", 0.2, "normal", "std")
    assert row("camera.height_m")["value"]["normal"]["std"] == pytest.approx(0.2)
    bpy.ops.facings.recipe_entry(path='["fixture", "color"]', number=-1)
    settle()
    assert len(row("fixture.color")["value"]["values"]) == 3
    bpy.ops.facings.recipe_entry(path='["fixture", "color"]', number=0)
    settle()
    assert row("fixture.color")["value"]["values"] == ["#2e3134", "#2e3134"]
    bpy.ops.facings.recipe_entry(path='["fixture", "color"]', number=0)
    settle()
    with pytest.raises(RuntimeError, match="One value has to stay"):
        bpy.ops.facings.recipe_entry(path='["fixture", "color"]', number=0)
    bpy.ops.facings.recipe_add_named(path='["camera", "views"]', name="near")
    settle()
    bpy.ops.facings.recipe_add(path='["camera", "views", "near"]', key="yaw_deg")
    settle()
    assert row("camera.views.near.yaw_deg")["form"] == "normal"
    bpy.ops.facings.recipe_add_named(path='["camera", "views"]', name="near")
    settle()
    assert "there already" in shown().wrong["camera", "views", "near"] and "yaw_deg" in recipe.read_text()
    bpy.ops.facings.recipe_remove(path='["camera", "views", "near"]')  # takes back what was wrong, not the part
    settle()
    assert not shown().wrong and "yaw_deg" in recipe.read_text()
    bpy.ops.facings.recipe_remove(path='["camera", "views", "near"]')
    bpy.ops.facings.recipe_remove(path='["picture", "quality"]')
    settle()
    assert "views" not in recipe.read_text() and "picture" not in recipe.read_text()


def test_what_is_wrong_stands_at_the_row_until_it_is_mended(recipe):
    put("camera.height_m", (1.9, 1.6), "uniform")
    assert "lower end comes first" in shown().wrong[("camera", "height_m")] and recipe.read_text() == RECIPE
    assert get("camera.height_m", "uniform") == pytest.approx((1.9, 1.6))
    put("camera.height_m", (1.5, 1.6), "uniform")
    assert not shown().wrong and "[1.5, 1.6]" in recipe.read_text()
    put("camera.height_m", (1.9, 1.6), "uniform")
    bpy.ops.facings.recipe_remove(path='["camera", "height_m"]')
    assert not shown().wrong and get("camera.height_m", "uniform") == pytest.approx((1.5, 1.6))
    recipe.write_text(RECIPE.replace("max_depth", "max_dept"))
    wait(lambda: ("stock", "max_dept") in {tuple(each["path"]) for each in shown().rows})
    assert "max_depth" in next(each for each in shown().rows if each["path"][-1] == "max_dept")["error"]


def test_undo_is_of_the_recipe_that_is_shown(recipe, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(RECIPE)
    put("stock.max_depth", 2)
    state().recipe = str(other)
    wait(lambda: shown().file == str(other))
    settle()
    assert shown().own and not bpy.ops.facings.recipe_undo.poll()
    put("stock.max_depth", 1)
    bpy.ops.facings.recipe_undo()
    settle()
    assert other.read_text() == RECIPE and shown().file == str(other) and "max_depth: 2" in recipe.read_text()
    state().recipe = str(recipe)
    wait(lambda: shown().file == str(recipe))
    bpy.ops.facings.recipe_undo()
    settle()
    assert recipe.read_text() == RECIPE


def test_a_recipe_that_cannot_be_read_is_no_other_ones_and_shown_once_it_is_mended(recipe, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(RECIPE + "world: {\n")
    state().recipe = str(other)
    wait(lambda: bool(shown().message))
    assert "YAML" in shown().message and not shown().rows and not shown().own
    other.write_text(RECIPE.replace("height_m: {uniform: [1.2, 1.7]}", "height_m: {normal: 3}"))
    wait(lambda: bool(shown().rows))
    assert not shown().message and "mean" in row("camera.height_m")["error"] and get("camera.height_m") == "{normal: 3}"
    put("camera.height_m", "{normal: {mean: 1.5, std: 0.1, min: 1, max: 2}}")
    assert get("camera.height_m", "normal", "mean") == 1.5


def test_an_edit_whose_process_is_ended_is_written_by_the_next(recipe):
    setattr(bpy.context.window_manager, field("stock.max_depth"), 2)
    wait(lambda: any(edit.sent for edit in shown().edits.values()))
    module("session").drop_worker()
    settle()
    assert "max_depth: 2" in recipe.read_text() and state().worker is not None


def test_only_what_is_named_is_cancelled(installed, tmp_path):
    heard, said = tmp_path / "heard", []
    code = f"import sys; open({str(heard)!r}, 'w').write(sys.stdin.read())"
    worker = module("worker").Worker([sys.executable, "-c", code], str(tmp_path / "log"))
    for what in ("recipes", "look", "edit"):
        worker.ask(what, lambda told: None, said.append)
    worker.cancel(("realise", "look"))
    worker.end()
    assert [json.loads(line).get("which") for line in heard.read_text().splitlines()] == [None, None, None, 2]
    assert said == [""] * 3 and worker.busy == ""


def test_a_shipped_recipe_is_made_ones_own(recipe, tmp_path):
    state().recipe = "shelf"
    wait(lambda: shown().file.endswith("shelf.yaml"))
    settle()
    assert not shown().own and not bpy.ops.facings.recipe_undo.poll()
    with pytest.raises(RuntimeError, match="Make It My Own"):
        bpy.ops.facings.recipe_remove(path='["stock", "fill"]')
    bpy.ops.facings.recipe_own(filepath=str(tmp_path / "mine.yaml"))
    wait(lambda: shown().own)
    assert state().recipe == str(tmp_path / "mine.yaml") and row("camera.views.near.weight")["value"] == 3
    bpy.ops.facings.recipe_own(filepath=str(tmp_path / "mine.yaml"))
    wait(lambda: bool(shown().message))
    assert "there already" in shown().message
