"""Where each file of a dataset lies: the names of its folders and how frame numbers become file names."""

import os
import re
from pathlib import Path

HEADER = "dataset.json"
FRAMES = "frames"
FAILED = "failed"
ANNOTATIONS = "annotations"
PREVIEW = "preview"
LOGS = "logs"
EXPORT = "export"

IMAGES = "images"
INSTANCE = "instance"
SEMANTIC = "semantic"
DEPTH = "depth"
LINEAR = "linear"
BEFORE_SENSOR = "before_sensor"

RESERVED = (FRAMES, FAILED, ANNOTATIONS, PREVIEW, LOGS, EXPORT)
"""Folders that hold no data files of a frame."""

_FRAME_FILE = re.compile(r"(\d{6}|[1-9]\d{6,})\.json")


def frame_name(frame: int) -> str:
    """Return the frame's file name without its ending: six digits, more where the number needs them."""
    return f"{frame:06d}"


def record_path(frame: int) -> str:
    """Return the frame record's path relative to the dataset's folder."""
    return f"{FRAMES}/{frame_name(frame)}.json"


def frame_number(file_name: str) -> int | None:
    """Return the frame number of a record's file name, or None for any other file (a part, an editor's backup)."""
    match = _FRAME_FILE.fullmatch(file_name)
    return int(match.group(1)) if match else None


def frame_numbers(folder: Path) -> list[int]:
    """Return the numbers of all records in a dataset's folder, ascending; none where there is no `frames/`."""
    frames = folder / FRAMES
    if not frames.is_dir():
        return []
    return sorted(n for n in map(frame_number, os.listdir(frames)) if n is not None)
