"""Whether the edges of a picture lie where its labels change, or would fit them better elsewhere.

Edges of labels are compared with those of the picture as they lie, and as they would lie if the picture were moved, rotated,
stretched, sheared or bent (`motions`). Each tile of the picture scores each displacement on its own, at full size and at half
of it. Of a picture that belongs to its labels none of the thousands of motions fits as well as no motion at all; of any other
picture some do, if only by chance. What decides is Student's paired t over tiles, so that one bright product or one repeated
pattern decides nothing, and the share of the labels' fit that a motion gains.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from facings.dataset.motions import REACH, Motions, motions_of
from facings.dataset.picture_edges import coherence, edge_strengths, halved

_LEVELS = 2
"""Full size shows what moved by a few pixels, half size sees through noise."""
_TILES = 16
"""About so many of them along the longer side."""
_LEAST_TILE = 16
_MOST_POINTS = 6000
"""Of each direction: what more of them would add is little, and they cost time."""
_DEPTH_STEP = 0.03
"""Two neighbours whose depths differ by this share of the nearer one are an edge: a person is one instance."""
_WEIGHTS = np.array([0, 1, 1, 2, 1, 2, 2, 3], np.float32)
"""Of an edge by which of depth (1), instance (2) and semantic class (4) change there: the more do, the surer it shows."""
_LEAST_DISPLACED = 0.25
"""Of the tiles that hold edges: what a motion must displace."""
_SHIFTS = np.abs(np.mgrid[-REACH:REACH + 1, -REACH:REACH + 1]).max(0).ravel()
_HERE, _ELSEWHERE = _SHIFTS <= 1, _SHIFTS >= 4


@dataclass(frozen=True)
class LabelEdges:
    """Where labels change from a pixel to its right neighbour (`across`), or to the one below it (`down`)."""

    across: np.ndarray
    """(n, 3) intp: row, column, and which of depth, instance and class change, as a sum of 1, 2 and 4."""
    down: np.ndarray


@dataclass(frozen=True)
class EdgeFit:
    """How well labels fit a picture where it lies, against the motions that fit best."""

    tiles: int
    """Those that hold edges of labels."""
    contrast: float
    """Median, over edges of labels, of the mean difference between neighbours around them: grey values of 255."""
    coherence: float
    """How alike the picture's edges are along their own direction, -1 to 1: near 0 it is noise."""
    fit: float
    """Student's t over tiles of no motion against chance."""
    lead: float
    """Student's t over tiles of no motion against the shift that fits best: below 0 that one fits better."""
    bent_lead: float
    """The same against the best motion that moves parts of the picture differently; there are many, so chance gains some."""
    gain: float
    """What the best motion of any kind adds to the fit beyond chance, as a share of it."""
    motion: str
    """The best one, in words: 'moved by 4 px to the right and 0 px down'."""


def label_edges(instance: np.ndarray, semantic: np.ndarray, depth: np.ndarray) -> LabelEdges:
    """Return the edges of (H, W) maps: ids, classes, and metres (`inf` for nothing)."""
    distance = np.where(np.isfinite(depth), depth, np.float32(1e6))
    found = []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):  # borders between columns, between rows
        near, far = distance[here], distance[there]
        changes = (np.abs(far - near) > _DEPTH_STEP * np.minimum(near, far)).astype(np.uint8)
        changes |= (instance[here] != instance[there]).view(np.uint8) << 1
        changes |= (semantic[here] != semantic[there]).view(np.uint8) << 2
        some = changes > 0
        alone = some.copy()
        alone[here] &= ~some[there]  # strands of hair, which are labelled pixel by pixel, have no edge
        alone[there] &= ~some[here]
        rows, columns = np.nonzero(alone)
        kept = np.linspace(0, len(rows) - 1, min(len(rows), _MOST_POINTS)).astype(np.intp)
        rows, columns = rows[kept], columns[kept]
        found.append(np.stack([rows, columns, changes[rows, columns]], 1))
    return LabelEdges(found[0], found[1])


