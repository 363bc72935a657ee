"""NOCS maps: pictures in `PART/images` and, in `PART/nocs`, object coordinates as PNG of three times 16 bits.

Red, green and blue are X, Y and Z in the object's own box (`facings.labels.object_coordinates`): 1 + 65534 times the
coordinate, rounded, and 0 where there is no instance. `PART/instances.jsonl` has a line a frame: each seen instance's id in
`PART/instance`, category, pose and box, by which a coordinate becomes a place in metres.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES, INSTANCE, frame_name
from facings.errors import InputError
from facings.export.folder import Content, FolderExporter, Job, Unit
from facings.export.outlines import lacking
from facings.export.refusals import lacked

_STEPS = 65534
_KEYS = ("id", "category", "camera_from_object", "box_min_m", "box_max_m")


class NocsExporter(FolderExporter):
    """The format `nocs`; see `FolderExporter`."""

    name = "nocs"
    summary = "NOCS: object coordinates of each pixel, 16 bits"
    unheld = ("depth", "classes of pixels", "instances of which nothing is seen")

    def check(self, job: Job) -> None:
        """Raise InputError where instances have no pose."""
        if lacked(job.dataset, ("camera_from_object",)):
            raise InputError(f"NOCS maps need each instance's pose and box, which {job.dataset.path} lacks.")

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
    """Return (H, W, 3) uint16 as PNG, red first; Pillow writes no colour of 16 bits."""
    try:
        import cv2
    except ImportError:
        raise lacking("OpenCV (opencv-python-headless)") from None
    return cv2.imencode(".png", pixels[..., ::-1])[1].tobytes()
