"""Text for detection and recognition: quads as ICDAR 2015 has them, crops with their words, and both as PaddleOCR lists them.

`images/PART/NAME.png` with `gt/PART/gt_NAME.txt`, a line a text: `x1,y1,x2,y2,x3,y3,x4,y4,transcription`, clockwise from the
upper left corner as it is read; `###` stands for text that nobody could read, which scores leave out (Robust Reading
Competition, challenge 4: Karatzas et al. 2015). Whole pixels, as its scripts read them: corners are rounded, (0, 0) is the
picture's top-left corner. `det_PART.txt` is the same in PaddleOCR's words, a line a picture, with fractions of pixels kept.
`crops/PART/NAME_ID_K.png` are the readable ones straightened, text K of instance ID; `rec_PART.txt` names each with its text,
parted by a tab.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from facings.dataset.images import encode_png
from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Frame
from facings.errors import InputError
from facings.export.folder import Content, FolderExporter, FolderOptions, Job, Unit, file_name
from facings.export.outlines import lacking
from facings.export.refusals import lacked
from facings.frames.kind_reading import Instance
from facings.labels.surface_texts import height_px

UNREADABLE = "###"

Text = Mapping[str, Any]


@dataclass(frozen=True)
class OcrOptions(FolderOptions):
    """Which lines somebody could read: the others are marked as unreadable and have no crop."""

    min_readable_fraction: Annotated[float, Field(ge=0, le=1)] = 0.9
    """How much of a line must be seen."""
    min_readable_px: Annotated[float, Field(ge=1)] = 8.0
    """How high it must be."""


class OcrExporter(FolderExporter):
    """The format `ocr`; see `FolderExporter`. For records whose instances have `texts`."""

    name = "ocr"
    summary = "text: ICDAR's quads, and crops with their words"
    options = OcrOptions
    unheld = ("masks of pixels", "depth, poses, 3D boxes", "what a text is (name, price, bar code)", "how much of it is seen")

    def check(self, job: Job) -> None:
        """Raise InputError where the records have no texts."""
        if lacked(job.dataset, ("texts",)):
            raise InputError(f"{job.dataset.path} has no texts to export. Render it with --set labels.texts=true.")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture, its quads, and a crop of each readable text."""
        frame, options = unit.only, _options(job)
        part, name = job.part(frame), frame_name(frame.number)
        yield job.file(frame, IMAGES, f"images/{part}")
        yield f"gt/{part}/gt_{name}.txt", "".join(_line(text, options) for _, _, text in _texts(frame)).encode()
        picture = None
        for instance, k, text in _texts(frame):
            if readable(text, options):
                picture = frame.image() if picture is None else picture
                yield f"crops/{part}/{_crop_name(frame, instance, k)}", encode_png(straightened(picture, text["quad_px"]))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield PaddleOCR's two lists of each part."""
        for part in job.splits.names:
            yield f"det_{part}.txt", (_detection(frame, part, _options(job)) for frame in job.frames(part))
            yield f"rec_{part}.txt", (line for frame in job.frames(part) for line in _recognition(frame, part, _options(job)))


def readable(text: Text, options: OcrOptions) -> bool:
    """Return whether enough of a line is seen, and large enough."""
    return (text["visible_fraction"] >= options.min_readable_fraction
            and height_px(np.array(text["quad_px"])) >= options.min_readable_px)


def straightened(picture: np.ndarray, quad_px: list[list[float]]) -> np.ndarray:
    """Return the part of an (H, W, 3) picture within a quad as if seen from straight ahead, in about its own size."""
    try:
        import cv2
    except ImportError:
        raise lacking("OpenCV (opencv-python-headless)") from None
    quad = np.array(quad_px)
    sides = np.linalg.norm(np.roll(quad, -1, 0) - quad, axis=1)
    width, height = (max(1, round((sides[k] + sides[k + 2]) / 2)) for k in (0, 1))
    # OpenCV's pixels have their centres at whole numbers.
    seen, flat = quad - 0.5, np.array([[0, 0], [width, 0], [width, height], [0, height]]) - 0.5
    matrix = cv2.getPerspectiveTransform(seen.astype(np.float32), flat.astype(np.float32))
    return cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _options(job: Job) -> OcrOptions:
    assert isinstance(job.options, OcrOptions)
    return job.options


def _texts(frame: Frame) -> Iterator[tuple[Instance, int, Text]]:
    for instance in frame.instances:
        for k, text in enumerate(instance.get("texts", ())):
            yield instance, k, text


def _line(text: Text, options: OcrOptions) -> str:
    corners = [str(round(value)) for point in text["quad_px"] for value in point]
    return ",".join([*corners, text["text"] if readable(text, options) else UNREADABLE]) + "\n"


def _detection(frame: Frame, part: str, options: OcrOptions) -> str:
    boxes = [{"transcription": text["text"] if readable(text, options) else UNREADABLE, "points": text["quad_px"]}
             for _, _, text in _texts(frame)]
    return f"images/{part}/{file_name(frame)}\t{json.dumps(boxes, ensure_ascii=False)}\n"


def _recognition(frame: Frame, part: str, options: OcrOptions) -> Iterator[str]:
    for instance, k, text in _texts(frame):
        if readable(text, options):
            yield f"crops/{part}/{_crop_name(frame, instance, k)}\t{text['text']}\n"


def _crop_name(frame: Frame, instance: Instance, k: int) -> str:
    return f"{frame_name(frame.number)}_{instance['id']}_{k}.png"
