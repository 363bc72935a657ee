"""One key of a YAML text is changed and nothing else: ruamel.yaml reads what was meant, lines elsewhere are as they were."""

import random

import pytest
from ruamel.yaml import YAML

from facings.errors import InputError
from facings.recipes.files import shipped
from facings.recipes.yaml_edit import flow, with_value, without

TEXT = """\
# A recipe.
schema: 2   # of recipes
camera:
  height_m: {uniform: [1.2, 1.7]}      # above the floor

  views:
    near: {weight: 2, yaw_deg: 3}   # near
    far:
      weight: 1
# the light
lights: {key: {energy: 1}}
empty:
last:
  uniform:
    - 1
    - 2    # two
"""


def read(text):
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("path, value, line", [
    ("camera.height_m", 1.5, "  height_m: 1.5      # above the floor"),
    ("camera.width_m", {"choice": [1, 2]}, "  width_m: {choice: [1, 2]}"),
    ("camera.views.near.yaw_deg", {"uniform": [1, 2]}, "    near: {weight: 2, yaw_deg: {uniform: [1, 2]}}   # near"),
    ("camera.views.near.roll_deg", -1, "    near: {weight: 2, yaw_deg: 3, roll_deg: -1}   # near"),
    ("camera.views.far.roll_deg", -1, "      roll_deg: -1"),
    ("camera.views.new.weight", 4, "      weight: 4"),
    ("lights.fill.energy", 2, "lights: {key: {energy: 1}, fill: {energy: 2}}"),
    ("empty", "x: y", 'empty: "x: y"'),
    ("empty.inner", None, "empty: {inner: null}"),
    ("last", {"normal": {"mean": 1, "std": 2}}, "last: {normal: {mean: 1, std: 2}}    # two"),
    ("stock.fill", 0.5, "  fill: 0.5"),
])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_is_set_and_the_rest_is_left(path, value, line, newline):
    text = TEXT.replace("\n", newline)
    steps = tuple(path.split("."))
    changed = with_value(text, steps, value, "r.yaml")
    wanted = read(text)
    inner = wanted
    for step in steps[:-1]:
        inner[step] = inner.get(step) or {}
        inner = inner[step]
    inner[steps[-1]] = value
    assert read(changed) == wanted
    assert line in changed.splitlines()
    kept = [each for each in text.splitlines() if each in changed.splitlines()]
    assert len(kept) >= len(text.splitlines()) - (4 if path == "last" else 1)
    assert changed.count("\r") == (changed.count("\n") if newline == "\r\n" else 0)
    assert with_value(changed, steps, value, "r.yaml") == changed


@pytest.mark.parametrize("path, gone", [
    ("camera.height_m", 1), ("camera.views.near", 1), ("camera.views.far.weight", 2), ("camera.views.far", 2),
    ("lights.key.energy", 1), ("empty", 1), ("last", 4), ("camera.views.near.weight", 0), ("camera.views.near.yaw_deg", 0),
])
def test_a_key_is_removed_and_the_rest_is_left(path, gone):
    steps = path.split(".")
    changed, wanted = without(TEXT, tuple(steps), "r.yaml"), read(TEXT)
    holders = [wanted]
    for step in steps[:-1]:
        holders.append(holders[-1][step])
    for holder, step in reversed(list(zip(holders, steps, strict=True))):
        del holder[step]
        if holder:
            break
    assert read(changed) == wanted
    assert len(TEXT.splitlines()) - len(changed.splitlines()) == gone
    new = set(changed.splitlines()) - set(TEXT.splitlines())
    assert new <= {"    near: {weight: 2}   # near", "    near: {yaw_deg: 3}   # near"}


def test_what_an_alias_or_a_merge_shares_is_refused():
    text = "a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n"
    for path in (("c",), ("c", "b")):
        with pytest.raises(InputError, match="r.yaml: .*text editor"):
            with_value(text, path, 2, "r.yaml")
    with pytest.raises(InputError, match="text editor"):
        with_value(text, ("a", "b"), 2, "r.yaml")
    with pytest.raises(InputError, match="text editor"):
        without(text, ("d", "b"), "r.yaml")
    assert read(with_value(text, ("d", "b"), 3, "r.yaml"))["d"] == {"b": 3, "e": 2}
    with pytest.raises(InputError, match="has no keys inside"):
        with_value("a: 1\n", ("a", "b"), 2, "r.yaml")
    with pytest.raises(InputError, match="no key a.c"):
        without("a: {b: 1}\n", ("a", "c"), "r.yaml")


@pytest.mark.parametrize("value", [0, 1.5, -2e-7, 1e30, True, None, "plain", "#d0d4d8", "yes", "null", "1.5", "a: b", "", " x",
                                   "bpy:city.exr", "é ü", "a\nb", [1, ["x", None]], {"choice": {"#fff": 1}}, {}, []])
def test_values_on_one_line_are_read_as_they_were(value):
    assert read(f"key: {flow(value)}\n") == {"key": value} and "\n" not in flow(value)


@pytest.mark.parametrize("name", sorted(shipped(".yaml")))
def test_every_key_of_a_shipped_recipe_can_be_set_and_removed(name):
    text = shipped(".yaml")[name].read_text("utf-8")
    draw = random.Random(name)

    def leaves(data, path=()):
        for key, value in data.items():
            yield path + (key,)
            if isinstance(value, dict):
                yield from leaves(value, path + (key,))

    def comments(told):
        return [line for line in told.splitlines() if line.lstrip().startswith("#")]

    paths = [path for path in leaves(read(text)) if all(isinstance(key, str) for key in path)]
    for path in draw.sample(paths, 4):
        assert set(comments(with_value(text, path, 3, name))) <= set(comments(text))
        assert len(comments(text)) - len(comments(without(text, path, name))) in ((0,) if len(path) > 1 else range(5))
