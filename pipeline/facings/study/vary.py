"""Designed sets: the same frames at each setting of some keys, each in a dataset of its own."""

import hashlib
import json
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facings.batch.options import RunOptions
from facings.batch.run import kept_signal_handlers, render_batch
from facings.batch.state import Listener
from facings.errors import CheckFailed, InputError
from facings.frames.loading import check_run, load_recipe
from facings.frames.scene_kind import LoadedRecipe
from facings.process.durable import write_lines_durably
from facings.process.progress import Progress, silent
from facings.study.design import Run, latin_square, one_at_a_time

DESIGN = "design.json"


@dataclass(frozen=True)
class Design:
    """What a folder of designed sets holds."""

    recipe: str
    """As it was named."""
    recipe_sha256: str
    """See `recipe_sha256`; without any of the runs' changes."""
    scene: str
    seed: int
    start: int
    frames: int
    values: Mapping[str, Sequence[Any]]
    """Key -> the values that it has."""
    runs: Sequence[Run]

    def plain(self) -> dict[str, Any]:
        runs = [{"folder": run.name, "changes": dict(run.changes)} for run in self.runs]
        values = {key: list(levels) for key, levels in self.values.items()}
        return {"schema": 1, "recipe": self.recipe, "recipe_sha256": self.recipe_sha256, "scene": self.scene, "seed": self.seed,
                "start": self.start, "frames": self.frames, "values": values, "runs": runs}


def recipe_sha256(resolved: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a resolved recipe, but for how its pictures are rendered and which labels formats take."""
    content = {key: value for key, value in resolved.items() if key not in ("picture", "labels")}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def vary(recipe: str | os.PathLike, values: Mapping[str, Sequence[Any]], out: str | os.PathLike, *, frames: int = 10,
         start: int = 0, seed: int = 0, square: bool = False, overrides: Mapping[str, Any] | Sequence[str] = (),
         resolution: tuple[int, int] | None = None, samples: int | None = None, quality: str | None = None,
         template: str | os.PathLike | None = None, device: str = "auto", workers: int | None = None,
         listener: Listener | None = None, progress: Progress = silent) -> Design:
    """Render the same frames of the same seed at each setting of some keys, each into a dataset's folder of its own in `out`.

    `values` gives each key's values; every draw has a stream of its own key, so that nothing else of a frame moves, but for
    what follows from the key. `square` renders a Latin square instead of one key at a time. The other arguments are those of
    `facings.load_recipe` and `facings.render`. The same call goes on where it was left; more `frames` may be asked for.

    Raises InputError, before anything is rendered, where the recipe is wrong at any setting, or `out` holds another design;
    CheckFailed where frames could not be made. Ctrl-C and SIGTERM act as in `facings.render`.
    """
    if not values or not all(values.values()):
        raise InputError("facings vary needs a key and its values, as in --key camera.roll_deg --values 0,5,10.")
    check_run(frames, start, seed)

    def loaded(changes: Mapping[str, Any]) -> LoadedRecipe:
        given = dict(overrides) if isinstance(overrides, Mapping) else list(overrides)
        together = given | dict(changes) if isinstance(given, dict) else [*given, *map(_override, changes.items())]
        return load_recipe(recipe, together, resolution=resolution, samples=samples, quality=quality,
                           template=None if template is None else os.fspath(template))

    base = loaded({})
    runs = latin_square(values) if square else one_at_a_time(values)
    recipes = [loaded(run.changes) for run in runs]
    design = Design(os.fspath(recipe), recipe_sha256(base.resolved), base.kind.name, seed, start, frames, values, runs)
    folder = Path(out)
    _begin(folder, design)
    failed: list[str] = []
    for number, (run, at_setting) in enumerate(zip(runs, recipes, strict=True)):
        progress(f"{run.name}, {frames} frames", number, len(runs))
        with kept_signal_handlers():
            report = render_batch(at_setting, folder / run.name, frames=frames, start=start, seed=seed,
                                  options=RunOptions(device=device, workers=workers), listener=listener)
        if report.stopped_by is not None:
            signal.raise_signal(report.stopped_by - 128)
        failed += [f"{run.name}: {number}" for number in report.failed]
    if failed:
        raise CheckFailed(f"{folder}: {len(failed)} frames could not be made ({', '.join(failed[:10])}); the folder failed/ of"
                          " each dataset says why. The same command tries them again.")
    return design


def read_design(folder: str | os.PathLike) -> Design:
    """Return what `facings vary` wrote into `folder`; raises InputError where there is nothing of it."""
    path = Path(folder) / DESIGN
    try:
        told = json.loads(path.read_text("utf-8"))
        runs = [Run(run["folder"], run["changes"]) for run in told["runs"]]
        return Design(told["recipe"], told["recipe_sha256"], told["scene"], told["seed"], told["start"], told["frames"],
                      told["values"], runs)
    except OSError:
        raise InputError(f"{folder} holds no {DESIGN}, so it is no folder that facings vary wrote.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is damaged ({type(error).__name__}: {error}). Run facings vary again.") from None


def _override(change: tuple[str, Any]) -> str:
    return f"{change[0]}={json.dumps(change[1])}"


def _begin(folder: Path, design: Design) -> None:
    """Write the design, or accept that it is there already with fewer or as many frames; raises InputError otherwise."""
    plain = design.plain()
    if (folder / DESIGN).exists():
        there = read_design(folder).plain()
        other = next((key for key in plain if key != "frames" and json.loads(json.dumps(plain[key])) != there[key]), None)
        if other is not None:
            raise InputError(f"{folder} holds another design: its {other} is not what is asked for now. Give another --out.")
        if there["frames"] >= design.frames:
            return
    elif folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty and holds no {DESIGN}. Give --out a new folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_lines_durably(folder / DESIGN, [json.dumps(plain, indent=2) + "\n"])
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.") from None
