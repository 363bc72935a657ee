"""Contracts and checkers of templates run in Blender's own Python, which has the standard library and `bpy`."""

import ast
import sys
from pathlib import Path

import pytest

import facings

PACKAGE = Path(facings.__file__).resolve().parent
_OF_CONTRACTS = ("contract", "check", "settings", "files", "compositor", "animation", "visibility", "evaluated", "caches",
                 "explained", "fixes", "parts")
MODULES = sorted([path for path in PACKAGE.rglob("template_*.py") if path.stem.removeprefix("template_") in _OF_CONTRACTS]
                 + [path for path in (PACKAGE / "blender" / "panels").glob("*.py") if path.stem != "__init__"])
BLENDER = {"bpy", "mathutils"}


def dotted(path: Path) -> str:
    return ".".join(("facings", *path.relative_to(PACKAGE).with_suffix("").parts))


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}:{node.lineno} imports relatively"
            found.add(node.module)
    return found


def test_every_kind_of_template_is_looked_at():
    assert {dotted(path) for path in MODULES} > {"facings.blender.template_contract", "facings.blender.template_check"}


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_it_imports_the_standard_library_bpy_and_its_like_alone(path):
    own = {dotted(other) for other in MODULES}
    foreign = {name for name in imported(path) - own if name.partition(".")[0] not in sys.stdlib_module_names | BLENDER}
    assert foreign == set()
