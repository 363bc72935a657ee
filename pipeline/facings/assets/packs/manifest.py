"""What a pack is: name, version, licence, where it comes from, and the SHA-256 of each file that is used."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from facings.assets.folders import assets_dir
from facings.errors import InputError, nearest


@dataclass(frozen=True)
class PackFile:
    """One file of a pack."""

    path: str
    """Relative to the pack's own top folder, with forward slashes."""
    size: int
    sha256: str


@dataclass(frozen=True)
class Pack:
    """One manifest."""

    name: str
    title: str
    shows: str
    """What is missing in pictures without it."""
    version: str
    licence: str
    """SPDX name."""
    licence_basis: str
    attribution: str
    source: tuple[tuple[str, str], ...]
    """('kind', 'github' or 'npm') and what that kind needs."""
    mirror: str
    """Name of its archive in a mirror."""
    files: tuple[PackFile, ...]

    @property
    def sha256(self) -> str:
        """Of all files' names and contents."""
        listed = "".join(f"{file.sha256}  {file.path}\n" for file in self.files)
        return hashlib.sha256(listed.encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def described(self) -> dict[str, Any]:
        """As `dataset.json` lists it."""
        return {"name": self.name, "version": self.version, "licence": self.licence, "attribution": self.attribution,
                "sha256": self.sha256}


@cache
def packs() -> dict[str, Pack]:
    """Return all packs by name, in alphabetical order."""
    found = [_read(path.read_text("utf-8")) for path in sorted((assets_dir() / "packs").glob("*.yaml"))]
    return {pack.name: pack for pack in found}


def pack(name: str) -> Pack:
    """Return one pack; raises InputError where none is called so."""
    known = packs()
    if name not in known:
        raise InputError(f"No asset pack is called {name!r}.{nearest(name, list(known))} Known: {', '.join(known)}.")
    return known[name]


def _read(text: str) -> Pack:
    data = YAML(typ="safe").load(text)
    files = tuple(PackFile(path, int(entry[0]), str(entry[1])) for path, entry in sorted(data["files"].items()))
    return Pack(
        name=data["name"], title=data["title"], shows=data["shows"], version=str(data["version"]), licence=data["licence"],
        licence_basis=data["licence_basis"], attribution=data["attribution"],
        source=tuple(sorted((key, str(value)) for key, value in data["source"].items())), mirror=data["mirror"], files=files,
    )
