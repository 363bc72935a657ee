"""Recipes edited key by key: every row of the shipped ones, in every form that is offered, loads as what was meant."""

import json

import pytest

from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.frames.recipe_editing import add_key, own_recipe, recipe_state, remove_key, restore, set_form, set_key
from facings.frames.scene_kind import scene_kind
from facings.recipes.files import RecipeFiles
from facings.recipes.leaf_forms import as_form, untold
from facings.recipes.rows import leaf_at
from facings.recipes.yaml_edit import flow

SHELF = """\
schema: 2
scene: shelf
template: shelf_gondola   # the one that ships
# How it stands
camera:
  height_m: {uniform: [1.2, 1.7]}   # m
  views:
    near: {weight: 2}
stock: {fill: 0.8}
"""


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(SHELF)
    return path


def rows(path):
    return {".".join(row["path"]): row for row in recipe_state(str(path))["rows"]}


def key(path, name):
    inner = load_recipe(path).resolved
    for step in name.split("."):
        inner = inner[step]
    return inner


def test_rows_tell_what_widgets_need(recipe):
    told = rows(recipe)
    height = told["camera.height_m"]
    assert [height[part] for part in ("kind", "form", "value", "here")] == ["number", "uniform", {"uniform": [1.2, 1.7]}, True]
    assert (height["min"], height["max"], height["unit"], height["line"]) == (0, 6, "m", 6)
    assert "Above the floor" in height["help"] and {"constant", "log_uniform", "normal", "choice"} <= set(height["forms"])
    assert not told["camera.yaw_deg"]["here"] and told["camera.yaw_deg"]["form"] == "normal"
    assert told["fixture.color"]["kind"] == "colour" and told["fixture.color"]["form"] == "choice"
    quality = told["picture.quality"]
    assert quality["words"] == ["draft", "standard", "final"] and quality["forms"] == ["constant"]
    assert told["camera.views.near"]["section"] == "variant" and "yaw_deg" in told["camera.views.near"]["add"]
    assert "camera.views.near.yaw_deg" not in told and "camera.views.near.weight" in told
    assert told["bays.count"]["form"] == "nothing" and told["picture.resolution"]["length"] == 2
    state = recipe_state("shelf")
    assert not state["own"] and state["kind"] == "shelf" and state["fault"] == ""
    assert not [row for row in state["rows"] if row["error"]]
    json.dumps(state)


def test_a_key_is_set_and_the_rest_of_the_file_is_left(recipe):
    told = set_key(str(recipe), ("camera", "height_m"), {"uniform": [1.2999999523162842, 1.5]}, "uniform")
    assert recipe.read_text() == SHELF.replace("[1.2, 1.7]", "[1.3, 1.5]") == told["after"] and told["before"] == SHELF
    set_key(str(recipe), ("world", "strength"), 0.5, "constant")
    assert recipe.read_text().endswith("world:\n  strength: 0.5\n") and key(recipe, "world.strength") == 0.5
    value = {"values": ["#eef0f0", "#2e3134"], "weights": [4, 2]}
    set_key(str(recipe), ("fixture", "color"), value, "choice")
    assert '  color: {choice: {"#eef0f0": 4, "#2e3134": 2}}' in recipe.read_text()
    assert rows(recipe)["fixture.color"]["value"] == value
    set_key(str(recipe), ("stock", "facings"), "[2, 5]", "yaml")
    assert key(recipe, "stock.facings") == [2, 5]
    remove_key(str(recipe), ("fixture", "color"))
    assert "fixture" not in recipe.read_text()


@pytest.mark.parametrize("keys, value, form, said", [
    ("camera.height_m", {"uniform": [2, 1]}, "uniform", "lower end comes first"),
    ("camera.height_m", 9, "constant", "at most 6"),
    ("camera.hight_m", 1, "constant", "no key camera.hight_m"), ("stock.fill", "[", "yaml", "YAML"),
    ("camera.views.near.weight", 0, "constant", "no weight above 0"), ("picture.quality", "best", "constant", "draft"),
    ("stock.fill", {"values": [], "weights": []}, "choice", "is expected"), ("template", "nothing", "constant", "no template"),
])
def test_what_is_wrong_is_told_and_not_written(recipe, keys, value, form, said):
    with pytest.raises(InputError, match=said):
        set_key(str(recipe), tuple(keys.split(".")), value, form)
    assert recipe.read_text() == SHELF


def test_mistakes_of_a_file_stand_at_their_rows_and_do_not_hinder(recipe):
    recipe.write_text(SHELF.replace("[1.2, 1.7]", "[1.9, 1.7]").replace("fill", "fil"))
    told = rows(recipe)
    assert "lower end comes first" in told["camera.height_m"]["error"]
    assert told["stock.fil"]["kind"] == "unknown" and "Did you mean 'fill'?" in told["stock.fil"]["error"]
    remove_key(str(recipe), ("stock", "fil"))
    set_form(str(recipe), ("camera", "height_m"), "normal")
    assert not [row for row in rows(recipe).values() if row["error"]]
    recipe.write_text(SHELF + "lights:\n  ceiling: 3\n")
    assert "a mapping" in rows(recipe)["lights.ceiling"]["error"]


