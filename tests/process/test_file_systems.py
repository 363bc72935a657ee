"""File systems that lack a call: the work goes on without it, and says what that means; broken and full ones are told."""

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from facings.process import durable
from facings.process.durable import exclusive, sync_folder, write_durably, write_lines_durably

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other calls")


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch):
    monkeypatch.setattr(durable, "_LACKING", {})


def fails(monkeypatch, call: str, code: int, folders_only: bool = False) -> None:
    """Have a call of the system fail, for folders only or for all."""
    module, _, name = call.partition(".")
    own = getattr(os, name) if module == "os" else None

    def failing(first, *rest):
        if folders_only and own is not None and not stat.S_ISDIR(os.fstat(first).st_mode):
            return own(first, *rest)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(call, failing)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EISDIR])
def test_a_folder_that_cannot_be_synced_is_no_error(tmp_path, monkeypatch, code):
    fails(monkeypatch, "os.fsync", code, folders_only=True)
    write_durably(tmp_path / "a", b"whole", durable.new_run())
    write_lines_durably(tmp_path / "b", ["one\n"])
    assert (tmp_path / "a").read_bytes() == b"whole" and (tmp_path / "b").read_text() == "one\n"
    assert len(durable.lacking()) == 1 and "--verify-existing" in durable.lacking()[0]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_nor_is_a_file(tmp_path, monkeypatch, code):
    fails(monkeypatch, "os.fsync", code)
    write_durably(tmp_path / "a", b"whole", durable.new_run())
    assert (tmp_path / "a").read_bytes() == b"whole"


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ESTALE])
def test_a_disk_that_fails_is_an_error_and_leaves_the_old_file(tmp_path, monkeypatch, code):
    (tmp_path / "a").write_bytes(b"old")
    fails(monkeypatch, "os.fsync", code)
    with pytest.raises(OSError) as raised:
        write_durably(tmp_path / "a", b"new", durable.new_run())
    assert raised.value.errno == code and os.listdir(tmp_path) == ["a"] and (tmp_path / "a").read_bytes() == b"old"
    assert durable.lacking() == []


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_nobody_may_list_takes_files(tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    folder.chmod(0o300)
    try:
        write_durably(folder / "a", b"whole", durable.new_run())
        assert (folder / "a").read_bytes() == b"whole"
    finally:
        folder.chmod(0o700)


def test_a_folder_that_may_not_be_opened_is_not_synced(tmp_path, monkeypatch):
    fails(monkeypatch, "os.open", errno.EACCES)
    sync_folder(tmp_path)


@pytest.mark.parametrize("code", [errno.EEXIST, errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_rename_over_a_file_gets_the_new_one(tmp_path, monkeypatch, code):
    own = os.replace

    def replace(source, target):
        if os.path.exists(target):
            raise OSError(code, os.strerror(code))
        own(source, target)

    monkeypatch.setattr(os, "replace", replace)
    for data in (b"old", b"new"):
        write_durably(tmp_path / "a", data, durable.new_run())
    assert (tmp_path / "a").read_bytes() == b"new" and os.listdir(tmp_path) == ["a"]


def test_a_rename_that_is_refused_removes_nothing(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")
    fails(monkeypatch, "os.replace", errno.EACCES)
    with pytest.raises(PermissionError):
        write_durably(tmp_path / "a", b"new", durable.new_run())
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL])
def test_without_locks_the_processes_of_one_machine_still_take_turns(tmp_path, monkeypatch, code):
    there, here = tmp_path / "share", tmp_path / "local"
    there.mkdir()
    here.mkdir()
    from fcntl import flock

    def only_here(descriptor, operation):
        if Path(os.readlink(f"/proc/self/fd/{descriptor}")).parent == there:
            raise OSError(code, os.strerror(code))
        flock(descriptor, operation)

    monkeypatch.setattr("fcntl.flock", only_here)
    monkeypatch.setattr(durable, "_LOCAL", (str(tmp_path / "nowhere"), str(here)))
    order: list[str] = []
    entered = threading.Event()

    def second() -> None:
        entered.set()
        with exclusive(there / "lock"):
            order.append("second")

    with exclusive(there / "lock"):
        other = threading.Thread(target=second)
        other.start()
        assert entered.wait(20)
        other.join(0.2)
        order.append("first")
        with exclusive(there / "another"):
            pass
    other.join(20)
    assert order == ["first", "second"] and "no two machines" in durable.lacking()[0]


def test_where_nothing_has_locks_the_work_is_done_all_the_same(tmp_path, monkeypatch):
    fails(monkeypatch, "fcntl.flock", errno.ENOLCK)
    with exclusive(tmp_path / "lock"):
        done = True
    assert done and len(durable.lacking()) == 1


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE])
def test_a_lock_on_a_broken_disk_is_an_error(tmp_path, monkeypatch, code):
    fails(monkeypatch, "fcntl.flock", code)
    with pytest.raises(OSError) as raised, exclusive(tmp_path / "lock"):
        pass
    assert raised.value.errno == code
