"""Opens a template, checks it against the contract, and says what sampling must know of it.

`bpy` is imported only where a file is opened, so that `template_info` also serves callers without Blender.
"""

import hashlib
import json
import os
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facings.assets import folders as resources
from facings.blender import answering
from facings.errors import InputError
from facings.frames.spec import from_json, to_json
from facings.process.digest import file_sha256
from facings.process.progress import Progress, silent

if TYPE_CHECKING:
    import bpy

    from facings.blender.template_contract import Violation

INFO_SCHEMA = 7
"""Raised when a kind's reading would say something else of the same file: older cached answers are then not read."""

_BLEND_MAGIC = (b"BLENDER", b"\x28\xb5\x2f\xfd", b"\x1f\x8b")
"""A .blend begins with its name, or is compressed with zstandard (3.0 and later) or gzip (before)."""


@dataclass(frozen=True)
class TemplateReading:
    """How the templates of one scene kind are checked and measured."""

    module: str
    """Name of the module, which may import bpy, that holds the kind's `CONTRACT` (`template_contract.Contract`) and its
    `describe(scene, name, sha256)`."""
    info_type: type
    """The frozen dataclass that `describe` returns."""
    contract: str = ""
    """Name of the module that has `CONTRACT` too and needs the standard library and `bpy` alone; that travels into the
    artist's extension. Empty where the kind has none."""


@dataclass(frozen=True)
class TemplateFacts:
    """What is known of a template without opening it again."""

    info: Any
    """What sampling must know: the reading's `info_type`."""
    set_aside: tuple[str, ...]
    """A line for each of its settings that is not followed."""
    grading: dict[str, Any]
    """What of its settings grades the picture: place in Blender's interface -> value."""
    files: tuple[str, ...]
    """Absolute paths of what it reads beside itself."""


def open_template(path: Path, reading: TemplateReading) -> "bpy.types.Scene":
    """Open a template in this process's Blender without running scripts inside it, and return its scene.

    Settings that would part pictures from labels are neutralised (`facings.blender.template_settings`).

    Raises InputError where the file is missing, is no `.blend`, or breaks the contract (all violations are listed).
    """
    return _opened(path, reading)[0]


def _opened(path: Path, reading: TemplateReading) -> "tuple[bpy.types.Scene, tuple[str, ...]]":
    found, said = _checked(path, reading)
    if found:
        listed = "\n".join(f"  {v}" for v in found)
        raise InputError(f"{path} is no usable template; {len(found)} thing{'s' if len(found) > 1 else ''} to mend:\n{listed}")
    import bpy

    from facings.blender.template_contract import objects_of

    scene = bpy.context.scene
    scene.camera = objects_of(scene, "camera")[0]
    return scene, said


def check(path: Path, reading: TemplateReading) -> "list[Violation]":
    """Open a template and return everything in which it breaks the contract; it stays open, neutralised.

    Raises InputError where the file is missing or cannot be opened.
    """
    return _checked(path, reading)[0]


def _checked(path: Path, reading: TemplateReading) -> "tuple[list[Violation], tuple[str, ...]]":
    scene = open_file(path)
    from facings.blender.template_check import violations
    from facings.blender.template_settings import neutralise

    said = neutralise(scene)
    return violations(scene, import_module(reading.module).CONTRACT), said


def open_file(path: Path) -> "bpy.types.Scene":
    """Open a .blend in this process's Blender without running scripts inside it, and return the scene that is active there.

    Raises InputError where the file is missing, is no `.blend` or cannot be opened.
    """
    _be_a_blend(path)
    import bpy

    try:
        bpy.ops.wm.open_mainfile(filepath=str(path), load_ui=False, use_scripts=False)
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else "no reason given"
        raise InputError(
            f"{path} cannot be opened as a Blender file ({reason}). Save it again with Blender"
            f" {bpy.app.version[0]}.{bpy.app.version[1]} or an earlier one."
        ) from error
    return bpy.context.scene


def read_info(path: Path, reading: TemplateReading) -> Any:
    """Open a template with this process's Blender and return what sampling must know of it.

    Raises InputError as `open_template` does.
    """
    return _read(path, reading).info


def _read(path: Path, reading: TemplateReading) -> TemplateFacts:
    scene, said = _opened(path, reading)
    from facings.blender.template_files import files_read
    from facings.blender.template_settings import grading

    info = import_module(reading.module).describe(scene, path.stem, file_sha256(path))
    return TemplateFacts(info, said, grading(scene), tuple(files_read(scene)))


