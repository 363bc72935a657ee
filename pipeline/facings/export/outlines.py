"""Masks as polygons, in pixels whose (0, 0) is the picture's top-left corner."""

import numpy as np

from facings.errors import InputError


def outline(mask: np.ndarray, x: int = 0, y: int = 0) -> np.ndarray:
    """Return one closed polygon, (N, 2) float64 without its first point repeated, that is a (H, W) bool mask.

    The line runs midway between the centres of pixels inside and outside (marching squares), so that filling it by pixel
    centres gives the mask back. Parts that do not touch are joined to the largest by bridges of no width, there and back, as
    converters of multi-part masks to YOLO do; holes are filled. `x` and `y` are where the mask's corner lies in the picture.
    """
    try:
        from contourpy import FillType, contour_generator
    except ImportError:
        raise lacking("contourpy") from None
    filled = contour_generator(z=np.pad(mask, 1).astype(float), fill_type=FillType.OuterOffset).filled(0.5, 2.0)
    rings = [points[:offsets[1] - 1] for points, offsets in zip(*filled, strict=True)]
    # A padded index counts pixel centres from one before the first.
    rings = sorted((_without_collinear(ring) for ring in rings), key=_area, reverse=True)
    joined = rings[0]
    for ring in rings[1:]:
        joined = _bridged(joined, ring)
    return joined - 0.5 + (x, y)


def lacking(what: str) -> InputError:
    """Return the error of a package that only some formats need."""
    return InputError(f"This format needs {what}, which is not installed here: install Facings with its extra `export`, from"
                      " the wheel or the checkout that this came from.")


def _without_collinear(ring: np.ndarray) -> np.ndarray:
    """Leave out the points that lie on the line between their neighbours."""
    before, after = ring - np.roll(ring, 1, 0), np.roll(ring, -1, 0) - ring
    return ring[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]]


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _bridged(ring: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return `ring` with a detour from its point next to `other`, once round that, and back."""
    apart = ((ring[:, None] - other[None]) ** 2).sum(2)
    a, b = np.unravel_index(int(apart.argmin()), apart.shape)
    return np.concatenate([ring[:a + 1], np.roll(other, -int(b), 0), other[b:b + 1], ring[a:]])
