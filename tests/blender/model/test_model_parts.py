"""What a model reads beside itself: pictures of every kind, libraries, layers and material libraries, found or told by name."""

import os

import bpy
import numpy as np
import pytest
from model_scenes import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    body_shown,
    box,
    converted,
    fresh,
    material,
    node,
    picture,
    save,
    shares,
)

from facings.blender.model.fault import ModelFault


def showing(path, colour=RED):
    """A material of a picture that is written to `path`."""
    return material("shown", image=bpy.data.images.load(str(picture(path, colour))))


def textured_blend(folder, source, name="u.1001.png", number=1002):
    """A .blend whose picture is of the source TILED or SEQUENCE."""
    fresh()
    image = bpy.data.images.load(str(folder / name))
    image.source = source
    if source == "TILED":
        image.filepath = str(folder / "u.<UDIM>.png")
        image.tiles.new(number)
    thing = box("body", made=material("U", image=image))
    return thing, save(folder / "model.blend")


def test_tiles_are_packed_where_the_mesh_reaches_into_them(tmp_path):
    picture(tmp_path / "u.1001.png", RED), picture(tmp_path / "u.1002.png", BLUE)
    thing, _ = textured_blend(tmp_path, "TILED")
    for corner in thing.data.uv_layers[0].data[:12]:
        corner.uv = corner.uv[0] * 0.5 + 1.2, corner.uv[1] * 0.5 + 0.2
    made = converted(save(tmp_path / "model.blend"), tmp_path)
    assert made.files == {tmp_path / "u.1001.png", tmp_path / "u.1002.png"}
    for path in made.files:
        path.unlink()
    red, _, blue, _ = shares(body_shown(made, tmp_path))
    assert red > 0.15 and blue > 0.15 and red + blue > 0.8


def test_a_tile_that_is_not_shown_is_not_asked_for_and_one_that_is_shown_is(tmp_path):
    picture(tmp_path / "u.1001.png", RED)
    thing, source = textured_blend(tmp_path, "TILED")
    assert converted(source, tmp_path).files == {tmp_path / "u.1001.png"}
    textured_blend(tmp_path, "TILED")[0].data.uv_layers[0].data[0].uv = 1.5, 0.5
    with pytest.raises(ModelFault, match="u.1002.png', which is not there"):
        converted(save(tmp_path / "model.blend"), tmp_path)


@pytest.mark.parametrize("frame, start, expected", [(1, 1, RED), (2, 1, GREEN), (3, 2, GREEN), (9, 1, YELLOW)])
def test_a_sequence_shows_the_picture_of_the_files_frame(frame, start, expected, tmp_path):
    for number, colour in ((1, RED), (2, GREEN), (3, YELLOW)):
        picture(tmp_path / f"s.{number:04}.png", colour)
    thing, _ = textured_blend(tmp_path, "SEQUENCE", "s.0001.png")
    bpy.context.scene.frame_set(frame)
    user = next(n for n in thing.data.materials[0].node_tree.nodes if n.bl_idname == "ShaderNodeTexImage").image_user
    user.frame_duration, user.frame_start, user.frame_offset = 3, start, 0
    made = converted(save(tmp_path / "model.blend"), tmp_path)
    assert len(made.files) == 1
    body = body_shown(made, tmp_path)
    assert shares(body)[[RED, GREEN, BLUE, YELLOW].index(expected)] > 0.8


def test_a_library_that_is_used_and_gone_is_told_and_one_that_is_there_is_read(tmp_path):
    fresh()
    box("cap", (0.05, 0.05, 0.1), (0, 0, 0.15), showing(tmp_path / "c.png"))
    save(tmp_path / "library.blend")
    fresh()
    box("body", made=material("A", GREEN))
    with bpy.data.libraries.load(str(tmp_path / "library.blend"), link=True) as (_, wanted):
        wanted.objects = ["cap"]
    bpy.context.scene.collection.objects.link(wanted.objects[0])
    source = save(tmp_path / "model.blend")
    made = converted(source, tmp_path)
    assert made.files == {tmp_path / "library.blend", tmp_path / "c.png"} and np.allclose(made.size_m, [0.05, 0.05, 0.2])
    red, green, _, _ = shares(body_shown(made, tmp_path))
    assert red > 0.3 and green > 0.3
    (tmp_path / "library.blend").unlink()
    with pytest.raises(ModelFault, match="links object 'cap' from .*library.blend, which is not there"):
        converted(source, tmp_path)


def test_a_picture_that_nothing_shows_is_not_asked_for(tmp_path):
    fresh()
    made = material("A", RED)
    node(made, "TexImage", image=bpy.data.images.load(str(picture(tmp_path / "gone.png", GREEN))))
    box("body", made=made)
    source = save(tmp_path / "model.blend")
    (tmp_path / "gone.png").unlink()
    assert converted(source, tmp_path).files == set()


