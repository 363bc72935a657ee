"""Starts the preview's process with this one's standard streams, and tidies up after it."""

import subprocess
from pathlib import Path

from facings.errors import CheckFailed
from facings.process import child
from facings.process.rendering_extra import need_rendering_extra
from facings.process.scratch import run_scratch
from facings.process.surroundings import python_command


def serve(template: Path, device: str) -> None:
    """Answer requests until standard input ends (`facings.rendering.preview_service`).

    Raises InputError where the extra `render` is not installed, CheckFailed where the process crashed.
    """
    need_rendering_extra()
    with run_scratch() as scratch:
        surroundings = child.environment(scratch) | {"FACINGS_SCRATCH": str(scratch), "FACINGS_CHATTER": "keep"}
        process = subprocess.Popen(python_command("facings.rendering.preview_process", str(template.absolute()), device),
                                   env=surroundings)
        try:
            code = process.wait()
        finally:
            process.kill()
            process.wait()
    if code:
        raise CheckFailed(f"The preview's Blender is gone: {child.ending(code)}.")
