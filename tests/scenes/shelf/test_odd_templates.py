"""Shelf templates as artists leave them: what a render shows, and fog."""

from dataclasses import replace
from pathlib import Path

import bpy
import numpy as np
import pytest
from bare_templates import HEIGHT, WIDTH, Shelf
from embree_oracle import SceneOracle

from facings.blender import template
from facings.blender.label_scene import LabelScene
from facings.blender.template_contract import objects_of
from facings.errors import InputError
from facings.frames.passes import SEMANTIC_BASE
from facings.labels.camera import Pinhole
from facings.scenes.shelf.semantics import SEMANTIC_CLASSES
from facings.scenes.shelf.template_info import SHELF_TEMPLATES

SHIPPED = Shelf.shipped()
variant = Shelf.variant


def apart(scene, name: str) -> bpy.types.Collection:
    """A new collection with the signs in it, and nowhere else."""
    collection = bpy.data.collections.new(name)
    scene.collection.children.link(collection)
    for sign in objects_of(scene, "header"):
        for user in list(sign.users_collection):
            user.objects.unlink(sign)
        collection.objects.link(sign)
    return collection


def collection_off(scene) -> None:
    apart(scene, "off").hide_render = True


def collection_excluded(scene) -> None:
    apart(scene, "out")
    scene.view_layers[0].layer_collection.children["out"].exclude = True


def inside_one_that_is_off(scene) -> None:
    inner, outer = apart(scene, "inner"), bpy.data.collections.new("outer")
    scene.collection.children.unlink(inner)
    outer.children.link(inner)
    scene.collection.children.link(outer)
    outer.hide_render = True


def viewport_off(scene) -> None:
    apart(scene, "viewport").hide_viewport = True
    for sign in objects_of(scene, "header"):
        sign.hide_viewport = True


def fog(scene) -> None:
    bpy.ops.mesh.primitive_cube_add(size=1, location=(0.6, -1.2, 1.2))
    box = bpy.context.object
    box.scale = (6, 2.6, 3)
    box["facings_role"], box["facings_semantic"] = "surroundings", "background"
    material = bpy.data.materials.new("fog")
    tree = material.node_tree
    tree.nodes.remove(tree.nodes["Principled BSDF"])
    tree.links.new(tree.nodes.new("ShaderNodeVolumeScatter").outputs[0], tree.nodes["Material Output"].inputs["Volume"])
    box.data.materials.append(material)


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> np.ndarray:
    return Shelf.labels(SHIPPED, tmp_path_factory.mktemp("plain"))


SIGN = SEMANTIC_BASE + SEMANTIC_CLASSES["sign"]


@pytest.mark.parametrize("change", [collection_off, collection_excluded, inside_one_that_is_off],
                         ids=lambda change: change.__name__)
def test_signs_that_renders_do_not_show_are_in_neither_picture_nor_labels(tmp_path, plain, change) -> None:
    assert SIGN in plain
    assert SIGN not in Shelf.labels(variant(tmp_path, change), tmp_path)


def odd_layer(scene) -> None:
    """A layer whose name fills what a channel's name may be, with passes and outputs that are called like those of labels."""
    layer = scene.view_layers[0]
    layer.name = "棚.α." + "x" * 50
    layer.use_pass_cryptomatte_object = layer.use_pass_cryptomatte_material = layer.use_pass_object_index = True
    for name, kind in (("Depth", "VALUE"), ("Object Index", "COLOR"), ("own", "COLOR")):
        output = layer.aovs.add()
        output.name, output.type = name, kind
    layer.lightgroups.add(name="key")


def shared_scene(scene) -> None:
    """A second scene of the same collections, at another frame, with a layer and a camera of its own; a camera without role."""
    other = scene.copy()
    other.frame_current, other.view_layers[0].name, other.render.resolution_percentage = 99, "second", 10
    camera = bpy.data.objects.new("second", bpy.data.cameras.new("second"))
    scene.collection.objects.link(camera)
    other.collection.objects.link(camera)
    other.camera, other.view_layers[0].layer_collection.children[0].exclude = camera, True


def other_units(scene) -> None:
    scene.unit_settings.system, scene.unit_settings.scale_length, scene.unit_settings.length_unit = "IMPERIAL", 0.01, "INCHES"


