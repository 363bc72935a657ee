"""Shipped templates keep the contract, the checker names what breaks it, and the fixture neither grows nor drifts."""

import json
import math
import subprocess
import sys
from pathlib import Path

import bpy
import pytest
import zstandard

from facings.assets import folders as resources
from facings.blender import template
from facings.blender.template_check import violations
from facings.blender.template_contract import Violation, bounds, objects_of, role_of
from facings.errors import InputError
from facings.frames.spec import CameraSpec, LightSpec, PictureSpec, WorldSpec
from facings.scenes.shelf.realise.fixture import Fixture
from facings.scenes.shelf.realise.template_check import CONTRACT
from facings.scenes.shelf.realise.template_contract import ROLES, VARIANTS
from facings.scenes.shelf.signs import header_signs
from facings.scenes.shelf.spec import BaySpec, BoardSpec, FixtureSpec, ShelfSpec
from facings.scenes.shelf.template_info import SHELF_TEMPLATES, ShelfTemplateInfo

SHIPPED = ("shelf_gondola", "shelf_cooler")
REQUIRED = [name for name, role in ROLES.items() if role.count != "any"]
IDENTITY = tuple(tuple(float(i == j) for j in range(4)) for i in range(4))


def shipped(name: str) -> Path:
    return resources.blender_scenes_dir() / f"{name}.blend"


def spec_of(
    info: ShelfTemplateInfo,
    *,
    bays: int = 3,
    doors: bool = True,
    open_rad: float = 0.0,
    lit: bool = True,
    lights: tuple[LightSpec, ...] = (),
    color: float = 0.7,
    raised_m: float = 0.0,
    header: str = "Snacks",
) -> ShelfSpec:
    def board(i: int) -> BoardSpec:
        slot = info.boards[i]
        return BoardSpec(i, slot.z_m + (raised_m if i else 0.0), slot.front_y_m, slot.back_y_m, 0.2, lit)

    row = tuple(
        BaySpec(
            k,
            (k - bays / 2) * info.bay_width_m,
            info.bay_width_m,
            "snacks",
            header,
            tuple(board(i) for i in range(len(info.boards))),
            (open_rad,) * info.door_count,
        )
        for k in range(bays)
    )
    return ShelfSpec(
        1, "shelf", 0, 0, info.name, info.sha256,
        PictureSpec(64, 48, 1, False, None, "png", 90, ()),
        CameraSpec(64.0, 64.0, 32.0, 24.0, IDENTITY, None, 8.0, 0.026, 0.0, None, 0.0),
        WorldSpec("bpy:interior.exr", 0.4, 0.3), lights,
        FixtureSpec((color, color, color), (0.8, 0.8, 0.8), (0.1, 0.2, 0.4), 0.3, doors), row, (), (), (),
    )  # fmt: skip


def seen(scene: bpy.types.Scene) -> dict[str, bpy.types.Object]:
    shown = {o.name: o for o in scene.objects if not o.hide_render}
    return {name: o for name, o in shown.items() if o.type != "LIGHT" or o.data.energy > 0}


def counts() -> dict[str, int]:
    return {kind: len(getattr(bpy.data, kind)) for kind in ("objects", "meshes", "materials", "images", "lights", "worlds")}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_keep_the_contract(name: str) -> None:
    assert template.check(shipped(name), SHELF_TEMPLATES) == []
    assert shipped(name).stat().st_size < 3 << 20


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_say_nothing_of_the_machine_that_built_them(name: str) -> None:
    content = zstandard.ZstdDecompressor().stream_reader(shipped(name).read_bytes(), read_across_frames=True).read()
    assert str(Path(__file__).resolve().parents[2]).encode() not in content
    assert str(Path.home()).encode() + b"/" not in content


@pytest.mark.parametrize("role", REQUIRED)
def test_a_missing_role_is_named(role: str) -> None:
    scene = template.open_template(shipped("shelf_gondola"), SHELF_TEMPLATES)
    for thing in objects_of(scene, role):
        bpy.data.objects.remove(thing)
    assert f"role {role}" in {v.object for v in violations(scene, CONTRACT)}


