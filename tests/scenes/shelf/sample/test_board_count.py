"""Where a recipe lets the number of boards vary, they suit what stands on them, and no more are hung than there is room for."""

import numpy as np
import pytest
from shelf_world import catalogue, drawn, gondola, random_template, simple_shapes

from facings.errors import InputError
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.board_count import LEAST_CLEAR_M, most_boards, refuse_crowded
from facings.scenes.shelf.sample.frame import sample_shelf
from facings.scenes.shelf.sample.stock import sample_stock


def bays_of(department: str, boards, info=None, seed: int = 0, count: int = 3):
    recipe = drawn(departments=(department,), bays=count, stacking=False)
    recipe = recipe.model_copy(update={"bays": recipe.bays.model_copy(update={"boards": boards})})
    return sample_stock(recipe, info or gondola(), catalogue(), simple_shapes(), seed, 0)


def test_low_products_have_more_boards_than_tall_ones_and_little_air_above_them():
    numbers, air = {}, {}
    for department in ("tinned", "breakfast"):
        found, above = [], []
        for seed in range(4):
            bays, items, *_ = bays_of(department, (4, 7), seed=seed)
            found += [len(bay.boards) for bay in bays]
            clear = {(bay.index, board.index): board.clear_height_m for bay in bays for board in bay.boards[:-1]}
            sizes = simple_shapes()
            for place, clear_m in clear.items():
                tallest = max((sizes[i.sku].size_m[2] for i in items if (i.bay, i.board) == place), default=0.0)
                assert tallest > 0
                above.append(clear_m - tallest)
        numbers[department], air[department] = float(np.mean(found)), float(np.median(above))
    assert 4 <= numbers["breakfast"] < 5.7 < 6.3 < numbers["tinned"] <= 7
    own = bays_of("tinned", None)
    fixed = np.median([board.clear_height_m for bay in own[0] for board in bay.boards[:-1]])
    assert air["tinned"] < 0.14 < fixed - 0.11  # the template's own five boards


@pytest.mark.parametrize("seed", range(12))
def test_boards_hang_within_the_template_and_apart(seed):
    info = random_template(np.random.default_rng(seed), 2)
    most = most_boards(info)
    department = "dairy" if info.cooled else "sauces"
    bays, items, *_ = bays_of(department, (most, most), info, count=2)
    low, high = min(s.z_min_m for s in info.boards[1:]), max(s.z_max_m for s in info.boards[1:])
    for bay in bays:
        assert len(bay.boards) == most
        assert bay.boards[0].z_m == info.boards[0].z_m
        for board in bay.boards[1:]:
            assert low - 1e-9 <= board.z_m <= high + 1e-9
        assert all(board.clear_height_m >= LEAST_CLEAR_M - 1e-9 for board in bay.boards)
    assert items


def test_more_boards_than_there_is_room_for_are_refused():
    info = gondola()
    most = most_boards(info)
    refuse_crowded((2, most), info)
    with pytest.raises(InputError, match=f"up to {most + 1} boards.*has room for {most}"):
        refuse_crowded((2, most + 1), info)
    recipe = ShelfRecipe.model_validate({"bays": {"count": 1, "boards": [2, 20]}})
    with pytest.raises(InputError, match="bays.boards"):
        sample_shelf(recipe, info, catalogue(), lambda skus: {s: simple_shapes()[s] for s in skus}, 0, 0)


def test_the_key_is_absent_where_it_is_not_used():
    assert "boards" not in ShelfRecipe().plain()["bays"]
    assert ShelfRecipe.model_validate({"bays": {"boards": [4, 7]}}).plain()["bays"]["boards"] == [4, 7]
