"""What a template reads beside itself is found, listed and there, of whatever type; what no render reads is not asked for."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from glowing_scene import CAMERA, HEIGHT, PICTURE, WIDTH, glowing_scene
from PIL import Image

from facings.blender.camera import realise_camera
from facings.blender.render import render_picture
from facings.blender.template_files import file_violations, files_read


@pytest.fixture
def scene(tmp_path) -> Any:
    scene = glowing_scene()
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "template.blend"))
    return scene


def said(scene: Any) -> str:
    return "\n".join(map(str, file_violations(scene)))


def names(scene: Any) -> list[str]:
    return [Path(path).name for path in files_read(scene)]


def coloured(folder: Path, name: str, colour=(0, 255, 0)) -> None:
    Image.new("RGB", (4, 4), colour).save(folder / name)


def shown_picture(scene: Any, path: str, source: str) -> Any:
    """Let the blocks glow in a picture's colours; return the node."""
    tree = bpy.data.materials["glow"].node_tree
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.new("picture", 4, 4)
    node.image.source, node.image.filepath = source, path
    tree.links.new(node.outputs["Color"], tree.nodes["Principled BSDF"].inputs["Emission Color"])
    return node


@pytest.mark.parametrize(("start", "count", "offset", "cyclic", "frame", "number"), [
    (1, 3, 0, False, 2, 2), (1, 3, 0, False, 9, 3), (1, 3, 0, True, 5, 2), (1, 1, 1, False, 2, 2), (3, 9, 2, False, 4, 4),
    (1, 3, 0, True, 0, 3), (1, 3, 0, True, -1, 2), (1, 3, 0, True, -4, 2), (1, 9, 0, False, 7, None), (5, 9, 0, False, 2, None),
])
def test_of_a_sequence_the_present_picture_must_be_there_and_is_what_a_render_shows(
    scene, tmp_path, start, count, offset, cyclic, frame, number
) -> None:
    colours = {1: (255, 0, 0), 2: (0, 255, 0), 3: (0, 0, 255), 4: (255, 255, 0)}
    for k, colour in colours.items():
        coloured(tmp_path, f"wall_{k:03d}_v.png", colour)
    user = shown_picture(scene, "//wall_001_v.png", "SEQUENCE").image_user
    user.frame_start, user.frame_duration, user.frame_offset, user.use_cyclic = start, count, offset, cyclic
    scene.frame_set(frame)
    assert names(scene) == [f"wall_{k:03d}_v.png" for k in colours]
    if number is None:
        assert f"in frame {frame}, which is not there" in said(scene)
        return
    assert said(scene) == ""
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    brightest = render_picture(scene, PICTURE, tmp_path).reshape(-1, 3).astype(int)
    assert np.abs(brightest[brightest.sum(1).argmax()] - colours[number]).max() <= 3


def test_a_sequence_of_what_is_no_picture_is_refused(scene, tmp_path) -> None:
    coloured(tmp_path, "wall_1.png")
    (tmp_path / "wall_2.png").write_bytes(b"no picture")
    shown_picture(scene, "//wall_1.png", "SEQUENCE").image_user.frame_duration = 2
    assert "is no picture that Blender reads" in said(scene) and "wall_2.png" in said(scene)


def test_every_tile_is_opened(scene, tmp_path) -> None:
    for number in (1001, 1002):
        coloured(tmp_path, f"wall.{number}.png")
    node = shown_picture(scene, "//wall.<UDIM>.png", "TILED")
    node.image.tiles.new(1002)
    assert said(scene) == "" and names(scene) == ["wall.1001.png", "wall.1002.png"]
    (tmp_path / "wall.1002.png").write_bytes(b"")
    assert "is no picture that Blender reads" in said(scene) and "wall.1002.png" in said(scene)
    (tmp_path / "wall.1002.png").unlink()
    assert "is not where its path says" in said(scene)


