"""What a frame costs: CPU seconds of the whole run by frame and by stage, memory, size of the record, and pace.

    python scripts/benchmark.py [--against CHECKOUT] [--cases "1 sample" draft] [--recipes shelf face] [--frames 7]
    python scripts/benchmark.py --effects [--recipes shelf]

Runs `facings render` with one worker for each recipe and case and watches it from outside: a frame costs what the process and
all its children used between two of its lines on standard output. Medians leave out the first two frames, which load what
later ones find. The stages are the run's own (`--timings`): what runs beside something else has the time of its own thread.
`--against` names another checkout of Facings, which does the same in turn; it needs the same packages. `--effects` prints what
each effect of the camera and each label on request adds, at 640x480 in draft quality.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parents[1]
SIZES = {"face": "512x512"}
SIZE = "1024x768"
CASES = {
    "1 sample": ("--samples", "1", "--set", "picture.denoise=false"),
    "draft": ("--quality", "draft"),
    "standard": ("--quality", "standard"),
}
EFFECTS: dict[str, tuple[str, ...]] = {
    "none": (),
    "lens of five coefficients": ("camera.distortion=[-0.2, 0.05, 0.001, -0.001, 0]",),
    "fisheye lens": ("camera.lens=fisheye",),
    "sensor `phone_main`": ("sensor=phone_main",),
    "metered exposure": ("camera.auto_exposure=1",),
    "linear picture, EXR": ("picture.linear=exr",),
}
SHELF_EFFECTS = {"amodal masks": ("labels.amodal=true",)}
EFFECT_SIZE = "640x480"
WARM = 2


@dataclass
class Run:
    """What one run showed; lists go by frame."""

    cpu_s: list[float] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)
    peak_bytes: int = 0
    record_bytes: int = 0
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--recipes", nargs="+", default=["shelf", "face"])
    parser.add_argument("--cases", nargs="+", choices=CASES, default=["1 sample", "draft"])
    parser.add_argument("--frames", type=int, default=7)
    parser.add_argument("--effects", action="store_true")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    if options.frames <= WARM:
        parser.error(f"--frames {options.frames}: the first {WARM} are not counted")
    if options.effects:
        for recipe in options.recipes:
            effects_table(recipe, options)
        return
    checkouts = [*([options.against.resolve()] if options.against else []), HERE]
    for recipe in options.recipes:
        for case in options.cases:
            print(f"\n**{recipe}**, {SIZES.get(recipe, SIZE)}, {case}, seed {options.seed}, frames {WARM} to"
                  f" {options.frames - 1}\n", flush=True)
            table([measured(checkout, recipe, CASES[case], SIZES.get(recipe, SIZE), options) for checkout in checkouts])


def effects_table(recipe: str, options: argparse.Namespace) -> None:
    """Print what each effect costs, in one table: medians over the frames."""
    print(f"\n**{recipe}**, {EFFECT_SIZE}, draft, seed {options.seed}, frames {WARM} to {options.frames - 1}\n")
    print("| CPU seconds a frame | whole frame | picture | label render | label |\n| :--- | ---: | ---: | ---: | ---: |")
    effects = EFFECTS | (SHELF_EFFECTS if recipe.startswith("shelf") else {})
    for name, changes in effects.items():
        added = tuple(word for change in changes for word in ("--set", change))
        run = measured(HERE, recipe, (*CASES["draft"], *added), EFFECT_SIZE, options)
        stages = [stage_median(run, stage) or 0.0 for stage in ("picture", "label render", "label")]
        print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in (statistics.median(run.cpu_s[WARM:]), *stages)) + " |",
              flush=True)


def measured(checkout: Path, recipe: str, settings: tuple[str, ...], size: str, options: argparse.Namespace) -> Run:
    """Render the frames with the code of one checkout."""
    run = Run()
    with tempfile.TemporaryDirectory(prefix="facings-bench-") as folder:
        out = Path(folder) / "set"
        command = [sys.executable, "-m", "facings", "render", recipe, "--out", str(out), "--frames", str(options.frames),
                   "--seed", str(options.seed), "--resolution", size, "--workers", "1",
                   "--device", options.device, "--no-annotations", "--log-format", "json", *settings]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder,
                                   env=os.environ | {"PYTHONPATH": str(checkout / "pipeline")})
        assert process.stdout is not None, "it is a pipe"
        before = 0.0
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] != "frame":
                continue
            spent, peak = used(process.pid)
            run.cpu_s.append(spent - before)
            run.seconds.append(event["seconds"])
            run.stages.append({s["stage"]: s.get("cpu_s", 0.0) for s in event.get("timings", {}).get("stages", ())})
            run.peak_bytes, before = max(run.peak_bytes, peak), spent
        if process.wait():
            raise SystemExit(f"{' '.join(command)} with the code in {checkout} ended with exit code {process.returncode}")
        run.record_bytes = max(path.stat().st_size for path in (out / "frames").glob("*.json"))
    return run


def used(pid: int) -> tuple[float, int]:
    """Return the CPU seconds of a process and all that it started, and the largest memory peak among them in bytes."""
    spent, peak = 0.0, 0
    top = psutil.Process(pid)
    for process in (top, *top.children(recursive=True)):
        try:
            times = process.cpu_times()
            spent += times.user + times.system + times.children_user + times.children_system
            peak = max(peak, high_water(process.pid))
        except psutil.NoSuchProcess:
            continue
    return spent, peak


def high_water(pid: int) -> int:
    """Return the most memory that a process ever held; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else 0


def stage_median(run: Run, stage: str) -> float | None:
    """Return the CPU seconds of a stage; None where the run tells of no stages."""
    return statistics.median(frame.get(stage, 0.0) for frame in run.stages[WARM:]) if any(run.stages) else None


def table(runs: list[Run]) -> None:
    """Print one run, or the other checkout's beside it."""
    old, new = runs[0], runs[-1]
    pair = len(runs) > 1
    print("| CPU seconds a frame | " + ("before | now | ratio |" if pair else "now |"))
    print("| --- |" + " ---: |" * (3 if pair else 1))
    rows: list[tuple[str, list[float | None]]] = [("whole frame", [statistics.median(run.cpu_s[WARM:]) for run in runs])]
    names = dict.fromkeys(name for frame in new.stages[WARM:] for name in frame)
    for name in names:
        rows.append((name, [stage_median(run, name) for run in runs]))
    for name, values in rows:
        shown = ["" if value is None else f"{value:.2f}" for value in values]
        if pair:
            shown.append(f"{values[1] / values[0]:.2f}" if values[0] and values[1] else "")
        print(f"| {name} | " + " | ".join(shown) + " |")
    for name, of in (("memory at its peak, GB", lambda run: f"{run.peak_bytes / 1e9:.2f}"),
                     ("largest record, MB", lambda run: f"{run.record_bytes / 1e6:.2f}"),
                     ("wall seconds", lambda run: f"{statistics.median(run.seconds[WARM:]):.1f}")):
        print(f"| {name} | " + " | ".join(of(run) for run in ([old, new] if pair else [new])) + (" | |" if pair else " |"))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