def test_a_template_without_a_role_is_refused_with_all_its_violations(tmp_path: Path) -> None:
    scene = template.open_template(shipped("shelf_gondola"), SHELF_TEMPLATES)
    for role in ("camera_volume", "tag_anchor"):
        for thing in objects_of(scene, role):
            bpy.data.objects.remove(thing)
    broken = tmp_path / "broken.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(broken))
    for read in (template.open_template, template.template_info):
        with pytest.raises(InputError, match="(?s)camera_volume.*tag_anchor|tag_anchor.*camera_volume"):
            read(broken, SHELF_TEMPLATES)


def broken_by(change) -> list[Violation]:
    scene = template.open_template(shipped("shelf_cooler"), SHELF_TEMPLATES)
    change(scene)
    return violations(scene, CONTRACT)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda s: objects_of(s, "board")[0].__setitem__("facings_role", "bord"), "Did you mean 'board'"),
        (lambda s: objects_of(s, "board")[0].__setitem__("facings_semantic", "shelve"), "Did you mean 'shelf'"),
        (lambda s: objects_of(s, "door")[0].__setitem__("facings_hinge", "top"), "facings_hinge is 'top'"),
        (lambda s: setattr(objects_of(s, "glass")[0], "parent", None), "glass without a door"),
        (lambda s: objects_of(s, "board_volume")[1].__setitem__("facings_z_range_m", "0.9 0.5"), "facings_z_range_m"),
        (lambda s: objects_of(s, "board_volume")[2].__setattr__("location", (0.1, 0, 0)), "left edge is x = 0"),
        (lambda s: objects_of(s, "camera_volume")[0].__setattr__("hide_render", False), "would be rendered"),
        (lambda s: objects_of(s, "light")[0].__setitem__("facings_energy_range_w", "bright"), "facings_energy_range_w"),
        (lambda s: s.__setitem__("facings_bay_count", 0), "facings_bay_count is 0"),
        (lambda s: setattr(s.render, "engine", "BLENDER_WORKBENCH"), "Cycles"),
        (lambda s: s.collection.objects.link(bpy.data.objects.new("lost", objects_of(s, "board")[0].data)), "lost"),
        (lambda s: objects_of(s, "header")[0].data.uv_layers.remove(objects_of(s, "header")[0].data.uv_layers[0]), "UV map"),
        (lambda s: objects_of(s, "upright")[0].__setitem__("facings_only", "door"), "Did you mean 'doors'"),
    ],
)
def test_each_violation_is_named(change, expected: str) -> None:
    assert any(expected in str(v) for v in broken_by(change))


def test_all_violations_are_listed_not_the_first() -> None:
    def change(scene: bpy.types.Scene) -> None:
        for thing in (*objects_of(scene, "door"), *objects_of(scene, "end_panel")):
            del thing["facings_semantic"]

    assert len(broken_by(change)) == 4


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("none.blend", None, "does not exist"),
        ("text.blend", b"hello", "no .blend file"),
        ("cut.blend", b"BLENDER17-01", "opened"),
    ],
)
def test_files_that_are_no_templates(tmp_path: Path, name: str, content: bytes | None, expected: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=expected):
        template.check(tmp_path / name, SHELF_TEMPLATES)


