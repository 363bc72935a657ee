"""How much a recipe's keys move the statistics of its pictures, measured on designed sets, and which keys explain a difference.

A key's effect is the mean change of a statistic from the frames at one value to the same frames at another, so that all that
does not depend on the key falls out. Keys are then taken one after the other, each time the one that explains most of what is
left of all differences together (orthogonal greedy least squares). A difference is weighted by how well it is known, and never
better than to a quarter of itself, for effects are not linear; no key is moved far out of the values that it was measured at.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import lsq_linear

from facings.study.design import AS_IT_IS
from facings.study.distance import Difference

_LEAST_GAIN = 0.1
"""A key that explains less than this share of what is left is not told."""
_LEAST_SE, _NOT_LINEAR = 0.05, 0.25
"""In spreads, and as a share of a difference: nothing is known better."""
_BEYOND = 0.25
"""How far out of the values that it was measured at a key may be moved, as a share of their range."""


@dataclass(frozen=True)
class Effect:
    """What a key does to statistics."""

    key: str
    value: Any
    """None where the key is a number that can be moved; else the value that the key is set to."""
    of: Mapping[str, tuple[float, float]]
    """Statistic -> change from the lowest to the highest value (or from the recipe's to `value`), and its standard error."""
    low: float = 0.0
    high: float = 1.0

    @property
    def by_factor(self) -> bool:
        """Equal factors, not equal steps, have equal effects: of values that differ by a factor of 3 or more."""
        return self.low > 0 and self.high / self.low >= 3

    def place(self, number: float) -> float:
        """Return where a number lies between the lowest value, 0, and the highest, 1."""
        scale = math.log if self.by_factor and number > 0 else float
        return (scale(number) - scale(self.low)) / (scale(self.high) - scale(self.low))

    def at(self, place: float) -> float:
        """Return the number at a place."""
        if self.by_factor:
            return self.low * (self.high / self.low) ** place
        return self.low + place * (self.high - self.low)


@dataclass(frozen=True)
class Change:
    """How a key should move."""

    key: str
    value: Any
    """What it is set to; None where it is to be moved by `by`."""
    by: float
    explains: float
    """Share of all differences together that it takes away beside the keys before it."""
    statistics: Sequence[str]
    """Those that it moves most, of those that differ."""


def effects_of(runs: Mapping[str, tuple[Mapping[str, Any], Sequence[Mapping[str, float]]]]) -> list[Effect]:
    """Return the effects of keys from the runs of a design of one key at a time.

    `runs` has, by name, the changes of each run and the statistics of each of its pictures, in the order of their frames.
    """
    by_key: dict[str, list[tuple[Any, Sequence[Mapping[str, float]]]]] = {}
    for changes, statistics in runs.values():
        if len(changes) == 1:
            (key, value), = changes.items()
            by_key.setdefault(key, []).append((value, statistics))
    effects = []
    for key, levels in by_key.items():
        numbers = [level for level in levels if isinstance(level[0], int | float) and not isinstance(level[0], bool)]
        if len(numbers) == len(levels) > 1:
            effects.append(_slope(key, sorted(numbers, key=lambda level: level[0])))
        elif AS_IT_IS in runs:
            before = runs[AS_IT_IS][1]
            effects += [Effect(key, value, _mean_change(before, after)) for value, after in levels]
    return effects


def _slope(key: str, levels: Sequence[tuple[float, Sequence[Mapping[str, float]]]]) -> Effect:
    (low, before), (high, after) = levels[0], levels[-1]
    return Effect(key, None, _mean_change(before, after), float(low), float(high))


def _mean_change(before: Sequence[Mapping[str, float]],
                 after: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    changes = {}
    for name in {name: None for one in before for name in one}:
        steps = np.array([b[name] - a[name] for a, b in zip(before, after, strict=True) if name in a and name in b], float)
        if len(steps) >= 3:
            changes[name] = float(steps.mean()), float(steps.std(ddof=1) / math.sqrt(len(steps)))
    return changes


def explained(found: Sequence[Difference], effects: Sequence[Effect], now: Mapping[str, float],
              most: int = 6) -> list[Change]:
    """Return the keys, and how they should move, that together explain most of the differences; the most telling first.

    `now` has the mean of each key in the set's recipe, where that is a number.
    """
    target = np.array([one.shift if one.real else 0.0 for one in found])  # what does not differ is to stay
    # An interval of 95 % is some four standard errors wide.
    widths = [max((one.interval[1] - one.interval[0]) / 4, _LEAST_SE) for one in found]
    errors = np.hypot(widths, _NOT_LINEAR * target)
    limits = []
    for effect in effects:
        place = effect.place(now[effect.key]) if effect.value is None and effect.key in now else None
        limits.append((-1 - _BEYOND, 1 + _BEYOND) if place is None else (min(-place - _BEYOND, 0), max(1 + _BEYOND - place, 0)))
    columns, doubts = [], []
    for effect in effects:
        known = [effect.of.get(one.name, (0.0, 0.0)) for one in found]
        columns.append([change / one.spread for (change, _), one in zip(known, found, strict=True)])
        doubts.append([error / one.spread for (_, error), one in zip(known, found, strict=True)])
    chosen: list[int] = []
    left, whole = target, float(((target / errors) ** 2).sum())
    moves = np.zeros(0)
    gains: list[float] = []
    while len(chosen) < min(most, len(effects)):
        tried = {}
        for k in range(len(effects)):
            if k in chosen or (effects[k].value is not None and any(effects[c].key == effects[k].key for c in chosen)):
                continue
            tried[k] = _fitted(target, errors, columns, doubts, limits, [*chosen, k], effects)
        if not tried:
            break
        before = float(((left / errors) ** 2).sum())
        best = min(tried, key=lambda k: tried[k][1])
        gain = before - tried[best][1]
        if gain < _LEAST_GAIN * before or gain < 4:
            break
        chosen.append(best)
        moves, left = tried[best][0], tried[best][2]
        gains.append(gain / max(whole, 1e-12))
    result = []
    for k, move, gain in zip(chosen, moves, gains, strict=True):
        effect, moved = effects[k], np.array(columns[k]) * move
        most_moved = sorted((i for i in range(len(found)) if found[i].real and moved[i] * target[i] > 0),
                            key=lambda i: -abs(moved[i]))[:3]
        start = now.get(effect.key, effect.at(0.5))
        by = effect.at(effect.place(start) + float(move)) - start if effect.value is None else 0.0
        result.append(Change(effect.key, effect.value, by, gain, [found[i].name for i in most_moved]))
    return result


def _fitted(target: np.ndarray, errors: np.ndarray, columns: Sequence[Sequence[float]], doubts: Sequence[Sequence[float]],
            limits: Sequence[tuple[float, float]], chosen: Sequence[int],
            effects: Sequence[Effect]) -> tuple[np.ndarray, float, np.ndarray]:
    """Return moves (1: from the lowest value to the highest), the weighted sum of squares that is left, and what is left."""
    a = np.array([columns[k] for k in chosen], float).T
    moves = np.zeros(len(chosen))
    weights = errors
    for _ in range(3):  # what is not known of an effect counts by how far its key is moved
        bounds = np.array([(1.0, 1.0 + 1e-9) if effects[k].value is not None else limits[k] for k in chosen]).T
        moves = lsq_linear(a / weights[:, None], target / weights, bounds).x
        doubt = np.array([doubts[k] for k in chosen], float).T * moves
        weights = np.sqrt(errors**2 + (doubt**2).sum(axis=1))
    left = target - a @ moves
    return moves, float(((left / errors) ** 2).sum()), left