def edge_fit(picture: np.ndarray, edges: LabelEdges) -> EdgeFit:
    """Return how (H, W, 3) uint8 sRGB fits the edges of its labels. A picture has 32 pixels at least in each direction."""
    colour = picture.astype(np.int16)
    levels, contrasts, coherences = [], [], []
    for level in range(_LEVELS):
        if level:
            colour = halved(colour)
        shape = colour.shape[0], colour.shape[1]
        tile = max(_LEAST_TILE, -(-max(shape) // _TILES))
        scores = 0.0
        strength = edge_strengths(colour, 4 ** level)
        for points, axis in ((edges.across, 1), (edges.down, 0)):
            points = _at_level(points, axis, 2 ** level, shape)
            contrasts.append(strength.around[points[:, 0], points[:, 1]] if not level else ())
            scores = scores + _tile_scores((strength.down, strength.right)[axis], points, tile)
        coherences.append(coherence(strength))
        levels.append(_Level(np.asarray(scores), motions_of(shape, tile, 2 ** level)))
    contrast = np.concatenate(contrasts)
    return _decided(levels, float(np.median(contrast)) if len(contrast) else 0.0, max(coherences))


@dataclass(frozen=True)
class _Level:
    scores: np.ndarray
    """(tiles, shifts)"""
    motions: Motions


def _at_level(points: np.ndarray, axis: int, step: int, shape: tuple[int, int]) -> np.ndarray:
    """The same borders between cells of `step` pixels; `axis` 1 are those between columns."""
    cells = points.copy()
    cells[:, :2] //= step
    cells[:, axis] = (points[:, axis] + 1 + step // 2) // step - 1
    last = np.array(shape) - 1
    last[axis] -= 1  # what has no neighbour has no border
    return cells[((cells[:, :2] >= 0) & (cells[:, :2] <= last)).all(1)]


def _tile_scores(strength: np.ndarray, points: np.ndarray, tile: int) -> np.ndarray:
    """(tiles, shifts): the sum of the picture's edges at the labels', the picture moved back by each shift, rows first."""
    columns_of_tiles = -(-strength.shape[1] // tile)
    tiles = -(-strength.shape[0] // tile) * columns_of_tiles
    scores = np.zeros((tiles, len(_SHIFTS)), np.float32)
    of_tile = points[:, 0] // tile * columns_of_tiles + points[:, 1] // tile
    order = np.argsort(of_tile, kind="stable")
    points, side = points[order], 2 * REACH + 1
    padded = np.pad(strength - strength.mean(), REACH)  # beyond the border nothing is known: as good as chance
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side))
    begins = np.searchsorted(of_tile[order], np.arange(tiles + 1))
    for number, (begin, end) in enumerate(pairwise(begins)):
        if begin < end:
            rows, columns, kinds = points[begin:end].T
            scores[number] = _WEIGHTS[kinds] @ windows[rows, columns].reshape(end - begin, -1)
    return scores


def _decided(levels: list[_Level], contrast: float, coherent: float) -> EdgeFit:
    leads, far, fits, used = [], [], [], []
    for level in levels:
        scores, motions = level.scores, level.motions
        holds = np.abs(scores).sum(1) > 0
        still = scores[:, np.where(_HERE, scores.sum(0), -np.inf).argmax()]  # to a cell: filters have widths
        chance = scores[:, _ELSEWHERE].mean(1)
        table = np.concatenate([scores, chance[:, None]], 1).ravel()
        lead = still - table[motions.shifts]
        lead *= motions.far
        leads.append(lead)
        far.append(motions.far[:, holds])
        fits.append((still - chance)[holds])
        used.append(int(holds.sum()))
    total = np.sum([lead.sum(1) for lead in leads], 0)
    squared = np.sum([np.einsum("ij,ij->i", lead, lead) for lead in leads], 0)
    fit = float(np.sum([tiles.sum() for tiles in fits]))
    spread = float(np.sum([tiles @ tiles for tiles in fits]))
    names, moves = levels[0].motions.names, levels[0].motions.moves
    displaced = np.concatenate(far, 1).mean(1) >= _LEAST_DISPLACED if sum(used) else np.zeros(len(names), bool)
    # A motion that leaves nearly everything where it is has hardly any spread of its own.
    t = np.where(displaced, total / np.sqrt(squared + 0.1 * spread + 1e-6), np.inf)
    gain = np.where(displaced, -total, -np.inf) / max(fit, 1e-3)
    best = int(gain.argmax())
    return EdgeFit(tiles=used[0], contrast=contrast, coherence=coherent, fit=fit / np.sqrt(spread + 1e-6),
                   lead=float(t[:moves].min()), bent_lead=float(t[moves:].min()), gain=float(gain[best]), motion=names[best])
