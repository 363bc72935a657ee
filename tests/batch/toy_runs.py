"""Runs of the toy scene kind in real processes, for the tests of batches."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

from facings.export.coco import CocoExporter
from facings.frames.kind_reading import KindReading

TOY = Path(__file__).parent / "toy"
RECIPE = "schema: 1\nscene: toy\ntemplate: shelf_gondola\npicture: {resolution: [64, 64], samples: 1, denoise: false}\n"

FORMATS = [CocoExporter(KindReading())]
"""Those of the toy kind, which is not installed in the process that runs the tests: for `verify`."""


def environment(toy: Path = TOY, **more) -> dict[str, str]:
    """Return the environment in which the toy kind in a folder is installed; faults: `faults={3: 'raise'}, once=FOLDER`."""
    faults, once = more.pop("faults", {}), more.pop("once", None)
    found = {k: v for k, v in os.environ.items() if not k.startswith(("TOY_", "SLURM_"))}
    path = os.pathsep.join([str(toy), *filter(None, [os.environ.get("PYTHONPATH")])])
    found |= {"PYTHONPATH": path, "FACINGS_PASS": "TOY_*", "TOY_FAULTS": json.dumps(faults), **more}
    return found | ({"TOY_ONCE": str(once)} if once else {})


def render(recipe: str, out: Path, *arguments, frames: int) -> "Run":
    """Return a run of another recipe than the toy's."""
    return Run(out, *arguments, frames=frames, recipe=recipe)


class Run:
    """A `facings render`, of toys where nothing else is said, that goes on while the test interferes."""

    def __init__(self, out: Path, *arguments, frames: int = 60, env: dict[str, str] | None = None,
                 recipe: str | None = None) -> None:
        out.parent.mkdir(exist_ok=True)
        if recipe is None:
            recipe = str(out.parent / "toy.yaml")
            Path(recipe).write_text(RECIPE)
        self.out = out
        command = [sys.executable, "-m", "facings", "render", recipe, "--out", str(out), "--frames", str(frames),
                   "--log-format", "json", *map(str, arguments)]
        # Files, not pipes: whoever does not read must not stop the run.
        self._said, self._erred = out.parent / f"{id(self)}.out", out.parent / f"{id(self)}.err"
        with self._said.open("wb") as said, self._erred.open("wb") as erred:
            self.process = subprocess.Popen(command, stdout=said, stderr=erred, env=env or environment())

    def workers(self) -> list[psutil.Process]:
        """The worker processes that live now."""
        try:
            children = psutil.Process(self.process.pid).children()
            return [child for child in children if "facings.rendering.worker_process" in child.cmdline()]
        except psutil.Error:
            return []

    def records(self) -> int:
        """How many frames are there."""
        return len(list((self.out / "frames").glob("[0-9]*.json")))

    def wait(self, timeout: float = 120) -> int:
        """Wait for its end; return the exit code."""
        return self.process.wait(timeout)

    def events(self, name: str) -> list[dict]:
        """What it told under this name."""
        lines = self._said.read_text().splitlines()
        return [event for event in map(json.loads, lines) if event["event"] == name]

    @property
    def error(self) -> str:
        """What it wrote on standard error."""
        return self._erred.read_text()


def content(out: Path) -> dict[str, str]:
    """Return the digest of every file of a dataset but the logs, by path."""
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(out.rglob("*")) if path.is_file() and "logs" not in path.relative_to(out).parts
            and not path.name.endswith("lock")}


def left_over(out: Path) -> list[Path]:
    """Return temporary files in a dataset's folder."""
    return sorted(out.rglob(".*.part"))
