"""What a picture looks like in a few numbers that need no labels: exposure, colour, noise, sharpness, lines, compression.

Each is comparable between pictures of one size only, so larger ones are reduced first (`to_size`), but for the traces of JPEG,
which reducing would hide.
"""

import math
from collections.abc import Mapping

import cv2
import numpy as np

from facings.photographs.segments import segments

STATISTICS: Mapping[str, str] = {
    "brightness": "mean L* of CIELAB, 0 to 100",
    "contrast": "standard deviation of L*",
    "dark share": "share of pixels with L* below 8",
    "burnt share": "share of pixels with a channel at 250 or above",
    "saturation": "mean chroma of CIELAB",
    "warmth": "mean b* of CIELAB: yellow above, blue below 0",
    "tint": "mean a* of CIELAB: magenta above, green below 0",
    "noise": "robust deviation of the finest diagonal detail in the flattest parts, in 8-bit levels, log2",
    "sharpness": "energy of the finest octave over that of the next, dB",
    "detail": "energy of the second octave over that of the fourth, dB",
    "edge density": "share of pixels on edges after a slight blur",
    "tilt": "how far upright edges are turned clockwise, degrees",
    "slope": "how far level edges are turned clockwise, degrees",
    "keystone": "how far upright edges at the left and the right converge, degrees",
    "vanishing": "how far level edges above and below converge, degrees",
    "compression": "steps at JPEG's block borders over those beside them, log2",
}
"""Name -> what it is and its unit."""

_AXIS_DEG = 20.0
"""Edges within so many degrees of upright or level are taken for such."""


def to_size(picture: np.ndarray, longest_px: int) -> np.ndarray:
    """Return an (H, W, 3) uint8 picture reduced so that its longer side is `longest_px`; smaller ones stay as they are."""
    scale = longest_px / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def appearance(picture: np.ndarray, longest_px: int) -> dict[str, float]:
    """Return the statistics of one (H, W, 3) uint8 sRGB picture, at least 64 px high and wide, by their names."""
    compression = _compression(picture)
    picture = to_size(picture, longest_px)
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    lightness, a, b = lab[..., 0], lab[..., 1], lab[..., 2]
    octaves = _octaves(lightness)
    upright, level, keystone, vanishing = _lines(picture)
    return {
        "brightness": float(lightness.mean()), "contrast": float(lightness.std()),
        "dark share": float((lightness < 8).mean()), "burnt share": float((picture.max(axis=2) >= 250).mean()),
        "saturation": float(np.hypot(a, b).mean()), "warmth": float(b.mean()), "tint": float(a.mean()),
        "noise": _noise(picture), "sharpness": octaves[0] - octaves[1], "detail": octaves[1] - octaves[3],
        "edge density": _edge_density(lightness), "tilt": upright, "slope": level, "keystone": keystone,
        "vanishing": vanishing, "compression": compression,
    }


def _noise(picture: np.ndarray) -> float:
    """From the finest diagonal wavelet of luma (Donoho's estimate) in the quarter of 16 px blocks that vary least."""
    luma = picture.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    luma = luma[:luma.shape[0] // 2 * 2, :luma.shape[1] // 2 * 2]
    fine = (luma[::2, ::2] - luma[1::2, ::2] - luma[::2, 1::2] + luma[1::2, 1::2]) / 2
    coarse = (luma[::2, ::2] + luma[1::2, ::2] + luma[::2, 1::2] + luma[1::2, 1::2]) / 4
    blocks = [_blocks(values, 8) for values in (fine, coarse)]
    unclipped = (blocks[1].min(axis=1) > 4) & (blocks[1].max(axis=1) < 251)
    fine, coarse = (values[unclipped] if unclipped.any() else values for values in blocks)
    flattest = np.argsort(coarse.std(axis=1))[:max(1, len(coarse) // 4)]
    deviation = float(np.median(np.abs(fine[flattest]))) / 0.6745
    return math.log2(deviation + 0.05)


def _blocks(values: np.ndarray, side: int) -> np.ndarray:
    """(N, side²): whole blocks, row by row."""
    rows, columns = (size // side for size in values.shape)
    whole = values[:rows * side, :columns * side].reshape(rows, side, columns, side)
    return whole.transpose(0, 2, 1, 3).reshape(rows * columns, side * side)


def _octaves(lightness: np.ndarray) -> list[float]:
    """Energy in dB of the band-passes of a Laplacian pyramid, the finest first."""
    energies, level = [], lightness
    for _ in range(4):
        lower = cv2.pyrDown(level)
        band = level - cv2.pyrUp(lower, dstsize=level.shape[::-1])
        energies.append(10 * math.log10(float((band**2).mean()) + 1e-6))
        level = lower
    return energies


def _gradients(lightness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    smooth = cv2.GaussianBlur(lightness, (0, 0), 1.5)
    return cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3) / 8


def _edge_density(lightness: np.ndarray) -> float:
    x, y = _gradients(lightness)
    return float((np.hypot(x, y) > 3).mean())


def _lines(picture: np.ndarray) -> tuple[float, float, float, float]:
    """Angles in degrees: of upright and of level edges; between upright ones left and right, level ones above and below."""
    lines = segments(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    along = lines[:, 2:] - lines[:, :2]
    middle = (lines[:, 2:] + lines[:, :2]) / 2 / np.array([picture.shape[1], picture.shape[0]])
    length = np.hypot(along[:, 0], along[:, 1])
    level = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) + 90) % 180 - 90
    upright = (level + 180) % 180 - 90

    def angle(of: np.ndarray, where: np.ndarray | bool = True) -> float:
        chosen = (np.abs(of) < _AXIS_DEG) & where
        return _weighted_mode(of[chosen], length[chosen])

    keystone = angle(upright, middle[:, 0] < 0.35) - angle(upright, middle[:, 0] > 0.65)
    vanishing = angle(level, middle[:, 1] < 0.35) - angle(level, middle[:, 1] > 0.65)
    return angle(upright), angle(level), abs(keystone), abs(vanishing)


def _weighted_mode(angles: np.ndarray, weights: np.ndarray) -> float:
    """The angle that most of the weight is near (1 degree), 0 where there is none."""
    if not len(angles):
        return 0.0
    histogram, edges = np.histogram(angles, bins=160, range=(-_AXIS_DEG, _AXIS_DEG), weights=weights)
    smooth = np.convolve(histogram, np.exp(-0.5 * (np.arange(-12, 13) / 4) ** 2), mode="same")
    best = int(smooth.argmax())
    near = slice(max(best - 6, 0), best + 7)
    middles = (edges[:-1] + edges[1:]) / 2
    total = histogram[near].sum()
    return float((histogram[near] * middles[near]).sum() / total) if total > 0 else 0.0


def _compression(picture: np.ndarray) -> float:
    luma = picture.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    ratios = []
    for values in (luma, luma.T):
        steps = np.abs(np.diff(values, axis=1))
        # What a step adds to the slope that its neighbours have: content has as much of it at any column.
        extra = np.abs(np.diff(values, 3, axis=1)) if values.shape[1] > 16 else steps
        columns = (np.arange(extra.shape[1]) + 2) % 8  # the column right of the middle difference
        sums = [np.clip(extra[:, columns == k], 0, 24).mean() for k in range(8)]
        ratios.append(sums[0] / (np.mean(sums[2:7]) + 0.05))
    return math.log2(float(np.mean(ratios)) + 1e-3)
