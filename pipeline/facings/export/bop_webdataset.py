"""BOP's webdataset: `PART/shard-000000.tar`, in which files of one key are one image, and `key_to_shard.json`.

By `bop_toolkit_lib/dataset/bop_webdataset.py` and `bop_imagewise.py` of bop_toolkit: a key is the scene's number and the
image's ('000000_000012'); of each there are `rgb.png` or `rgb.jpg`, `depth.png`, `camera.json`, `gt.json`, `gt_info.json`, and
`mask.json` and `mask_visib.json`, which map an instance's place in `gt` to its COCO run lengths, not compressed. What is in
them is as in `facings.export.bop`; a shard is one of its scenes.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import numpy as np

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES
from facings.dataset.reader import Frame
from facings.errors import InputError
from facings.export.bop import BopExporter, bop_frame, check_bop, masks_of, model_files
from facings.export.coco_lines import frames_there
from facings.export.folder import Content, FolderExporter, InstanceSplitOptions, Job, Unit
from facings.export.webdataset import tar_pieces


class BopWebDatasetExporter(FolderExporter):
    """The format `bop-webdataset`; see `FolderExporter`."""

    name = "bop-webdataset"
    summary = "BOP's 6D poses in shards"
    options = InstanceSplitOptions
    unheld = (*BopExporter.unheld, "instances of which nothing is seen")
    frames_a_unit = 100

    def check(self, job: Job) -> None:
        """Raise InputError as `bop` does, and for pictures in a format that its readers do not know."""
        check_bop(job)
        first = next(iter(frames_there(job.dataset)), None)
        if first is not None and _suffix(first) not in (".png", ".jpg"):
            raise InputError(f"BOP's shards hold PNG or JPEG; pictures of this set are {_suffix(first)[1:]}."
                             " The format bop takes them.")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield a shard a part."""
        for part in dict.fromkeys(part for part, _ in unit.members):
            yield f"{part}/shard-{unit.number:06d}.tar", tar_pieces(_members(job, unit, part))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the models, and where each part's images lie."""
        yield from model_files(job)
        for part in job.splits.names:
            yield f"{part}/key_to_shard.json", self._shards(job, part)

    def _shards(self, job: Job, part: str) -> Iterator[str]:
        between = "{"
        for frame in job.frames(part):
            shard = frame.number // self.frames_a_unit
            yield f'{between}"{shard:06d}_{frame.number:06d}": {shard}'
            between = ",\n"
        yield "{}\n" if between == "{" else "}\n"


def _members(job: Job, unit: Unit, part: str) -> Iterator[tuple[str, bytes]]:
    for name, frame in unit:
        if name != part:
            continue
        key, told = f"{unit.number:06d}_{frame.number:06d}", bop_frame(job, frame)
        yield f"{key}.rgb{_suffix(frame)}", frame.read(frame.file(IMAGES))
        yield f"{key}.depth.png", told.depth
        for part_name, content in (("camera", told.camera), ("gt", told.gt), ("gt_info", told.gt_info)):
            yield f"{key}.{part_name}.json", one_line(content).encode()
        masks = [[run_lengths(mask) for mask in masks_of(frame, instance)] for instance in told.instances]
        for place, file in enumerate(("mask", "mask_visib")):
            yield f"{key}.{file}.json", one_line({str(k): both[place] for k, both in enumerate(masks)}).encode()


def _suffix(frame: Frame) -> str:
    return PurePosixPath(frame.file(IMAGES)).suffix


def run_lengths(mask: np.ndarray) -> dict[str, list[int]]:
    """Return {'counts', 'size': [height, width]} of an (H, W) bool mask: runs column by column, that of zeros first."""
    flat = mask.ravel(order="F")
    ends = np.flatnonzero(np.diff(flat)) + 1
    lengths = np.diff(ends, prepend=0, append=flat.size).tolist()
    return {"counts": [0, *lengths] if flat[0] else lengths, "size": list(mask.shape)}
