"""Which files a user's model consists of: what decides how it looks, wherever it lies."""

import json
import shutil

import pytest

from facings.errors import InputError
from facings.goods.model_files import model_files, model_sha256
from facings.process.digest import file_sha256

GLTF = {"buffers": [{"uri": "a%20b.bin"}, {"uri": "data:application/octet-stream;base64,AA=="}, {}],
        "images": [{"uri": "maps/front.png"}, {"bufferView": 0}]}


@pytest.fixture
def folder(tmp_path):
    """A folder with a model of each sort, their side files, and some that belong to none."""
    (tmp_path / "maps").mkdir()
    for name in ("a b.bin", "maps/front.png", "maps/back side.png", "maps/bump.png", "other.png", "catalogue.yaml", "box.glb"):
        (tmp_path / name).write_text(name)
    (tmp_path / "box.gltf").write_text(json.dumps(GLTF))
    (tmp_path / "box.obj").write_text("# a box\nmtllib box.mtl gone.mtl\nmtllib box.mtl\nv 0 0 0\n")
    (tmp_path / "box.mtl").write_text("newmtl a\nmap_Kd maps\\back side.png\n  map_Bump -bm 0.5 maps/bump.png\nKd 1 1 1\n")
    return tmp_path


@pytest.mark.parametrize("model, beside", [
    ("box.gltf", ["a b.bin", "maps/front.png"]),
    ("box.obj", ["box.mtl", "maps/back side.png", "maps/bump.png"]),
    ("box.glb", []),
])
def test_what_a_model_names_belongs_to_it(folder, model, beside):
    assert model_files(folder / model) == (folder / model, *(folder / name for name in beside))


def test_of_formats_that_only_blender_reads_all_that_lies_beside_belongs_to_them(folder):
    (folder / "box.fbx").write_text("")
    found = model_files(folder / "box.fbx")
    assert found[0] == folder / "box.fbx" and {p for p in folder.rglob("*") if p.is_file()} == set(found)


@pytest.mark.parametrize("uri", ["../secret", "maps/../../secret", "%2e%2e/secret", "{folder}/other.png", "{folder}/../secret"])
def test_a_model_may_name_nothing_outside_its_folder(folder, uri):
    (folder.parent / "secret").write_text("a key")
    name = uri.format(folder=folder)
    (folder / "box.gltf").write_text(json.dumps({"images": [{"uri": name}]}))
    (folder / "box.mtl").write_text(f"map_Kd {name.replace('%2e', '.')}\n")
    for model in ("box.gltf", "box.obj"):
        with pytest.raises(InputError, match="does not lie below the model's folder"):
            model_files(folder / model)


def test_a_way_through_a_folder_is_the_short_one(folder):
    (folder / "box.gltf").write_text(json.dumps({"images": [{"uri": "maps/../maps/front.png"}, {"uri": "../nothing.png"}]}))
    assert model_files(folder / "box.gltf") == (folder / "box.gltf", folder / "maps/front.png")


@pytest.mark.parametrize("text", ["{", "[]", '{"buffers": 3}', '{"buffers": ["a"]}', '{"images": [{"uri": 5}]}'])
def test_a_damaged_file_is_left_to_blender(folder, text):
    (folder / "box.gltf").write_text(text)
    assert model_files(folder / "box.gltf") == (folder / "box.gltf",)


@pytest.mark.parametrize("model, changed, counts", [
    ("box.gltf", "a b.bin", True), ("box.gltf", "maps/front.png", True), ("box.gltf", "other.png", False),
    ("box.obj", "box.mtl", True), ("box.obj", "maps/bump.png", True), ("box.glb", "a b.bin", False),
])
def test_the_digest_covers_them(folder, model, changed, counts):
    before = model_sha256(folder / model)
    with (folder / changed).open("a") as file:
        file.write(" ")
    assert (model_sha256(folder / model) != before) == counts


def test_the_digest_does_not_depend_on_where_the_model_lies(folder, tmp_path_factory):
    elsewhere = shutil.copytree(folder, tmp_path_factory.mktemp("elsewhere") / "models")
    assert model_sha256(folder / "box.obj") == model_sha256(elsewhere / "box.obj")
    assert model_sha256(folder / "box.glb") == file_sha256(folder / "box.glb")
