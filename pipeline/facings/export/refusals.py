"""What a set must have before some formats can hold it."""

from collections.abc import Sequence

from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.export.coco_lines import frames_there


def lacked(dataset: Dataset, keys: Sequence[str]) -> list[str]:
    """Return those of `keys` that records of instances lack. Whether they are written is the recipe's, and so the first
    instance tells of all; without instances nothing is lacked."""
    first = next((instance for frame in frames_there(dataset) for instance in frame.instances), None)
    return [] if first is None else [key for key in keys if key not in first]


def refuse_lenses(dataset: Dataset, holder: str) -> None:
    """Raise InputError where a picture's lens distorts; `holder` is what of the format has no model of that."""
    bent = next((frame for frame in frames_there(dataset) if frame.camera.lens is not None), None)
    if bent is not None:
        raise InputError(f"{holder} no lens distortion, which frame {bent.number} has."
                         " Frames of a recipe without camera.lens and camera.distortion can be written.")
