"""A run over many frames in one process: what is missing is sampled, rendered, labelled and stored, one by one."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import facings
from facings.dataset.coco import write_coco
from facings.dataset.coco_keypoints import write_keypoints
from facings.dataset.header import DatasetHeader
from facings.dataset.layout import COCO_FILE, KEYPOINT_FILE
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.frame import make_frame
from facings.loaded_recipe import LoadedRecipe, check_run
from facings.spec import from_json


@dataclass(frozen=True)
class BatchReport:
    """What a run did."""

    rendered: tuple[int, ...]
    already_there: tuple[int, ...]


FrameDone = Callable[[int, int, int, dict[str, Any]], None]
"""Called with the frame's number, how many of the run's frames are done, how many there are, and the frame's record."""


def dataset_header(loaded: LoadedRecipe, seed: int) -> DatasetHeader:
    """Return what `dataset.json` says of a run; its fingerprint decides whether a folder may be continued."""
    return DatasetHeader(
        scene=loaded.kind.name, seed=seed, recipe=loaded.resolved,
        versions={"facings": facings.__version__, "blender": version("bpy")},
        semantic_classes=list(loaded.kind.semantic_classes), categories=loaded.kind.categories(loaded),
        assets=loaded.kind.assets(loaded),
    )


def render_batch(loaded: LoadedRecipe, out: Path, *, frames: int, start: int = 0, seed: int = 0, device: str = "auto",
                 on_frame: FrameDone = lambda number, done, total, record: None) -> BatchReport:
    """Render the frames `start` to `start + frames - 1` that `out` lacks, then write its COCO file.

    Raises InputError for a bad run, a folder that cannot be continued or written, or a device that is not there.
    """
    check_run(frames, start, seed)
    writer = DatasetWriter(out, dataset_header(loaded, seed))
    writer.sweep()
    there = set(writer.finished_frames())
    wanted = range(start, start + frames)
    missing = [n for n in wanted if n not in there]
    specs = ((n, loaded.kind.sample(loaded, seed, n)) for n in missing)
    _render(loaded, writer, specs, len(missing), device, on_frame)
    write_annotations(out, loaded)
    return BatchReport(tuple(missing), tuple(n for n in wanted if n in there))


def render_spec(loaded: LoadedRecipe, spec_file: Path, out: Path, *, device: str = "auto",
                on_frame: FrameDone = lambda number, done, total, record: None) -> BatchReport:
    """Render one stored spec (a spec's JSON, or a frame record that holds one) into `out`, again if it is there.

    Raises InputError where the file is no spec of the recipe's kind.
    """
    spec = read_spec(loaded, spec_file)
    writer = DatasetWriter(out, dataset_header(loaded, spec.seed))
    writer.sweep()
    _render(loaded, writer, [(spec.frame, spec)], 1, device, on_frame)
    write_annotations(out, loaded)
    return BatchReport((spec.frame,), ())


def read_spec(loaded: LoadedRecipe, spec_file: Path) -> Any:
    """Return the spec in a JSON file; raises InputError where there is none or it is of another kind."""
    try:
        data = json.loads(spec_file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"--spec {spec_file}: cannot be read ({error.strerror}).") from None
    except ValueError as error:
        raise InputError(f"--spec {spec_file}: is not JSON ({error}). A line of `facings sample`, or a file of a"
                         " dataset's frames/ folder is expected.") from None
    if isinstance(data, dict) and isinstance(data.get("spec"), dict):
        data = data["spec"]
    if not isinstance(data, dict) or data.get("scene") != loaded.kind.name:
        found = data.get("scene") if isinstance(data, dict) else data
        raise InputError(f"--spec {spec_file}: its scene is {found!r}, but the recipe's is {loaded.kind.name!r}."
                         " Give the recipe that the spec was sampled from.")
    return from_json(loaded.kind.spec_type, data, str(spec_file))


def write_annotations(out: Path, loaded: LoadedRecipe) -> None:
    """Write the dataset's COCO files anew from its records: instances, and keypoints where there are faces."""
    labels, dataset = loaded.recipe.labels, facings.open(out)
    write_coco(dataset, out / COCO_FILE, min_visible_fraction=labels.min_visible_fraction,
               min_visible_px=labels.min_visible_px)
    write_keypoints(dataset, out / KEYPOINT_FILE)


def _render(loaded: LoadedRecipe, writer: DatasetWriter, specs: Iterable[tuple[int, Any]], total: int, device: str,
            on_frame: FrameDone) -> None:
    realiser = None
    for done, (number, spec) in enumerate(specs, 1):
        # Made only where a frame is missing: a finished folder needs no Blender.
        realiser = realiser or loaded.kind.realiser(loaded, device)
        files, record = make_frame(spec, realiser, rle_in_record=loaded.recipe.labels.rle_in_record)
        try:
            writer.write_frame(number, files, record)
        except OSError as error:
            raise InputError(f"Frame {number} cannot be written to {writer.path} ({error.strerror or error}). The"
                             " frames before it are whole; make room or mend the folder and run the same command"
                             " again.") from error
        on_frame(number, done, total, record)
