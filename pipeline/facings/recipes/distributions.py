"""Recipe leaves: a key holds a constant or a distribution, and all that it may ever give is checked when it is read.

    height_m: 1.5                                              a constant
    height_m: {uniform: [1.2, 1.7]}
    height_m: {log_uniform: [0.5, 4]}                          as likely between 0.5 and 1 as between 2 and 4
    height_m: {normal: {mean: 1.5, std: 0.1, min: 1.2, max: 1.8}}    cut off at min and max
    height_m: {choice: [1.2, {uniform: [1.5, 1.7]}]}           equally likely; entries may vary themselves
    height_m: {choice: {1.2: 3, 1.6: 1}}                       value: weight
    height_m: {choice: [1.2, 1.6], weights: [3, 1]}
    count: {integers: [2, 5]}                                  2, 3, 4 or 5
"""

import itertools
import math
import statistics
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import numpy as np

from facings.recipes.draws import spawn_by_name

Drawn = TypeVar("Drawn")

_STANDARD = statistics.NormalDist()
_LEAST_MASS = 1e-6
"""A normal distribution whose [min, max] holds less was meant otherwise: its mean lies outside by five sigma."""


class Distribution(ABC, Generic[Drawn]):
    """How one value varies from frame to frame."""

    @abstractmethod
    def sample(self, rng: np.random.Generator) -> Drawn:
        """Return one value as plain Python data."""

    @abstractmethod
    def quantile(self, share: float) -> Drawn:
        """Return the value below which a `share` in [0, 1) of the draws lie; of a choice, the entries in their order."""

    @abstractmethod
    def plain(self) -> Any:
        """Return the form that is written in a recipe, as JSON data."""

    def extremes(self) -> tuple[Drawn, ...]:
        """Return values between which, part by part, all draws lie; those of a choice are among them."""
        return self.quantile(0.0), self.quantile(1 - 2**-53)


@dataclass(frozen=True)
class Uniform(Distribution[float]):
    """Every value of [low, high] is as likely."""

    low: float
    high: float

    def sample(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.low, self.high))

    def quantile(self, share: float) -> float:
        return self.low + (self.high - self.low) * share

    def plain(self) -> dict:
        return {"uniform": [self.low, self.high]}


@dataclass(frozen=True)
class LogUniform(Distribution[float]):
    """The logarithm is uniform: every doubling of [low, high] is as likely."""

    low: float
    high: float

    def sample(self, rng: np.random.Generator) -> float:
        value = math.exp(rng.uniform(math.log(self.low), math.log(self.high)))
        # exp(log(x)) may leave the range by one rounding.
        return min(max(value, self.low), self.high)

    def quantile(self, share: float) -> float:
        return self.low * (self.high / self.low) ** share

    def plain(self) -> dict:
        return {"log_uniform": [self.low, self.high]}


@dataclass(frozen=True)
class Normal(Distribution[float]):
    """A normal distribution cut off at low and high (None: not at this side); drawn by inverting the cumulative one."""

    mean: float
    std: float
    low: float | None = None
    high: float | None = None

    def _tails(self) -> tuple[bool, float, float]:
        """Return whether the axis is mirrored, and the cumulative probabilities of the two ends.

        Ranges above the mean are mirrored below it, where the cumulative distribution keeps its digits.
        """
        a = -math.inf if self.low is None else (self.low - self.mean) / self.std
        b = math.inf if self.high is None else (self.high - self.mean) / self.std
        mirrored = a > 0
        if mirrored:
            a, b = -b, -a
        return mirrored, _STANDARD.cdf(a), _STANDARD.cdf(b)

    def mass(self) -> float:
        """Return the share of the whole normal distribution that lies within [low, high]."""
        if self.std == 0:
            return float((self.low is None or self.mean >= self.low) and (self.high is None or self.mean <= self.high))
        _, start, end = self._tails()
        return end - start

    def sample(self, rng: np.random.Generator) -> float:
        # Drawn even where nothing varies, so that every leaf takes one draw.
        return self.quantile(float(rng.random()))

    def quantile(self, share: float) -> float:
        if self.std == 0:
            return float(self.mean)
        mirrored, start, end = self._tails()
        part = share * (end - start)
        probability = min(max(end - part if mirrored else start + part, 1e-300), 1 - 2**-53)
        z = _STANDARD.inv_cdf(probability)
        value = self.mean + self.std * (-z if mirrored else z)
        value = value if self.low is None else max(value, self.low)
        return value if self.high is None else min(value, self.high)

    def plain(self) -> dict:
        ends = {"min": self.low, "max": self.high}
        return {"normal": {"mean": self.mean, "std": self.std} | {k: v for k, v in ends.items() if v is not None}}


