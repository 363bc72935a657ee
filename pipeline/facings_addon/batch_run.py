"""One run of the batch: `facings render` in a process of its own, which goes on when Blender quits, and what it told.

It writes lines of JSON into a file that is read now and then: nothing here waits. The standard library alone.
"""

import contextlib
import glob
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

_WORDS = 600


@dataclass
class Progress:
    """How far a run is."""

    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    doing: str = "Starting"
    ended: str = ""
    """How it ended; '' while it runs."""
    sound: bool = False
    """It ended, and every frame is there."""


class BatchRun:
    """A run that was started here."""

    def __init__(self, command: list[str], folder: str, scratch: str) -> None:
        """Start it; `folder` receives the dataset, `scratch` holds what it prints, and goes when it has ended. Raises OSError
        where it cannot be started."""
        self.folder, self.progress = folder, Progress()
        self.pictures: list[tuple[int, str]] = []
        """Number and file of the frames that came, the latest last."""
        self.trouble: dict[int, str] = {}
        """Frames that failed, and why."""
        self.stops = 0
        self._scratch, self._read, self._summary = scratch, 0, "Ended"
        self._told, self._printed = os.path.join(scratch, "events.txt"), os.path.join(scratch, "printed.txt")
        apart: dict[str, Any] = ({"creationflags": 0x00000200} if sys.platform == "win32"  # CREATE_NEW_PROCESS_GROUP
                                 else {"start_new_session": True})
        with open(self._told, "wb") as told, open(self._printed, "wb") as printed:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=told, stderr=printed, **apart)

    @property
    def pid(self) -> int:
        """The number of the command's process."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended, as far as `poll` has seen."""
        return not self.progress.ended

    def poll(self) -> bool:
        """Read what came; return whether anything did."""
        if not self.running:
            return False
        code = self._process.poll()
        came = self._hear()
        if code is not None:
            self._end(code)
        return came or code is not None

    def stop(self) -> None:
        """Have it stop: frames under way are finished; called again, at once."""
        self.stops += 1
        with contextlib.suppress(OSError):
            self._process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))

    def _hear(self) -> bool:
        with open(self._told, "rb") as told:
            told.seek(self._read)
            data = told.read()
        whole = data[:data.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            with contextlib.suppress(ValueError):
                self._take(json.loads(line))
        return bool(whole)

    def _take(self, event: dict[str, Any]) -> None:
        now = self.progress
        kind = event.get("event")
        if "done" in event and "total" in event and kind in ("frame", "failed"):
            now.done, now.total, now.seconds_left = event["done"], event["total"], event["seconds_left"]
            now.doing = "Rendering"
        if kind == "prepare" and event["total"]:
            now.doing = f"Preparing {event['what']}: {event['done']} of {event['total']}"
        elif kind == "frame":
            self.trouble.pop(event["frame"], None)
            files = sorted(glob.glob(os.path.join(glob.escape(self.folder), "images", f"{event['frame']:06d}*")))
            self.pictures += [(event["frame"], files[0])] if files else []
        elif kind == "attempt":
            self.trouble[event["frame"]] = str(event["why"])
        elif kind == "failed":
            self.trouble.setdefault(event["frame"], f"see {event['note']}")
        elif kind == "stop":
            now.doing = "Stopping: frames under way are finished"
        elif kind == "done":
            there = event["already_there"]
            self._summary = f"{event['rendered']} rendered" + (f", {there} were there already" if there else "")

    def _end(self, code: int) -> None:
        words = ""
        with contextlib.suppress(OSError), open(self._printed, encoding="utf-8", errors="replace") as printed:
            lines = [line for line in printed.read().strip().splitlines() if line.startswith("facings: ")]
            words = lines[-1].removeprefix("facings: ")[:_WORDS] if lines else ""
        self.progress.sound = code == 0
        if code:
            self.progress.ended = words or f"The command ended with exit code {code}."
        else:
            self.progress.ended = self._summary
        shutil.rmtree(self._scratch, ignore_errors=True)


def render_command(program: str, recipe: str, template: str, folder: str, options: dict[str, Any]) -> list[str]:
    """Return the command line of a run; `options` are those of `facings render` by name, None where its default is meant."""
    told = [part for name, value in options.items() if value not in (None, "") for part in (f"--{name}", str(value))]
    return [program, "render", recipe, "--template", template, "--out", folder, *told]


def as_line(command: list[str]) -> str:
    """Return a command line as a person types it into a terminal."""
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