@pytest.mark.parametrize("spoil, word", [
    (lambda path: path.unlink(), "which is not there"), (lambda path: path.write_bytes(b""), "which is empty"),
    (lambda path: path.write_bytes(path.read_bytes()[:60]), "cut off or damaged"),
    (lambda path: path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), "git lfs pull"),
    (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    (lambda path: (path.unlink(), os.mkfifo(path)), "no regular file"),
])
def test_a_picture_that_cannot_be_read_is_told(spoil, word, tmp_path):
    fresh()
    image = bpy.data.images.load(str(picture(tmp_path / "front.png", GREEN, RED, 64)))
    box("body", made=material("A", image=image))
    source = save(tmp_path / "model.blend")
    spoil(tmp_path / "front.png")
    with pytest.raises(ModelFault, match=f"front.png.*{word}"):
        converted(source, tmp_path)


def test_a_packed_picture_needs_no_file(tmp_path):
    fresh()
    image = bpy.data.images.load(str(picture(tmp_path / "front.png", RED)))
    image.pack()
    box("body", made=material("A", image=image))
    source = save(tmp_path / "model.blend")
    (tmp_path / "front.png").unlink()
    made = converted(source, tmp_path)
    assert made.files == set() and shares(body_shown(made, tmp_path))[0] > 0.8


def test_a_picture_outside_the_folder_is_refused(tmp_path):
    fresh()
    folder = tmp_path / "model"
    folder.mkdir()
    box("body", made=showing(tmp_path / "out.png"))
    with pytest.raises(ModelFault, match="does not lie below the model's folder. Put it beside"):
        converted(save(folder / "model.blend"), folder)


def test_more_vertices_than_are_opened_are_told_with_the_way_to_raise_it(tmp_path, monkeypatch):
    monkeypatch.setenv("FACINGS_MOST_MODEL_VERTICES", "50")
    fresh()
    thing = box("body", made=material("A", RED))
    source = save(tmp_path / "model.blend")
    assert converted(source, tmp_path).size_m
    for kind, further in (("SUBSURF", {"render_levels": 5, "levels": 0}), ("ARRAY", {"count": 9, "show_viewport": False})):
        thing = box("body", made=material("A", RED))
        modifier = thing.modifiers.new("more", kind)
        for name, value in further.items():
            setattr(modifier, name, value)
        with pytest.raises(ModelFault, match="more than 50 vertices.*FACINGS_MOST_MODEL_VERTICES"):
            converted(save(tmp_path / "model.blend"), tmp_path)


def obj(path, head, faces="f 1 2 4 3\nf 5 7 8 6\nf 1 5 6 2\nf 3 4 8 7\nf 1 3 7 5\nf 2 6 8 4\n", colours=None, up_first=False):
    """A box of 0.05 x 0.05 x 0.2 m; its third number is up where `up_first` is not set, else its second."""
    lines = []
    for k, (x, y, z) in enumerate((x, y, z) for x in (-0.025, 0.025) for y in (-0.025, 0.025) for z in (0, 0.2)):
        x, y, z = (x, z, -y) if up_first else (x, y, z)
        lines.append(f"v {x} {y} {z} {colours(k) if colours else ''}\n")
    path.write_text(head + "".join(lines) + faces)
    return path


@pytest.mark.parametrize("name, encoding", [("box.mtl", "ascii"), ("Flasche für Öl.mtl", "utf-8"), ("two words.mtl", "ascii")])
def test_an_objs_material_library_and_its_pictures_are_read(name, encoding, tmp_path):
    (tmp_path / "maps").mkdir()
    picture(tmp_path / "maps/front side.png", RED)
    text = "# Größe\nnewmtl front\nKd 1 1 1\nmap_Kd maps\\front side.png\nnewmtl other\nmap_Kd gone.png\n"
    (tmp_path / name).write_text(text, "latin-1")
    source = obj(tmp_path / "box.obj", f"mtllib {name}\nusemtl front\n", up_first=True)
    made = converted(source, tmp_path)
    assert made.files == {tmp_path / name, tmp_path / "maps/front side.png"}
    assert np.allclose(made.size_m, [0.05, 0.05, 0.2], atol=1e-5)
    assert body_shown(made, tmp_path)[32, 24, 0] > 0.3


