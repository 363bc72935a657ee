"""The straight lines of a photograph."""

import numpy as np
from PIL import Image

from facings.errors import InputError

WORKING_PX = 1000
"""The longer side to which a photograph is scaled first: finer lines are mostly print."""

_SHORTEST = 0.025
"""Of the longer side: shorter lines say little of where they run to."""

_MOST = 500


def segments(grey: np.ndarray) -> np.ndarray:
    """Return (N, 4) float64 x0, y0, x1, y1 of the longest straight lines in (H, W) uint8, longest first, in its pixels.

    Von Gioi, Jakubowicz, Morel, Randall, "LSD: a Line Segment Detector" (IPOL 2, 2012), as OpenCV has it. Raises InputError
    where OpenCV is not installed.
    """
    try:
        import cv2
    except ImportError:
        raise InputError("Finding a photograph's lines needs OpenCV (opencv-python-headless), which is not installed here:"
                         " install Facings with its extra `export`, from the wheel or the checkout that this came from."
                         ) from None
    height, width = grey.shape
    scale = min(1.0, WORKING_PX / max(height, width))
    small = np.array(Image.fromarray(grey).resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS))
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    lines = np.zeros((0, 4)) if found is None else np.asarray(found, float).reshape(-1, 4)
    # OpenCV's (0, 0) is the middle of the first pixel.
    lines = (lines + 0.5) * np.array([width / small.shape[1], height / small.shape[0]] * 2)
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    order = np.argsort(-lengths, kind="stable")
    return lines[order[lengths[order] > _SHORTEST * max(height, width)]][:_MOST]
