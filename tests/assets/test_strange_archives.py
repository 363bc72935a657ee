"""Archives of packs from strangers: nothing is written outside the pack's folder, nothing unfolds beyond its limit."""

import gzip
import hashlib
import io
import os
import tarfile
from pathlib import Path

import numpy as np
import pytest

from facings.assets.packs import manifest, store
from facings.assets.packs.manifest import Pack, PackFile
from facings.errors import InputError

CONTENT = {"LICENSE": b"MIT", "model/head.obj": b"v 0 0 0\n" * 50}


@pytest.fixture(autouse=True)
def known(monkeypatch, tmp_path) -> Pack:
    files = tuple(PackFile(path, len(data), hashlib.sha256(data).hexdigest()) for path, data in sorted(CONTENT.items()))
    which = Pack("heads", "Heads", "heads", "1", "MIT", "its LICENSE", "us", (("kind", "github"),), "heads-1.tar.gz", files)
    for module in (manifest, store):
        monkeypatch.setattr(module, "packs", lambda: {"heads": which})
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    return which


def _member(name: str, data: bytes = b"", **facts: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in facts.items():
        setattr(info, key, value)
    return info, data


def _archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for info, data in members:
            tar.addfile(info, io.BytesIO(data) if data else None)
    return path


def _whole() -> list[tuple[tarfile.TarInfo, bytes]]:
    return [_member(f"top/{path}", data) for path, data in CONTENT.items()]


def _refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        store.add_pack(path)
    return str(error.value)


def _outside(tmp_path: Path) -> set[str]:
    return {entry.name for entry in tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["../evil", "top/../../evil", "/tmp/evil", "top/model/../../../evil", "top//evil", "C:\\evil"])
def test_member_that_leads_out_is_never_written(tmp_path, name):
    path = _archive(tmp_path / "x.tar.gz", _member(name, b"evil"), *_whole())
    which = store.add_pack(path)
    assert _outside(tmp_path) == {"x.tar.gz", "cache"}
    folder = store.folder_of(which)
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert there == set(CONTENT)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_link_pipe_or_device_in_a_files_place_is_no_file(tmp_path, kind):
    secret = tmp_path / "secret"
    secret.write_bytes(CONTENT["LICENSE"])
    path = _archive(tmp_path / "x.tar.gz", _member("top/LICENSE", type=kind, linkname=str(secret)), _whole()[1])
    assert "it lacks LICENSE" in _refused(path)


def test_folder_that_is_a_link_in_the_archive_is_not_written_through(tmp_path):
    (tmp_path / "aim").mkdir()
    link = _member("top/model", type=tarfile.SYMTYPE, linkname=str(tmp_path / "aim"))
    path = _archive(tmp_path / "x.tar.gz", link, *_whole())
    store.add_pack(path)
    assert not any((tmp_path / "aim").iterdir())


def test_large_member_in_a_files_place_is_not_unfolded(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(store.shutil, "copyfileobj", lambda source, target: written.append(target.write(source.read(1 << 20))))
    path = _archive(tmp_path / "x.tar.gz", _member("top/LICENSE", bytes(3 << 20)), _whole()[1])
    assert "it lacks LICENSE" in _refused(path) and max(written) < 1000


def test_archive_that_unfolds_without_end_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("FACINGS_MOST_ARCHIVE_GIGABYTES", "1")
    info, _ = _member("top/zeros")
    info.size = 5 << 30
    path = tmp_path / "x.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf() + bytes(1 << 20)))
    assert "FACINGS_MOST_ARCHIVE_GIGABYTES" in _refused(path)


def test_pipe_device_empty_and_missing_are_told_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty.tgz").touch()
    assert "is no regular file" in _refused(tmp_path / "pipe") and "is no regular file" in _refused(Path("/dev/zero"))
    assert "is empty" in _refused(tmp_path / "empty.tgz") and "does not exist" in _refused(tmp_path / "none.tgz")


def test_archive_with_flipped_or_missing_bytes_is_told_or_whole(tmp_path):
    whole = _archive(tmp_path / "whole.tar.gz", *_whole()).read_bytes()
    rng = np.random.default_rng(3)
    for turn in range(60):
        data = bytearray(whole)
        for place in rng.integers(0, len(data), 3):
            data[place] ^= int(rng.integers(1, 256))
        path = tmp_path / "x.tar.gz"
        path.write_bytes(bytes(data[: rng.integers(1, len(data))] if turn % 2 else data))
        try:
            store.add_pack(path)
        except InputError as error:
            assert "holds none of the packs" in str(error)
        assert _outside(tmp_path) == {"whole.tar.gz", "x.tar.gz", "cache"}
