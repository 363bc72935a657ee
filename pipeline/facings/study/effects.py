"""Which factors a model's errors depend on, with effect sizes and intervals that respect that a frame's instances are alike.

Errors are compared by their ranks, which a few huge ones cannot dominate. A factor's levels enter a linear model as dummy
variables, and a permutation test asks whether they matter: of the frames' means, exchanged between frames, and of what is left
within a frame, exchanged within it, so that what a frame's instances have in common makes no false alarm. Beside factors found
before it, a factor is asked about what those leave (Freedman and Lane's way). P values are multiplied by the number of factors
that are tried (Bonferroni): a model without weakness has none found with a probability of about 1 - `alpha` or more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from facings.frames.kind_reading import Factor
from facings.study.factor_table import FactorTable
from facings.study.levels import Level, levels_of

ALPHA = 0.05
_TESTED, _CONTROLLED = 8, 20
"""Ranges that numbers are cut into: of the factor that is tried, and, finer, of those that were found."""
_RESAMPLES = 1000
_SHUFFLES, _MOST_SHUFFLED = 1999, 2000


@dataclass(frozen=True)
class LevelError:
    """How a model did at one level of a factor."""

    level: Level
    rows: int
    error: float
    """The mean error; of boxes the share that was missed."""
    interval: tuple[float, float]
    """Of 95 %, by resampling frames."""


@dataclass(frozen=True)
class Effect:
    """A factor that errors depend on."""

    factor: Factor
    p: float
    """After correction for the number of factors tried."""
    share: float
    """Of the variance of the errors' ranks that the factors found before it leave, what it explains."""
    levels: Sequence[LevelError]
    worst: Sequence[int]
    """The levels, neighbours where they are ranges, whose error is nearer to the largest than to the overall one."""


@dataclass(frozen=True)
class Effects:
    """What was found."""

    overall: float
    interval: tuple[float, float]
    found: Sequence[Effect]
    """The largest first; each beyond what those before it explain."""
    along: Sequence[Factor]
    """Errors depend on these too, but no longer once those that were found are taken into account."""


def effects(table: FactorTable, errors: Sequence[float], *, alpha: float = ALPHA) -> Effects:
    """Return the factors of `table` that `errors` (by row) depend on."""
    error, frames = np.asarray(errors, float), np.unique(table.frames, return_inverse=True)[1]
    cut = {factor: levels_of(column, frames, _TESTED) for factor, column in table.columns.items()}
    cut = {factor: (levels, codes) for factor, (levels, codes) in cut.items() if len(levels) > 1}
    overall = _resampled(error, np.zeros(len(error), np.int64), 1, frames)
    if np.ptp(error) == 0 or not cut or frames.max(initial=0) < 9:
        return Effects(float(error.mean()), (float(overall[0, 0]), float(overall[1, 0])), (), ())
    ranks = stats.rankdata(error) / len(error)
    found: list[Effect] = []
    controls = np.ones((len(error), 1))
    # So many that the least p value, of two parts and after correction, is below half of `alpha`.
    shuffles = max(_SHUFFLES, math.ceil(4 * len(cut) / alpha))
    residuals = _Residuals(ranks, frames, controls, shuffles)
    alone = {factor: residuals.tested(codes) for factor, (_, codes) in cut.items()}
    tried = alone
    while True:
        significant = {factor: (min(p * len(cut), 1.0), share) for factor, (p, share) in tried.items() if p * len(cut) <= alpha}
        if not significant:
            break
        best = max(significant, key=lambda factor: significant[factor][1])
        p, share = significant[best]
        levels, codes = cut[best]
        found.append(_effect(best, p, share, levels, codes, error, frames))
        finer = levels_of(table.columns[best], frames, _CONTROLLED)[1]
        controls = np.hstack([controls, _dummies(finer)])
        left = [factor for factor in cut if all(effect.factor != factor for effect in found)]
        residuals = _Residuals(ranks, frames, controls, shuffles)
        tried = {factor: residuals.tested(cut[factor][1]) for factor in left}
    names = {effect.factor for effect in found}
    along = [factor for factor, (p, _) in alone.items() if p * len(cut) <= alpha and factor not in names]
    return Effects(float(error.mean()), (float(overall[0, 0]), float(overall[1, 0])), found, along)


def _dummies(codes: np.ndarray) -> np.ndarray:
    return (codes[:, None] == np.arange(1, codes.max(initial=0) + 1)).astype(float)


