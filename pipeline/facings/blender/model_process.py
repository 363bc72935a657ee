"""Converts a user's model file in a process of its own: the caller needs no Blender and survives its crash."""

from pathlib import Path

from facings.errors import InputError
from facings.process import child

_TOLD = "model: "
"""How the line begins in which the importer's process says what is wrong with a file."""


def convert_model(source: Path, blend: Path, facts: Path, *, owner: str, height_m: float, turn_deg: float) -> None:
    """Write `blend` (one mesh, standing on z = 0, front -Y, `height_m` high) and `facts` (JSON: size_m, hull_m).

    `owner` says in errors whose file it is. Raises InputError where the file is missing or broken, with what the importer
    said.
    """
    if not source.is_file():
        raise InputError(f"{owner}: its model file {source} does not exist. Paths are relative to the file that"
                         " names it.")
    done = child.run("facings.blender.model", str(source), str(blend), str(facts), repr(height_m), repr(turn_deg))
    # Blender may crash on the way out after the work is done, so the files decide, not the exit code.
    if facts.is_file() and blend.is_file():
        return
    told = [line for line in done.err.splitlines() if line.startswith(_TOLD)]
    reason = told[-1].removeprefix(_TOLD) if told else done.why
    raise InputError(f"{owner}: the model file {source} cannot be read: {reason}")
