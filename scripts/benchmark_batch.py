"""What the batch layer costs: overhead a frame, scaling over workers, memory over frames, start-up. For `make bench`.

    python scripts/benchmark_batch.py shelf --frames 12 --resolution 160x120 --samples 4 --workers 1 2

Runs the same frames once for each number of workers, into a folder that is removed, and reads the runs' own logs. Overhead is
the time in which a worker with work left had no frame, in shares of the time in which it had one; scaling compares whole
paces, start-up left out. `--memory` prints what the workers hold, frame by frame.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import psutil


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe")
    parser.add_argument("--frames", type=int, default=12)
    parser.add_argument("--resolution", default="160x120")
    parser.add_argument("--samples", default="4")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    paces = []
    for workers in options.workers:
        folder = Path(tempfile.mkdtemp(prefix="facings-bench-"))
        try:
            events, held = run(options, workers, folder)
        finally:
            shutil.rmtree(folder)
        paces.append(report(events, workers) / paces[0] if paces else report(events, workers))
        if len(paces) > 1:
            print(f"pace: {paces[-1]:.2f} times that of {options.workers[0]}")
        if options.memory:
            print("GB a worker held after each tenth of its frames:", *(f"{b / 1e9:.2f}" for b in held))


def run(options: argparse.Namespace, workers: int, folder: Path) -> tuple[list[dict], list[float]]:
    """Render; return the run's log, and ten samples of the mean memory of its workers."""
    command = [sys.executable, "-m", "facings", "render", options.recipe, "--out", folder / "d", "--frames", options.frames,
               "--resolution", options.resolution, "--samples", options.samples, "--workers", workers, "--no-annotations"]
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    held: dict[int, list[float]] = {}
    while process.poll() is None:
        done = len(list((folder / "d" / "frames").glob("0*.json")))
        try:
            sizes = [child.memory_info().rss for child in psutil.Process(process.pid).children()]
            held.setdefault(done * 10 // options.frames, []).append(max(sizes, default=0))
        except psutil.Error:
            pass
        time.sleep(0.2)
    if process.returncode:
        sys.exit(f"the run ended with {process.returncode}")
    log, = (folder / "d" / "logs").glob("*.jsonl")
    typical = [sorted(values)[len(values) // 2] for _, values in sorted(held.items())]
    return [json.loads(line) for line in log.read_text().splitlines()], typical


def report(events: list[dict], workers: int) -> float:
    """Print one run's figures; return its frames a second."""
    when = [datetime.fromisoformat(event["time"]).timestamp() for event in events]
    starts = [event["seconds"] for event in events if event["event"] == "worker"]
    frames = [(t, event) for t, event in zip(when, events, strict=True) if event["event"] == "frame"]
    ready = {event["worker"]: t for t, event in zip(when, events, strict=True) if event["event"] == "worker"}
    idle = busy = 0.0
    for name, since in ready.items():
        own = [(t, event["seconds"]) for t, event in frames if event["worker"] == name]
        if own:
            busy += sum(seconds for _, seconds in own)
            idle += max(own[-1][0] - since - sum(seconds for _, seconds in own), 0.0)
    pace = len(frames) / (frames[-1][0] - min(ready.values()))
    process_start = [ready[name] - when[0] for name in ready]
    print(f"{workers} worker{'s' if workers > 1 else ''}: {len(frames)} frames, {1 / pace:.3f} s a frame overall; overhead"
          f" {1000 * idle / len(frames):.1f} ms a frame = {idle / busy:.2%}; process to ready {max(process_start):.1f} s,"
          f" of it opening the scene {max(starts):.1f} s")
    return pace


if __name__ == "__main__":
    main()
