"""Every picture that a recipe's frames may use is decoded before the first of them, in processes of their own.

What was found whole is noted in the cache by its content, so that it is decoded once.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from facings.assets.folders import cache_dir
from facings.errors import InputError, MachineError
from facings.process.jobs import run_jobs
from facings.recipes.distributions import Choice, named_by
from facings.recipes.files import PICTURES, RecipeFiles, pictures_of
from facings.recipes.part import Part
from facings.recipes.variants import Variant
from facings.recipes.yaml_source import YamlSource

_CHECKED = "1"
"""Raised when `picture_check` refuses more than before."""

_MOST_TOLD = 3


def open_pictures(recipe: Part, files: RecipeFiles, source: YamlSource) -> None:
    """Raise InputError, naming file, line and key, where a picture that some frame may use cannot be shown.

    What no frame can use (an entry of weight 0, the pictures of a background that is never chosen) is not asked for.
    """
    used = [(path, name) for path, name in _named(recipe, ()) if name.startswith(("sha256:", PICTURES))]
    told = []
    for path, name in used:
        if name not in files.found:
            told.append((path, f"names a file by its content alone ({name[:15]}...); give its path"))
    pictures = {picture: files.found[picture] for _, name in used if name in files.found
                for picture in (pictures_of(name, files.found) if name.startswith(PICTURES) else [name])
                if name.startswith(PICTURES) or name in files.skies}
    troubles = _troubles(pictures, files)
    for path, name in used:
        if name in troubles:
            told.append((path, f"names the picture {str(files.found[name])!r}, which {troubles[name]}"))
        elif name.startswith(PICTURES) and name in files.found:
            wrong = [f"{files.found[picture].name!r} {troubles[picture]}" for picture in pictures_of(name, files.found)
                     if picture in troubles]
            if wrong:
                more = f", and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
                told.append((path, f"names the folder {str(files.found[name])!r}, in which "
                                   f"{'; '.join(wrong[:_MOST_TOLD])}{more}"))
    if told:
        raise InputError("\n".join(f"{source.place(path)}: {'.'.join(map(str, path))} {said}." for path, said in told))


def _named(value: Any, path: tuple) -> Iterator[tuple[tuple, str]]:
    """Yield the key path of every text that some frame may draw, and the text."""
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            if name not in value.idle_keys():
                yield from _named(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, BaseModel | Mapping):
        for key, entry in dict(value).items():
            if not (isinstance(entry, Variant) and entry.weight == 0):
                yield from _named(entry, (*path, key))
    elif isinstance(value, str | Choice):
        yield from ((path, name) for name in sorted(n for n in named_by(value) if isinstance(n, str)))
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _named(entry, (*path, index))


def _troubles(pictures: Mapping[str, Path], files: RecipeFiles) -> dict[str, str]:
    """Return what is wrong with those of the pictures that cannot be shown, by name."""
    folder = cache_dir() / "pictures"
    noted = {name: folder / f"{name.removeprefix('sha256:')}-{'sky' if name in files.skies else 'photo'}-{_CHECKED}"
             for name in pictures}
    missing = [name for name in pictures if not noted[name].exists()]
    if not missing:
        return {}
    with tempfile.TemporaryDirectory(prefix="facings-") as answers:
        jobs = [_CheckJob(pictures[name], name in files.skies, Path(answers) / str(i)) for i, name in enumerate(missing)]
        _run(jobs)
        troubles = {}
        for name, job in zip(missing, jobs, strict=True):
            said = job.answer.read_text("utf-8") if job.answer.exists() else "cannot be decoded: the process that tried ended"
            if said:
                troubles[name] = said
            else:
                with contextlib.suppress(OSError):  # a cache that cannot be written: it is decoded again next time
                    folder.mkdir(exist_ok=True)
                    noted[name].touch()
    return troubles


def _run(jobs: "list[_CheckJob]") -> None:
    """Run the jobs; one whose picture breaks its decoder, and with it the process, leaves no answer, and hinders no other."""
    try:
        run_jobs(jobs, lambda done: None)
    except MachineError:
        for job in jobs:
            if not job.answer.exists():
                with contextlib.suppress(MachineError):
                    run_jobs([job], lambda done: None)


@dataclass(frozen=True)
class _CheckJob:
    """Decodes one picture and writes what is wrong with it, or nothing, to `answer`."""

    picture: Path
    is_sky: bool
    answer: Path

    def run(self) -> None:
        from facings.recipes.picture_check import PictureError, check_photo, check_sky

        try:
            (check_sky if self.is_sky else check_photo)(self.picture)
            said = ""
        except PictureError as error:
            said = str(error)
        except OSError as error:
            said = f"cannot be read ({error.strerror})"
        self.answer.write_text(said, "utf-8")
