"""The house: imports go downwards only, and the core names no scene kind."""

import ast
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typing_extensions

import facings
from facings.dataset.records import FrameRecord
from facings.frames.scene_kind import scene_kind

PACKAGE = Path(facings.__file__).resolve().parent
REPOSITORY = Path(__file__).resolve().parents[1]
CORE = ("command", "batch", "rendering", "blender", "export", "photographs", "dataset", "labels", "sensor", "frames", "recipes",
        "assets", "process")
SHIPPED = ("face", "shelf")
GENERAL = {"attributes", "background", "depth", "edit", "hdri", "left", "mask", "name", "right", "run", "sequence", "text"}
"""Keys of one kind that are words of the core too, for other things: a map, an option, a key of every recipe."""
OTHER_MEANINGS = re.compile(r"type face|FACE|element face|shelf_camera")
"""Where a kind's name means another thing: letters of one design, a polygon in Blender's capitals and in PLY's files, and a
make of camera, wherever it hangs."""


def test_the_root_holds_the_api_and_nothing_else():
    files = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert files == {"__init__.py", "__main__.py", "errors.py", "py.typed"}


def test_modules_of_tests_have_names_of_their_own():
    names = [path.name for path in (REPOSITORY / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest imports them by these names alone"


def test_imports_go_downwards_only():
    command = [Path(sys.executable).with_name("lint-imports"), "--config", REPOSITORY / "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout[-4000:]


def test_nothing_below_imports_the_public_names():
    """`facings/__init__.py` stands above all rooms: whoever imports it from below may meet it half made."""
    wrong = [f"{path.relative_to(PACKAGE)}:{node.lineno}" for path in sorted(PACKAGE.rglob("*.py"))
             if path.parent != PACKAGE and path.parent.name != "command"
             for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Import) and any(alias.name == "facings" for alias in node.names)
             or isinstance(node, ast.ImportFrom) and node.module == "facings"]
    assert wrong == []


def keys_of(kind: Any) -> set[str]:
    """Return every key in a TypedDict, those of the TypedDicts inside included."""
    found: set[str] = set()
    if typing_extensions.is_typeddict(kind):
        for key, inner in typing_extensions.get_type_hints(kind).items():
            found |= {key} | keys_of(inner)
    for inner in typing.get_args(kind):
        found |= keys_of(inner)
    return found


def words_of(name: str) -> set[str]:
    """Return the semantic classes and record keys that belong to one shipped kind alone."""
    kind = scene_kind(name)
    shared = keys_of(FrameRecord).union(*(keys_of(scene_kind(other).record_type) for other in SHIPPED if other != name))
    classes = {entry["name"] for entry in kind.semantic_classes}
    return (classes | (keys_of(kind.record_type) - shared)) - GENERAL


def docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of the constants that only document: docstrings, and the strings below attributes."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def said(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, text, may it be a key) of every identifier and every string that is no docstring.

    Keys of records stand in strings, in calls as keywords, and in TypedDicts as fields.
    """
    silent = docstrings(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) \
                    | ast.ClassDef(name=name) | ast.alias(name=name):
                yield line, name, False
            case ast.keyword(arg=str(name)) | ast.AnnAssign(target=ast.Name(id=name)):
                yield line, name, True
            case ast.Constant(value=str(text)) if id(node) not in silent:
                yield line, text, True


def belongings(source: str, kinds: tuple[str, ...], words: set[str]) -> list[str]:
    """Return 'line: text' of what names a kind (as a word of it) or one of its words (as a whole)."""
    named = re.compile(rf"(?<![a-z])({'|'.join(kinds)})(?![a-z])", re.IGNORECASE)
    found = []
    for line, text, may_be_key in said(ast.parse(source)):
        if (may_be_key and text in words) or named.search(OTHER_MEANINGS.sub("", text)):
            found.append(f"{line}: {text}")
    return found


@pytest.mark.parametrize("source", [
    "x = 'shelf'", "import facings.scenes.face", "def shelf_rows(): ...", "record['gaps']", "record.get('landmarks')",
    "if name == 'skin': ...", "print('a set of face pictures')", "f(price_tag=1)", "x.face_px = 1",
])
def test_the_scan_sees(source):
    assert belongings(source, SHIPPED, words_of("face") | words_of("shelf"))


def test_the_scan_lets_what_is_right_pass():
    source = ('"""A face on a shelf."""\nfont = "no type face is called so"\nsurface = "surface"\nattribute("FACE")\n'
              'shelving = numpy.floor(1)\n')
    assert belongings(source, SHIPPED, words_of("face") | words_of("shelf")) == []


@pytest.mark.parametrize("path", [path for room in CORE for path in sorted((PACKAGE / room).rglob("*.py"))],
                         ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_names_no_scene_kind(path):
    assert belongings(path.read_text("utf-8"), SHIPPED, words_of("face") | words_of("shelf")) == []
