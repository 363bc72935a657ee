"""Python processes of Facings' own: isolated from what surrounds them, each with a folder for what it leaves behind."""

import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from facings.process.last_words import reason
from facings.process.scratch import scratch_base
from facings.process.surroundings import IMPORTS, import_folders, passing, python_command


def environment(folder: Path | str | None = None) -> dict[str, str]:
    """Return the environment of a child: what may pass of this process's.

    What the child and its Blender leave when they are killed lies in `folder`, where one is given; Blender looks for its user
    folders there too, in which others may keep colours and scripts of their own.
    """
    found = passing(os.environ) | {IMPORTS: os.pathsep.join(import_folders())}
    if folder is not None:
        found |= {"TMPDIR": str(folder), "BLENDER_USER_RESOURCES": str(folder)}
    return found


@dataclass(frozen=True)
class Ended:
    """A child that came to its end."""

    code: int
    """As `subprocess` tells it: negative where a signal ended the child."""
    out: str
    err: str

    @property
    def why(self) -> str:
        """Why it ended without doing its work, as far as it said so, without the last full stop."""
        return reason(self.err) or reason(self.out) or ending(self.code)


def run(module: str, *arguments: str, timeout_s: float | None = None) -> Ended:
    """Run a module to its end in a child of its own; what it prints need not be UTF-8.

    Raises subprocess.TimeoutExpired, and OSError where no process or folder can be had.
    """
    with tempfile.TemporaryDirectory(prefix="facings-", dir=scratch_base(), ignore_cleanup_errors=True) as folder:
        done = subprocess.run(python_command(module, *arguments), stdin=subprocess.DEVNULL, capture_output=True,
                              env=environment(folder), timeout=timeout_s, check=False)
    return Ended(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def ending(code: int) -> str:
    """Return how a process ended: 'it was ended by SIGKILL'."""
    if code >= 0:
        return f"it ended with exit code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"
