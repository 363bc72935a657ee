"""The rows of `hf` with their pictures inside, as Parquet: `data/PART-000000.parquet`, and the same card `README.md`.

`datasets.load_dataset("parquet", data_files=...)`, `load_dataset(FOLDER)`, pandas and the Hub's viewer read it. An image column
is a struct of its file's bytes and its name, as `datasets.Image` stores it; the schema's metadata says which these are. A shard
holds the frames of one part with numbers from 200 N to 200 N + 199.
"""

import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from facings.dataset.layout import IMAGES
from facings.dataset.reader import Frame
from facings.export.folder import Content, FolderExporter, InstanceSplitOptions, Job, SplitOptions, Unit, file_name
from facings.export.hugging_face import MAPS, card, labels_of
from facings.export.outlines import lacking

_COLUMNS = {IMAGES: "image", **MAPS}
_ROWS_A_GROUP = 20
"""Frames that are in memory at once."""


class ParquetExporter(FolderExporter):
    """The format `hf-parquet`; see `FolderExporter`."""

    name = "hf-parquet"
    summary = "Parquet with pictures, maps and labels, as `datasets` reads it"
    options: type[SplitOptions] = InstanceSplitOptions
    unheld = ("depth and further maps", "poses and 3D boxes", "what is hidden, but for the visible fraction")
    frames_a_unit = 200

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield a shard a part."""
        for part in job.splits.names:
            numbers = [number for name, number in unit.members if name == part]
            if numbers:
                yield f"data/{part}-{unit.number:06d}.parquet", _shard(job, (job.dataset.frame(n) for n in numbers))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the card."""
        yield "README.md", card(job, lambda part: f"data/{part}-*.parquet")


class _Drain(io.RawIOBase):
    """A file whose bytes are taken away as it grows."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._length

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._length += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since this was asked last."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _shard(job: Job, frames: Iterator[Frame]) -> Iterator[bytes]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise lacking("pyarrow") from None
    schema, drain = _schema(pyarrow), _Drain()
    # Without dictionaries: pictures do not repeat.
    with parquet.ParquetWriter(drain, schema, compression="zstd", use_dictionary=False) as writer:
        while rows := [_row(job, frame) for frame in islice(frames, _ROWS_A_GROUP)]:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
            yield drain.taken()
    yield drain.taken()


def _row(job: Job, frame: Frame) -> dict[str, Any]:
    files = {column: {"bytes": frame.read(frame.file(folder)), "path": file_name(frame, folder)}
             for folder, column in _COLUMNS.items()}
    return files | labels_of(job, frame)


def _schema(pyarrow: Any) -> Any:
    image = pyarrow.struct({"bytes": pyarrow.binary(), "path": pyarrow.string()})
    many, number, real = pyarrow.list_, pyarrow.int64(), pyarrow.float64()
    objects = {"id": many(number), "category": many(pyarrow.string()), "bbox": many(many(number)), "area": many(number),
               "visible_fraction": many(real)}
    fields = {**dict.fromkeys(_COLUMNS.values(), image), "frame": number, "K": many(many(real)),
              "distortion_model": pyarrow.string(), "distortion": many(real),
              "objects": pyarrow.struct(objects)}
    features = {column: {"_type": "Image"} for column in _COLUMNS.values()}
    return pyarrow.schema(list(fields.items()), metadata={"huggingface": json.dumps({"info": {"features": features}})})
