"""The points that the landmark model gives: iBUG's 68 on the skin, then jaw and brows again on the outline."""

from typing import Any, Literal

import numpy as np

from facings.scenes.face.label.landmark_scheme import MIRRORED

Variant = Literal["fixed", "contour"]

FIXED, OUTLINE = 68, 27
COUNT = FIXED + OUTLINE
MIRROR = np.array([*MIRRORED, *(FIXED + k for k in MIRRORED[:OUTLINE])])
"""The point that takes each one's place in a mirrored face."""
_EYE_CORNERS = (36, 45)


def of_person(person: Any) -> np.ndarray:
    """Return (95, 2) float64 pixels of a labelled person; NaN where a point has no place in the picture's plane."""
    points = [*person["landmarks"]["points_px"], *person["contour_landmarks"]["points_px"]]
    return np.array([(np.nan, np.nan) if point is None else point for point in points], float)


def as_variant(points: np.ndarray, variant: Variant) -> np.ndarray:
    """Return (..., 68, 2) of (..., 95, 2): points of the skin, or with jaw and brows on the outline."""
    if variant == "fixed":
        return points[..., :FIXED, :]
    return np.concatenate([points[..., FIXED:, :], points[..., OUTLINE:FIXED, :]], -2)


def between_eyes(points: np.ndarray) -> np.ndarray:
    """Return (...,) the distance of the eyes' outer corners of (..., 68, 2) points: what 300-W divides errors by."""
    right, left = (points[..., corner, :] for corner in _EYE_CORNERS)
    return np.linalg.norm(right - left, axis=-1)
