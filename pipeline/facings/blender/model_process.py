"""Converts a user's model file in a process of its own: the caller needs no Blender and survives its crash."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from facings.errors import InputError
from facings.process import child
from facings.process.limits import most
from facings.process.user_files import trouble_with


@dataclass(frozen=True)
class ConvertedModel:
    """A model as `convert_model` wrote it."""

    mesh: str
    """The name of its one mesh in the `.blend`."""
    size_m: tuple[float, float, float]
    hull_m: list[list[float]]
    files: tuple[Path, ...]
    """The absolute paths of what was read beside the model."""


def convert_model(source: Path, blend: Path, *, owner: str, height_m: float, turns_deg: Sequence[float] = (0, 0, 0),
                  up: str | None = None) -> ConvertedModel:
    """Write `blend`: one mesh, standing on z = 0, front -Y, `height_m` high, with its materials and their pictures.

    `up` is the file's own axis that points up ('z', '-x', ...; None: as its format says); then it is turned about X, Y and Z.
    `owner` says in errors whose file it is.

    Raises InputError where the file is missing, broken, lacks a part that it shows, or is larger than is opened.
    """
    trouble = trouble_with(source)
    if trouble:
        raise InputError(f"{owner}: its model file {source} {trouble}. Paths are relative to the file that names it.")
    begin = f"{owner}: the model file {source}"
    with tempfile.TemporaryDirectory(prefix=".converting-", dir=blend.parent) as folder:
        work = Path(folder)
        request = {"source": str(source), "blend": str(work / "model.blend"), "work": folder, "reply": str(work / "reply.json"),
                   "height_m": height_m, "turns_deg": list(turns_deg), "up": up, "most_bytes": most("MODEL_GIGABYTES") * 10**9}
        (work / "request.json").write_text(json.dumps(request), encoding="utf-8")
        answer = _answer(work, begin)
        if "bug" in answer:
            raise RuntimeError(f"{begin} could not be converted:\n{answer['bug']}")
        if "fault" in answer:
            raise InputError(f"{begin} {answer['fault'].rstrip('.')}.")
        os.replace(work / "model.blend", blend)
    return ConvertedModel(answer["mesh"], tuple(answer["size_m"]), answer["hull_m"], tuple(map(Path, answer["files"])))


def _answer(work: Path, begin: str) -> dict:
    """What the importer's process wrote as its reply; raises InputError where it crashed or took too long."""
    try:
        done = child.run("facings.blender.model", str(work / "request.json"), timeout_s=most("MODEL_SECONDS"))
    except subprocess.TimeoutExpired:
        raise InputError(f"{begin} took longer than {most('MODEL_SECONDS'):,} s to read. Simplify it, or set"
                         " FACINGS_MOST_MODEL_SECONDS in the environment higher.") from None
    # Blender may crash on the way out after the work is done, so the reply decides, not the exit code.
    try:
        return json.loads((work / "reply.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass
    raise InputError(f"{begin} cannot be read: Blender ended at it ({done.why}). It is damaged, or needs more than the"
                     f" {most('MODEL_GIGABYTES'):,} GB of memory that one model may take (FACINGS_MOST_MODEL_GIGABYTES in the"
                     " environment). Open it in Blender and save it as .glb or .blend.")
