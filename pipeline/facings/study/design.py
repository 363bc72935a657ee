"""Which settings of a recipe's keys are rendered in a designed experiment: one key at a time, or a Latin square."""

import itertools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facings.errors import InputError

AS_IT_IS = "as_it_is"


@dataclass(frozen=True)
class Run:
    """One setting of the keys; every run renders the same frames of the same seed."""

    name: str
    """Of its dataset's folder."""
    changes: Mapping[str, Any]
    """Key -> the constant (or distribution) that it has in all frames of this run."""


def one_at_a_time(values: Mapping[str, Sequence[Any]]) -> list[Run]:
    """Return the recipe as it is, then a run for each value of each key, in which all other keys are the recipe's."""
    runs = [Run(AS_IT_IS, {})]
    runs += [Run(_name({key: value}), {key: value}) for key, levels in values.items() for value in levels]
    return _named_apart(runs)


def latin_square(values: Mapping[str, Sequence[Any]]) -> list[Run]:
    """Return k² runs of keys with k values each, in which every two values of two keys meet exactly once.

    Two keys are crossed, a third is a Latin square's letters, further ones are those of squares orthogonal to it. Raises
    InputError where the numbers of values differ, or no square is left for a key.
    """
    counts = {key: len(levels) for key, levels in values.items()}
    order = next(iter(counts.values()), 0)
    if len(counts) < 2 or len(set(counts.values())) > 1:
        told = ", ".join(f"{key} has {count}" for key, count in counts.items())
        raise InputError(f"A Latin square takes two keys or more with equally many values each; {told or 'no key is given'}.")
    # Key number i has the value (column + i·row) mod k: two keys meet in every way where the difference of their factors has no
    # divisor in common with k.
    most = next((d for d in range(2, order + 1) if order % d == 0), 1) + 1
    if len(counts) > max(most, 3):
        raise InputError(f"With {order} values a key there are Latin squares for {max(most, 3)} keys; {len(counts)} are given."
                         f" {_next_prime(len(counts) - 1)} values a key are enough for them.")
    runs = []
    for row, column in itertools.product(range(order), repeat=2):
        places = [row, *((column + factor * row) % order for factor in range(len(counts) - 1))]
        changes = {key: levels[place] for (key, levels), place in zip(values.items(), places, strict=True)}
        runs.append(Run(_name(changes), changes))
    return _named_apart(runs)


def _next_prime(least: int) -> int:
    return next(n for n in itertools.count(max(least, 2)) if all(n % d for d in range(2, math.isqrt(n) + 1)))


def _name(changes: Mapping[str, Any]) -> str:
    """A folder's name: 'camera.roll_deg=2', of any letters that file systems take."""
    told = ",".join(f"{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in changes.items())
    return re.sub(r"[^\w.=,+-]+", "_", told)[:120]


def _named_apart(runs: list[Run]) -> list[Run]:
    """Number those that have their name in common, which file systems without capitals count as one."""
    seen: dict[str, int] = {}
    result = []
    for run in runs:
        count = seen[run.name.lower()] = seen.get(run.name.lower(), 0) + 1
        result.append(run if count == 1 else Run(f"{run.name}-{count}", run.changes))
    return result
