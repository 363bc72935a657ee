"""Test modules may import what lies beside this file; what each needs is marked by what it imports (see `needs.py`)."""

import sys
from importlib.util import find_spec
from pathlib import Path

_TESTS = Path(__file__).parent

for folder in (".", "batch", "dataset", "goods", "scenes/shelf", "scenes/face"):
    sys.path.insert(0, str(_TESTS / folder))

_LIGHT = find_spec("bpy") is None


def pytest_report_header():
    return "facings: a light install; tests marked `blender` are left out" if _LIGHT else None


def pytest_ignore_collect(collection_path):
    from needs import needs

    file = collection_path / "conftest.py" if collection_path.is_dir() else collection_path
    if _LIGHT and file != _TESTS / "conftest.py" and file.suffix == ".py" and file.is_file() and "blender" in needs(file):
        return True
    return None


def pytest_collection_modifyitems(items):
    from needs import needs

    def of(path):
        shared = [folder / "conftest.py" for folder in path.parents if folder.is_relative_to(_TESTS) and folder != _TESTS]
        return {marker for file in (path, *shared) if file.is_file() for marker in needs(file)}

    markers = {path: of(path) for path in {item.path for item in items}}
    for item in items:
        for marker in sorted(markers[item.path]):
            item.add_marker(marker)
