"""Renders training sets, trains small models on them alone, tries them on real photographs and writes a page about it.

    PYTHONPATH=scripts python -m proof --out proof [--smoke] [--faces LABELS] [--tags PHOTOS LABELS] [--rows PHOTOS LABELS] ...

Every step is kept in the folder `--out`; what was stopped goes on with the same call. Real photographs are only ever tried on:
without them the page says "not measured here".
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from torch import nn

from facings.errors import InputError
from proof.detector import Detector, detector_loss
from proof.face_data import face_batches, read_faces
from proof.landmark_net import LandmarkNet, landmark_loss
from proof.page import write_page
from proof.plan import IMAGES, ModelPlan, Plan, planned
from proof.points import COUNT
from proof.real import real_boxes, real_faces
from proof.sets import Stopped, rendered
from proof.shelf_data import read_shelves, shelf_batches
from proof.training import finished, trained
from proof.tried import on_real_faces, on_real_shelves, on_rendered_faces, on_rendered_shelves

STEPS = ("sets", "models", "results")
BATCH = {"landmarks": 32, "boxes": 12}
BOXES = {"tags": "tag", "rows": "row", "gaps": "gap"}
"""Option -> the detector's class."""


def main() -> int:
    """Do what is left to do; return the exit code."""
    parser = argparse.ArgumentParser(prog="proof", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"{', '.join(STEPS)}: what is done, all by default")
    parser.add_argument("--out", type=Path, default=Path("proof"))
    parser.add_argument("--smoke", action="store_true", help="the same steps in minutes, to see that they run")
    parser.add_argument("--share", type=float, default=1.0, metavar="SHARE", help="of the frames and batches of the full size")
    parser.add_argument("--device", default="auto", help="for rendering, as facings render takes it")
    parser.add_argument("--faces", type=Path, metavar="LABELS", help="dlib XML, COCO keypoints, or a folder with .pts files")
    parser.add_argument("--points", choices=["contour", "fixed"], default="contour",
                        help="what jaw and brows of these labels are: outlines as drawn by hand, or places on the skin")
    for option in BOXES:
        parser.add_argument(f"--{option}", type=Path, nargs=2, metavar=("PHOTOS", "LABELS"),
                            help="a folder of photographs; a COCO file, or a folder of YOLO's")
    options = parser.parse_args()
    unknown = set(options.steps) - set(STEPS)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: no step; there are {', '.join(STEPS)}")
    steps = options.steps or STEPS
    plan = planned(options.smoke, options.share)
    try:
        if "sets" in steps:
            for each in plan.sets:
                with _timed(options.out, f"set {each.name}"):
                    rendered(each, options.out, options.device)
        if "models" in steps:
            for model in plan.models:
                for seed in plan.seeds:
                    _train(model, seed, options.out)
        if "results" in steps:
            page = write_page(_results(plan, options), plan, options.out)
            print(f"\n{page}: open it in a browser")
    except (InputError, Stopped) as error:
        print(f"\nproof: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nproof: stopped; the same call goes on", file=sys.stderr)
        return 130
    return 0


def _state(model: ModelPlan, seed: int, out: Path) -> tuple[Path, str]:
    """Return where a network's state is kept, and the words for what is trained."""
    return out / "models" / f"{model.name}_{seed}.pt", json.dumps({**asdict(model), "seed": seed})


def _train(model: ModelPlan, seed: int, out: Path) -> nn.Module:
    """Return the trained network; one whose file is whole is only read."""
    name, file, plan = f"{model.name}, seed {seed}", *_state(model, seed, out)
    make, loss = (partial(LandmarkNet, COUNT), landmark_loss) if model.task == "landmarks" else (Detector, detector_loss)

    def batches(start: int) -> Iterator[tuple[Any, ...]]:
        if model.task == "landmarks":
            faces = [face for name, frames in model.sets
                     for face in read_faces(out / "sets" / name, frames, model.pictures, model.only_head)]
            return face_batches(faces, BATCH["landmarks"], seed, start)
        shelves = [shelf for name, frames in model.sets for shelf in read_shelves(out / "sets" / name, frames, model.pictures)]
        return shelf_batches(shelves, BATCH["boxes"], seed, start)

    def told(step: int, value: float) -> None:
        end = "" if step < model.steps else "\n"
        print(f"\r{name}: batch {step} of {model.steps}, loss {value:.4f}   ", end=end, flush=True)

    if finished(file, plan):
        return trained(make, batches, loss, model.steps, seed, file, plan, told)
    with _timed(out, f"model {name}"):
        return trained(make, batches, loss, model.steps, seed, file, plan, told)


def _results(plan: Plan, options: argparse.Namespace) -> dict[str, Any]:
    """Try every model that is trained; return plain data, which `results.json` holds too."""
    frames = {each.name: each.frames for each in plan.sets}
    faces, shelves = (read(options.out / "sets" / plan.tests[task], frames[plan.tests[task]], IMAGES)
                      for task, read in (("landmarks", read_faces), ("boxes", read_shelves)))
    people = real_faces(options.faces) if options.faces else []
    photographs = {name: real_boxes(*getattr(options, option)) for option, name in BOXES.items() if getattr(options, option)}
    results: dict[str, Any] = {"points": options.points,
                               "real_faces": [[str(face.file), face.box_xywh.tolist()] for face in people],
                               "real_photographs": {name: [str(file) for file in truth] for name, truth in photographs.items()},
                               "models": {}}
    for model in plan.models:
        for seed in plan.seeds:
            if not finished(*_state(model, seed, options.out)):
                print(f"{model.name}, seed {seed}: not trained yet, left out")
                continue
            network = _train(model, seed, options.out)
            found: dict[str, Any] = {}
            if model.task == "landmarks":
                found["rendered"] = on_rendered_faces(network, faces)
                if people:
                    found["real"] = on_real_faces(network, people, options.points)
            else:
                found["rendered"] = {name: on_rendered_shelves(network, shelves, name).ap50 for name in BOXES.values()}
                tried = {name: on_real_shelves(network, truth, name) for name, truth in photographs.items()}
                found["real"] = {name: one.ap50 for name, one in tried.items()}
                found["boxes"] = {name: [boxes[:100].round(3).tolist() for boxes in one.boxes] for name, one in tried.items()}
            results["models"].setdefault(model.name, {})[str(seed)] = found
            print(f"{model.name}, seed {seed}: tried")
    (options.out / "results.json").write_text(json.dumps(results))
    return results


@contextmanager
def _timed(out: Path, what: str) -> Iterator[None]:
    """Note in `seconds.json` how long it took, all tries together."""
    began = time.monotonic()
    try:
        yield
    finally:
        file = out / "seconds.json"
        out.mkdir(parents=True, exist_ok=True)
        seconds = json.loads(file.read_text()) if file.is_file() else {}
        seconds[what] = round(seconds.get(what, 0) + time.monotonic() - began, 1)
        file.write_text(json.dumps(seconds, indent=1))


if __name__ == "__main__":
    sys.exit(main())
