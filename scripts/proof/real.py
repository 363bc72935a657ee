"""Real photographs that the user names, with their labels: faces with 68 points, shelves with boxes.

(0, 0) is a picture's top-left corner here; what a file counts from a pixel's centre is moved by half a pixel.
"""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from facings.errors import InputError
from facings.study.box_statistics import photo_boxes
from facings.study.compare import pixels
from proof.face_crops import box_around
from proof.points import FIXED

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}


@dataclass(frozen=True)
class RealFace:
    """A labelled face of a photograph."""

    file: Path
    box_xywh: np.ndarray
    """(4,) in pixels: the file's, or where it has none around the points."""
    points: np.ndarray
    """(68, 2) float64 pixels in iBUG's order."""
    yaw_deg: float | None = None


def real_faces(labels: Path) -> list[RealFace]:
    """Return the faces of a dlib XML file, a COCO keypoint file, or a folder of pictures with 300-W's `.pts` beside them.

    A COCO annotation may have `yaw_deg` or `attributes.yaw_deg`. Raises InputError where the labels are none of these.
    """
    if labels.is_dir():
        faces = list(_of_pts(labels))
    elif labels.suffix.lower() == ".xml":
        faces = list(_of_dlib(labels))
    else:
        faces = list(_of_coco(labels))
    if not faces:
        raise InputError(f"{labels} holds no face with 68 points; a dlib XML file, a COCO keypoint file or a folder of pictures"
                         " with .pts files is expected.")
    return faces


def _of_dlib(path: Path) -> Iterator[RealFace]:
    try:
        tree = ElementTree.parse(path)
    except (OSError, ElementTree.ParseError) as error:
        raise InputError(f"{path} is no XML that can be read ({error}).") from None
    for image in tree.iter("image"):
        for box in image.iter("box"):
            parts = sorted(box.iter("part"), key=lambda part: int(part.get("name", "-1")))
            points = np.array([(part.get("x"), part.get("y")) for part in parts], float).reshape(-1, 2) + 0.5
            if len(points) == FIXED:
                bounds = np.array([box.get(side) for side in ("left", "top", "width", "height")], float)
                yield RealFace(path.parent / image.get("file", ""), bounds, points)


def _of_pts(folder: Path) -> Iterator[RealFace]:
    for file in sorted(folder.rglob("*.pts")):
        picture = next((other for suffix in sorted(_SUFFIXES) if (other := file.with_suffix(suffix)).is_file()), None)
        if picture is None:
            raise InputError(f"{file} has no picture of its name beside it.")
        try:
            inner = file.read_text("ascii").split("{")[1].split("}")[0]
            points = np.array([line.split() for line in inner.split("\n") if line.strip()], float).reshape(-1, 2) - 0.5
        except (IndexError, ValueError):
            raise InputError(f"{file} is no file of points as 300-W has them.") from None
        if len(points) == FIXED:
            yield RealFace(picture, box_around(points), points)


def _of_coco(path: Path) -> Iterator[RealFace]:
    try:
        told = json.loads(path.read_text("utf-8"))
        files = {image["id"]: path.parent / image["file_name"] for image in told["images"]}
        for entry in told["annotations"]:
            points = np.array(entry["keypoints"], float).reshape(-1, 3)[:, :2]
            yaw = entry.get("yaw_deg", entry.get("attributes", {}).get("yaw_deg"))
            if len(points) == FIXED:
                box = np.array(entry["bbox"], float) if entry.get("bbox") else box_around(points)
                yield RealFace(files[entry["image_id"]], box, points, yaw)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no COCO keypoint file ({type(error).__name__}: {error}).") from None


def read_picture(file: Path) -> np.ndarray:
    """Return a photograph, (H, W, 3) uint8, the right way up; raises InputError where it cannot be read."""
    try:
        return pixels(file)
    except OSError as error:
        raise InputError(f"{file} is no picture that can be read ({error}).") from None


def real_boxes(photos: Path, labels: Path) -> dict[Path, np.ndarray]:
    """Return photograph -> (N, 4) boxes x, y, width, height in pixels, of a COCO file or a folder of YOLO's.

    Raises InputError where there are none.
    """
    if not photos.is_dir():
        raise InputError(f"{photos} is no folder of photographs.")
    files = sorted(file for file in photos.iterdir() if file.suffix.lower() in _SUFFIXES)
    sizes = {}
    for file in files:
        try:
            with Image.open(file) as picture:
                sizes[file] = ImageOps.exif_transpose(picture).size
        except OSError as error:
            raise InputError(f"{file} is no picture that can be read ({error}).") from None
    return photo_boxes(labels, files, sizes)