def template_info(path: Path, reading: TemplateReading) -> Any:
    """Return what sampling must know of a template, without Blender in this process.

    The answer is cached by the file's SHA-256; where it is not known yet, another process opens the file. The template's name
    is that of `path`, whatever the same content was called before.
    Raises InputError as `open_template` does.
    """
    return template_facts(path, reading).info


def template_facts(path: Path, reading: TemplateReading) -> TemplateFacts:
    """Return what is known of a template, as `template_info` does."""
    _be_a_blend(path)
    digest = file_sha256(path)
    # What lies beside a template is found from where it lies.
    place = hashlib.sha256(os.fspath(path.absolute().parent).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    cached = resources.cache_dir() / "templates" / f"{digest}.json"
    beside = cached.with_name(f"{digest}.{place}.json")
    for known in (cached, beside):
        try:
            answer = json.loads(known.read_text("utf-8"))
            if answer.get("schema") == INFO_SCHEMA:
                facts = _facts(reading, answer, path, str(known))
                if all(map(os.path.isfile, facts.files)):
                    return facts
        except (OSError, ValueError, KeyError, AttributeError, TypeError, InputError):
            pass
    answer = answering.asked("facings.blender.template", str(path.absolute()), reading.module, about=str(path))
    facts = _facts(reading, answer, path, str(path))
    cached = beside if facts.files else cached
    cached.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=cached.parent, suffix=".part", delete=False, encoding="utf-8") as draft:
        json.dump(answer, draft)
    os.replace(draft.name, cached)
    return facts


def template_assets(name: str, path: Path, reading: TemplateReading, progress: Progress = silent) -> list[dict[str, Any]]:
    """Return a template, and the files beside it that it reads, as `dataset.json` lists them; tell what is not followed of it.

    `name` is the recipe's name of it. Raises InputError as `open_template` does.
    """
    facts = template_facts(path, reading)
    for line in facts.set_aside:
        progress(f"template {facts.info.name}: {line}.", 0, 0)
    users = {"licence": "the user's", "attribution": ""}
    own = users if _is_the_users(name) else {"licence": "CC0-1.0", "attribution": "Facings"}
    digest = facts.info.sha256
    result = [{"name": f"template:{facts.info.name}", "version": digest[:12], **own, "sha256": digest,
               "grading": facts.grading}]
    for beside, file in template_files(name, path, reading).items():
        digest = file_sha256(file)
        result.append({"name": beside, "version": digest[:12], **users, "sha256": digest})
    return result


def template_files(name: str, path: Path, reading: TemplateReading) -> dict[str, Path]:
    """Return the files beside a template that it reads, by a name for people; `name` is the recipe's name of it.

    A template that ships reads none.
    """
    if not _is_the_users(name):
        return {}
    facts = template_facts(path, reading)
    return {f"template:{facts.info.name}:{os.path.relpath(file, path.absolute().parent)}": Path(file) for file in facts.files}


def _is_the_users(name: str) -> bool:
    # See `facings.recipes.files`: one that ships is named without its ending.
    return name.endswith(".blend")


def _facts(reading: TemplateReading, answer: dict[str, Any], path: Path, where: str) -> TemplateFacts:
    # The answer may have been cached under another name of the same content.
    info = replace(from_json(reading.info_type, answer["info"], where), name=path.stem)
    return TemplateFacts(info, tuple(answer["set_aside"]), answer["grading"], tuple(answer["files"]))


def _be_a_blend(path: Path) -> None:
    if not path.exists():
        raise InputError(f"The template {path} does not exist. Name a .blend file, or a template that ships with Facings.")
    if path.is_dir():
        raise InputError(f"The template {path} is a folder; a .blend file is expected.")
    try:
        with path.open("rb") as file:
            start = file.read(7)
    except OSError as error:
        raise InputError(f"The template {path} cannot be read: {error.strerror}.") from error
    if not start.startswith(_BLEND_MAGIC):
        raise InputError(f"The template {path} is no .blend file: it begins with {start!r}. Save it from Blender.")


def _main(reply: str, path: str, module: str) -> None:
    def facts() -> dict[str, Any]:
        found = _read(Path(path), TemplateReading(module, object))
        return {"schema": INFO_SCHEMA, "info": to_json(found.info), "set_aside": found.set_aside, "grading": found.grading,
                "files": found.files}

    answering.answer(reply, facts)


if __name__ == "__main__":
    _main(*sys.argv[1:4])
