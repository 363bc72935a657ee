"""Files that are either there whole or not there: written beside their place, synced, renamed, the folder synced.

A part is called `.NAME.RUN.part`; RUN says which process writes it, so that only what a dead process left is swept.

Some file systems lack a call that this takes (network shares of Windows, FUSE, a Lustre without its locks): then the work goes
on without it, and `lacking` says what that means.
"""

import contextlib
import errno
import hashlib
import os
import platform
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock

from facings.process.system import is_alive

_PART = re.compile(r"\..+\.(?P<run>[A-Za-z0-9_-]+)\.part")
_RUN = re.compile(r"(?P<host>[A-Za-z0-9_-]+)-(?P<pid>\d+)-(?P<token>[0-9a-f]{8})")
_TOKENS: set[str] = set()
"""The tokens of this process's runs: a part with our process number but another token was left by a dead namesake."""

_POLL_S = 0.01
"""How often a lock that somebody holds is tried again."""

_NOT_OFFERED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY}
"""What a system call answers where a file system does not have it; a full or broken disk answers otherwise."""
_LOCAL = ("/dev/shm", "/tmp", "/var/tmp")
"""Where a lock may lie instead of on a file system without: the same for all processes of this machine, whatever TMPDIR is."""
_LACKING: dict[str, str] = {}


def new_run() -> str:
    """Return a name for this process's writing, unique among all processes on all hosts."""
    token = secrets.token_hex(4)
    _TOKENS.add(token)
    return f"{_host()}-{os.getpid()}-{token}"


def write_part(path: Path, data: bytes, run: str) -> Path:
    """Write `data` beside `path` and sync it to disk; return the part's path, for `os.replace`. OSError leaves none."""
    part = path.with_name(f".{path.name}.{run}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            _sync(file.fileno(), path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def replace(part: Path, path: Path) -> None:
    """Put a part in its place, over what is there; where a file system cannot do that at once, the place is empty meanwhile."""
    try:
        os.replace(part, path)
    except OSError as error:
        if error.errno not in _NOT_OFFERED | {errno.EEXIST} or not path.is_file():
            raise
        path.unlink()
        os.replace(part, path)


def write_durably(path: Path, data: bytes, run: str) -> None:
    """Write or replace the file at `path`; whatever happens meanwhile, the old or the new one is there whole."""
    replace(write_part(path, data, run), path)
    sync_folder(path.parent)


def write_lines_durably(path: Path, lines: Iterable[str]) -> None:
    """Write or replace a text file of any length, line by line (each ends with its newline), under the same promise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{new_run()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            _sync(file.fileno(), path.parent)
        replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the renames and removals in `folder` survive a power cut (POSIX; Windows has no such call)."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # files may be put there, but nobody may list them
        return
    try:
        _sync(descriptor, folder)
    finally:
        os.close(descriptor)


def _sync(descriptor: int, folder: Path) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        # What a folder answers that cannot be synced differs most: EBADF, EACCES, EISDIR were seen too.
        if error.errno not in _NOT_OFFERED | {errno.EBADF, errno.EACCES, errno.EPERM, errno.EISDIR}:
            raise
        _LACKING.setdefault("sync", f"The file system of {folder} does not say when it has stored something: after a power cut,"
                                    " run the same command with --verify-existing.")


def lacking() -> list[str]:
    """Return what file systems that this process wrote to lack, and what that means for a user."""
    return list(_LACKING.values())


def sweep_parts(folder: Path) -> int:
    """Remove the parts of dead runs on this host from `folder`; return how many. Other hosts' runs count as alive."""
    removed = 0
    for name in sorted(os.listdir(folder)):
        match = _PART.fullmatch(name)
        if match and run_is_dead(match["run"]):
            with contextlib.suppress(OSError):  # another process may sweep at the same time; or it is another user's
                (folder / name).unlink()
                removed += 1
    return removed


@contextlib.contextmanager
def exclusive(lock_file: Path) -> Iterator[None]:
    """Hold the lock that `lock_file` stands for; waits for whoever holds it, and a killed holder's lock is free.

    Threads of one process exclude one another too. Where the file system has no locks, processes of this machine exclude one
    another, and those of others are not seen. Raises OSError where its folder is not there, or it cannot be opened for writing.
    """
    os.stat(lock_file.parent)  # FileLock would make the folder
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(_lock(lock_file))
        except OSError as error:
            if error.errno not in _NOT_OFFERED | {errno.ENOLCK}:
                raise
            _LACKING.setdefault("locks", f"The file system of {lock_file.parent} has no locks: let no two machines make the"
                                         " same frames there at once.")
            _hold_locally(lock_file, held)
        yield


def _lock(lock_file: Path) -> FileLock:
    # What it would fall back to is a file that a killed holder leaves behind.
    return FileLock(lock_file, poll_interval=_POLL_S, fallback_to_soft=False)


def _hold_locally(lock_file: Path, held: contextlib.ExitStack) -> None:
    """Hold a lock of this machine and user that stands for `lock_file`; nothing where no place has locks."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    name = hashlib.sha256(f"{user} {os.path.realpath(lock_file)}".encode("utf-8", "surrogateescape")).hexdigest()[:20]
    for folder in _LOCAL:
        with contextlib.suppress(OSError):
            held.enter_context(_lock(Path(folder) / f".facings-{name}.lock"))
            return


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", platform.node()) or "host"


def run_is_dead(run: str) -> bool:
    """Return whether the process that called itself so (`new_run`) is known to be gone; other hosts' count as alive."""
    match = _RUN.fullmatch(run)
    if match is None or match["host"] != _host():
        return False
    pid = int(match["pid"])
    if pid == os.getpid():
        return match["token"] not in _TOKENS
    return not is_alive(pid)
