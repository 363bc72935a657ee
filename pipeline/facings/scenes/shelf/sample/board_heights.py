"""How high the boards of a bay hang: within the template's ranges, with room for what stands on each."""

from collections.abc import Sequence

import numpy as np

from facings.scenes.shelf.template_info import BoardSlot

HOLES_M = 0.0125
"""Boards hang in slots of the uprights: heights are whole multiples of this where that is possible."""


class BoardHeights:
    """The clear heights that each board of a bay needs, and what these leave possible."""

    def __init__(self, slots: Sequence[BoardSlot], top_z_m: float) -> None:
        self._slots = tuple(slots)
        self._top_z_m = top_z_m
        self.needed_m = [0.0] * len(self._slots)
        """Clear height that each board must have."""

    def can_have(self, board: int, clear_height_m: float) -> bool:
        """Whether `board` can have that clear height without taking from another what it needs."""
        needed = list(self.needed_m)
        needed[board] = max(needed[board], clear_height_m)
        highest = self._highest(needed)
        z = -np.inf
        for k, slot in enumerate(self._slots):
            z = max(slot.z_min_m, z + (needed[k - 1] if k else 0.0) + slot.thickness_m)
            if z > highest[k] + 1e-9:
                return False
        return True

    def need(self, board: int, clear_height_m: float) -> None:
        """Raise what `board` needs; to be asked with `can_have` first."""
        self.needed_m[board] = max(self.needed_m[board], clear_height_m)

    def most(self, board: int) -> float:
        """Return the greatest clear height that `board` can have beside what the others need."""
        needed = [0.0 if k == board else n for k, n in enumerate(self.needed_m)]
        z = -np.inf
        for k, slot in enumerate(self._slots[:board + 1]):
            z = max(slot.z_min_m, z + (needed[k - 1] if k else 0.0) + slot.thickness_m)
        above = board + 1
        if above == len(self._slots):
            return float(self._top_z_m - z)
        return float(self._highest(needed)[above] - self._slots[above].thickness_m - z)

    def sample(self, rng: np.random.Generator, wished_m: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
        """Return the boards' heights and clear heights, both (B,) in metres.

        Every board gets what it needs; what is left of the bay's height goes towards the wishes, in equal shares of
        each, and beyond these in random shares, most of it above the uppermost board, as far as the template's ranges
        allow.
        """
        slots, count = self._slots, len(self._slots)
        clear = np.array(self.needed_m)
        extra = np.maximum(np.array(wished_m) - clear, 0.0)
        left = self._top_z_m - slots[0].z_m - sum(s.thickness_m for s in slots[1:]) - clear.sum()
        if left > 0:
            clear += extra * min(1.0, left / max(1e-9, extra.sum()))
            clear += max(0.0, left - extra.sum()) * rng.dirichlet([2.0] * (count - 1) + [8.0])
        highest = self._highest(self.needed_m)
        z = np.zeros(count)
        for k, slot in enumerate(slots):
            low, wanted = slot.z_min_m, slot.z_m
            if k:
                low = max(low, z[k - 1] + self.needed_m[k - 1] + slot.thickness_m)
                wanted = z[k - 1] + clear[k - 1] + slot.thickness_m
            hung = _in_holes(float(np.clip(wanted, min(low, highest[k]), highest[k])), low, highest[k])
            z[k] = min(max(hung, slot.z_min_m), slot.z_max_m)  # sums of heights miss the range by a rounding error
        above = np.append(z[1:] - [s.thickness_m for s in slots[1:]], self._top_z_m)
        return z, above - z

    def _highest(self, needed: Sequence[float]) -> list[float]:
        """The highest that each board may hang if all above it get what they need."""
        result = [0.0] * len(self._slots)
        ceiling = self._top_z_m
        for k in range(len(self._slots) - 1, -1, -1):
            result[k] = min(self._slots[k].z_max_m, ceiling - needed[k])
            ceiling = result[k] - self._slots[k].thickness_m
        return result


def _in_holes(z_m: float, low_m: float, high_m: float) -> float:
    snapped = round(z_m / HOLES_M) * HOLES_M
    return snapped if low_m <= snapped <= high_m else z_m
