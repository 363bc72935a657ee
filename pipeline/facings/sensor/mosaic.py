"""The Bayer mosaic, RGGB, and its interpolation.

Malvar, He, Cutler, "High-quality linear interpolation for demosaicing of Bayer-patterned color images" (ICASSP 2004), figure 2:
bilinear interpolation, corrected by the Laplacian of the colour that the pixel has.
"""

import numpy as np
from scipy import ndimage

RED, GREEN, BLUE = 0, 1, 2

_GREEN_AT_OTHERS = np.array([
    [0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1], [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]], np.float32) / 8
_ALONG_ROW = np.array([
    [0, 0, 0.5, 0, 0], [0, -1, 0, -1, 0], [-1, 4, 5, 4, -1], [0, -1, 0, -1, 0], [0, 0, 0.5, 0, 0]], np.float32) / 8
"""Red or blue at a green pixel whose neighbours of that colour are left and right; transposed, above and below."""
_ACROSS = np.array([
    [0, 0, -1.5, 0, 0], [0, 2, 0, 2, 0], [-1.5, 0, 6, 0, -1.5], [0, 2, 0, 2, 0], [0, 0, -1.5, 0, 0]], np.float32) / 8
"""Red at blue, blue at red."""


def bayer_channels(height_px: int, width_px: int) -> np.ndarray:
    """Return (H, W) uint8: which colour each pixel sees. The first row begins red, green; the second green, blue."""
    channels = np.full((height_px, width_px), GREEN, np.uint8)
    channels[0::2, 0::2] = RED
    channels[1::2, 1::2] = BLUE
    return channels


def mosaicked(planes: np.ndarray) -> np.ndarray:
    """Return the (H, W) mosaic of (H, W, 3) planes."""
    channels = bayer_channels(*planes.shape[:2])
    return np.take_along_axis(planes, channels[..., None].astype(np.intp), -1)[..., 0]


def demosaicked(mosaic: np.ndarray) -> np.ndarray:
    """Return the (H, W, 3) float32 planes that an (H, W) mosaic is interpolated to; a pixel keeps the colour that it has."""
    channels = bayer_channels(*mosaic.shape)

    def filtered(kernel: np.ndarray) -> np.ndarray:
        # 'mirror' leaves the edge's row out, so that the colours go on alternating.
        return ndimage.correlate(mosaic.astype(np.float32), kernel, mode="mirror")

    planes = np.repeat(mosaic[..., None].astype(np.float32), 3, -1)
    not_green = channels != GREEN
    planes[..., GREEN][not_green] = filtered(_GREEN_AT_OTHERS)[not_green]
    along, across_rows, across = filtered(_ALONG_ROW), filtered(_ALONG_ROW.T), filtered(_ACROSS)
    red_rows = (np.arange(mosaic.shape[0]) % 2 == 0)[:, None]
    for colour, own_rows, other in ((RED, red_rows, BLUE), (BLUE, ~red_rows, RED)):
        at_green = channels == GREEN
        planes[..., colour] = np.where(at_green & own_rows, along, np.where(at_green, across_rows, planes[..., colour]))
        planes[..., colour][channels == other] = across[channels == other]
    return planes