@pytest.mark.parametrize("change", [viewport_off, fog, odd_layer, shared_scene, other_units],
                         ids=lambda change: change.__name__)
def test_what_no_render_shows_changes_no_label(tmp_path, plain, change) -> None:
    assert np.array_equal(Shelf.labels(variant(tmp_path, change), tmp_path), plain)


def instanced_surroundings(scene) -> None:
    held = bpy.data.collections.new("props")
    mesh = bpy.data.meshes.new("prop")
    mesh.from_pydata([(-0.2, 0, -0.2), (0.2, 0, -0.2), (0.2, 0, 0.2), (-0.2, 0, 0.2)], [], [(0, 1, 2, 3)])
    inner = bpy.data.objects.new("prop", mesh)
    inner.pass_index, inner["facings_semantic"] = 5, "shelf"
    held.objects.link(inner)
    for name, x, semantic in (("left", -0.3, "wall"), ("right", 0.3, "sign")):
        thing = bpy.data.objects.new(name, None)
        thing.instance_type, thing.instance_collection, thing.location = "COLLECTION", held, (x, -0.8, 1.9)
        thing["facings_role"], thing["facings_semantic"] = "surroundings", semantic
        scene.collection.objects.link(thing)


def test_instanced_props_have_the_class_of_their_instancer(tmp_path, plain) -> None:
    index = Shelf.labels(variant(tmp_path, instanced_surroundings), tmp_path)
    for name in ("wall", "sign"):
        number = SEMANTIC_BASE + SEMANTIC_CLASSES[name]
        assert (index == number).sum() > (plain == number).sum()
    # What is not a prop's is as it was: no pixel became the inner object's 5, or its class.
    changed = index[index != plain]
    assert set(np.unique(changed)) == {SEMANTIC_BASE + SEMANTIC_CLASSES[name] for name in ("wall", "sign")}


def held_by_constraints(scene) -> None:
    """Every part elsewhere, without its own shape, and brought back by what nothing shows: a constraint, a modifier."""
    for thing in [thing for thing in scene.objects if thing.type != "CAMERA"]:
        holder = bpy.data.objects.new(f"{thing.name} holder", None)
        scene.collection.objects.link(holder)
        holder.matrix_world, holder.hide_viewport = thing.matrix_basis, True
        thing.location = (9, 9, 9)
        thing.constraints.new("COPY_TRANSFORMS").target = holder
    for thing in (*objects_of(scene, "board_volume"), *objects_of(scene, "header")):
        for vertex in thing.data.vertices:
            vertex.co.x /= 2
        keys = thing.shape_key_add(name="Basis"), thing.shape_key_add(name="wide")
        for point in keys[1].data:
            point.co.x *= 2
        keys[1].value = 1.0


def test_parts_are_where_and_as_large_as_renders_show_them(tmp_path, plain) -> None:
    path = variant(tmp_path, held_by_constraints)
    shipped, found = (template.read_info(file, SHELF_TEMPLATES) for file in (SHIPPED, path))
    assert replace(found, name=shipped.name, sha256=shipped.sha256, signs=()) == replace(shipped, signs=())
    assert [sign.name for sign in found.signs] == [sign.name for sign in shipped.signs]
    assert [sign.width_m for sign in found.signs] == pytest.approx([sign.width_m for sign in shipped.signs], abs=1e-5)
    index = Shelf.labels(path, tmp_path)
    # Places that Blender computes differ in the last bit from those that stand in the file.
    assert (index != plain).sum() <= 2


def test_embree_confirms_the_labels_of_a_foggy_shelf(tmp_path) -> None:
    scene = Shelf.arranged(variant(tmp_path, fog))
    index = LabelScene(scene).render((), (), tmp_path).index
    (box,) = (thing for thing in scene.objects if thing.name.startswith("Cube"))
    oracle, camera = SceneOracle(scene, [box]), Pinhole.of(Shelf.camera, WIDTH, HEIGHT)
    centre = oracle.cast(camera)
    assert not ((index != centre.index) & ~oracle.ties(camera, index, centre)).any()


def test_another_active_scene_is_told_by_the_name_of_the_right_one(tmp_path) -> None:
    def other_scene(scene) -> None:
        bpy.context.window.scene = bpy.data.scenes.new("Other")

    with pytest.raises(InputError, match="'Other' is the active one; 'Scene' keeps the contract"):
        template.open_template(variant(tmp_path, other_scene), SHELF_TEMPLATES)