@pytest.mark.parametrize("head, mtl, word", [
    ("mtllib gone.mtl\nusemtl front\n", None, "names the material library 'gone.mtl', which is not there"),
    ("mtllib box.mtl\nusemtl front\n", "newmtl front\nmap_Kd gone.png\n", "names the texture 'gone.png', which is not there"),
    ("mtllib box.mtl\nusemtl front\n", "newmtl front\nmap_Kd -s 1 1 1 gone.png\n", "names the texture 'gone.png'"),
    ("mtllib box.mtl\nusemtl front\n", "newmtl front\nmap_Kd ../gone.png\n", "does not lie below"),
    ("mtllib ../box.mtl\nusemtl front\n", None, "does not lie below"),
])
def test_what_an_obj_lacks_is_told(head, mtl, word, tmp_path):
    if mtl is not None:
        (tmp_path / "box.mtl").write_text(mtl)
    with pytest.raises(ModelFault, match=word):
        converted(obj(tmp_path / "box.obj", head), tmp_path)


def test_a_material_library_that_no_face_needs_is_not_asked_for(tmp_path):
    assert converted(obj(tmp_path / "box.obj", "mtllib gone.mtl\n"), tmp_path).files == set()


def test_colours_without_a_material_are_shown(tmp_path):
    made = converted(obj(tmp_path / "box.obj", "", colours=lambda k: "1 0 0", up_first=True), tmp_path)
    shown = body_shown(made, tmp_path)
    assert shown[32, 24, 0] > 0.5 and shown[32, 24, 1] < 0.2


@pytest.mark.parametrize("options, size", [
    ({}, [0.2, 0.8, 0.2]), ({"up": "z"}, [0.05, 0.05, 0.2]), ({"up": "-z"}, [0.05, 0.05, 0.2]), ({"up": "y"}, [0.2, 0.8, 0.2]),
    ({"up": "x"}, [0.2, 0.8, 0.2]), ({"turns_deg": (90, 0, 0)}, [0.05, 0.05, 0.2]),
    ({"turns_deg": (0, 0, 90)}, [0.8, 0.2, 0.2]),
])
def test_a_file_stands_up_by_its_own_axis_or_by_turns(options, size, tmp_path):
    made = converted(obj(tmp_path / "box.obj", ""), tmp_path, **options)
    assert np.allclose(made.size_m, size, atol=1e-5)


def test_layers_and_pictures_of_a_usd_stage_are_noted_and_missing_ones_told(tmp_path):
    fresh()
    box("body", (0.05, 0.05, 0.2), (0, 0, 0.1), showing(tmp_path / "a.png"))
    bpy.ops.wm.usd_export(filepath=str(tmp_path / "inner.usda"), export_textures_mode="KEEP", relative_paths=True)
    text = (tmp_path / "inner.usda").read_text()
    root = text.split('defaultPrim = "')[1].split('"')[0]
    stage = (f'#usda 1.0\n(\n defaultPrim = "all"\n upAxis = "Z"\n metersPerUnit = 1\n)\n'
             f'def Xform "all" (\n references = @./inner.usda@</{root}>\n) {{}}\n')
    (tmp_path / "outer.usda").write_text(stage)
    made = converted(tmp_path / "outer.usda", tmp_path)
    assert made.files == {tmp_path / "inner.usda", tmp_path / "a.png"}
    assert np.allclose(made.size_m, [0.05, 0.05, 0.2], atol=1e-5)
    assert shares(body_shown(made, tmp_path))[0] > 0.8
    (tmp_path / "a.png").unlink()
    with pytest.raises(ModelFault, match="names the texture .*a.png'"):
        converted(tmp_path / "outer.usda", tmp_path)
    (tmp_path / "inner.usda").unlink()
    with pytest.raises(ModelFault, match="inner.usda"):
        converted(tmp_path / "outer.usda", tmp_path)


def test_colours_of_a_stage_without_materials_are_shown(tmp_path):
    fresh()
    thing = box("body", (0.05, 0.05, 0.2), (0, 0, 0.1))
    for value in thing.data.color_attributes.new("displayColor", "FLOAT_COLOR", "POINT").data:
        value.color = (*RED, 1)
    bpy.ops.wm.usd_export(filepath=str(tmp_path / "box.usdc"))
    assert shares(body_shown(converted(tmp_path / "box.usdc", tmp_path), tmp_path))[0] > 0.8


def test_an_fbx_finds_its_picture_beside_it_or_says_which_is_missing(tmp_path):
    fresh()
    image = bpy.data.images.load(str(picture(tmp_path / "front.png", RED)))
    box("body", (0.05, 0.05, 0.2), (0, 0, 0.1), material("A", image=image))
    bpy.ops.export_scene.fbx(filepath=str(tmp_path / "box.fbx"), path_mode="RELATIVE")
    made = converted(tmp_path / "box.fbx", tmp_path)
    assert made.files == {tmp_path / "front.png"} and shares(body_shown(made, tmp_path))[0] > 0.8
    (tmp_path / "front.png").unlink()
    with pytest.raises(ModelFault, match="front.png.*which is not there"):
        converted(tmp_path / "box.fbx", tmp_path)
