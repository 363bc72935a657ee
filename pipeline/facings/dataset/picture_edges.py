"""The edges of a picture, measured against what is around them: a dark corner's count as much as a bright one's."""

from dataclasses import dataclass

import numpy as np

_AROUND = 16
_FLOOR = 0.15
"""Grey values that count as nothing: half of what rounding to 8 bits leaves."""
_SOFT, _STRONGEST = 0.05, 6.0
"""Of differences as multiples of those around them: below and above these labels are no less and no more likely to change."""


@dataclass(frozen=True)
class EdgeStrengths:
    """(H, W) float32 each."""

    right: np.ndarray
    """Between a pixel and its right neighbour: the logarithm of the difference, relative to differences around it.

    Over frames of both kinds this is close to the log of the odds that labels change there."""
    down: np.ndarray
    """Between a pixel and the one below it."""
    around: np.ndarray
    """Mean difference between neighbours around a pixel, in the picture's own values."""


def halved(colour: np.ndarray) -> np.ndarray:
    """Return the sums of 2 x 2 pixels of (H, W, C) int16; odd rows and columns are dropped."""
    height, width = colour.shape[0] // 2 * 2, colour.shape[1] // 2 * 2
    rows = colour[:height:2, :width] + colour[1:height:2, :width]
    return rows[:, ::2] + rows[:, 1::2]


def edge_strengths(colour: np.ndarray, unit: int) -> EdgeStrengths:
    """Return the edges of (H, W, C) int16 whose values are grey values of 255 times `unit`, at most 8.

    They are differences between 3 x 3 binomial means, of the channel that differs most; the last column, or row, has none.
    """
    right, down = np.zeros(colour.shape[:2], np.int16), np.zeros(colour.shape[:2], np.int16)
    for channel in np.moveaxis(colour, -1, 0):
        smooth = _binomial(np.ascontiguousarray(channel))
        np.maximum(right[:, :-1], np.abs(smooth[:, 1:] - smooth[:, :-1]), out=right[:, :-1])
        np.maximum(down[:-1], np.abs(smooth[1:] - smooth[:-1]), out=down[:-1])
    around = _local_mean(right + down) / np.float32(2 * 16 * unit)
    scale = 1 / (16 * unit * (around + np.float32(_FLOOR)))
    return EdgeStrengths(_log_odds(right * scale), _log_odds(down * scale), around)


def coherence(edges: EdgeStrengths) -> float:
    """Return how alike edges are to themselves four pixels along, beyond what smoothing spreads: -1 to 1, noise has 0."""
    pairs = ((edges.right[:-4:2, ::2], edges.right[4::2, ::2]), (edges.down[::2, :-4:2], edges.down[::2, 4::2]))
    return float(np.mean([_correlation(a, b) for a, b in pairs]))


def _binomial(grey: np.ndarray) -> np.ndarray:
    """Sixteen times the means, int16."""
    padded = np.pad(grey, 1, mode="edge")
    padded = padded[:-2] + padded[1:-1] + padded[1:-1] + padded[2:]
    return padded[:, :-2] + padded[:, 1:-1] + padded[:, 1:-1] + padded[:, 2:]


def _log_odds(edges: np.ndarray) -> np.ndarray:
    edges += np.float32(_SOFT)
    np.log(edges, out=edges)
    return np.minimum(edges, np.float32(np.log(_STRONGEST)), out=edges)


def _local_mean(values: np.ndarray) -> np.ndarray:
    """Means over about 48 x 48 pixels, the same in each block of 16 x 16."""
    height, width = values.shape
    rows, columns = -(-height // _AROUND), -(-width // _AROUND)
    padded = np.pad(values, ((0, rows * _AROUND - height), (0, columns * _AROUND - width)), mode="edge")
    blocks = np.pad(padded.reshape(rows, _AROUND, columns, _AROUND).mean((1, 3), dtype=np.float32), 1, mode="edge")
    means = sum(blocks[i:i + rows, j:j + columns] for i in range(3) for j in range(3)) / np.float32(9)
    return np.repeat(np.repeat(means, _AROUND, 0), _AROUND, 1)[:height, :width]


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).mean() / np.sqrt((a * a).mean() * (b * b).mean() + 1e-6))