def picture_file(folder: Path, name: str = "wood.png") -> Path:
    image = bpy.data.images.new("picture", 4, 4)
    image.filepath_raw, image.file_format = str(folder / name), "PNG"
    image.save()
    bpy.data.images.remove(image)
    return folder / name


def used_picture(scene, path: str, source: str = "FILE"):
    """Let a surface of the room show a picture."""
    image = bpy.data.images.new("wood", 4, 4, tiled=source == "TILED")
    image.source, image.filepath = source, path
    slots = [slot for thing in objects_of(scene, "surroundings") for slot in thing.material_slots if slot.material]
    slots[0].material.node_tree.nodes.new("ShaderNodeTexImage").image = image
    return image


def test_a_missing_picture_is_refused_by_name_and_one_that_nothing_uses_is_not_asked_for(tmp_path) -> None:
    def unused(scene) -> None:
        bpy.data.images.load(str(picture_file(tmp_path))).use_fake_user = True
        (tmp_path / "wood.png").unlink()

    def missing(scene) -> None:
        used_picture(scene, "//nowhere.png")

    def tiles(scene) -> None:
        used_picture(scene, "//tile.<UDIM>.png", "TILED")

    def empty(scene) -> None:
        (tmp_path / "empty.png").write_bytes(b"")
        used_picture(scene, "//empty.png")

    template.open_template(variant(tmp_path, unused), SHELF_TEMPLATES)
    for change, said in ((missing, "nowhere.png"), (tiles, "tile.1001.png"), (empty, "no picture that Blender reads")):
        with pytest.raises(InputError, match=said):
            template.open_template(variant(tmp_path, change), SHELF_TEMPLATES)


def test_what_a_template_reads_beside_itself_is_listed_and_hashed(tmp_path) -> None:
    def beside(scene) -> None:
        picture_file(tmp_path)
        used_picture(scene, "//wood.png")

    path = variant(tmp_path, beside)
    assert [Path(file).name for file in template.template_facts(path, SHELF_TEMPLATES).files] == ["wood.png"]
    before = template.template_assets(path.name, path, SHELF_TEMPLATES)
    assert [asset["name"] for asset in before] == ["template:beside", "template:beside:wood.png"]
    assert {(asset["licence"], asset["attribution"]) for asset in before} == {("the user's", "")}
    assert list(template.template_files(path.name, path, SHELF_TEMPLATES).values()) == [tmp_path / "wood.png"]
    shipped = template.template_assets("shelf_gondola", SHIPPED, SHELF_TEMPLATES)
    assert [(asset["licence"], asset["attribution"]) for asset in shipped] == [("CC0-1.0", "Facings")]
    assert before[0]["grading"]["Render > Color Management > View"] == "Khronos PBR Neutral"
    with (tmp_path / "wood.png").open("ab") as file:
        file.write(b"changed")
    assert template.template_assets(path.name, path, SHELF_TEMPLATES)[1]["sha256"] != before[1]["sha256"]
    (tmp_path / "wood.png").unlink()
    with pytest.raises(InputError, match="wood.png"):
        template.template_facts(path, SHELF_TEMPLATES)


def test_a_library_that_is_gone_is_refused_by_name(tmp_path) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    lamp = bpy.data.objects.new("prop", bpy.data.meshes.new("prop"))
    library = tmp_path / "props.blend"
    bpy.data.libraries.write(str(library), {lamp})

    def linked(scene) -> None:
        with bpy.data.libraries.load(str(library), link=True) as (_, wanted):
            wanted.objects = ["prop"]
        scene.collection.objects.link(wanted.objects[0])
        wanted.objects[0].hide_render = True

    path = variant(tmp_path, linked)
    library.rename(tmp_path / "gone")
    with pytest.raises(InputError, match="props.blend"):
        template.open_template(path, SHELF_TEMPLATES)


def test_what_is_set_aside_is_said_once(tmp_path) -> None:
    def stereo(scene) -> None:
        scene.render.use_multiview = scene.render.use_stamp = True

    said: list[str] = []
    template.template_assets("stereo.blend", variant(tmp_path, stereo), SHELF_TEMPLATES,
                             lambda what, done, total: said.append(what))
    assert len(said) == 2 and any("Stereoscopy: off" in line for line in said)
