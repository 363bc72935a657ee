"""NOCS maps: pictures in `PART/images` and, in `PART/nocs`, object coordinates as PNG of three times 16 bits.

Red, green and blue are X, Y and Z in the object's own box (`facings.labels.object_coordinates`): 1 + 65534 times the
coordinate, rounded, and 0 where there is no instance. `PART/instances.jsonl` has a line a frame: each seen instance's id in
`PART/instance`, category, pose and box, by which a coordinate becomes a place in metres.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator

import numpy as np

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES, INSTANCE, frame_name
from facings.errors import InputError
from facings.export.coco_lines import frames_there
from facings.export.folder import Content, FolderExporter, Job, Unit

_STEPS = 65534
_KEYS = ("id", "category", "camera_from_object", "box_min_m", "box_max_m")


class NocsExporter(FolderExporter):
    """The format `nocs`; see `FolderExporter`."""

    name = "nocs"
    summary = "NOCS: object coordinates of each pixel, 16 bits"
    unheld = ("depth", "classes of pixels", "instances of which nothing is seen")

    def check(self, job: Job) -> None:
        """Raise InputError where instances have no pose."""
        for frame in frames_there(job.dataset):
            if any("camera_from_object" not in instance for instance in frame.instances):
                raise InputError(f"NOCS maps need each instance's pose and box, which frame {frame.number} lacks.")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture, the instance map and the coordinates."""
        frame, part = unit.only, unit.members[0][0]
        yield job.file(frame, IMAGES, f"{part}/images")
        yield job.file(frame, INSTANCE, f"{part}/instance")
        chosen = [instance["id"] for instance, _ in job.chosen(frame)]
        coordinates = frame.object_coordinates()
        coordinates[~np.isin(frame.instance_map(), chosen)] = np.nan
        steps = np.where(np.isnan(coordinates), 0, 1 + np.rint(np.nan_to_num(coordinates) * np.float64(_STEPS)))
        yield f"{part}/nocs/{frame_name(frame.number)}.png", png_of_48_bits(steps.astype(np.uint16))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield each part's instances, a line a frame."""
        for part in job.splits.names:
            yield f"{part}/instances.jsonl", self._lines(job, part)

    def _lines(self, job: Job, part: str) -> Iterator[str]:
        for frame in job.frames(part):
            instances = [{key: instance[key] for key in _KEYS} | {"category": job.class_names[number]}
                         for instance, number in job.chosen(frame)]
            yield one_line({"frame": frame.number, "instances": instances}) + "\n"


def png_of_48_bits(pixels: np.ndarray) -> bytes:
    """Return (H, W, 3) uint16 as PNG of colour type 2 and depth 16, which Pillow does not write.

    By PNG's third edition (W3C 2025), sections 9 (filters) and 11 (chunks).
    """
    height, width, _ = pixels.shape
    rows = pixels.astype(">u2").view(np.uint8).reshape(height, -1)
    # Filter 2, "Up": each byte less the one above.
    lines = np.concatenate([np.full((height, 1), 2, np.uint8), np.diff(rows, axis=0, prepend=np.zeros_like(rows[:1]))], axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)) + chunk(b"IEND", b"")
