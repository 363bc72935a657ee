"""Units of recipe keys: people write millimetres and degrees, code computes in metres and radians."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from facings.recipes.distributions import Distribution, extremes, plain, quantile, sample

UnitName = Literal["m", "mm", "deg", "k", "ev", "years"]
"""As the keys' names end: metres, millimetres, degrees, kelvins, exposure values (doublings of the light), years."""


CONVERSIONS: dict[UnitName, Callable[[float], float]] = {
    "mm": lambda millimetres: millimetres / 1000,
    "deg": math.radians,
}
"""From the written number to the one that code computes with; of other units they are the same."""


@dataclass(frozen=True)
class Measured(Distribution[Any]):
    """A leaf that is written in millimetres or degrees: its draws are metres or radians, its written form is as it was.

    Constants are wrapped too, so that a number which has not been drawn is never taken for one in metres.
    """

    written: Any
    unit: UnitName

    def sample(self, rng: np.random.Generator) -> Any:
        return self._computed(sample(self.written, rng))

    def quantile(self, share: float) -> Any:
        return self._computed(quantile(self.written, share))

    def extremes(self) -> tuple[Any, ...]:
        return tuple(self._computed(value) for value in extremes(self.written))

    def plain(self) -> Any:
        return plain(self.written)

    def _computed(self, value: Any) -> Any:
        convert = CONVERSIONS.get(self.unit)
        if value is None or convert is None:
            return value
        return tuple(convert(number) for number in value) if isinstance(value, tuple) else convert(value)
