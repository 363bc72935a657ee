"""Questions to another process that has Blender, which writes to the standard streams as it likes: a file has the answer."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facings.errors import InputError
from facings.process import child


def asked(module: str, *arguments: str, about: str) -> dict[str, Any]:
    """Return what `python -m module ANSWER arguments...` answers by `answer`; `about` begins the message where it cannot.

    Raises InputError where it raised that, or did not come to an answer.
    """
    with tempfile.TemporaryDirectory(prefix="facings-") as folder:
        reply = Path(folder) / "answer.json"
        done = child.run(module, str(reply), *arguments)
        try:
            found = json.loads(reply.read_text("utf-8"))
        except (OSError, ValueError):
            raise InputError(f"{about} could not be read by Blender: {done.why}. `facings doctor` tells whether Blender works"
                             " here.") from None
    if "error" in found:
        raise InputError(found["error"])
    return found


def answer(reply: str, of: Callable[[], dict[str, Any]]) -> None:
    """Write what `of` returns to the file `reply`, for `asked`, and end this process."""
    try:
        found = of()
    except InputError as error:
        found = {"error": str(error)}
    Path(reply).write_text(json.dumps(found), "utf-8")
    # Blender's own teardown can crash after the work is done.
    sys.stdout.flush()
    os._exit(0)
