"""Scene kinds are found by entry point, and a wrong name or a wrong plug-in is told."""

from importlib.metadata import EntryPoint

import pytest

from facings.errors import InputError
from facings.frames import scene_kind as module
from facings.frames.scene_kind import scene_kind, scene_kinds


def test_shelf_is_found_and_is_a_kind():
    assert "shelf" in scene_kinds()
    kind = scene_kind("shelf")
    assert kind.name == "shelf"
    ids = [entry["id"] for entry in kind.semantic_classes]
    assert ids == sorted(set(ids)) and kind.semantic_classes[0]["name"] == "background"


def test_a_further_package_brings_a_further_kind(monkeypatch, tmp_path):
    (tmp_path / "no_module.py").write_text("import sys; sys.exit(3)")
    monkeypatch.syspath_prepend(tmp_path)
    entries = [EntryPoint("shop", "facings.scenes.shelf.kind:KIND", module.GROUP),
               EntryPoint("absent", "no_such_package:KIND", module.GROUP),
               EntryPoint("broken", "json:dumps", module.GROUP), EntryPoint("script", "no_module:KIND", module.GROUP)]
    monkeypatch.setattr(module, "entry_points", lambda group: [e for e in entries if e.group == group])
    assert list(scene_kinds()) == ["absent", "broken", "script", "shop"]
    assert scene_kind("shop").name == "shelf"
    with pytest.raises(InputError, match="json:dumps, which is no scene kind: it lacks .*semantic_classes"):
        scene_kind("broken")
    with pytest.raises(InputError, match="no_such_package:KIND, which cannot be imported"):
        scene_kind("absent")
    with pytest.raises(InputError, match=r"no_module:KIND, which cannot be imported \(SystemExit: 3\)"):
        scene_kind("script")


@pytest.mark.parametrize("name", ["shelv", "", 7, ["shelf"], None])
def test_unknown_kind(name):
    with pytest.raises(InputError, match=r"^shop\.yaml:3: scene .* is unknown\..* Installed: .*shelf"):
        scene_kind(name, "shop.yaml:3: ")
