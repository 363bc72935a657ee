"""Pictures that show nothing, and the magenta that Blender paints where a texture is missing."""

import numpy as np

_BLOCK = 4
_FEW_GREY_VALUES = 2.0
_DARKEST = 40
"""Of red and blue: below it noise makes any hue."""
_BLUE_OR_RED = 0.7
"""The lesser of red and blue is so much of the other at least: lamps and skies have colours."""
_PURE_GREEN = 0.12
"""Green as a share of the lesser of both, under the views Standard, Filmic and Khronos PBR Neutral."""
_LIT, _LIFTED_GREEN = (40, 75, 120, 180, 212, 235, 251), (4, 12, 28, 76, 132, 174, 212)
"""AgX, which whitens what is bright: no more green than this beside so much of the lesser of red and blue (rendered)."""
_PURE_BLOCKS, _LIFTED_SHARE = 4, 0.04
"""Products are purple, and rarely whole blocks of them so pure; orchids are as pale, and fill few pictures."""


def one_colour(picture: np.ndarray) -> tuple[int, int, int] | None:
    """Return the colour of (H, W, 3) uint8 where it has no other, single bright pixels apart; None where it has more."""
    height, width = picture.shape[0] // _BLOCK, picture.shape[1] // _BLOCK
    if not height or not width:
        return None
    blocks = picture[:height * _BLOCK, :width * _BLOCK].reshape(height, _BLOCK, width, _BLOCK, 3)
    means = blocks.mean((1, 3), dtype=np.float32)
    low, high = np.percentile(means, (0.5, 99.5), axis=(0, 1))
    if (high - low).max() > _FEW_GREY_VALUES:
        return None
    red, green, blue = np.rint(np.median(means, axis=(0, 1))).astype(int).tolist()
    return red, green, blue


def magenta(picture: np.ndarray, whitened: bool) -> np.ndarray:
    """Return (n, 2) int: row and column of the first pixel of each 4 x 4 block of (H, W, 3) uint8 that is missing texture.

    It is empty where so few blocks have that colour that a product's own would do it. `whitened`: the view is AgX.
    """
    red, green, blue = np.moveaxis(picture, -1, 0)
    lesser, larger = np.minimum(red, blue), np.maximum(red, blue)
    of_hue = (green < lesser) & (lesser > _DARKEST) & (lesser > np.float32(_BLUE_OR_RED) * larger)
    if of_hue.mean() < 1e-4:  # hardly a picture needs more
        return np.zeros((0, 2), int)
    pure = _whole_blocks(of_hue & (green < np.float32(_PURE_GREEN) * lesser))
    if pure.sum() >= _PURE_BLOCKS or not whitened:
        pure &= pure.sum() >= _PURE_BLOCKS
        return np.argwhere(pure) * _BLOCK
    lifted = _whole_blocks(of_hue & (green < np.interp(np.arange(256), _LIT, _LIFTED_GREEN)[lesser]))
    return np.argwhere(lifted & (lifted.mean() >= _LIFTED_SHARE)) * _BLOCK


def _whole_blocks(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[0] // _BLOCK, pixels.shape[1] // _BLOCK
    blocks = pixels[:height * _BLOCK, :width * _BLOCK].reshape(height, _BLOCK, width, _BLOCK)
    return blocks.mean((1, 3), dtype=np.float32) > 0.9
