"""A factor's values as a few levels: ranges of numbers with equally many rows, or categories."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_FEW_VALUES = 6
"""Numbers with no more different values than this are levels each."""
_LEAST_FRAMES = 5
"""A level that occurs in fewer frames says nothing; it joins the others that are so rare."""
RARE, UNSAID = "others", "not said"


@dataclass(frozen=True)
class Level:
    """One range of a factor, or one category."""

    label: str
    low: float | None = None
    high: float | None = None
    """Both None for categories; the range holds its low end, and the last one its high end too."""


def levels_of(values: Sequence[float | str | None], frames: np.ndarray, most: int) -> tuple[list[Level], np.ndarray]:
    """Return the levels of a column and (n,) int64, which level each row is of.

    Numbers are cut at quantiles into `most` ranges at most; ranges and categories that fewer than five of the `frames`, (n,)
    int64, have are joined.
    """
    numbers = np.array([value if isinstance(value, float) else math.nan for value in values])
    words = np.array([UNSAID if value is None else value if isinstance(value, str) else "" for value in values], object)
    codes = np.full(len(values), -1)
    levels: list[Level] = []
    known = np.isfinite(numbers)
    if known.any():
        levels, codes[known] = _ranges(numbers[known], min(most, max(len(np.unique(frames[known])) // (2 * _LEAST_FRAMES), 2)))
    for word in sorted(set(words[~known])):
        codes[words == word] = len(levels)
        levels.append(Level(word))
    return _without_rare(levels, codes, frames)


def _ranges(numbers: np.ndarray, most: int) -> tuple[list[Level], np.ndarray]:
    different = np.unique(numbers)
    if len(different) <= _FEW_VALUES:
        return [Level(f"{value:g}", value, value) for value in different.tolist()], np.searchsorted(different, numbers)
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, most + 1)))
    if len(edges) == 2:  # nearly all rows have one value
        edges = np.array([edges[0], np.nextafter(edges[0], np.inf), edges[1]])
    codes = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(edges) - 2)
    pairs = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [Level(f"{low:.4g} to {high:.4g}", low, high) for low, high in pairs], codes


def _without_rare(levels: list[Level], codes: np.ndarray, frames: np.ndarray) -> tuple[list[Level], np.ndarray]:
    frequent = [number for number in range(len(levels)) if len(np.unique(frames[codes == number])) >= _LEAST_FRAMES]
    place = {number: position for position, number in enumerate(frequent)}
    joined = np.array([place.get(code, len(frequent)) for code in codes.tolist()], np.int64)
    kept = [levels[number] for number in frequent]
    rare = len(np.unique(frames[joined == len(frequent)]))
    if rare >= _LEAST_FRAMES or (rare and not kept):
        return [*kept, Level(RARE)], joined
    joined[joined == len(frequent)] = 0  # too few to say anything about, or to change anything
    return kept, joined
