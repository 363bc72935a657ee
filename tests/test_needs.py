"""The markers that tests get: what needs no Blender and no `facings[render]` must run on a light install."""

import pytest
from needs import TESTS, needs


@pytest.mark.parametrize("path, markers", [
    ("test_rooms.py", set()),
    ("test_imports.py", set()),
    ("dataset/test_changed_code.py", set()),
    ("export/test_coco.py", set()),
    ("labels/test_amodal.py", {"render"}),
    ("recipes/test_distributions.py", {"render"}),
    ("scenes/face/heads/test_stored.py", {"render", "packs"}),
    ("goods/artwork/test_barcode.py", {"render", "blender"}),
    ("goods/test_installed_parts.py", {"render", "blender"}),
    ("recipes/test_recipe.py", {"render", "blender", "packs"}),
    ("scenes/shelf/test_batch.py", {"render", "blender"}),
    ("scenes/table_top/test_table_top.py", {"render", "blender"}),
    ("batch/test_ray.py", {"render", "blender", "packs", "ray"}),
])
def test_markers_follow_from_what_a_test_does(path, markers):
    assert needs(TESTS / path) == markers


@pytest.mark.parametrize("source, markers", [
    ("def test(blender, load_recipe): ...", set()),
    ("said = 'load_recipe and import bpy'", set()),
    ("shares = {'sample': 1, 'facings': 2}", set()),
    ("def test():\n    import bpy", {"blender", "render"}),
    ("import pytest\npytestmark = pytest.mark.blender", {"blender", "render"}),
    ("import pytest\n@pytest.mark.blender\ndef test_one(): ...", set()),
    ("import facings\nfacings.load_recipe('face')", {"blender", "render", "packs"}),
    ("run('facings', 'render', 'shelf')", {"blender", "render"}),
    ("run('facings', 'verify', 'set')", set()),
    ("import scipy.spatial", {"render"}),
])
def test_what_counts(source, markers, tmp_path, monkeypatch):
    monkeypatch.setattr("needs.TESTS", tmp_path)
    path = tmp_path / "test_it.py"
    path.write_text(source)
    assert needs(path) == markers
