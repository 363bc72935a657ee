"""Files that a person names: what keeps one from being read, told before anything opens it, and where a link's name leads.

A link is what the person sees: its name, its ending, its neighbours and its folder count, and only the content is that of its
target. Data version control (DVC, git-annex) and model hubs keep files under their checksums and link to them, so that the
target's own name says nothing.
"""

import errno
import os
import stat
from pathlib import Path

_POINTERS = (
    (b"version https://git-lfs.github.com/", "a Git LFS pointer and not the file itself; `git lfs pull` brings that"),
    (b"/annex/objects/", "a git-annex pointer and not the file itself; `git annex get` brings that"),
)
"""How a text begins that stands for a file which was not fetched, and what it is."""

_REASONS = {errno.ELOOP: "is a link that leads back to itself", errno.ENAMETOOLONG: "is longer than a name can be",
            errno.EACCES: "may not be read by you", errno.ENOTDIR: "is not there"}


def path_as_named(name: str | os.PathLike, folder: Path) -> Path:
    """Return the absolute path of a file that is named from `folder`, '~' for home; no link in it is resolved.

    Nothing is resolved, `..` neither: behind a link to a folder it means what the system takes it for.
    """
    path = Path(name)
    try:
        path = path.expanduser()
    except RuntimeError:  # the home of a user who is not here: the name is then a name
        pass
    return (folder / path).absolute()


def trouble_with(path: Path) -> str:
    """Return what keeps a file from being read, as the end of a sentence ('is not there'); empty where nothing does.

    Only its first bytes are read: that it holds what it should is asked by whoever opens it.
    """
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            return "is a folder"
        if not stat.S_ISREG(found.st_mode):
            return "is no regular file"  # of a pipe or a device nobody knows where it ends
        if found.st_size == 0:
            return "is empty (0 bytes)"
        with path.open("rb") as file:
            start = file.read(64)
    except FileNotFoundError:
        return _missing(path)
    except ValueError:  # a null character, or a half of a surrogate pair
        return "is no name that a file can have"
    except OSError as error:
        return _REASONS.get(error.errno or 0, f"cannot be read ({error.strerror})")
    return next((f"is {said}" for magic, said in _POINTERS if start.startswith(magic)), "")


def _missing(path: Path) -> str:
    if os.path.islink(path):
        target = os.readlink(path)
        hint = "; `git annex get` brings it" if "annex/objects" in target else ""
        return f"is a link to {target}, which is not there{hint}"
    if os.path.isfile(f"{path}.dvc"):
        return f"is not there, only {path.name}.dvc; `dvc pull` brings it"
    return "is not there"
