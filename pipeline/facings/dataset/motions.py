"""The motions that a picture is tried under: shifts, and what rotates, stretches, shears or bends it about its middle."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

REACH = 8
"""Cells that a tile is displaced by at most, in each direction."""
_AMOUNTS_PX = (3, 4, 6, 8, 11, 16, 22, 32, 45, 64)
"""At the picture's corners."""
_BESIDE_PX = (-4, -2, 0, 2, 4)
"""Shifts, right and down, that go with a bending motion: its middle need not be the picture's."""
_FAR_PX = 1.5
"""What displaces a tile by less is no motion of it."""


@dataclass(frozen=True)
class Motions:
    """What each of them does to each tile."""

    names: tuple[str, ...]
    moves: int
    """So many are shifts; they come first."""
    shifts: np.ndarray
    """(motions, tiles) int32: places in (tiles, side * side + 1), where side is 2 REACH + 1: row of the shift times side plus
    its column, or the last place where the tile leaves the reach."""
    far: np.ndarray
    """(motions, tiles) bool: the tile is displaced."""


@lru_cache(maxsize=4)
def motions_of(shape: tuple[int, int], tile: int, step: int) -> Motions:
    """Return the motions of a picture of `shape` cells (rows, columns) in tiles of `tile` cells of `step` pixels.

    Their number and order depend on none of these.
    """
    names, moves, right_down_px = _displacements(*_tile_centres(shape, tile))
    cells = np.rint(right_down_px / step).astype(np.int32)
    side, tiles = 2 * REACH + 1, cells.shape[1]
    places = (cells[..., 1] + REACH) * side + cells[..., 0] + REACH
    places[np.abs(cells).max(-1) > REACH] = side * side
    return Motions(names, moves, places + np.arange(tiles, dtype=np.int32) * (side * side + 1),
                   np.abs(right_down_px).max(-1) >= _FAR_PX)


def _tile_centres(shape: tuple[int, int], tile: int) -> tuple[np.ndarray, np.ndarray]:
    """(tiles,) x and y from the picture's middle, at distance 1 in its corners."""
    height, width = shape
    rows, columns = np.mgrid[:-(-height // tile), :-(-width // tile)].reshape(2, -1)
    half = np.hypot(height, width) / 2
    return ((columns + 0.5) * tile - width / 2) / half, ((rows + 0.5) * tile - height / 2) / half


def _displacements(x: np.ndarray, y: np.ndarray) -> tuple[tuple[str, ...], int, np.ndarray]:
    """Names, the number of shifts, and (motions, tiles, 2) pixels to the right and down."""
    near = [(right, down) for right in range(-REACH, REACH + 1) for down in range(-REACH, REACH + 1)]
    wide = range(-2 * REACH, 2 * REACH + 1, 2)
    moves = near + [(right, down) for right in wide for down in wide if max(abs(right), abs(down)) > REACH]
    names = [f"moved by {right} px to the right and {down} px down" for right, down in moves]
    found = [np.broadcast_to(np.array(moves, np.float32)[:, None], (len(moves), len(x), 2))]
    beside = np.array([(right, down) for right in _BESIDE_PX for down in _BESIDE_PX], np.float32)
    squared, twisted, nothing = x * x + y * y, 2 * x * y, np.zeros_like(x)
    fields = {
        "rotated": [(-y, x)], "scaled": [(x, y)], "widened": [(x, nothing)], "heightened": [(nothing, y)],
        "sheared": [(y, nothing)],
        "tilted": [(twisted, nothing), (nothing, twisted), (twisted, 2 * y * y), (2 * x * x, twisted)],
        "bent as by a lens": [(x * squared, y * squared), (x * (squared - 0.3), y * (squared - 0.3))],
    }
    for name, field in ((name, field) for name, alike in fields.items() for field in alike):
        for amount in (sign * amount for amount in _AMOUNTS_PX for sign in (1, -1)):
            names += [f"{name} by {abs(amount)} px at its corners"] * len(beside)
            found.append((np.stack(field, 1) * amount + beside[:, None]).astype(np.float32))
    return tuple(names), len(moves), np.concatenate(found)
