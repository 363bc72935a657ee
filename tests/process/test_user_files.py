"""What keeps a file of the user's from being read is told without opening what has no end; links keep their own names."""

import os
import socket

import pytest

from facings.errors import InputError
from facings.process.limits import most, raised
from facings.process.user_files import path_as_named, trouble_with


@pytest.fixture
def there(tmp_path):
    """A file, and a store of one that a link leads to as DVC lays it out."""
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / "3fa9c1").write_bytes(b"content")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "bottle.glb").symlink_to("../blobs/3fa9c1")
    return tmp_path


def test_link_to_a_whole_file_has_no_trouble_and_keeps_its_name_and_folder(there):
    path = path_as_named("links/bottle.glb", there)
    assert (path.name, path.parent) == ("bottle.glb", there / "links")
    assert trouble_with(path) == "" and path.read_bytes() == b"content"


def test_folder_that_is_a_link_means_what_the_system_takes_it_for(there):
    (there / "elsewhere").mkdir()
    (there / "here").symlink_to("elsewhere")
    assert trouble_with(path_as_named("here/../links/bottle.glb", there)) == ""
    assert path_as_named("here/../links/bottle.glb", there).name == "bottle.glb"


def test_absolute_and_home_paths_do_not_depend_on_the_folder(there, monkeypatch):
    monkeypatch.setenv("HOME", str(there))
    assert path_as_named("~/links/bottle.glb", there / "blobs") == there / "links" / "bottle.glb"
    assert path_as_named(there / "blobs" / "3fa9c1", there / "links") == there / "blobs" / "3fa9c1"
    assert path_as_named("~nobody-of-this-name/x", there) == there / "~nobody-of-this-name/x"


def test_what_is_no_file_is_told(there):
    (there / "empty").touch()
    (there / "loop").symlink_to("loop")
    (there / "gone").symlink_to("blobs/nothing")
    assert trouble_with(there / "none") == "is not there"
    assert trouble_with(there / "blobs") == "is a folder"
    assert trouble_with(there / "empty") == "is empty (0 bytes)"
    assert trouble_with(there / "loop") == "is a link that leads back to itself"
    assert trouble_with(there / "gone") == "is a link to blobs/nothing, which is not there"
    assert trouble_with(there / "blobs" / "3fa9c1" / "inside") == "is not there"
    assert trouble_with(there / ("x" * 300)) == "is longer than a name can be"
    assert trouble_with(there / "a\0b") == "is no name that a file can have"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_file_that_may_not_be_read_is_told(there):
    (there / "closed").write_bytes(b"x")
    (there / "closed").chmod(0)
    assert trouble_with(there / "closed") == "may not be read by you"


def test_what_has_no_end_is_never_opened(there):
    os.mkfifo(there / "pipe")
    (there / "link").symlink_to("pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(there / "socket"))
        for name in ("pipe", "link", "socket", "/dev/zero", "/dev/null"):
            assert trouble_with(there / name) == "is no regular file"


@pytest.mark.parametrize("text, remedy", [
    ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n", "git lfs pull"),
    ("/annex/objects/SHA256E-s3--00.glb\n", "git annex get"),
])
def test_pointer_that_stands_for_a_file_is_told_with_what_brings_it(there, text, remedy):
    (there / "model.glb").write_text(text)
    assert remedy in trouble_with(there / "model.glb")


def test_file_that_a_data_store_has_not_brought_yet_is_told_with_what_brings_it(there):
    (there / "model.glb.dvc").write_text("outs: []\n")
    (there / "annexed").symlink_to(".git/annex/objects/x")
    assert "`dvc pull`" in trouble_with(there / "model.glb")
    assert "`git annex get`" in trouble_with(there / "annexed")


def test_limit_is_raised_by_the_variable_that_its_message_names(monkeypatch):
    usual = most("PICTURE_MEGAPIXELS")
    assert "FACINGS_MOST_PICTURE_MEGAPIXELS" in raised("PICTURE_MEGAPIXELS") and f"{usual:,}" in raised("PICTURE_MEGAPIXELS")
    monkeypatch.setenv("FACINGS_MOST_PICTURE_MEGAPIXELS", str(usual + 1))
    assert most("PICTURE_MEGAPIXELS") == usual + 1


@pytest.mark.parametrize("text", ["", "0", "-3", "many", "1.5", "\u0663", "9" * 5000])
def test_limit_that_is_no_number_is_told(monkeypatch, text):
    monkeypatch.setenv("FACINGS_MOST_YAML_MEGABYTES", text)
    with pytest.raises(InputError, match="FACINGS_MOST_YAML_MEGABYTES"):
        most("YAML_MEGABYTES")