def test_scripts_inside_a_template_never_run(tmp_path: Path) -> None:
    template.open_template(shipped("shelf_gondola"), SHELF_TEMPLATES)
    trace = tmp_path / "trace"
    text = bpy.data.texts.new("startup.py")
    text.write(f"open({str(trace)!r}, 'w').close()")
    text.use_module = True
    driver = bpy.context.scene.camera.driver_add("location", 0).driver
    driver.expression = f"len(open({str(trace)!r}, 'w').name)"
    path = tmp_path / "scripted.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    trace.unlink(missing_ok=True)
    template.open_template(path, SHELF_TEMPLATES)
    bpy.context.view_layer.update()
    assert not trace.exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_info_is_cached_by_content(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path))
    info = template.template_info(shipped(name), SHELF_TEMPLATES)
    assert info == template.read_info(shipped(name), SHELF_TEMPLATES)
    (cached,) = (tmp_path / "templates").glob("*.json")
    assert cached.stem == info.sha256
    copy = tmp_path / f"{name}.blend"
    copy.write_bytes(shipped(name).read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(template.answering, "asked", lambda *question, about: pytest.fail("asked Blender again"))
        assert template.template_info(copy, SHELF_TEMPLATES) == info
    cached.write_text(cached.read_text()[:100])
    assert template.template_info(shipped(name), SHELF_TEMPLATES) == info
    assert json.loads(cached.read_text())["schema"] == template.INFO_SCHEMA


def arrange(fixture: Fixture, info: ShelfTemplateInfo, spec: ShelfSpec) -> None:
    """Realise the fixture of a spec, its signs drawn."""
    fixture.realise(spec, header_signs(spec, info.signs))


def test_info_says_what_the_artist_built() -> None:
    gondola, cooler = (template.read_info(shipped(name), SHELF_TEMPLATES) for name in SHIPPED)
    assert (gondola.cooled, cooler.cooled) == (False, True)
    assert (gondola.door_count, cooler.door_count) == (0, 2)
    for info in (gondola, cooler):
        assert info.boards[0].z_min_m == info.boards[0].z_max_m
        heights = [slot.z_m for slot in info.boards] + [info.top_z_m]
        assert heights == sorted(heights)
        assert all(slot.front_y_m < slot.back_y_m and 0.01 < slot.thickness_m < 0.06 for slot in info.boards)
        assert 0 < info.camera_y_min_m < info.camera_y_max_m
        assert {light.group for light in info.lights} >= {"ceiling", "board", "daylight"}
        assert math.degrees(info.rail.tilt_rad) == pytest.approx(5.9, abs=0.01)
        assert info.bay_count * info.bay_width_m / 2 <= info.room_x_m


def test_asking_for_info_needs_no_blender_in_the_process() -> None:
    code = "import sys, facings.blender.template; sys.exit('bpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_realising_again_and_alternating_grows_nothing(name: str) -> None:
    info = template.read_info(shipped(name), SHELF_TEMPLATES)
    scene = bpy.context.scene
    fixture = Fixture(scene)
    few, many = spec_of(info, bays=2, header="Tea"), spec_of(info, bays=5, doors=False, lit=False, header="Coffee")
    arrange(fixture, info, many)
    arrange(fixture, info, few)
    before, shown = counts(), set(seen(scene))
    for _ in range(3):
        arrange(fixture, info, many)
        arrange(fixture, info, few)
    assert counts() == before
    assert set(seen(scene)) == shown
    arrange(fixture, info, few)
    assert counts() == before


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_seen_says_its_class_and_only_what_the_spec_asks_for_is_seen(name: str) -> None:
    info = template.read_info(shipped(name), SHELF_TEMPLATES)
    scene = bpy.context.scene
    fixture = Fixture(scene)
    arrange(fixture, info, spec_of(info, bays=4))
    shown = seen(scene).values()
    assert all("facings_semantic" in o for o in shown if o.type == "MESH")
    amount = {role: sum(role_of(o) == role for o in shown) for role in ROLES}
    assert amount["board"] == 4 * (len(info.boards) - 1)
    assert amount["rail"] == 4 * len(info.boards)
    assert amount["glass"] == amount["door"] == 4 * info.door_count
    assert amount["end_panel"] == 2
    assert sorted(o.name for o in fixture.label_hidden_objects()) == sorted(o.name for o in shown if role_of(o) == "glass")
    for variant in VARIANTS:
        arrange(fixture, info, spec_of(info, doors=variant == "doors"))
        assert {o.get("facings_only", variant) for o in seen(scene).values()} == {variant}
    assert fixture.label_hidden_objects() == []


def test_boards_hang_where_the_spec_says_and_the_row_is_closed() -> None:
    info = template.read_info(shipped("shelf_gondola"), SHELF_TEMPLATES)
    scene = bpy.context.scene
    fixture = Fixture(scene)
    spec = spec_of(info, bays=2, raised_m=0.03)
    arrange(fixture, info, spec)
    bpy.context.view_layer.update()
    boards = sorted((o for o in seen(scene).values() if role_of(o) == "board"), key=lambda o: o.name)
    asked = [(bay.x_m, b.front_y_m, b.z_m) for bay in spec.bays for b in bay.boards[1:]]
    assert [tuple(o.matrix_world.translation) for o in boards] == [pytest.approx(p, abs=1e-6) for p in asked]
    uprights = {round(o.matrix_world.translation.x, 3) for o in seen(scene).values() if role_of(o) == "upright"}
    assert uprights == {-1.25, 0.0, 1.25}
    panels = [bounds(o) for o in seen(scene).values() if role_of(o) == "end_panel"]
    assert sorted(round((low.x + high.x) / 2, 2) for low, high in panels) == [-1.28, 1.28]


@pytest.mark.parametrize("angle_deg", [0.0, 35.0, 90.0])
def test_doors_swing_about_their_hinges_into_the_aisle(angle_deg: float) -> None:
    info = template.read_info(shipped("shelf_cooler"), SHELF_TEMPLATES)
    fixture = Fixture(bpy.context.scene)
    arrange(fixture, info, spec_of(info, bays=1, open_rad=math.radians(angle_deg)))
    bpy.context.view_layer.update()
    for pane in fixture.label_hidden_objects():
        ends = [pane.matrix_world @ v.co for v in pane.data.vertices]
        hinge_x = -info.bay_width_m / 2 if "left" in pane.name else info.bay_width_m / 2
        near = min(ends, key=lambda p: abs(p.x - hinge_x) + abs(p.y))
        far = max(ends, key=lambda p: (p.xy - near.xy).length)
        turned = math.degrees(math.atan2(near.y - far.y, abs(far.x - near.x)))
        assert turned == pytest.approx(angle_deg, abs=0.01)


def test_lights_and_colours_come_from_the_artist_in_every_frame() -> None:
    info = template.read_info(shipped("shelf_gondola"), SHELF_TEMPLATES)
    scene = bpy.context.scene
    artist = {o.name: (o.data.energy, tuple(o.data.color)) for o in scene.objects if o.type == "LIGHT"}
    fixture = Fixture(scene)
    half = tuple(LightSpec(group.group, 0.5, (1.0, 0.5, 0.5)) for group in info.lights)

    def shining() -> list[tuple[bpy.types.Light, float, tuple[float, ...]]]:
        lamps = [o for o in seen(scene).values() if o.type == "LIGHT"]
        return [(o.data, *(artist.get(o.name) or artist[o.name.rsplit(" ", 1)[0]])) for o in lamps]

    for lit in (True, False):
        arrange(fixture, info, spec_of(info, lights=half, color=0.2, lit=lit))
        in_room = sum(role_of(o) == "light" for o in scene.objects if o.type == "LIGHT")
        assert len(shining()) == in_room + 3 * (len(info.boards) - 1) * lit
        for lamp, energy, color in shining():
            assert lamp.energy == pytest.approx(energy * 0.5)
            assert tuple(lamp.color) == pytest.approx([c * t for c, t in zip(color, (1, 0.5, 0.5), strict=True)])
        assert {round(o.color[0], 3) for o in seen(scene).values() if o.get("facings_paint") == "metal"} == {0.2}
    arrange(fixture, info, spec_of(info))
    assert all((lamp.energy, tuple(lamp.color)) == (energy, color) for lamp, energy, color in shining())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_picture_does_not_depend_on_the_frames_before_it(name: str, tmp_path: Path) -> None:
    info = template.read_info(shipped(name), SHELF_TEMPLATES)
    one = spec_of(info, bays=2, header="Tea", lit=False, color=0.2)
    other = spec_of(info, bays=3, header="Coffee", doors=False, lights=(LightSpec("ceiling", 0.5, (1.0, 0.8, 0.6)),))

    def render(*specs: ShelfSpec) -> bytes:
        scene = template.open_template(shipped(name), SHELF_TEMPLATES)
        scene.render.use_persistent_data = True
        scene.render.resolution_x, scene.render.resolution_y = 48, 36
        scene.cycles.samples, scene.cycles.use_denoising = 1, False
        scene.render.image_settings.file_format, scene.render.filepath = "BMP", str(tmp_path / "picture.bmp")
        fixture = Fixture(scene)
        for spec in specs:
            arrange(fixture, info, spec)
            bpy.ops.render.render(write_still=True)
        return (tmp_path / "picture.bmp").read_bytes()

    alone = render(one)
    assert render(other, one) == alone
    assert render(one, other, one) == alone


def test_the_world_is_the_recipes_or_the_artists() -> None:
    info = template.read_info(shipped("shelf_gondola"), SHELF_TEMPLATES)
    scene = bpy.context.scene
    artist = scene.world
    fixture = Fixture(scene)
    spec = spec_of(info)
    arrange(fixture, info, spec)
    assert scene.world is not artist
    arrange(fixture, info, ShelfSpec(**{**spec.__dict__, "world": WorldSpec(None, 1.0, 0.0)}))
    assert scene.world == artist
    with pytest.raises(InputError, match="interior.exr"):
        arrange(fixture, info, ShelfSpec(**{**spec.__dict__, "world": WorldSpec("bpy:interio.exr", 1.0, 0.0)}))
