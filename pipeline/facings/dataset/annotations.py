"""The files that runs keep in a dataset, most of them in `annotations/`: made anew from the records, or removed as stale.

Several runs may share a folder. Whoever writes these files lists the records while nobody else writes them, so that the run
that ends last leaves files with every frame. Formats come from above: this module knows none.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from facings.dataset.bound_folder import ANNOTATIONS_LOCK
from facings.dataset.layout import ANNOTATIONS
from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.frames.kind_reading import Exporter
from facings.process import durable


def write_annotations(out: Path, formats: Iterable[Exporter]) -> None:
    """Write the files that `formats` keep anew from the records in `out`, under the options that its recipe names.

    Waits for another run that does the same. Raises InputError where `out` is no dataset or cannot be written, or a frame's
    files are damaged.
    """
    recipe = Dataset(out).header.recipe  # no lock file in a folder that is none
    with _alone(out):
        for format in formats:
            if format.kept is not None:
                format.write(out, out / format.kept, format.defaults(recipe))


def drop_annotations(out: Path, formats: Iterable[Exporter]) -> None:
    """Remove what `write_annotations` writes, for frames are about to be added; files of other names stay.

    Waits for a run that writes them. Raises InputError where they cannot be removed.
    """
    with _alone(out):
        for format in formats:
            if format.kept is not None:
                (out / format.kept).unlink(missing_ok=True)
        for folder in (out, out / ANNOTATIONS):
            if folder.is_dir():
                durable.sync_folder(folder)


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    try:
        with durable.exclusive(out / ANNOTATIONS_LOCK):
            yield
    except OSError as error:
        raise InputError(f"{out / ANNOTATIONS} cannot be written ({error.strerror or error}). Give a dataset in a folder"
                         " with room where you may write.") from error
