"""How far two samples of pictures lie apart, statistic by statistic, and whether that can be chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import wasserstein_distance

ALPHA = 0.05
"""The chance that any difference is told between two samples of one source."""
_SHUFFLES, _RESAMPLES = 4999, 400
_LEAST = 5


@dataclass(frozen=True)
class Difference:
    """One statistic of two samples."""

    name: str
    of_set: float
    of_photos: float
    """Means."""
    spread: float
    """The larger standard deviation of the two samples, which distances are measured in."""
    distance: float
    """Wasserstein's between the samples, in spreads: 1 is one standard deviation apart."""
    interval: tuple[float, float]
    """Of 95 %, by resampling pictures."""
    p: float
    """Of a permutation test, corrected for the number of statistics (Holm)."""

    @property
    def real(self) -> bool:
        return self.p <= ALPHA

    @property
    def shift(self) -> float:
        """What would have to be added to the set's mean, in spreads."""
        return (self.of_photos - self.of_set) / self.spread


def differences(of_set: Sequence[Mapping[str, float]], of_photos: Sequence[Mapping[str, float]]) -> list[Difference]:
    """Return the differences of each statistic that at least five pictures of both samples have, the farthest first."""
    names = dict.fromkeys(name for one in of_set for name in one)
    found = []
    for name in names:
        a, b = (np.array([one[name] for one in sample if name in one], float) for sample in (of_set, of_photos))
        if min(len(a), len(b)) >= _LEAST:
            found.append((name, a, b))
    rough = [_p(a, b) for _, a, b in found]
    corrected = _holm(rough)
    result = []
    for (name, a, b), p in zip(found, corrected, strict=True):
        spread = max(float(a.std(ddof=1)), float(b.std(ddof=1)), 1e-9 * max(abs(float(a.mean())), 1.0))
        result.append(Difference(name, float(a.mean()), float(b.mean()), spread, _wasserstein(a, b) / spread,
                                 _interval(a, b, spread), p))
    return sorted(result, key=lambda one: (not one.real, -one.distance))


def _wasserstein(a: np.ndarray, b: np.ndarray) -> float:
    return float(wasserstein_distance(a, b))


def _p(a: np.ndarray, b: np.ndarray) -> float:
    """Return how often labels at random lie as far apart (Wasserstein's distance)."""
    values = np.concatenate([a, b])
    order = np.argsort(values, kind="stable")
    steps = np.diff(values[order])
    labels = np.r_[np.ones(len(a)), np.zeros(len(b))][order]
    rng = np.random.default_rng(0)
    drawn = rng.permuted(np.broadcast_to(labels, (_SHUFFLES, len(labels))), axis=1)

    def distance(rows: np.ndarray) -> np.ndarray:
        below = np.cumsum(rows, axis=-1)[..., :-1] / len(a) - np.cumsum(1 - rows, axis=-1)[..., :-1] / len(b)
        return np.abs(below) @ steps

    return float((1 + (distance(drawn) >= distance(labels) * (1 - 1e-9)).sum()) / (1 + _SHUFFLES))


def _holm(p: Sequence[float]) -> list[float]:
    corrected, largest = [0.0] * len(p), 0.0
    for place, index in enumerate(sorted(range(len(p)), key=lambda k: p[k])):
        largest = max(largest, min(1.0, (len(p) - place) * p[index]))
        corrected[index] = largest
    return corrected


def _interval(a: np.ndarray, b: np.ndarray, spread: float) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    drawn = [_wasserstein(a[rng.integers(0, len(a), len(a))], b[rng.integers(0, len(b), len(b))]) / spread
             for _ in range(_RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
