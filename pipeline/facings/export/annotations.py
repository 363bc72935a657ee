"""The COCO files that a run keeps in a dataset's `annotations/`: made anew from the records, or removed as stale.

Several runs may share a folder. Whoever writes these files lists the records while nobody else writes them, so that the run
that ends last leaves files with every frame.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from facings.dataset.layout import ANNOTATIONS, COCO_FILE, KEYPOINT_FILE
from facings.dataset.reader import Dataset
from facings.dataset.store import ANNOTATIONS_LOCK
from facings.errors import InputError
from facings.export.coco import write_coco
from facings.process import durable
from facings.scenes.face.export_keypoints import write_keypoints


def write_annotations(out: Path, recipe_labels: Mapping[str, Any]) -> None:
    """Write `annotations/instances.json` anew from the records in `out`, and `face_keypoints.json` where there are faces.

    `recipe_labels` is the key `labels` of the resolved recipe: which instances COCO leaves out. Waits for another run that
    does the same. Raises InputError where `out` is no dataset or cannot be written, or a frame's files are damaged.
    """
    Dataset(out)  # no lock file in a folder that is none
    options = {key: recipe_labels[key] for key in ("min_visible_fraction", "min_visible_px") if key in recipe_labels}
    with _alone(out):
        dataset = Dataset(out)
        write_coco(dataset, out / COCO_FILE, **options)
        write_keypoints(dataset, out / KEYPOINT_FILE)


def drop_annotations(out: Path) -> None:
    """Remove what `write_annotations` writes, for frames are about to be added; files of other names stay.

    Waits for a run that writes them. Raises InputError where they cannot be removed.
    """
    with _alone(out):
        for name in (COCO_FILE, KEYPOINT_FILE):
            (out / name).unlink(missing_ok=True)
        if (out / ANNOTATIONS).is_dir():
            durable.sync_folder(out / ANNOTATIONS)


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    try:
        with durable.exclusive(out / ANNOTATIONS_LOCK):
            yield
    except OSError as error:
        raise InputError(f"{out / ANNOTATIONS} cannot be written ({error.strerror or error}). Give a dataset in a folder"
                         " with room where you may write.") from error
