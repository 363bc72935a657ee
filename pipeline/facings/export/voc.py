"""PASCAL VOC's layout: `JPEGImages/`, `Annotations/NAME.xml`, `ImageSets/Main/PART.txt`.

By the development kit (Everingham et al. 2012): the top-left pixel is (1, 1) and xmax and ymax are the last pixel's own, so a
box [x, y, width, height] is xmin = x + 1, ymin = y + 1, xmax = x + width, ymax = y + height. `truncated` says that the edge of
the picture cuts the thing, `occluded` that it is hidden in part, `difficult` that less than a quarter of it is seen.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Frame
from facings.export.folder import Content, FolderExporter, Job, Unit, file_name
from facings.frames.kind_reading import Instance

_DIFFICULT = 0.25
"""Of a thing's pixels: below, a person needs its surroundings to tell what it is, which is what the kit means by the word."""


class VocExporter(FolderExporter):
    """The format `voc`; see `FolderExporter`."""

    name = "voc"
    summary = "PASCAL VOC boxes"
    unheld = ("masks of pixels", "depth, poses, 3D boxes", "how far a thing is hidden, but for occluded and difficult")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture and its boxes."""
        frame = unit.only
        yield job.file(frame, IMAGES, "JPEGImages")
        yield f"Annotations/{frame_name(frame.number)}.xml", "".join(_annotation(job, frame)).encode()

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the list of each part, and the class names."""
        for part in job.splits.names:
            yield f"ImageSets/Main/{part}.txt", job.names(part)
        yield "labels.txt", (f"{name}\n" for name in job.class_names)


def _annotation(job: Job, frame: Frame) -> Iterator[str]:
    yield "<annotation>\n  <folder>JPEGImages</folder>\n"
    yield f"  <filename>{file_name(frame)}</filename>\n"
    yield f"  <source><database>Facings {escape(frame.record['scene'])}</database></source>\n"
    yield f"  <size><width>{frame.width_px}</width><height>{frame.height_px}</height><depth>3</depth></size>\n"
    yield "  <segmented>0</segmented>\n"
    for instance, number in job.chosen(frame):
        yield from _object(instance, job.class_names[number])
    yield "</annotation>\n"


def _object(instance: Instance, name: str) -> Iterator[str]:
    x, y, width, height = instance["bbox_visible_xywh_px"]
    seen = instance["visible_fraction"]
    flags = {"truncated": instance["truncated"], "occluded": seen < 1, "difficult": seen < _DIFFICULT}
    yield f"  <object>\n    <name>{escape(name)}</name>\n    <pose>Unspecified</pose>\n"
    yield from (f"    <{key}>{int(flag)}</{key}>\n" for key, flag in flags.items())
    yield (f"    <bndbox><xmin>{x + 1}</xmin><ymin>{y + 1}</ymin><xmax>{x + width}</xmax><ymax>{y + height}</ymax></bndbox>\n"
           "  </object>\n")
