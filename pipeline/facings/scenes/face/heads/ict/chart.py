"""Texture coordinates of the ICT head: its tiles laid out in one square, the face on top."""

import numpy as np

FACE_BOX = ((0.0, 0.305), (1.0, 1.0))
BACK_BOX = ((0.0, 0.0), (1.0, 0.300))
"""Lower-left and upper-right corners of what the pack's tiles for the face and for the back of the head shrink to: the
face keeps about 6 texels a millimetre both ways at 2048 x 2048, the back of the head 3 by 1."""


def one_square(uv: np.ndarray, face_tile: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """Return (C, 2) float32 coordinates in 0..1.

    `uv` (C, 2) are the pack's with tiles side by side; the masks (C,) say which corners lie in the face's tile and which
    are skin at all. Whatever is no skin keeps a square of its own.
    """
    local = uv - np.floor(uv)
    (left, bottom), (right, top) = np.where(face_tile[:, None, None], FACE_BOX, BACK_BOX).transpose(1, 2, 0)
    packed = np.stack([left + (right - left) * local[:, 0], bottom + (top - bottom) * local[:, 1]], 1)
    return np.where(skin[:, None], packed, local).astype(np.float32)
