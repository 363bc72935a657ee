"""What a photograph's file tells of how it was taken: EXIF 2.32 (CIPA DC-008), and how its JPEG is compressed."""

import math
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin

from facings.errors import InputError
from facings.process.user_files import trouble_with

FULL_FRAME_DIAGONAL_MM = math.hypot(36, 24)
"""Of the film that `FocalLengthIn35mmFilm` speaks of, by the diagonal (CIPA DCG-001)."""

_UNIT_MM = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}
"""Of `FocalPlaneResolutionUnit`: inch, centimetre, millimetre, micrometre."""

_TURNED = (5, 6, 7, 8)
"""Orientations that exchange rows and columns."""


@dataclass(frozen=True)
class Shot:
    """A photograph as its file tells of it; what it does not tell is None."""

    width_px: int
    height_px: int
    """As it is looked at, upright."""
    orientation: int
    """1 to 8; how the stored pixels are turned and mirrored."""
    make: str | None
    model: str | None
    year: int | None
    focal_length_mm: float | None
    sensor_width_mm: float | None
    """Along the picture's longer side."""
    sensor_known: bool
    """False: focal length and width are those of full frame with the same field of view."""
    f_number: float | None
    exposure_s: float | None
    iso: float | None
    jpeg_quality: int | None
    chroma_subsampling: str | None
    """'4:4:4', '4:2:2' or '4:2:0'."""
    cropped: bool
    """The pixels are not in the shape in which the camera noted them, so that its field of view is not this picture's."""


def read_shot(path: Path) -> tuple[Shot, np.ndarray]:
    """Return what a photograph's file tells, and its pixels upright, (H, W) uint8 grey.

    Raises InputError where it cannot be read.
    """
    trouble = trouble_with(path)
    if trouble:
        raise InputError(f"The photograph {path} {trouble}.")
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path) as picture:  # of tags that are damaged
            quality, subsampling = _compression(picture)
            tags = _tags(picture)
            stored = picture.size
            grey = np.array(ImageOps.exif_transpose(picture).convert("L"))
    except Image.DecompressionBombError as error:
        raise InputError(f"The photograph {path} is too large ({error}).") from None
    except Exception as error:  # Pillow raises OSError, SyntaxError, ValueError and struct.error for broken files
        raise InputError(f"The photograph {path} cannot be read ({error}). A picture, .jpg or .png, is expected.") from None
    orientation = _orientation(tags)
    focal_mm, width_mm = _focal_and_width_mm(tags, stored)
    sensor_known = focal_mm is not None and _number(tags, "FocalLength") is not None
    return Shot(
        width_px=grey.shape[1], height_px=grey.shape[0], orientation=orientation, make=_text(tags, "Make"),
        model=_text(tags, "Model"), year=_year(tags), focal_length_mm=focal_mm, sensor_width_mm=width_mm,
        sensor_known=sensor_known,
        f_number=_number(tags, "FNumber"), exposure_s=_number(tags, "ExposureTime"), iso=_number(tags, "ISOSpeedRatings"),
        jpeg_quality=quality, chroma_subsampling=subsampling, cropped=_is_cropped(tags, stored),
    ), grey


def is_turned(orientation: int) -> bool:
    """Whether upright pixels have the stored ones' rows as columns."""
    return orientation in _TURNED


def _tags(picture: Image.Image) -> dict[str, Any]:
    """The tags of the main directory and of EXIF's, by name; damaged ones are left out."""
    exif = picture.getexif()
    found = dict(exif)
    try:
        found |= exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # of a damaged directory what stands before it counts
        pass
    return {ExifTags.TAGS[tag]: value for tag, value in found.items() if tag in ExifTags.TAGS}


def _number(tags: dict[str, Any], name: str) -> float | None:
    """A tag's number, None where there is none above 0: 0 and 0/0 stand for 'not known'."""
    value: Any = tags.get(name)
    value = value[0] if isinstance(value, tuple) and value else value
    try:
        number = float(value) if value is not None else math.nan
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None


def _text(tags: dict[str, Any], name: str) -> str | None:
    value = tags.get(name)
    text = re.sub(r"[^\x20-\x7e\xa0-\uffff]", " ", value).strip() if isinstance(value, str) else ""
    return text or None


def _year(tags: dict[str, Any]) -> int | None:
    match = re.match(r"(\d{4}):", _text(tags, "DateTimeOriginal") or _text(tags, "DateTime") or "")
    return int(match.group(1)) if match else None


def _orientation(tags: dict[str, Any]) -> int:
    number = _number(tags, "Orientation")
    return int(number) if number is not None and number in range(1, 9) else 1


def _focal_and_width_mm(tags: dict[str, Any], size_px: tuple[int, int]) -> tuple[float | None, float | None]:
    """Focal length, and the length of the sensor's longer side; both or neither, since one alone gives no field of view."""
    focal = _number(tags, "FocalLength")
    equivalent = _number(tags, "FocalLengthIn35mmFilm")
    if equivalent is not None:
        width = FULL_FRAME_DIAGONAL_MM * max(size_px) / math.hypot(*size_px)
        return (equivalent, width) if focal is None else (focal, width * focal / equivalent)
    width, height = _noted_px(tags) or size_px
    along = "FocalPlaneXResolution" if width >= height else "FocalPlaneYResolution"
    density, unit = _number(tags, along), _number(tags, "FocalPlaneResolutionUnit") or 2
    if focal is None or density is None or unit not in _UNIT_MM:
        return None, None
    return focal, max(width, height) / density * _UNIT_MM[int(unit)]


def _is_cropped(tags: dict[str, Any], size_px: tuple[int, int]) -> bool:
    noted = _noted_px(tags) or size_px
    return abs(max(noted) / min(noted) / (max(size_px) / min(size_px)) - 1) > 0.02


def _noted_px(tags: dict[str, Any]) -> tuple[float, float] | None:
    """Width and height as the camera noted them; whoever turned the pixels since may have left them."""
    width, height = _number(tags, "ExifImageWidth"), _number(tags, "ExifImageHeight")
    return None if width is None or height is None else (width, height)


def _compression(picture: Image.Image) -> tuple[int | None, str | None]:
    """The quality at which Pillow's (libjpeg's) tables come nearest to the file's, and its chroma subsampling."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return None, None
    found = np.maximum(np.array(picture.quantization[0], float), 1)
    scales = np.maximum(np.clip(np.floor((_LUMINANCE_TABLE[:, None] * _scales() + 50) / 100), 1, 255), 1)
    quality = int(np.abs(np.log(np.sort(found)[:, None] / np.sort(scales, 0))).mean(0).argmin()) + 1
    return quality, {0: "4:4:4", 1: "4:2:2", 2: "4:2:0"}.get(JpegImagePlugin.get_sampling(picture))


def _scales() -> np.ndarray:
    """(100,) per cent by which libjpeg scales its tables at qualities 1 to 100 (`jpeg_quality_scaling`)."""
    quality = np.arange(1, 101)
    return np.where(quality < 50, 5000 // quality, 200 - 2 * quality)


_LUMINANCE_TABLE = np.array([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80,
    62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98,
    112, 100, 103, 99], float)
"""ITU-T T.81 (JPEG), table K.1."""
