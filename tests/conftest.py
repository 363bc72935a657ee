"""Test modules may import what lies beside this file; what each needs is marked by what it imports (see `needs.py`)."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

_TESTS = Path(__file__).parent

for folder in (".", "batch", "blender", "blender/model", "dataset", "goods", "recipes", "scenes/shelf", "scenes/face"):
    sys.path.insert(0, str(_TESTS / folder))

from needs import RENDER_PACKAGES, needs  # noqa: E402

# A busy machine fails no test by its time.
settings.register_profile("facings", deadline=None)
settings.load_profile("facings")

_LACKING = {marker: missing for marker, packages in {"blender": {"bpy"}, "render": RENDER_PACKAGES}.items()
            if (missing := sorted(package for package in packages if find_spec(package) is None))}
"""The markers of tests that cannot run here -> the packages that they need and that are not installed."""


def pytest_report_header():
    return [f"facings: tests marked `{marker}` are left out, for want of {', '.join(missing)}"
            for marker, missing in _LACKING.items()]


def pytest_ignore_collect(collection_path):
    file = collection_path / "conftest.py" if collection_path.is_dir() else collection_path
    if file != _TESTS / "conftest.py" and file.suffix == ".py" and file.is_file() and needs(file) & _LACKING.keys():
        return True
    return None


def pytest_collection_modifyitems(config, items):
    def of(path):
        shared = [folder / "conftest.py" for folder in path.parents if folder.is_relative_to(_TESTS) and folder != _TESTS]
        return {marker for file in (path, *shared) if file.is_file() for marker in needs(file)}

    markers = {path: of(path) for path in {item.path for item in items}}
    for item in items:
        for marker in sorted(markers[item.path]):
            item.add_marker(marker)
        if item.get_closest_marker("blender"):
            item.add_marker(pytest.mark.render)
    lacking = [item for item in items if any(item.get_closest_marker(marker) for marker in _LACKING)]
    if lacking:
        config.hook.pytest_deselected(items=lacking)
        items[:] = [item for item in items if item not in lacking]
