"""Puts whole runs into shelf-ready trays of board, open at the top, with a low front that is printed."""

import numpy as np

from facings.scenes.shelf.recipe import StockRecipe
from facings.scenes.shelf.sample.planogram import UPRIGHT_M, BayPlan, Run
from facings.scenes.shelf.spec import PlacedTray

BESIDE_M = 0.0006
"""Free width that a run needs at each side for a tray's wall."""

INSET_M = 0.0001
"""Between a tray's wall and the facing that it bounds, or the board's end: no two surfaces share a plane."""

_LEAST_HEIGHT_M = 0.05
"""Lower products would be hidden."""

_MOST_SIDE_M = 0.15
"""Trays of tall bottles leave most of them free."""


def sample_trays(rng: np.random.Generator, settings: StockRecipe, bay: BayPlan) -> list[PlacedTray]:
    """Return the trays of one bay, in which nothing stands otherwise than without them.

    A run whose neighbours, or whose board's ends, leave its walls no room has none, whatever chance wants.
    """
    result = []
    for board in bay.boards:
        for index, run in enumerate(board.runs):
            wanted, kraft, lip, side = rng.random(4).tolist()
            if wanted >= settings.tray_rate or not _has_room(bay, board.runs, index, board.back_y_m - board.front_y_m):
                continue
            height_m = run.shape.size_m[2]
            lip_m = min(0.02 + 0.03 * lip, 0.4 * height_m)
            result.append(PlacedTray(
                sku=run.product.sku, bay=bay.index, board=board.index, run=index,
                box_min_m=(run.cells_x_m[0][0] - BESIDE_M + INSET_M, board.front_y_m + INSET_M, board.z_m),
                box_max_m=(run.cells_x_m[-1][1] + BESIDE_M - INSET_M, board.back_y_m - INSET_M,
                           board.z_m + max(lip_m, min((0.35 + 0.45 * side) * height_m, _MOST_SIDE_M))),
                lip_m=lip_m, kraft=kraft < 0.3,
            ))
    return result


def _has_room(bay: BayPlan, runs: tuple[Run, ...], index: int, depth_m: float) -> bool:
    run = runs[index]
    if run.shape.size_m[2] < _LEAST_HEIGHT_M or 1.1 * run.shape.size_m[1] + 0.006 > depth_m:
        return False
    # A neighbour's tray has its wall there too.
    left_m = runs[index - 1].cells_x_m[-1][1] + BESIDE_M if index else bay.x_m + UPRIGHT_M
    right_m = runs[index + 1].cells_x_m[0][0] - BESIDE_M if index + 1 < len(runs) else bay.x_m + bay.width_m - UPRIGHT_M
    return left_m <= run.cells_x_m[0][0] - BESIDE_M and run.cells_x_m[-1][1] + BESIDE_M <= right_m