class _Residuals:
    """What the controls leave of the errors, ready to be asked about one factor after the other."""

    def __init__(self, y: np.ndarray, frames: np.ndarray, controls: np.ndarray, shuffles: int) -> None:
        self._controls, self._frames = controls, frames
        self._counts = np.bincount(frames)
        self._y = y - controls @ np.linalg.lstsq(controls, y, rcond=None)[0]
        means = self._means(self._y)
        self._between = _Shuffled(means - means.mean(), np.zeros(len(means), np.int64), shuffles)
        self._within = _Shuffled(self._y - means[frames], frames, shuffles)

    def tested(self, codes: np.ndarray) -> tuple[float, float]:
        """Return the p value of the levels in `codes`, and the share of what is left that they explain."""
        own = _dummies(codes)
        rest = own - self._controls @ np.linalg.lstsq(self._controls, own, rcond=None)[0]
        # A level of which nothing is left cannot be told from the controls.
        rest = rest[:, (rest**2).mean(axis=0) > 1e-3 * np.maximum(own.var(axis=0), 1e-12)]
        if not rest.shape[1]:
            return 1.0, 0.0
        explained = rest @ np.linalg.lstsq(rest, self._y, rcond=None)[0]
        share = 1 - ((self._y - explained)**2).sum() / max((self._y**2).sum(), 1e-12)
        means = self._means(rest)
        parts = [shuffled.p(x) for shuffled, x in ((self._between, means - means.mean(axis=0)),
                                                   (self._within, rest - means[self._frames]))]
        asked = [p for p in parts if p is not None]
        return min(1.0, len(asked) * min(asked)) if asked else 1.0, float(share)

    def _means(self, values: np.ndarray) -> np.ndarray:
        sums = np.zeros((len(self._counts), *values.shape[1:]))
        np.add.at(sums, self._frames, values)
        return sums / self._counts.reshape(-1, *[1] * (values.ndim - 1))


class _Shuffled:
    """Values, of mean 0 in each block, and how they would lie if they were exchanged within blocks."""

    def __init__(self, y: np.ndarray, blocks: np.ndarray, shuffles: int) -> None:
        self._y = y
        counts = np.bincount(blocks)
        squares = np.bincount(blocks, y**2)
        self._variance = (squares / np.maximum(counts - 1, 1))[blocks]
        self._drawn = None
        if len(y) <= _MOST_SHUFFLED and y.any():
            places = np.argsort(blocks, kind="stable")
            drawn = np.random.default_rng(0).random((shuffles, len(y)), np.float32) + 2 * blocks[places]
            self._drawn = np.empty((shuffles, len(y)))
            self._drawn[:, places] = y[places][np.argsort(drawn, axis=1)]

    def p(self, x: np.ndarray) -> float | None:
        """Return how probable it is that exchanged values go with x, (n, q) of mean 0 in each block, as much as they do.

        None where no value can be exchanged, or x is the same throughout. Of many values it follows from the exact covariance
        under exchange and the central limit, of few from exchanging them.
        """
        covariance = (x * self._variance[:, None]).T @ x
        if np.trace(covariance) < 1e-9 * max(len(x), 1) * max(float(self._y.var()), 1e-12):
            return None
        inverse = np.linalg.pinv(covariance, rcond=1e-9, hermitian=True)
        statistic = _quadratic(self._y @ x, inverse)
        if self._drawn is None:
            return float(stats.chi2.sf(statistic, np.linalg.matrix_rank(covariance, hermitian=True)))
        drawn = _quadratic(self._drawn @ x, inverse)
        return float((1 + (drawn >= statistic * (1 - 1e-9)).sum()) / (1 + len(drawn)))


def _quadratic(vectors: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    return np.einsum("...i,ij,...j->...", vectors, inverse, vectors)


def _effect(factor: Factor, p: float, share: float, levels: Sequence[Level], codes: np.ndarray, error: np.ndarray,
            frames: np.ndarray) -> Effect:
    intervals = _resampled(error, codes, len(levels), frames)
    told = [LevelError(level, int((codes == k).sum()), float(error[codes == k].mean()),
                       (float(intervals[0, k]), float(intervals[1, k]))) for k, level in enumerate(levels)]
    largest = max(range(len(told)), key=lambda k: told[k].error)
    limit = (told[largest].error + float(error.mean())) / 2
    if levels[largest].low is None:
        worst = [k for k, one in enumerate(told) if one.error >= limit]
    else:
        first = last = largest
        while first > 0 and told[first - 1].error >= limit:
            first -= 1
        while last + 1 < len(told) and levels[last + 1].low is not None and told[last + 1].error >= limit:
            last += 1
        worst = list(range(first, last + 1))
    return Effect(factor, p, share, told, worst)


def _resampled(error: np.ndarray, codes: np.ndarray, levels: int, frames: np.ndarray) -> np.ndarray:
    """Return (2, levels): the 2.5 and 97.5 percentiles of each level's mean error over resampled frames."""
    clusters = int(frames.max(initial=0)) + 1
    sums, counts = np.zeros((clusters, levels)), np.zeros((clusters, levels))
    np.add.at(sums, (frames, codes), error)
    np.add.at(counts, (frames, codes), 1)
    rng = np.random.default_rng(0)
    means = np.empty((_RESAMPLES, levels))
    for row in means:
        drawn = rng.integers(0, clusters, clusters)
        with np.errstate(invalid="ignore"):
            row[:] = sums[drawn].sum(axis=0) / counts[drawn].sum(axis=0)
    return np.nanpercentile(means, [2.5, 97.5], axis=0)


