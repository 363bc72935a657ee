"""Sets the facings command up in a folder of the extension's own, by uv or by pip; nothing waits for it.

The standard library alone. The folder counts once all is done (`is_ready`): what was stopped half-way is removed.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

WANTED = "3.13"
"""The Python that Blender as a module (`bpy`) is for."""

_READY = "facings_is_ready.txt"
_WORDS = 400


def is_ready(folder: str) -> bool:
    """Whether a set-up in a folder was finished."""
    return os.path.isfile(os.path.join(folder, _READY))


def command_in(folder: str) -> str:
    """Return the command that was set up in a folder, '' where there is none."""
    path = _program(folder, "facings")
    return path if is_ready(folder) and os.access(path, os.X_OK) else ""


@dataclass(frozen=True)
class Tool:
    """What makes the environment: uv, or a Python of the right version."""

    name: str
    path: str


def find_tool() -> Tool | None:
    """Return uv, or a Python 3.13 with pip; None where this machine has neither."""
    uv = shutil.which("uv")
    if uv:
        return Tool("uv", uv)
    candidates = [shutil.which(f"python{WANTED}"), shutil.which("python3"), shutil.which("python"), sys.executable]
    return next((Tool("pip", path) for path in candidates if path and _version(path) == WANTED), None)


def why_no_tool() -> str:
    """Return what to install where there is neither."""
    return (f"Facings needs Python {WANTED}, and none is found here. Install it (python.org, or your system's package"
            f" python{WANTED} with its venv), or the program uv, which fetches one by itself; then press the button again.")


def needs_network(source: str) -> bool:
    """Whether a set-up from a source fetches anything: from a folder that holds all wheels it does not."""
    return not os.path.isdir(source)


def steps(tool: Tool, folder: str, source: str) -> list[list[str]]:
    """Return the command lines of a set-up, one after the other.

    `source` is a wheel's file, a folder with wheels, the address of a package index, or '' for the usual index.
    Raises ValueError, which says why, where it is none of these.
    """
    wanted, more = "facings[render]", []
    if os.path.isfile(source):
        if not source.endswith(".whl"):
            raise ValueError(f"{source} is no wheel: a file that ends in .whl is expected, as `make wheel` builds it.")
        wanted = f"facings[render] @ {_address(source)}"
    elif os.path.isdir(source):
        more = ["--no-index", "--find-links", source]
    elif source.startswith(("https://", "http://")):
        more = ["-i", source]
    elif source:
        raise ValueError(f"{source} is not there. Name a wheel's file, a folder with wheels, or an index's address.")
    python = _program(folder, "python")
    if tool.name == "uv":
        return [[tool.path, "venv", "--python", WANTED, folder],
                [tool.path, "pip", "install", "--python", python, *more, wanted], [_program(folder, "facings"), "--version"]]
    return [[tool.path, "-m", "venv", folder],
            [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", *more, wanted],
            [_program(folder, "facings"), "--version"]]


class SetUp:
    """One set-up under way; `ended` says how it ended, once it has."""

    def __init__(self, commands: list[list[str]], folder: str) -> None:
        """Begin. What a set-up before left in the folder is removed. Raises OSError where it cannot be written."""
        self.ended, self.sound = "", False
        self._commands, self._folder, self._number = commands, folder, 0
        remove(folder)
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        self._log = f"{folder}.log"
        self._process: Any = None
        self._start()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return not self.ended

    @property
    def progress(self) -> str:
        """What it does now, for a person."""
        last = self._last_line()
        return f"Step {self._number + 1} of {len(self._commands)}{': ' + last if last else ''}"

    def poll(self) -> bool:
        """Go on; return whether something has changed."""
        if not self.running:
            return False
        code = self._process.poll()
        if code is None:
            return False
        if code:
            self._end(f"The set-up failed at `{os.path.basename(self._commands[self._number][0])}` (exit code {code})."
                      f" {self._last_line()}".strip())
        elif self._number + 1 < len(self._commands):
            self._number += 1
            try:
                self._start()
            except OSError as error:
                self._end(f"The set-up failed: {self._commands[self._number][0]} cannot be started ({error.strerror}).")
        else:
            version = self._last_line()
            with open(os.path.join(self._folder, _READY), "w", encoding="utf-8") as ready:
                ready.write(version)
            self.sound = True
            self._end(f"Facings {version} is set up.")
        return True

    def cancel(self) -> None:
        """Stop it, and remove what it has made so far."""
        if self.running:
            self._process.kill()
            self._process.wait()
            self._end("The set-up was cancelled.")

    def _start(self) -> None:
        surroundings = {name: value for name, value in os.environ.items()
                        if name not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PYTHONNOUSERSITE")}
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(self._commands[self._number], stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=subprocess.STDOUT, env=surroundings)

    def _end(self, said: str) -> None:
        self.ended = said
        if not self.sound:
            remove(self._folder)
        with contextlib.suppress(OSError):
            os.remove(self._log)

    def _last_line(self) -> str:
        try:
            with open(self._log, encoding="utf-8", errors="replace") as log:
                lines = [line.strip() for line in log.read().splitlines() if line.strip()]
        except OSError:
            return ""
        told = [line for line in lines if line.lower().startswith(("error", "× "))] or lines
        return told[-1][:_WORDS] if told else ""


def remove(folder: str) -> None:
    """Remove a set-up; what is no longer whole does not count any more."""
    with contextlib.suppress(OSError):
        os.remove(os.path.join(folder, _READY))
    shutil.rmtree(folder, ignore_errors=True)


def _program(folder: str, name: str) -> str:
    return os.path.join(folder, "Scripts", f"{name}.exe") if sys.platform == "win32" else os.path.join(folder, "bin", name)


def _address(path: str) -> str:
    from pathlib import Path

    return Path(path).absolute().as_uri()


def _version(python: str) -> str:
    try:
        told = subprocess.run([python, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"],
                              capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