@pytest.mark.parametrize("text, form", [
    ("{uniform: [1.2, 9]}", "uniform"), ("{uniform: 3}", "yaml"), ("{uniform: [1, x]}", "yaml"), ("{normal: 3}", "yaml"),
    ("{normal: {mean: a, std: 1}}", "yaml"), ("{choice: [1, 2]}", "choice"), ("{choice: [a, 1]}", "yaml"),
    ("{choice: {1: a}}", "yaml"), ("{choice: [1, 2], weights: [1]}", "yaml"), ("abc", "yaml"), ("true", "yaml"),
    ("[1, 2]", "yaml"), ("9", "constant"), ("{x: 1}", "yaml")])
def test_what_no_field_could_show_is_shown_as_it_is_written(recipe, text, form):
    recipe.write_text(SHELF.replace("{uniform: [1.2, 1.7]}", text))
    height = rows(recipe)["camera.height_m"]
    assert (height["form"], height["text"]) == (form, text) and bool(height["error"]) == (text != "{choice: [1, 2]}")


def test_a_part_that_is_a_presets_name_is_shown_as_that(recipe):
    recipe.write_text(SHELF + "sensor: phone_old\n")
    told = rows(recipe)
    assert (told["sensor"]["form"], told["sensor"]["text"]) == ("yaml", "phone_old") and "sensor.iso" not in told
    set_key(str(recipe), ("sensor",), "webcam", "yaml")
    assert recipe.read_text().endswith("sensor: webcam\n") and load_recipe(recipe).recipe.sensor.preset == "webcam"
    with pytest.raises(InputError, match="Did you mean 'webcam'"):
        set_key(str(recipe), ("sensor",), "webcan", "yaml")


def test_a_choice_in_any_order_becomes_the_range_of_its_entries(recipe):
    set_key(str(recipe), ("stock", "fill"), "{choice: [0.9, {uniform: [0.2, 0.4]}]}", "yaml")
    set_form(str(recipe), ("stock", "fill"), "uniform")
    assert key(recipe, "stock.fill") == {"uniform": [0.2, 0.9]}


def test_parts_and_variants_are_added_and_removed(recipe):
    add_key(str(recipe), ("lights", "ceiling"))
    add_key(str(recipe), ("camera", "views", "far"))
    held = recipe.read_text()
    with pytest.raises(InputError, match="camera.views.near is there already"):
        add_key(str(recipe), ("camera", "views", "near"))
    assert recipe.read_text() == held
    add_key(str(recipe), ("camera", "views", "far", "yaw_deg"))
    assert load_recipe(recipe) and {"lights.ceiling.energy", "camera.views.far.yaw_deg"} <= set(rows(recipe))
    remove_key(str(recipe), ("camera", "views", "far"))
    assert "far" not in recipe.read_text()


def test_shipped_recipes_are_copied_first_and_edits_are_taken_back(tmp_path, recipe):
    with pytest.raises(InputError, match="Make it your own"):
        set_key("shelf", ("stock", "fill"), 0.5, "constant")
    out = tmp_path / "mine.yaml"
    assert own_recipe("shelf", out)["own"] and load_recipe(out).resolved == load_recipe("shelf").resolved
    for other, said in ((out, "there already"), (tmp_path / "x.txt", "ends in .yaml"), (tmp_path / "no/x.yaml", "cannot be")):
        with pytest.raises(InputError, match=said):
            own_recipe("shelf", other)
    told = set_key(str(recipe), ("stock", "fill"), 0.5, "constant")
    restore(str(recipe), told["before"], told["after"])
    assert recipe.read_text() == SHELF
    with pytest.raises(InputError, match="changed elsewhere"):
        restore(str(recipe), told["before"], told["after"])


@pytest.mark.parametrize("name", ["shelf", "face"])
def test_every_form_that_is_offered_is_right(name, tmp_path):
    """Each key in each of its forms: all keys of one form in one file, which loads."""
    shown, model, files = recipe_state(name)["rows"], scene_kind(name).recipe_model, {"files": RecipeFiles(())}
    done = 0
    for form in ("constant", "nothing", "uniform", "log_uniform", "integers", "normal", "choice"):
        data = {"schema": 2, "scene": name, "template": load_recipe(name).resolved["template"]}
        for row in shown:
            # Pairs and sequences exclude each other, each right alone.
            if form not in row.get("forms", ()) or len(row["path"]) != 2 or row["path"][0] == "pairs":
                continue
            leaf, _ = leaf_at(model, tuple(row["path"]))
            data.setdefault(row["path"][0], {})[row["path"][1]] = as_form(leaf, untold(row["value"]), form, files)
            done += 1
        path = tmp_path / f"{form}.yaml"
        path.write_text("".join(f"{part}: {flow(value)}\n" for part, value in data.items()))
        assert load_recipe(path)
    assert done > 120
