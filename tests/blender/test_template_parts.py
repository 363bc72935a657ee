"""Parts that are added to a template keep its contract at once, are moved as themselves, and render."""

import bpy
import pytest

from facings.blender.template_check import violations
from facings.blender.template_contract import CannotAdd, bounds, objects_of, pair
from facings.blender.template_review import contract_of
from facings.recipes.files import shipped

pytestmark = pytest.mark.blender


def opened(name):
    bpy.ops.wm.open_mainfile(filepath=str(shipped(".blend")[name]))
    scene = bpy.context.scene
    return scene, contract_of(scene["facings_scene"])


@pytest.mark.parametrize("name", ["shelf_gondola", "shelf_cooler", "face_studio"])
def test_each_part_keeps_the_contract(name):
    scene, contract = opened(name)
    for part, (says, add) in contract.parts.items():
        count = len(scene.objects)
        thing = add(scene, contract)
        assert says and len(scene.objects) == count + 1 and thing.name in scene.objects
        assert violations(scene, contract) == [], part
        thing.location.z += 0.01
        assert violations(scene, contract) == [], part


@pytest.mark.parametrize("name", ["shelf_gondola", "shelf_cooler"])
def test_boards_are_added_until_there_is_no_room(name):
    scene, contract = opened(name)
    before = [bounds(box)[0].z for box in objects_of(scene, "board_volume")]
    added = 0
    with pytest.raises(CannotAdd, match="too low for a board more"):
        while True:
            box = contract.parts["board"][1](scene, contract)
            added += 1
            assert violations(scene, contract) == [] and added < 30
            low, high = pair(box["facings_z_range_m"])
            assert low <= bounds(box)[0].z <= high and tuple(box.location) == pytest.approx(tuple(bounds(box)[0]))
    after = [bounds(box)[0].z for box in objects_of(scene, "board_volume")]
    assert added >= 3 and sorted(before) == sorted(z for z in after if z in before)


def test_a_lamp_is_of_the_group_and_a_backdrop_of_a_name_of_its_own():
    scene, contract = opened("face_studio")
    groups = {str(o["facings_group"]) for o in objects_of(scene, "light")}
    assert contract.parts["lamp"][1](scene, contract)["facings_group"] in groups
    walls = [contract.parts["backdrop"][1](scene, contract) for _ in range(2)]
    assert [wall["facings_backdrop"] for wall in walls] == ["backdrop_1", "backdrop_2"]
