"""One board while it is being filled from left to right with runs of facings."""

from dataclasses import dataclass, field

import numpy as np

from facings.scenes.shelf.sample.board_heights import BoardHeights
from facings.scenes.shelf.sample.candidate import Candidate
from facings.scenes.shelf.template_info import BoardSlot

WIDEST_RUN_M = 0.5
"""A run grows beyond this only where nothing else fills its board."""

WIDEST_SLACK_M = 0.007
"""A board's unused width is shared between its facings up to this much each; what is left lies between the runs."""

USUAL_SLACK_M = 0.0025
"""As much unused width for each facing as no exchange of facings is worth."""

LOOK_AHEAD = 6
"""How many products that do not fit are passed over in search of one that does, once a board is two thirds full."""


@dataclass
class Facings:
    """A run before it has its place: so many facings of one product."""

    candidate: Candidate
    count: int

    @property
    def width_m(self) -> float:
        return self.candidate.width_m * self.count


@dataclass
class BoardRow:
    """The runs of one board, and whether more fit there."""

    board: int
    slot: BoardSlot
    room_m: float
    """Width between the uprights."""
    heights: BoardHeights
    """The bay's, shared by its rows."""
    runs: list[Facings] = field(default_factory=list)

    def free_m(self) -> float:
        """Width that no run takes."""
        return self.room_m - sum(run.width_m for run in self.runs)

    def fits(self, candidate: Candidate) -> bool:
        """Whether one facing of `candidate` finds room in width, depth and height."""
        return (candidate.width_m <= self.free_m()
                and candidate.depth_m <= self.slot.back_y_m - self.slot.front_y_m
                and self.heights.can_have(self.board, candidate.height_m))

    def place(self, candidate: Candidate, count: int) -> None:
        """Add a run; to be asked with `fits` first."""
        self.heights.need(self.board, candidate.height_m)
        self.runs.append(Facings(candidate, count))

    def fill(self, queue: list[Facings]) -> list[Facings]:
        """Take runs from the head of `queue` and return what is left of it; the last one is narrowed to fit."""
        left = list(queue)
        position = 0
        while position < len(left):
            candidate = left[position].candidate
            if not self.fits(candidate):
                position += 1
                if position > LOOK_AHEAD and self.free_m() < 0.3 * self.room_m:
                    break
            elif any(run.candidate is candidate for run in self.runs):
                position += 1
            else:
                self.place(candidate, min(left[position].count, int(self.free_m() / candidate.width_m)))
                del left[position]
        return left

    def widen(self, spare: list[Candidate], most: int) -> None:
        """Use up the free width: more facings of what is there, further products that fit, yet more facings.

        spare: the products that may come in addition, the most welcome first.
        """
        self._grow(most)
        there = {run.candidate.product.sku for run in self.runs}
        for candidate in spare:
            if candidate.product.sku not in there and self.fits(candidate):
                self.place(candidate, 1)
                self._grow(most)
        self._grow(None)
        while self._exchange():
            pass

    def arrange(self, order: np.ndarray | None) -> None:
        """Bring the runs into an order, or (None) put those of one brand side by side."""
        if order is None:
            brands = list(dict.fromkeys(run.candidate.product.brand for run in self.runs))
            self.runs.sort(key=lambda run: brands.index(run.candidate.product.brand))
        else:
            self.runs = [self.runs[i] for i in order]

    def wished_height_m(self) -> float:
        """Clear height at which the stacks on this board reach their full height; 0 where it is empty."""
        return max((run.candidate.stacked_height_m for run in self.runs), default=0.0)

    def empty_m2(self, clear_height_m: float) -> float:
        """Area of the row's front that shows nothing, under a clear height."""
        above = sum(run.width_m * max(0.0, clear_height_m - run.candidate.reach_m(clear_height_m)) for run in self.runs)
        return above + self.free_m() * clear_height_m

    def cells_x_m(self, left_m: float) -> list[tuple[tuple[float, float], ...]]:
        """Return each run's facings as (left, right) bounds, the free width shared between them."""
        count = sum(run.count for run in self.runs)
        if not count:
            return []
        free = self.free_m()
        slack = min(free / (count + len(self.runs)), WIDEST_SLACK_M)
        between = (free - slack * count) / len(self.runs)
        result = []
        x = left_m
        for run in self.runs:
            x += between / 2
            pitch = run.candidate.width_m + slack
            result.append(tuple((x + i * pitch, x + (i + 1) * pitch) for i in range(run.count)))
            x = result[-1][-1][1] + between / 2
        return result

    def _grow(self, most: int | None) -> None:
        """Add facings to the narrowest runs as long as they fit, up to `most` each (None: any number and any width)."""
        while True:
            free = self.free_m()
            growing = [
                run for run in self.runs if run.candidate.width_m <= free and (
                    most is None or (run.count < most and run.candidate.width_m * (run.count + 1) <= WIDEST_RUN_M))
            ]
            if not growing:
                return
            min(growing, key=lambda run: run.width_m).count += 1

    def _exchange(self) -> bool:
        """Give up a few facings of one run for those of another that fill the board better, and say whether any are."""
        spare = self.free_m() - USUAL_SLACK_M * sum(run.count for run in self.runs)
        best_m, best = 0.001, None
        for one in self.runs:
            for other in self.runs:
                for fewer in range(1, min(3, one.count - 1) + 1):
                    lost_m = fewer * one.candidate.width_m
                    more = int((spare + lost_m) / other.candidate.width_m)
                    gain_m = more * other.candidate.width_m - lost_m
                    if other is not one and best_m < gain_m <= spare:
                        best_m, best = gain_m, (one, fewer, other, more)
        if best is None:
            return False
        one, fewer, other, more = best
        one.count -= fewer
        other.count += more
        return True
