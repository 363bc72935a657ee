"""Whatever boards are promised, they get: within the template's ranges and with at least the height they need."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shelf_world import gondola, random_template

from facings.scenes.shelf.sample.board_heights import BoardHeights


@given(seed=st.integers(0, 2**32), wishes=st.lists(st.floats(0.05, 0.6), min_size=7, max_size=7),
       asked=st.lists(st.tuples(st.integers(0, 6), st.floats(0.05, 0.6)), max_size=12))
def test_promises_are_kept(seed: int, wishes: list[float], asked: list[tuple[int, float]]) -> None:
    info = random_template(np.random.default_rng(seed), 1)
    heights = BoardHeights(info.boards, info.top_z_m)
    if not heights.can_have(0, 0.0):
        return  # the template itself has overlapping boards
    for board, clear_m in asked:
        if board < len(info.boards) and heights.can_have(board, clear_m):
            heights.need(board, clear_m)
    z_m, clear_m = heights.sample(np.random.default_rng(seed), wishes[:len(info.boards)])
    for k, slot in enumerate(info.boards):
        assert slot.z_min_m - 1e-9 <= z_m[k] <= slot.z_max_m + 1e-9
        assert clear_m[k] >= heights.needed_m[k] - 1e-9
        above = z_m[k + 1] - info.boards[k + 1].thickness_m if k + 1 < len(z_m) else info.top_z_m
        assert abs(above - z_m[k] - clear_m[k]) < 1e-9


def test_a_board_cannot_have_more_than_the_range_gives() -> None:
    heights = BoardHeights(gondola().boards, gondola().top_z_m)
    # The deck is at 0.16, the next board at most at 0.58 and 0.04 thick: 0.38 is the most.
    assert heights.can_have(0, 0.379)
    assert not heights.can_have(0, 0.381)
    heights.need(0, 0.379)
    assert heights.can_have(1, 0.27)
    assert not heights.can_have(1, 0.33)
