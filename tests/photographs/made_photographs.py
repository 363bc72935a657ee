"""Photographs for tests: files with EXIF as cameras write it."""

import numpy as np
from PIL import ExifTags, Image

UPRIGHT = np.zeros((30, 48, 3), np.uint8)
UPRIGHT[:10, :16] = 255  # bright at the top left

PHONE = {"Make": "Google", "Model": "Pixel 3", "DateTime": "2019:05:06 07:08:09"}
TAKEN = {"FocalLength": 4.44, "FocalLengthIn35mmFilm": 27, "FNumber": 1.8, "ExposureTime": 0.02, "ISOSpeedRatings": 82}


def photograph(path, pixels=UPRIGHT, main=None, taken=None, **options):
    exif = Image.Exif()
    numbers = {name: tag for tag, name in ExifTags.TAGS.items()}
    for name, value in (main or {}).items():
        exif[numbers[name]] = value
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif).update({numbers[name]: value for name, value in taken.items()})
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, exif=exif, **options)
    return path
