"""The packs in the cache: whole and checked, or not there.

An archive is fetched into the cache, the files that the manifest lists are unpacked beside it and checked, and only then does
the pack's folder appear under its name. What was interrupted is gone on with; what is damaged is told and fetched again.
"""

import hashlib
import lzma
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

from facings.assets.folders import cache_dir
from facings.assets.packs.manifest import Pack, pack, packs
from facings.assets.packs.sources import sources
from facings.errors import InputError
from facings.process.digest import file_sha256
from facings.process.durable import exclusive
from facings.process.limits import most, raised
from facings.process.progress import Progress, silent
from facings.process.user_files import trouble_with

_TRIES = 2
"""An archive that holds other bytes than it should is fetched once more, from its beginning."""


def folder_of(which: Pack) -> Path:
    """Return where a pack lies once it is there; its name changes with the manifest's files."""
    return cache_dir() / "packs" / f"{which.name}-{which.version}-{which.sha256[:12]}"


def is_there(which: Pack) -> bool:
    """Return whether all files of a pack are in the cache with their sizes (their contents were checked when they came)."""
    folder = folder_of(which)
    return all(_size(folder / file.path) == file.size for file in which.files)


def pack_folder(name: str, progress: Progress = silent) -> Path:
    """Return the folder with a pack's files, fetched first where it has to be.

    Raises InputError where the pack is unknown or cannot be had; nothing half-fetched is ever returned.
    """
    which = pack(name)
    if not is_there(which):
        with _alone(which):
            # Another process may have brought it while this one waited.
            if not is_there(which):
                _fetch(which, progress)
    return folder_of(which)


def refresh_pack(name: str, progress: Progress = silent) -> Path:
    """Return a pack's folder after reading every file in it; a pack with a damaged file is told and fetched again.

    Raises InputError like `pack_folder`.
    """
    which = pack(name)
    damaged = check_pack(which) if is_there(which) else []
    if damaged:
        progress(f"{which.title}: {damaged[0]} is damaged, fetched again", 0, 0)
        shutil.rmtree(folder_of(which))
    return pack_folder(name, progress)


def prepare_pack(name: str, progress: Progress = silent) -> None:
    """Convert a pack that is in the cache into what scenes read, as the entry points of the group `facings.packs` know how."""
    for entry in entry_points(group="facings.packs", name=name):
        progress(f"{pack(name).title}, converted", 0, 1)
        entry.load()(name)
        progress(f"{pack(name).title}, converted", 1, 1)


def add_pack(path: Path) -> Pack:
    """Put a pack that lies in an archive, or unpacked in a folder, into the cache, and return which one it is.

    Raises InputError where it holds no known pack, or other files than the manifest lists.
    """
    trouble = "" if path.is_dir() else trouble_with(path)
    if trouble:
        said = "does not exist" if trouble == "is not there" else trouble
        raise InputError(f"{path} {said}. Give a pack's archive or its unpacked folder.")
    found: list[str] = []
    for which in packs().values():
        trouble = _copied(path, which) if path.is_dir() else _unpacked(path, which)
        if not trouble:
            return which
        found.append(f"{which.name}: {trouble}")
    raise InputError(f"{path} holds none of the packs that Facings knows: {'; '.join(found)}.")


def check_pack(which: Pack) -> list[str]:
    """Return the files of a pack in the cache that are missing or hold other bytes than they should."""
    folder = folder_of(which)
    return [file.path for file in which.files
            if _size(folder / file.path) != file.size or file_sha256(folder / file.path) != file.sha256]


def _fetch(which: Pack, progress: Progress) -> None:
    troubles = []
    for name, bring in sources(which):
        # A download goes on only with what came from the same place: elsewhere the archive may have been packed otherwise.
        place = hashlib.sha256(name.encode()).hexdigest()[:8]
        archive = cache_dir() / "packs" / f".{which.name}-{which.version}-{place}.part"
        archive.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(_TRIES):
            trouble = bring(archive, lambda done, total: progress(f"{which.title}, fetched", done, total))
            if trouble:
                troubles.append(f"{name}: {trouble}")
                break
            trouble = _unpacked(archive, which)
            archive.unlink(missing_ok=True)
            if not trouble:
                return
            troubles.append(f"{name}: {trouble}")
            progress(f"{which.title} from {name} was damaged, fetched again", 0, 0)
    raise InputError(
        f"The asset pack {which.name} {which.version} ({which.shows}) is not in {cache_dir() / 'packs'} and could not be"
        f" fetched. {'; '.join(dict.fromkeys(troubles))}. Run `facings assets fetch` once where the internet can be reached, or"
        f" set FACINGS_MIRROR to a folder or an address that holds {which.mirror}, or give that file to `facings assets add`."
    )


def _unpacked(archive: Path, which: Pack) -> str:
    """Put the pack's files in an archive into the cache; return what is wrong with them, empty where nothing is."""
    def bring(folder: Path) -> None:
        wanted = {file.path: file.size for file in which.files}
        with tarfile.open(archive) as tar:
            for member in tar:
                # What is not wanted is read too, to come to what follows it.
                if max(tar.offset, member.offset_data + member.size) > most("ARCHIVE_GIGABYTES") << 30:
                    raise ValueError(f"it unfolds to gigabytes, of which {raised('ARCHIVE_GIGABYTES')}")
                # Archives hold everything in one folder, whose name says where they come from.
                path = member.name.partition("/")[2]
                source = tar.extractfile(member) if member.isfile() and wanted.get(path) == member.size else None
                if source is not None:
                    target = folder / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with source, target.open("wb") as file:
                        shutil.copyfileobj(source, file)

    return _appear(which, bring)


def _copied(source: Path, which: Pack) -> str:
    def bring(folder: Path) -> None:
        for file in which.files:
            if (source / file.path).is_file() and _size(source / file.path) == file.size:
                (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / file.path, folder / file.path)

    return _appear(which, bring)


def _appear(which: Pack, bring: Callable[[Path], None]) -> str:
    target = folder_of(which)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{which.name}-", dir=target.parent))
    try:
        try:
            bring(draft)
        except (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError) as error:
            said = (str(error).splitlines() or [type(error).__name__])[0]
            return f"it is no whole archive ({said.rstrip(':')})"
        missing = [f.path for f in which.files if not (draft / f.path).is_file()]
        if missing:
            more = f" and {len(missing) - 1} further files" if len(missing) > 1 else ""
            return f"it lacks {missing[0]}{more}, or holds them in another size"
        for file in which.files:
            if file_sha256(draft / file.path) != file.sha256:
                return f"its {file.path} holds other bytes than the manifest lists"
        shutil.rmtree(target, ignore_errors=True)
        os.replace(draft, target)
        return ""
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _alone(which: Pack) -> Iterator[None]:
    """Let one process at a time fetch a pack."""
    lock = cache_dir() / "packs" / f".{which.name}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(lock):
        yield


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
