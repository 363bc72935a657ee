"""A Hugging Face image folder: `PART/NAME.png` with `PART/metadata.jsonl`, and a card `README.md`.

`datasets.load_dataset("imagefolder", data_dir=FOLDER)` reads it, by the documentation of its builder: `file_name` is the
picture beside the lines, and each further column `X_file_name` an image called X. A row has the two maps, the frame's number,
K, and `objects`: lists of equal length with id, category (a name), bbox [x, y, width, height], area and visible_fraction.
Boxes are in pixels whose (0, 0) is the picture's top-left corner, as here.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES, INSTANCE, SEMANTIC
from facings.dataset.reader import Frame
from facings.export.folder import Content, FolderExporter, Job, Unit, file_name

MAPS = {INSTANCE: "instance_map", SEMANTIC: "semantic_map"}
"""The dataset's folder -> the column's name."""


class HuggingFaceExporter(FolderExporter):
    """The format `hf`; see `FolderExporter`."""

    name = "hf"
    summary = "an image folder with metadata, as `datasets` reads it"
    unheld = ("depth and further maps", "poses and 3D boxes", "what is hidden, but for the visible fraction")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture and the maps."""
        part = job.part(unit.only)
        yield job.file(unit.only, IMAGES, part)
        for folder in MAPS:
            yield job.file(unit.only, folder, f"{part}/{folder}")

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the rows of each part, and the card."""
        for part in job.splits.names:
            yield f"{part}/metadata.jsonl", (one_line(row(job, frame)) + "\n" for frame in job.frames(part))
        yield "README.md", card(job, lambda part: f"{part}/**")


def row(job: Job, frame: Frame) -> dict[str, Any]:
    """Return a frame's row."""
    return {
        "file_name": file_name(frame),
        **{f"{column}_file_name": f"{folder}/{file_name(frame, folder)}" for folder, column in MAPS.items()},
        **labels_of(job, frame),
    }


def labels_of(job: Job, frame: Frame) -> dict[str, Any]:
    """Return what a row says beside its pictures."""
    chosen = job.chosen(frame)
    return {
        "frame": frame.number, **{key: frame.record["camera"][key] for key in ("K", "distortion_model", "distortion")},
        "objects": {
            "id": [instance["id"] for instance, _ in chosen],
            "category": [job.class_names[number] for _, number in chosen],
            "bbox": [instance["bbox_visible_xywh_px"] for instance, _ in chosen],
            "area": [instance["visible_px"] for instance, _ in chosen],
            "visible_fraction": [instance["visible_fraction"] for instance, _ in chosen],
        },
    }


def card(job: Job, files_of: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of the card; `files_of` gives the pattern of a part's files."""
    header = job.dataset.header
    yield "---\nconfigs:\n- config_name: default\n  data_files:\n"
    yield from (f"  - split: {part.replace('-', '_')}\n    path: \"{files_of(part)}\"\n" for part in job.splits.names)
    yield "task_categories:\n- object-detection\n- image-segmentation\ntags:\n- synthetic\n---\n\n"
    yield f"# Facings, scene {header.scene}, seed {header.seed}\n\n"
    yield f"Rendered pictures with exact labels, made by Facings {header.versions.get('facings', '')} from a recipe whose\n"
    yield f"fingerprint is {header.fingerprint}. What is in them is of:\n\n"
    for asset in header.assets:
        told = f", {asset['attribution']}" if asset.get("attribution") else ""
        yield f"- {asset['name']} {asset['version']}: {asset['licence']}{told}\n"
