"""A face's datasets and recipes are read without what only rendering needs."""

import subprocess
import sys

import pytest

BARRED = {"bpy", "mathutils", "scipy", "embreex"}


@pytest.mark.parametrize("module", ["kind", "recipe", "spec", "semantics", "label.states", "label.landmark_scheme"])
def test_it_needs_nothing_of_rendering(module):
    code = f"import facings.scenes.face.{module}, sys; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & BARRED == set()
