"""Files that a recipe names: found under the name that the user sees, opened before the first frame, or told."""

import hashlib
import os
from types import SimpleNamespace

import pytest
from pictures_for_tests import exr, photo, put, radiance

from facings.errors import InputError
from facings.frames import loading
from facings.frames.loading import load_recipe
from facings.recipes.files import file_assets, pictures_of
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.shelf.recipe import ShelfRecipe


@pytest.fixture(autouse=True)
def _kind(monkeypatch, tmp_path):
    """The recipe models alone, and a cache in which nothing was found whole yet."""
    kinds = {name: SimpleNamespace(name=name, recipe_model=model) for name, model in (
        ("shelf", ShelfRecipe), ("face", FaceRecipe))}
    monkeypatch.setattr(loading, "scene_kind", lambda name, where="": kinds[name])
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store(tmp_path):
    """A folder whose files are called by their content, as data stores keep them, and a way to link to one."""
    (tmp_path / "blobs").mkdir()

    def link(content: bytes, name: str):
        blob = put(tmp_path / "blobs", hashlib.sha256(content).hexdigest()[:12], content)
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(os.path.relpath(blob, path.parent))
        return path

    return link


BACKGROUND = "surroundings.background=picture"


def _said(*changes: str, recipe: str = "face") -> str:
    with pytest.raises(InputError) as error:
        load_recipe(recipe, list(changes))
    return str(error.value)


def test_folder_of_links_holds_what_its_own_names_say(store):
    shown, _ = store(photo(), "backdrops/shop.jpg"), store(b"no picture's name", "backdrops/notes.txt")
    loaded = load_recipe("face", [BACKGROUND, "surroundings.pictures=backdrops"])
    folder = next(name for name in loaded.files if name.startswith("pictures:"))
    (picture,) = pictures_of(folder, loaded.files)
    assert loaded.files[picture] == shown and picture == f"sha256:{hashlib.sha256(photo()).hexdigest()}"


def test_folder_that_is_a_link_and_links_to_links(store, tmp_path):
    store(photo(), "real/a.jpg")
    (tmp_path / "real" / "b.png").symlink_to("a.jpg")
    store(photo("PNG"), "real/c.webp")
    (tmp_path / "shown").symlink_to("real")
    loaded = load_recipe("face", [BACKGROUND, "surroundings.pictures=shown"])
    folder = next(name for name in loaded.files if name.startswith("pictures:"))
    assert loaded.files[folder] == tmp_path / "shown" and len(pictures_of(folder, loaded.files)) == 2


def test_linked_sky_and_template_are_called_by_the_users_names(store):
    store(radiance(), "skies/morning.hdr")
    store(b"BLENDER", "shops/corner.blend")
    loaded = load_recipe("shelf", ["world.hdri=skies/morning.hdr"], template="shops/corner.blend")
    assert loaded.resolved["template"] == "corner.blend" and loaded.template.name == "corner.blend"
    (listed,) = file_assets(loaded.files, (".hdr",))
    assert listed["name"] == "morning.hdr" and listed["sha256"] == hashlib.sha256(radiance()).hexdigest()


@pytest.mark.parametrize("name, content, said", [
    ("sky.exr", b"", "is empty (0 bytes)"), ("sky.hdr", b"Not a picture\n", "is text; an .exr or .hdr picture is expected"),
    ("sky.exr", exr()[:-40], "is cut off or damaged"), ("sky.exr", photo(), "is a JPEG picture"),
    ("sky.hdr", b"version https://git-lfs.github.com/spec/v1\n", "`git lfs pull` brings that"),
])
def test_sky_that_is_no_picture_is_told_by_key_and_path(tmp_path, name, content, said):
    put(tmp_path, name, content)
    message = _said(f"world.hdri={name}", recipe="shelf")
    assert said in message and name in message and "world.hdri" in message


def test_sky_in_a_choice_is_opened_unless_it_is_never_chosen(tmp_path):
    put(tmp_path, "good.hdr", radiance())
    put(tmp_path, "bad.hdr", radiance()[:-3])
    assert "bad.hdr" in _said("world.hdri={choice: [good.hdr, bad.hdr]}", recipe="shelf")
    load_recipe("shelf", ["world.hdri={choice: {good.hdr: 1, bad.hdr: 0}}"])


@pytest.mark.parametrize("name, content, said", [
    ("x.jpg", photo()[:300], "'x.jpg' is cut off"), ("x.png", photo("GIF"), "'x.png' is a GIF picture"),
    ("x.webp", b"", "is empty"), ("x.jpeg", exr(), "is an OpenEXR picture"),
])
def test_picture_in_a_folder_that_cannot_be_shown_is_told(tmp_path, name, content, said):
    (tmp_path / "folder").mkdir()
    put(tmp_path / "folder", "good.jpg", photo())
    put(tmp_path / "folder", name, content)
    message = _said(BACKGROUND, "surroundings.pictures=folder")
    assert said in message and "surroundings.pictures" in message and "folder" in message and "good.jpg" not in message


def test_odd_members_of_a_folder_are_told(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    put(folder, "good.jpg", photo())
    for name, make, said in (("a.png", lambda p: p.mkdir(), "is a folder"),
                             ("b.png", lambda p: p.symlink_to("nowhere"), "is a link to nowhere, which is not there"),
                             ("c.png", os.mkfifo, "is no regular file")):
        make(folder / name)
        assert f"'{name}', which {said}" in _said(BACKGROUND, "surroundings.pictures=folder")
        (folder / name).rmdir() if name == "a.png" else (folder / name).unlink()


def test_pictures_that_no_background_shows_are_not_opened(tmp_path):
    (tmp_path / "folder").mkdir()
    put(tmp_path / "folder", "bad.jpg", photo()[:300])
    load_recipe("face", ["surroundings.background=wall", "surroundings.rigs={}", "surroundings.pictures=folder"])


def test_whole_picture_is_decoded_once(tmp_path, monkeypatch):
    put(tmp_path, "sky.hdr", radiance())
    load_recipe("shelf", ["world.hdri=sky.hdr"])

    def never(*_, **__):
        raise AssertionError("decoded again")

    monkeypatch.setattr("facings.recipes.opened_files.run_jobs", never)
    (tmp_path / "sky.hdr").rename(tmp_path / "dusk.hdr")
    load_recipe("shelf", ["world.hdri=dusk.hdr"])
    put(tmp_path, "sky.hdr", radiance()[:-1])
    with pytest.raises(AssertionError, match="decoded again"):
        load_recipe("shelf", ["world.hdri=sky.hdr"])


@pytest.mark.parametrize("name", ["", ".", "/", "~", "\0", "file:///etc/passwd", "/dev/zero", "a" * 5000 + ".hdr",
                                  "x.hdr/y.hdr"])
def test_odd_names_of_skies_and_folders_are_told(tmp_path, name):
    put(tmp_path, "x.hdr", radiance())
    for key, recipe in (("world.hdri", "shelf"), ("surroundings.pictures", "face"), ("template", "shelf")):
        with pytest.raises(InputError):
            load_recipe(recipe, {key: name, **({"surroundings.background": "picture"} if recipe == "face" else {})})


def test_content_alone_is_no_name_for_a_file(tmp_path):
    assert "give its path" in _said("world.hdri=sha256:" + "0" * 64, recipe="shelf")