@dataclass(frozen=True)
class Integers(Distribution[int]):
    """Whole numbers low to high, both included."""

    low: int
    high: int

    def sample(self, rng: np.random.Generator) -> int:
        return int(rng.integers(self.low, self.high, endpoint=True))

    def quantile(self, share: float) -> int:
        return min(self.low + int(share * (self.high - self.low + 1)), self.high)

    def plain(self) -> dict:
        return {"integers": [self.low, self.high]}


@dataclass(frozen=True)
class Choice(Distribution[Drawn]):
    """One of several leaves, by weight; `weights` None makes them equally likely."""

    values: tuple[Drawn | Distribution[Drawn], ...]
    weights: tuple[float, ...] | None = None

    def sample(self, rng: np.random.Generator) -> Drawn:
        if self.weights is None:
            index = int(rng.integers(len(self.values)))
        else:
            index = int(rng.choice(len(self.values), p=np.array(self.weights) / math.fsum(self.weights)))
        return cast(Drawn, sample(self.values[index], rng))

    def quantile(self, share: float) -> Drawn:
        weights = np.ones(len(self.values)) if self.weights is None else np.array(self.weights, float)
        ends = np.cumsum(weights / math.fsum(weights))
        index = min(int(np.searchsorted(ends, share, side="right")), len(self.values) - 1)
        start = float(ends[index - 1]) if index else 0.0
        width = float(ends[index]) - start
        within = min(max((share - start) / width, 0.0), 1 - 2**-53) if width > 0 else 0.0
        return cast(Drawn, quantile(self.values[index], within))

    def extremes(self) -> tuple[Drawn, ...]:
        weights = self.weights or (1.0,) * len(self.values)
        ends = (end for value, weight in zip(self.values, weights, strict=True) if weight > 0 for end in extremes(value))
        return cast(tuple[Drawn, ...], tuple(ends))

    def plain(self) -> dict:
        form = {"choice": [plain(v) for v in self.values]}
        return form if self.weights is None else form | {"weights": [float(w) for w in self.weights]}


@dataclass(frozen=True)
class Independent(Distribution[tuple]):
    """A tuple some of whose parts vary, each on its own."""

    leaves: tuple[Any, ...]

    def sample(self, rng: np.random.Generator) -> tuple:
        children = spawn_by_name(rng, *(str(index) for index in range(len(self.leaves))))
        return tuple(sample(leaf, child) for leaf, child in zip(self.leaves, children, strict=True))

    def quantile(self, share: float) -> tuple:
        return tuple(quantile(leaf, share) for leaf in self.leaves)

    def extremes(self) -> tuple[tuple, ...]:
        return tuple(itertools.product(*(dict.fromkeys(extremes(leaf)) for leaf in self.leaves)))

    def plain(self) -> list:
        return [plain(leaf) for leaf in self.leaves]


def holds_enough(normal: Normal) -> bool:
    """Return whether the range of a normal distribution is one that it reaches at all."""
    return normal.mass() >= _LEAST_MASS


def vary(distribution: Distribution[Drawn]) -> Drawn:
    """Return a distribution as what it draws, for a type checker: the default of a recipe's key may vary.

    A key's annotation says what is drawn, which is what samplers read; until then it may hold a distribution.
    """
    return cast(Drawn, distribution)


def sample(leaf: Drawn, rng: np.random.Generator) -> Drawn:
    """Return a leaf's value: one draw of a distribution, or the constant itself."""
    return cast(Drawn, leaf.sample(rng)) if isinstance(leaf, Distribution) else leaf


def quantile(leaf: Drawn, share: float) -> Drawn:
    """Return a leaf's value at a `share` in [0, 1) of its cumulative distribution; a constant is itself."""
    return cast(Drawn, leaf.quantile(share)) if isinstance(leaf, Distribution) else leaf


def extremes(leaf: Drawn) -> tuple[Drawn, ...]:
    """Return values between which all of a leaf's lie (`Distribution.extremes`): a constant's is itself."""
    return leaf.extremes() if isinstance(leaf, Distribution) else (leaf,)


def named_by(leaf: Any) -> set[str]:
    """Return every value that a leaf of names can give."""
    if not isinstance(leaf, Choice):
        return {leaf}
    weights = leaf.weights or (1.0,) * len(leaf.values)
    return set().union(*(named_by(value) for value, weight in zip(leaf.values, weights, strict=True) if weight > 0))


def plain(leaf: Any) -> Any:
    """Return a leaf as JSON data, in the form in which a recipe writes it."""
    if isinstance(leaf, Distribution):
        return leaf.plain()
    return [plain(v) for v in leaf] if isinstance(leaf, tuple) else leaf
