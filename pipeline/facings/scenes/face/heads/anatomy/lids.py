"""Lids that slide on the eyeball: whatever an expression pushes into it is moved out again."""

import numpy as np

CLEARANCE_M = 0.0003
"""Left between the ball and the lids, for the film of tears."""

_CORNEA_RADIUS = 0.65
_LIMBUS_RADIUS = 0.49
"""Of the cornea's curvature and of its rim, in eyeball radii: 7.8 mm and 5.9 mm of 12 mm."""

_REACH = 1.6
"""Vertices further from the centre than so many radii are no concern."""


def cornea_rise(cosine: np.ndarray) -> np.ndarray:
    """Return (...,) how far the eye's surface lies from the ball's centre, in ball radii, in directions at angles with these
    cosines from the axis of sight: above 1 where the cornea bulges."""
    centre = np.sqrt(1 - _LIMBUS_RADIUS ** 2) - np.sqrt(_CORNEA_RADIUS ** 2 - _LIMBUS_RADIUS ** 2)
    under_root = np.maximum(_CORNEA_RADIUS ** 2 - centre ** 2 * (1 - cosine ** 2), 0)
    bulge = centre * cosine + np.sqrt(under_root)
    return np.where(cosine > np.sqrt(1 - _LIMBUS_RADIUS ** 2), np.maximum(bulge, 1), 1.0)


def clear_eyeball(vertices_m: np.ndarray, candidates: np.ndarray, centre_m: np.ndarray, radius_m: float,
                  sight: np.ndarray) -> None:
    """Move those of the `candidates` (indices into (V, 3) vertices) that lie inside an eyeball out of it, in place.

    `sight` (3,) is the unit axis of sight, from which the cornea bulges.
    """
    offset = vertices_m[candidates] - centre_m
    distance = np.linalg.norm(offset, axis=1)
    near = distance < _REACH * radius_m
    offset, distance, candidates = offset[near], np.maximum(distance[near], 1e-9), candidates[near]
    surface = radius_m * cornea_rise(offset @ sight / distance) + CLEARANCE_M
    inside = distance < surface
    vertices_m[candidates[inside]] = centre_m + offset[inside] * (surface / distance)[inside, None]
