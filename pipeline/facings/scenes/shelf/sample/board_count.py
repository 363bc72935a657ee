"""How many boards hang in a bay, where the recipe lets that vary: as many as suit the height of what stands there."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from facings.errors import InputError
from facings.scenes.shelf.sample.board_heights import BoardHeights
from facings.scenes.shelf.sample.candidate import Candidate
from facings.scenes.shelf.template_info import BoardSlot, ShelfTemplateInfo

LEAST_CLEAR_M = 0.1
"""Boards hang at least so far apart, the thickness of the upper one taken off."""


def slots_for(info: ShelfTemplateInfo, count: int) -> tuple[BoardSlot, ...]:
    """Return places for `count` boards, the base deck first, all others anywhere that the template lets one of its own hang.

    They are as deep and as thick as the template's; its uppermost is the pattern of those that it lacks.
    """
    deck, *others = info.boards
    if not others:
        return info.boards[:count]
    low, high = min(slot.z_min_m for slot in others), max(slot.z_max_m for slot in others)
    return deck, *(replace(others[min(k, len(others) - 1)], z_min_m=low, z_max_m=high) for k in range(count - 1))


def most_boards(info: ShelfTemplateInfo) -> int:
    """Return how many boards find room in a bay, the base deck among them."""
    deck, *others = info.boards
    if not others:
        return 1
    thickness_m = max(slot.thickness_m for slot in others)
    low_m = max(min(slot.z_min_m for slot in others), deck.z_m + LEAST_CLEAR_M + thickness_m)
    high_m = min(max(slot.z_max_m for slot in others), info.top_z_m - LEAST_CLEAR_M)
    return 1 if high_m < low_m else 2 + int((high_m - low_m) / (LEAST_CLEAR_M + thickness_m) + 1e-9)


def refuse_crowded(boards: tuple[int, int] | None, info: ShelfTemplateInfo) -> None:
    """Raise InputError where so many boards find no room in a bay of the template."""
    if boards is not None and boards[1] > most_boards(info):
        raise InputError(f"bays.boards gives up to {boards[1]} boards, but a bay of {info.name} has room for"
                         f" {most_boards(info)} that are {LEAST_CLEAR_M:g} m apart, its base deck among them. Ask for fewer, or"
                         " leave the key out for the template's own.")


def sample_slots(rng: np.random.Generator, boards: tuple[int, int], info: ShelfTemplateInfo,
                 goods: Sequence[Candidate]) -> tuple[BoardSlot, ...]:
    """Return the places of one bay's boards: as many as its goods fill the height of, or one less, within `boards`."""
    pitch_m = float(np.mean([candidate.height_m for candidate in goods])) + info.boards[-1].thickness_m
    suited = 1 + int((info.boards[-1].z_max_m - info.boards[0].z_m) / pitch_m)
    return slots_for(info, int(np.clip(suited - rng.integers(2), *boards)))


def reserve(heights: BoardHeights, count: int, least_m: float) -> None:
    """Let each of `count` boards, which find room, need `LEAST_CLEAR_M`, and `least_m` where it can have that."""
    for board in range(count):
        heights.need(board, LEAST_CLEAR_M)
    for board in range(count):
        if heights.can_have(board, least_m):
            heights.need(board, least_m)
