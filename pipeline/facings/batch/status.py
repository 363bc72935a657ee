"""How far a folder is, seen from outside: from its records, and from what runs tell in DIR/logs."""

import json
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facings.batch.run_log import STATE_SUFFIX
from facings.batch.state import duration
from facings.dataset.layout import FAILED, LOGS, frame_number
from facings.dataset.reader import Dataset
from facings.process.system import is_alive

_SILENT_S = 60.0
"""A run tells its state every few seconds; on a shared file system it may show late."""


@dataclass(frozen=True)
class RunSeen:
    """A run that has written into the folder, or still does."""

    state: dict[str, Any]
    """What `facings.batch.run_log.RunLog` wrote."""
    alive: bool

    @property
    def how(self) -> str:
        """For people: running, done, stopped by..., killed."""
        if self.state["ended"]:
            return self.state["ended"]
        return "running" if self.alive else "ended without a word: killed, or its machine is gone"


@dataclass(frozen=True)
class Status:
    """What a dataset folder holds and who is at it."""

    folder: Path
    frames: int
    """Records that are there."""
    failed: list[int]
    runs: list[RunSeen]
    """The latest first."""

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"folder": str(self.folder), "frames": self.frames, "failed": self.failed,
                "runs": [{**run.state, "how": run.how} for run in self.runs]}

    def lines(self) -> list[str]:
        """Return it for people: running runs in full, of the others the last."""
        told = [f"{self.folder}: {self.frames} frame{'' if self.frames == 1 else 's'}"
                + (f", {len(self.failed)} set aside: {_few(self.failed)} (see {FAILED}/)" if self.failed else "")]
        shown = [run for run in self.runs if run.alive] or self.runs[:1]
        for run in shown:
            state = run.state
            left = state["seconds_left"]
            pace = f", {state['frames_an_hour']:.0f} an hour" if state["done"] else ""
            pace += f", {duration(left)} to go" if run.alive and left is not None else ""
            told.append(f"  run on {state['host']}, process {state['pid']}: {run.how}; {state['done']} done,"
                        f" {len(state['failed'])} failed, {state['left']} left of {state['total']}{pace}")
            for worker in state["workers"] if run.alive else ():
                frame = "" if worker["frame"] is None else f" {worker['frame']}"
                told.append(f"    worker {worker['worker']}: {worker['doing']}{frame}, {worker['seconds']:.0f} s")
        return told


def status(folder: Path) -> Status:
    """Return the status of a dataset folder; raises InputError where it is none."""
    dataset = Dataset(folder)
    notes = (frame_number(path.name) for path in (folder / FAILED).glob("*.json"))
    runs = []
    for path in sorted((folder / LOGS).glob(f"*{STATE_SUFFIX}"), reverse=True):
        try:
            state, age_s = json.loads(path.read_text("utf-8")), time.time() - path.stat().st_mtime
            runs.append(RunSeen(state, not state["ended"] and _alive(state, age_s)))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    there = set(dataset.numbers)
    return Status(folder, len(dataset), sorted(n for n in notes if n is not None and n not in there), runs)


def _alive(state: dict[str, Any], age_s: float) -> bool:
    return is_alive(state["pid"]) if state["host"] == platform.node() else age_s < _SILENT_S


def _few(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (", ..." if len(numbers) > 10 else "")
