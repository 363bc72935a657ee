"""WebDataset shards: `PART-000000.tar`, in which files of one base name are one sample.

A shard holds the frames of one part with numbers from 1000 N to 1000 N + 999, in order. A sample has the picture (`png`, `jpg`
or `webp`), `instance.png` and `semantic.png`, `depth.exr`, further maps that the recipe stored, and `json`: the frame's record
but for its spec and checksums. The archives are POSIX ustar with all times 0, so that equal frames give equal bytes.
"""

import tarfile
from collections.abc import Iterable, Iterator

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Dataset, Frame
from facings.export.folder import Content, FolderExporter, Job, SplitOptions, Unit

_RECORD = tarfile.RECORDSIZE
_NOT_TOLD = ("spec", "files", "bytes")


class WebDatasetExporter(FolderExporter):
    """The format `webdataset`; see `FolderExporter`. All instances are in it."""

    name = "webdataset"
    summary = "WebDataset shards with pictures, maps and records"
    options = SplitOptions
    unheld = ("the specs",)
    frames_a_unit = 1000

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield a shard a part."""
        for part in job.splits.names:
            numbers = [number for name, number in unit.members if name == part]
            if numbers:
                yield f"{part}-{unit.number:06d}.tar", tar_pieces(_samples(job.dataset, numbers))


def _samples(dataset: Dataset, numbers: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    for number in numbers:
        yield from sample_files(dataset.frame(number))


def sample_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a frame's sample, by name."""
    name = frame_name(frame.number)
    for relative in frame.record["files"]:
        folder, _, file = relative.partition("/")
        suffix = file.rpartition(".")[2]
        yield f"{name}.{suffix}" if folder == IMAGES else f"{name}.{folder}.{suffix}", frame.read(relative)
    told = {key: value for key, value in frame.record.items() if key not in _NOT_TOLD}
    yield f"{name}.json", one_line(told).encode()


def tar_pieces(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield an archive of (name, bytes) piece by piece; no more than a member is held at a time."""
    length = 0
    for name, data in members:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o644
        padding = -len(data) % tarfile.BLOCKSIZE
        for piece in (info.tobuf(tarfile.USTAR_FORMAT), data, bytes(padding)):
            length += len(piece)
            yield piece
    length += 2 * tarfile.BLOCKSIZE
    yield bytes(2 * tarfile.BLOCKSIZE + -length % _RECORD)
