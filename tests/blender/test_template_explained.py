"""Templates that explain themselves: words for all that a person may meet, and nothing of it in a frame."""

import bpy
import pytest

from facings.assets.folders import blender_scenes_dir
from facings.blender.template_check import violations
from facings.blender.template_explained import TEXT, explain
from facings.scenes.face.realise.template_contract import CONTRACT as FACE
from facings.scenes.shelf.realise.template_check import CONTRACT as SHELF

TEMPLATES = {"shelf_gondola": SHELF, "shelf_cooler": SHELF, "face_studio": FACE}


@pytest.fixture(params=TEMPLATES)
def opened(request):
    bpy.ops.wm.open_mainfile(filepath=str(blender_scenes_dir() / f"{request.param}.blend"), load_ui=True)
    return bpy.context.scene, TEMPLATES[request.param]


def words(scene):
    return {(owner.name, name): owner.id_properties_ui(name).as_dict().get("description", "")
            for owner in (scene, *scene.objects) for name in owner.keys() if name.startswith("facings_")}


def test_shipped_templates_hold_the_contract_s_present_words(opened):
    scene, contract = opened
    text, told = bpy.data.texts[TEXT].as_string(), words(scene)
    assert all(told.values()), [name for name, word in told.items() if not word]
    for role in contract.roles.values():
        assert f"{role.name}: " in text and role.meaning.split(";")[0] in " ".join(text.split())
    explain(scene, contract)
    assert bpy.data.texts[TEXT].as_string() == text and words(scene) == told, "run scripts/explain_templates.py"
    assert not violations(scene, contract)


def test_shipped_templates_open_through_the_camera_with_the_text_beside(opened):
    scene, contract = opened
    layout = bpy.data.screens["Layout"]
    views = [space for area in layout.areas for space in area.spaces if isinstance(space, bpy.types.SpaceView3D)]
    assert views and all(view.region_3d.view_perspective == "CAMERA" and view.show_region_ui for view in views)
    texts = [space.text for area in layout.areas if area.type == "TEXT_EDITOR" for space in area.spaces
             if isinstance(space, bpy.types.SpaceTextEditor)]
    assert texts == [bpy.data.texts[TEXT]]
    ceilings = [thing for thing in scene.objects if thing.get("facings_semantic") == "ceiling"]
    assert bool(ceilings) is (contract is SHELF)
    assert all(thing.hide_viewport and not thing.hide_render for thing in ceilings)


def test_what_stands_in_never_renders():
    bpy.ops.wm.open_mainfile(filepath=str(blender_scenes_dir() / "face_studio.blend"))
    head = bpy.data.objects["stand-in head"]
    assert head.hide_render and head.hide_select and head.parent["facings_role"] == "head_anchor"