def film(path: Path) -> None:
    """A movie of three frames, red, green and blue, by Blender's own encoder."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene: Any = bpy.context.scene
    scene.render.resolution_x = scene.render.resolution_y = 64
    strips = scene.sequence_editor_create().strips
    for k, colour in enumerate(((1, 0, 0), (0, 1, 0), (0, 0, 1)), 1):
        strips.new_effect(f"{k}", "COLOR", k, k, length=1).color = colour
    scene.frame_start, scene.frame_end = 1, 3
    scene.render.image_settings.media_type, scene.render.filepath = "VIDEO", str(path)
    scene.render.ffmpeg.format, scene.render.use_file_extension = "MPEG4", False
    bpy.ops.render.render(animation=True)


def test_a_movie_shows_its_present_frame_and_travels(tmp_path) -> None:
    film(tmp_path / "film.mp4")
    scene = glowing_scene()
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "template.blend"))
    user = shown_picture(scene, "//film.mp4", "MOVIE").image_user
    user.frame_duration = 3
    scene.frame_set(2)
    assert said(scene) == "" and names(scene) == ["film.mp4"]
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    picture = render_picture(scene, PICTURE, tmp_path).reshape(-1, 3).astype(int)
    red, green, blue = picture[picture.sum(1).argmax()]
    assert green > 150 > max(red, blue)
    (tmp_path / "film.mp4").write_bytes((tmp_path / "film.mp4").read_bytes()[:40])
    node = shown_picture(scene, "//film.mp4", "MOVIE")
    assert node.image.name in said(scene) and "is no movie that Blender reads" in said(scene)


def ies_lamp(scene: Any, path: str) -> None:
    lamp: Any = bpy.data.lights.new("spot", "POINT")
    node = lamp.node_tree.nodes.new("ShaderNodeTexIES")
    node.mode, node.filepath = "EXTERNAL", path
    scene.collection.objects.link(bpy.data.objects.new("spot", lamp))


def imported(scene: Any, path: str) -> None:
    tree: Any = bpy.data.node_groups.new("nodes", "GeometryNodeTree")
    tree.nodes.new("GeometryNodeImportOBJ").inputs[0].default_value = path
    scene.objects["block"].modifiers.new("nodes", "NODES").node_group = tree


def point_cache(scene: Any, path: str) -> None:
    scene.objects["block"].modifiers.new("cache", "MESH_CACHE").filepath = path


def volume(scene: Any, path: str) -> None:
    cloud: Any = bpy.data.volumes.new("cloud")
    cloud.filepath = path
    scene.collection.objects.link(bpy.data.objects.new("cloud", cloud))


def type_face(scene: Any, path: str) -> None:
    text: Any = bpy.data.curves.new("text", "FONT")
    from_bpy = next(Path(bpy.utils.resource_path("LOCAL"), "datafiles", "fonts").glob("*.woff2"))
    text.font = bpy.data.fonts.load(str(from_bpy))
    text.font.filepath = path
    scene.collection.objects.link(bpy.data.objects.new("text", text))


def alembic(scene: Any, path: str) -> None:
    bpy.ops.cachefile.open(filepath=str(Path(bpy.data.filepath).with_name("any.abc")))
    bpy.data.cache_files[0].filepath = path
    scene.objects["block"].modifiers.new("cache", "MESH_SEQUENCE_CACHE").cache_file = bpy.data.cache_files[0]


READERS = [ies_lamp, imported, point_cache, volume, type_face, alembic]


@pytest.mark.parametrize("use", READERS, ids=lambda use: use.__name__)
def test_files_of_every_type_are_listed_and_refused_where_they_are_missing(scene, tmp_path, use) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "any.abc").write_bytes(b"")
    (tmp_path / "beside" / "data.bin").write_bytes(b"any")
    use(scene, "//beside/data.bin")
    assert names(scene) == ["data.bin"] and said(scene) == ""
    (tmp_path / "beside" / "data.bin").unlink()
    assert "data.bin is not there" in said(scene)


@pytest.mark.parametrize("use", READERS, ids=lambda use: use.__name__)
def test_a_file_that_would_not_be_found_elsewhere_is_refused(scene, tmp_path, use) -> None:
    for name in ("data.bin", "any.abc"):
        (tmp_path / name).write_bytes(b"any")
    use(scene, str(tmp_path / "data.bin"))
    assert "data.bin, an absolute path" in said(scene)


def test_a_path_that_nodes_compute_is_refused(scene) -> None:
    imported(scene, "")
    tree = bpy.data.node_groups["nodes"]
    tree.links.new(tree.nodes.new("FunctionNodeInputString").outputs[0], tree.nodes["Import OBJ"].inputs[0])
    assert "computes the path of a file" in said(scene)


def simulated(kind: str):
    def change(thing: Any) -> None:
        modifier = thing.modifiers.new("simulation", kind)
        if kind == "FLUID":
            modifier.fluid_type = "DOMAIN"
        elif kind == "PARTICLE_SYSTEM":
            thing.particle_systems[0].point_cache.use_disk_cache = True
        elif kind == "NODES":
            modifier.node_group = bpy.data.node_groups.new("nodes", "GeometryNodeTree")
            modifier.node_group.nodes.new("GeometryNodeBake")
            modifier.bake_target = "DISK"
        else:
            modifier.point_cache.use_disk_cache = True
    return change


@pytest.mark.parametrize("kind", ["CLOTH", "SOFT_BODY", "PARTICLE_SYSTEM", "FLUID", "NODES"])
def test_a_simulation_that_is_kept_on_disk_is_refused_by_name(scene, tmp_path, kind) -> None:
    simulated(kind)(scene.objects["block"])
    assert "block: its " in said(scene) and "is kept on disk" in said(scene)


def test_what_no_render_reads_is_not_asked_for(scene, tmp_path) -> None:
    coloured(tmp_path, "gone.png")
    image = bpy.data.images.load("//gone.png")
    (tmp_path / "gone.png").unlink()
    background = scene.camera.data.background_images.new()
    background.image = image
    reference: Any = bpy.data.objects.new("reference", None)
    reference.empty_display_type, reference.data = "IMAGE", image
    scene.collection.objects.link(reference)
    bpy.data.texts.new("notes").filepath = "//gone.txt"
    assert said(scene) == "" and names(scene) == []
    shown_picture(scene, "//gone.png", "FILE")
    assert "gone.png" in said(scene)
