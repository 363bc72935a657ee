"""The files that a user's model consists of, as its import told them: textures, buffers, libraries, layers, caches.

Only Blender knows what a model reads, so the list is kept beside the cached bodies. It holds for as long as none of its files
has changed: what decides which files are named lies in one of them.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from facings.assets.folders import cache_dir
from facings.blender import model_process
from facings.process.digest import file_sha256
from facings.process.durable import new_run, write_durably


@dataclass(frozen=True)
class ModelFiles:
    """A model's own file and all that was read beside it."""

    model: Path
    digests: Mapping[str, str]
    """Path relative to the model's folder -> the content's SHA-256 in hex; the model's own file first."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files by their absolute paths, the model's own first."""
        return tuple(self.model.parent / name for name in self.digests)

    @property
    def sha256(self) -> str:
        """The digest (hex) of all of them, wherever the model lies: that of the file where there is one only."""
        if len(self.digests) == 1:
            return next(iter(self.digests.values()))
        listed = "".join(f"{digest}  {name}\n" for name, digest in self.digests.items())
        return hashlib.sha256(listed.encode()).hexdigest()


def files_of(model: Path, beside: Iterable[Path]) -> ModelFiles:
    """Return a model's files as they are now; raises OSError where one cannot be read."""
    others = sorted({os.path.relpath(path, model.parent) for path in beside} - {model.name})
    return ModelFiles(model, {name: file_sha256(model.parent / name) for name in (model.name, *others)})


def known_files(model: Path) -> ModelFiles | None:
    """Return a model's files as an earlier import told them, None where it was never imported or something has changed."""
    try:
        kept = json.loads(_kept(model).read_text(encoding="utf-8"))
        known = ModelFiles(model, {str(name): str(digest) for name, digest in kept["digests"].items()})
        if kept["reader"] == model_reader() and known == files_of(model, known.paths):
            return known
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def keep_files(files: ModelFiles) -> None:
    """Keep what an import told for `known_files`."""
    path = _kept(files.model)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {"reader": model_reader(), "model": str(files.model), "digests": files.digests}
    write_durably(path, json.dumps(kept).encode(), new_run())


@cache
def model_reader() -> str:
    """Return the digest (hex) of all that reads models: when it changes, they are read anew."""
    folder = Path(model_process.__file__).with_name("model")
    parts = [version("bpy"), *(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _kept(model: Path) -> Path:
    return cache_dir() / "models" / f"{hashlib.sha256(os.fsencode(model)).hexdigest()[:32]}.json"
