"""The shipped face template keeps the contract, the checker names what breaks it, and nothing drifts over frames."""

import math
from pathlib import Path

import bpy
import numpy as np
import pytest
from PIL import Image

from facings.assets.folders import blender_scenes_dir
from facings.blender import template
from facings.blender.template_check import violations
from facings.blender.template_contract import objects_of
from facings.errors import InputError
from facings.frames.spec import CameraSpec, LightSpec, WorldSpec
from facings.scenes.face.realise.surroundings import Surroundings
from facings.scenes.face.realise.template_contract import CONTRACT, ROLES
from facings.scenes.face.surroundings.spec import SurroundingsSpec
from facings.scenes.face.template_info import FACE_TEMPLATES
from facings.scenes.shelf.template_info import SHELF_TEMPLATES

SHIPPED = blender_scenes_dir() / "face_studio.blend"


def _camera(x_m: float = 0.0) -> CameraSpec:
    pose = ((1.0, 0.0, 0.0, x_m), (0.0, 0.0, 1.0, -1.0), (0.0, -1.0, 0.0, 1.6), (0.0, 0.0, 0.0, 1.0))
    return CameraSpec(100.0, 100.0, 32.0, 32.0, pose, None, 4.0, 0.05, 0.0, None, 10.0)


def _spec(background: str = "world", yaw: float = 0.0, picture: str | None = None) -> SurroundingsSpec:
    lights = tuple(LightSpec(group, 0.5, (1.0, 0.5, 0.25)) for group in ("key", "flash"))
    return SurroundingsSpec("", background, WorldSpec(None, 1.0, 0.0), lights, yaw, yaw, (0.2, 0.3, 0.4), picture)


def test_shipped_template_keeps_the_contract() -> None:
    assert template.check(SHIPPED, FACE_TEMPLATES) == []
    assert template.template_info(SHIPPED, FACE_TEMPLATES) == template.read_info(SHIPPED, FACE_TEMPLATES)


@pytest.mark.parametrize("role", [name for name, role in ROLES.items() if role.count != "any"])
def test_a_missing_role_is_named(role: str) -> None:
    scene = template.open_template(SHIPPED, FACE_TEMPLATES)
    for thing in objects_of(scene, role):
        bpy.data.objects.remove(thing)
    assert f"role {role}" in {v.object for v in violations(scene, CONTRACT)}


def test_each_breach_is_named() -> None:
    scene = template.open_template(SHIPPED, FACE_TEMPLATES)
    objects_of(scene, "head_anchor")[0].scale = (2, 2, 2)
    wall = next(o for o in objects_of(scene, "backdrop") if o["facings_backdrop"] == "wall")
    wall["facings_backdrop"] = "world"
    screen = next(o for o in objects_of(scene, "backdrop") if o["facings_backdrop"] == "picture")
    screen.data.materials.clear()
    objects_of(scene, "light")[0]["facings_group"] = " "
    found = "\n".join(map(str, violations(scene, CONTRACT)))
    for said in ("head anchor: is scaled", "'world' is the background without", "0 image textures", "facings_group is empty"):
        assert said in found


def test_a_template_of_another_kind_is_refused() -> None:
    with pytest.raises(InputError, match="facings_scene is 'shelf'"):
        template.open_template(blender_scenes_dir() / "shelf_gondola.blend", FACE_TEMPLATES)
    with pytest.raises(InputError, match="facings_scene is 'face'"):
        template.open_template(SHIPPED, SHELF_TEMPLATES)


def test_frames_do_not_add_up_and_nothing_grows(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    scene = template.open_template(SHIPPED, FACE_TEMPLATES)
    around = Surroundings(scene, {"sha256:a": tmp_path / "a.png"})

    def state() -> tuple:
        bpy.context.view_layer.update()
        return tuple((o.name, np.round(np.array(o.matrix_world), 6).tolist(), o.hide_render, tuple(o.color),
                      getattr(o.data, "energy", None)) for o in sorted(scene.objects, key=lambda o: o.name))

    around.realise(_spec(), _camera())
    first, count = state(), len(bpy.data.objects)
    around.realise(_spec("picture", 1.0, "sha256:a"), _camera(2.0))
    other, images = state(), len(bpy.data.images)
    around.realise(_spec("picture", 2.0, "sha256:a"), _camera())
    around.realise(_spec(), _camera())
    assert state() == first != other
    assert (len(bpy.data.objects), len(bpy.data.images)) == (count, images)


def test_lamps_go_around_the_anchor_and_the_flash_with_the_camera() -> None:
    scene = template.open_template(SHIPPED, FACE_TEMPLATES)
    around = Surroundings(scene, {})
    around.realise(_spec(), _camera())
    bpy.context.view_layer.update()
    lamp, flash = objects_of(scene, "light")[0], objects_of(scene, "camera_light")[0]
    before, flash_before = lamp.matrix_world.translation.copy(), flash.matrix_world.translation.copy()
    around.realise(_spec(yaw=math.pi / 2), _camera(2.0))
    bpy.context.view_layer.update()
    # A quarter turn about the vertical through the anchor takes -Y to +X, the subject's left.
    assert tuple(lamp.matrix_world.translation) == pytest.approx((-before.y, before.x, before.z), abs=1e-5)
    assert (flash.matrix_world.translation - flash_before).x == pytest.approx(2.0)


def test_a_picture_that_is_gone_is_told() -> None:
    scene = template.open_template(SHIPPED, FACE_TEMPLATES)
    with pytest.raises(InputError, match="not among this run's files"):
        Surroundings(scene, {}).realise(_spec("picture", picture="sha256:x"), _camera())
