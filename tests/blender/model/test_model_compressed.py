"""glTF by every compression that shops use is the plain box with its colour; what cannot be read is told by its name."""

import base64
import importlib

import numpy as np
import pytest
from gltf_files import Gltf, ktx2, png
from model_scenes import body_shown, converted

from facings.blender.model.fault import ModelFault

SIZE_M = [0.05, 0.05, 0.2]
SRGB = (200, 30, 30)


def textured(file, content=None, extension=None):
    content = content or png(SRGB)
    return file.shows({"bufferView": file.view(content), "mimeType": "image/ktx2" if extension else "image/png"}, extension)


@pytest.mark.parametrize("make", [Gltf.plain, Gltf.quantized, Gltf.by_draco, Gltf.by_meshopt,
                                  lambda file: file.by_meshopt("KHR_meshopt_compression")])
def test_each_way_to_store_a_mesh_gives_the_same_box(make, tmp_path):
    made = converted(textured(make(Gltf())).glb(tmp_path / "box.glb"), tmp_path)
    assert np.allclose(made.size_m, SIZE_M, atol=2e-5) and len(made.hull_m) == 8
    assert is_red(body_shown(made, tmp_path))


@pytest.mark.parametrize("make", [Gltf.plain, Gltf.by_draco, Gltf.by_meshopt])
def test_textures_in_ktx2_are_shown(make, tmp_path):
    made = converted(textured(make(Gltf()), ktx2(SRGB), "KHR_texture_basisu").glb(tmp_path / "box.glb"), tmp_path)
    assert np.allclose(made.size_m, SIZE_M, atol=2e-5) and is_red(body_shown(made, tmp_path))


def test_textures_and_buffers_beside_a_link_to_a_compressed_file_are_read(tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "links").mkdir()
    file = Gltf().by_draco().shows({"uri": "b%20c.ktx2"}, "KHR_texture_basisu").gltf(tmp_path / "links/real.gltf")
    file.rename(tmp_path / "store/3fa9c1")
    (tmp_path / "links/box.gltf").symlink_to("../store/3fa9c1")
    (tmp_path / "links/b c.ktx2").write_bytes(ktx2(SRGB))
    made = converted(tmp_path / "links/box.gltf", tmp_path)
    assert is_red(body_shown(made, tmp_path))
    assert made.files == {tmp_path / "links/box.bin", tmp_path / "links/b c.ktx2"}


def test_what_a_plain_file_beside_names_is_noted(tmp_path):
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps/front.png").write_bytes(png(SRGB))
    made = converted(Gltf().plain().shows({"uri": "maps/front.png"}).gltf(tmp_path / "box.gltf"), tmp_path)
    assert made.files == {tmp_path / "box.bin", tmp_path / "maps/front.png"}
    assert is_red(body_shown(made, tmp_path))


def test_what_no_material_shows_is_not_asked_for(tmp_path):
    file = Gltf().plain()
    file.data["images"] = [{"uri": "gone.png"}, {"uri": "https://example.org/a.png"}]
    file.data["textures"] = [{"source": 0}, {"source": 1}]
    assert converted(file.gltf(tmp_path / "box.gltf"), tmp_path).files == {tmp_path / "box.bin"}


@pytest.mark.parametrize("uri, word", [
    ("gone.png", "names the texture 'gone.png', which is not there"),
    ("cut.png", "names the texture 'cut.png', which is cut off or damaged"),
    ("empty.png", "names the texture 'empty.png', which is empty"),
    ("text.png", "names the texture 'text.png', which is no picture that Blender reads"),
    ("../secret.png", "secret.png', which does not lie below the model's folder"),
    ("%2e%2e/secret.png", "secret.png', which does not lie below the model's folder"),
    ("{folder}/../secret.png", "secret.png', which does not lie below the model's folder"),
    ("file://{folder}/../secret.png", "only files beside a model are read"),
    ("https://example.org/a.png", "only files beside a model are read"),
    ("data:image/png;base64,AAAA", "which is no picture that Blender reads"),
])
def test_a_texture_that_cannot_be_shown_is_told(uri, word, tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(png(SRGB))
    (folder / "cut.png").write_bytes(png(SRGB, 64)[:-40])
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("no picture")
    file = Gltf().plain().shows({"uri": uri.format(folder=folder)}).gltf(folder / "box.gltf")
    with pytest.raises(ModelFault, match=word.replace("(", "\\(")):
        converted(file, folder)


def damaged(make, change):
    file = make(Gltf())
    change(file)
    return file


@pytest.mark.parametrize("make, change, word", [
    (Gltf.by_draco, lambda f: _spoil(f), "KHR_draco_mesh_compression does not unpack"),
    (Gltf.by_meshopt, lambda f: _spoil(f), "EXT_meshopt_compression does not unpack"),
    (Gltf.plain, lambda f: textured(f, png(SRGB), "KHR_texture_basisu"), "which is no KTX2 of that kind"),
    (Gltf.plain, lambda f: f.shows({"uri": "a.xyz"}, "VND_texture_xyz"), "VND_texture_xyz"),
    (Gltf.plain, lambda f: f.needing("VND_geometry"), "VND_geometry"),
    (Gltf.plain, lambda f: f.data["bufferViews"][0].update(byteLength=10**9), "cut off"),
    (Gltf.plain, lambda f: f.data["meshes"][0].update(primitives=3), "does not hold together"),
])
def test_what_cannot_be_unpacked_is_told(make, change, word, tmp_path):
    with pytest.raises(ModelFault, match=word):
        converted(damaged(make, change).glb(tmp_path / "box.glb"), tmp_path)


def _spoil(file):
    file.binary = bytes(len(file.binary))


@pytest.mark.parametrize("make, package, extension", [
    (Gltf.by_draco, "DracoPy", "KHR_draco_mesh_compression"), (Gltf.by_meshopt, "meshopt", "EXT_meshopt_compression"),
    (lambda f: textured(f.plain(), ktx2(SRGB), "KHR_texture_basisu"), "opengl_basisu", "KHR_texture_basisu"),
])
def test_a_library_that_is_not_installed_is_told_with_the_way_out(make, package, extension, tmp_path, monkeypatch):
    found = importlib.import_module

    def without(name, *rest):
        if name == package:
            raise ImportError(f"No module named {name!r}")
        return found(name, *rest)

    source = make(Gltf()).glb(tmp_path / "box.glb")
    monkeypatch.setattr(importlib, "import_module", without)
    with pytest.raises(ModelFault, match=f"compressed with {extension}.*pip install {package}.*without that compression"):
        converted(source, tmp_path)


def test_a_buffer_within_the_file_is_read(tmp_path):
    file = Gltf().plain()
    path = file.gltf(tmp_path / "box.gltf")
    (tmp_path / "box.bin").unlink()
    uri = "data:application/octet-stream;base64," + base64.b64encode(file.binary).decode()
    path.write_text(path.read_text().replace('"box.bin"', f'"{uri}"'))
    assert converted(path, tmp_path).files == set()


def is_red(shown):
    body = shown[(shown < 0.97).any(-1)]
    return len(body) > 100 and body[:, 0].mean() > 4 * body[:, 1:].mean()
