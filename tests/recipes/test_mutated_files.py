"""Recipes and catalogues that somebody or something has spoilt: read, or told as bad input, never anything else.

The seed of each mutation is in the name of its test, and in what a failure prints.
"""

import math
import random
import socket
import subprocess
from pathlib import Path

import pytest

from facings.assets.folders import assets_dir, blender_scenes_dir
from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.goods.catalogue import load_catalogue

RECIPES = sorted(blender_scenes_dir().glob("*.yaml"))
_ODD = ("null", "true", "[]", "{}", "-1", "0", "1e309", ".nan", "-.inf", "'x'", "~", "[1, 2, 3]", "{uniform: [2, 1]}",
        "{choice: []}", "{choice: {a: -1}}", "{normal: [0, -1]}", "99999999999999999999", "0x10", "2024-01-01", "\u0301",
        "'\\0'", "\"\\0\"", "/dev/zero", "file:///etc/passwd", "../../etc/passwd", "!!python/name:os.system", "&a [*a]",
        "é" * 300, "{a: {b: {c: {}}}}", "|\n  text", "'{x}'", "%s", "1_000", "0.1.2")


def _mutated(text: str, rng: random.Random) -> bytes:
    """Return a text with one to three changes: of values, lines, keys and indentation; some are cut off, or lose bytes."""
    lines = text.splitlines()
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        change = rng.randrange(8)
        if change < 3 and ":" in lines[at]:
            lines[at] = lines[at].partition(":")[0] + ": " + rng.choice(_ODD)
        elif change == 3:
            lines.insert(rng.randrange(len(lines)), lines[at])
        elif change == 4 and len(lines) > 1:
            del lines[at]
        elif change == 5:
            lines[at] = " " * rng.randint(1, 4) + lines[at]
        elif change == 6:
            lines[at] = lines[at].replace(rng.choice("0123456789:-[]{}, "), rng.choice(["", ":", "-", "[", "9999", "}", "#"]))
        else:
            key, colon, value = lines[at].partition(":")
            lines[at] = key + rng.choice(["x", "", "_m", " "]) + colon + value
    data = bytearray("\n".join(lines).encode())
    fate = rng.randrange(10)
    if fate == 0:
        data = data[: rng.randrange(len(data))]
    elif fate == 1:
        for _ in range(3):
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A folder of its own; whatever would start a process or ask the internet fails."""
    def refuse(*args, **_):
        raise AssertionError(f"a file made the reader start or ask {args}")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _read_or_told(read, path: Path, seed: int) -> None:
    before = {entry.name for entry in path.parent.iterdir()}
    print(f"seed {seed}")
    try:
        read(path)
    except InputError as error:
        assert str(error).strip() and "Traceback" not in str(error)
    assert {entry.name for entry in path.parent.iterdir()} == before


def _read_and_drawn(path: Path) -> None:
    """Read a recipe and draw two frames of it, as far as a spec."""
    recipe = load_recipe(path)
    for frame in (0, 7):
        spec = recipe.sample(3, frame)
        assert all(math.isfinite(value) for row in spec.camera.world_from_camera for value in row)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(0, 300, 10))
def test_mutated_recipe_is_read_and_drawn_or_told(alone, seed):
    for each in range(seed, seed + 10):
        rng = random.Random(each)
        path = alone / "recipe.yaml"
        path.write_bytes(_mutated(rng.choice(RECIPES).read_text("utf-8"), rng))
        _read_or_told(_read_and_drawn, path, each)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200, 10))
def test_mutated_catalogue_is_read_or_told(alone, seed):
    whole = (assets_dir() / "catalogue.yaml").read_text("utf-8")
    head, _, products = whole.partition("\nproducts:\n")
    entries = products.split("\n  - ")
    for each in range(seed, seed + 10):
        rng = random.Random(each)
        some = "\n  - ".join([entries[0], *rng.sample(entries[1:], min(6, len(entries) - 1))])
        path = alone / "mine.yaml"
        path.write_bytes(_mutated(f"{head}\nproducts:\n{some}\n", rng))
        _read_or_told(load_catalogue, path, each)
