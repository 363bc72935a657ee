"""In which direction text runs: the Unicode bidirectional algorithm (Standard Annex 9), by python-bidi."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bidi import algorithm as bidi

RIGHT_TO_LEFT_MARK = "\u200f"
T = TypeVar("T")


def runs_right_to_left(text: str) -> bool:
    """Whether a text begins at the right: its first letter says so (rules P2 and P3 of the bidirectional algorithm)."""
    return not text.isascii() and bidi.get_base_level(text) == 1


def embedding_levels(text: str) -> list[int]:
    """Return each character's embedding level; odd ones run from right to left."""
    storage = bidi.get_empty_storage()
    storage["base_level"] = bidi.get_base_level(text)
    storage["base_dir"] = ("L", "R")[storage["base_level"]]
    bidi.get_embedding_levels(text, storage)
    for index, character in enumerate(storage["chars"]):
        character["index"] = index
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    known = {character["index"]: character["level"] for character in storage["chars"]}
    levels: list[int] = []
    for index in range(len(text)):  # joiners have none of their own
        levels.append(known.get(index, levels[-1] if levels else storage["base_level"]))
    return levels


def in_visual_order(runs: Sequence[T], level_of: Callable[[T], int]) -> list[T]:
    """Return runs as they stand from left to right.

    Rule L2: from the highest level down to the lowest odd one, turn round what is at that level or above.
    """
    order = list(runs)
    for level in range(max(map(level_of, runs), default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and level_of(order[end]) >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order
