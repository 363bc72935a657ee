"""Inflates and shrinks film: an extended position-based cloth (XPBD) on welded sheets of quads, in numpy.

Small steps with one pass of constraints each (Macklin, Mueller, Chentanez 2016; Macklin et al. 2019, "Small steps in
physics simulation"). Unit vertex masses and unit time steps: what matters is the resting shape, not the time it takes.
All lengths are millimetres. Nothing here is random; callers disturb the start with their own generator.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Sheet:
    """A rectangular piece of film; sheets that share vertex ids are welded there."""

    vertices: np.ndarray
    """(R, C) int ids; seen from outside columns run to the right and rows run up."""
    flat_mm: np.ndarray
    """(R, C, 2) where each vertex lies on the flat film: the rest shape, and what is printed."""
    present: np.ndarray | None = None
    """(R-1, C-1) bool: quads that exist; None means all."""
    closed: bool = True
    """Encloses the contents, so pressure acts on it (a fin is open)."""
    stiff: bool = False
    """A welded seal: its columns' line keeps straight."""

    def quads(self) -> np.ndarray:
        """Return (Q, 4) vertex ids, counter-clockwise from outside."""
        v = self.vertices
        quads = np.stack([v[:-1, :-1], v[:-1, 1:], v[1:, 1:], v[1:, :-1]], -1)
        return quads.reshape(-1, 4) if self.present is None else quads[self.present]


@dataclass(frozen=True)
class Film:
    """Sheets and the number of vertices they share."""

    sheets: tuple[Sheet, ...]
    count: int


@dataclass(frozen=True)
class Loads:
    """What pushes the film, in millimetres a step squared for a square millimetre of film, and how it resists."""

    pressure: float = 0.004
    depth_mm: float | None = None
    """Pressure is governed so that the extent along Y becomes this."""
    weight: Callable[[np.ndarray], np.ndarray] | None = None
    """Maps positions (V, 3) to a factor (V,) on the pressure: contents press more at the bottom."""
    shrink: float = 1.0
    """Rest lengths are multiplied by this: shrink film pulls."""
    bend: float = 30.0
    """Compliance of bending; 0 is rigid."""
    stretch: float = 0.0
    """Compliance of stretching."""
    damping: float = 0.96
    """Share of a vertex's velocity that is left after a step."""


def settle(film: Film, start_mm: np.ndarray, loads: Loads, *, steps: int, opposite: np.ndarray | None = None,
           keep_outside: Callable[[np.ndarray], np.ndarray] | None = None) -> np.ndarray:
    """Return (V, 3) positions of the film after `steps` steps from `start_mm` (V, 3).

    `opposite` (K, 2) pairs a front vertex with the one behind it: the front one stays in front (smaller Y).
    `keep_outside` maps positions to positions outside an obstacle (the contents, the floor).
    """
    batches = _constraints(film, loads)
    quads = np.concatenate([s.quads() for s in film.sheets if s.closed])
    spread = _quad_to_vertex(quads, film.count)
    position = np.array(start_mm, float)
    velocity = np.zeros_like(position)
    pressure = loads.pressure
    for step in range(steps):
        if loads.depth_mm is not None and step % 5 == 0:
            depth = np.ptp(position[:, 1])
            pressure = np.clip(pressure * (1 + 0.6 * (loads.depth_mm - depth) / loads.depth_mm),
                               loads.pressure * 0.02, loads.pressure * 6)
        push = spread @ np.cross(position[quads[:, 2]] - position[quads[:, 0]],
                                 position[quads[:, 3]] - position[quads[:, 1]])
        if loads.weight is not None:
            push *= loads.weight(position)[:, None]
        moved = position + velocity * loads.damping + np.clip(push * (pressure / 8), -0.6, 0.6)
        for batch in batches:
            batch.project(moved)
        if opposite is not None:
            _keep_order(moved, opposite)
        if keep_outside is not None:
            moved = keep_outside(moved)
        velocity = np.clip(moved - position, -2.0, 2.0)
        position = moved
    return position


def refine(coarse: Film, position_mm: np.ndarray, fine: Film) -> np.ndarray:
    """Return start positions (V, 3) of `fine`, each of whose sheets spans the same film with more rows and columns."""
    result = np.zeros((fine.count, 3))
    for old, new in zip(coarse.sheets, fine.sheets, strict=True):
        grid = position_mm[old.vertices]
        for axis in (0, 1):
            n, m = old.vertices.shape[axis], new.vertices.shape[axis]
            at = np.linspace(0, n - 1, m)
            low = np.minimum(at.astype(int), n - 2)
            share = (at - low).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
            grid = np.take(grid, low, axis) * (1 - share) + np.take(grid, low + 1, axis) * share
        result[new.vertices] = grid
    return result


def smoothed(film: Film, position_mm: np.ndarray, *, rounds: int = 1, share: float = 0.35) -> np.ndarray:
    """Return positions with wrinkles of the grid's own pitch taken out (Taubin 1995: a step out after each step in)."""
    pairs = np.concatenate([_line(s.vertices, 1) for s in film.sheets])
    a, b = pairs[:, 0], pairs[:, 1]
    ones = np.ones(len(a))
    adjacency = sparse.coo_matrix((np.r_[ones, ones], (np.r_[a, b], np.r_[b, a])), (film.count, film.count)).tocsr()
    adjacency.data[:] = 1
    degree = np.maximum(np.asarray(adjacency.sum(1)).ravel(), 1)[:, None]
    result = position_mm.copy()
    for _ in range(rounds):
        for factor in (share, -share * 1.04):
            result = result + factor * (adjacency @ result / degree - result)
    return result


@dataclass(frozen=True)
class _Batch:
    """Distance constraints of which no two share a vertex, so that they can be projected at once."""

    a: np.ndarray
    b: np.ndarray
    rest: np.ndarray
    share: np.ndarray

    def project(self, position: np.ndarray) -> None:
        delta = position[self.a] - position[self.b]
        length = np.sqrt(np.einsum("ij,ij->i", delta, delta))
        delta *= (self.share * (1 - self.rest / np.maximum(length, 1e-9)))[:, None]
        position[self.a] -= delta
        position[self.b] += delta


def _line(v: np.ndarray, reach: int) -> np.ndarray:
    return np.concatenate([np.stack([v[:, :-reach], v[:, reach:]], -1).reshape(-1, 2),
                           np.stack([v[:-reach], v[reach:]], -1).reshape(-1, 2)])


def _line_length(flat: np.ndarray, reach: int) -> np.ndarray:
    along = np.linalg.norm(flat[:, reach:] - flat[:, :-reach], axis=-1).ravel()
    up = np.linalg.norm(flat[reach:] - flat[:-reach], axis=-1).ravel()
    return np.concatenate([along, up])


def _constraints(film: Film, loads: Loads) -> list[_Batch]:
    pairs, rests, compliances = [], [], []
    for sheet in film.sheets:
        v, flat = sheet.vertices, sheet.flat_mm
        diagonals = np.concatenate([np.stack([v[:-1, :-1], v[1:, 1:]], -1).reshape(-1, 2),
                                    np.stack([v[:-1, 1:], v[1:, :-1]], -1).reshape(-1, 2)])
        diagonal_rest = np.concatenate([np.linalg.norm(flat[1:, 1:] - flat[:-1, :-1], axis=-1).ravel(),
                                        np.linalg.norm(flat[1:, :-1] - flat[:-1, 1:], axis=-1).ravel()])
        kinds = [(_line(v, 1), _line_length(flat, 1), loads.stretch), (diagonals, diagonal_rest, loads.stretch + 1.0)]
        if min(v.shape) > 2:
            kinds.append((_line(v, 2), _line_length(flat, 2), loads.bend))
        # A weld keeps straight over long stretches, which constraints between neighbours alone would take ages to say.
        for reach in (2, 4, 8, 16) if sheet.stiff else ():
            if v.shape[1] > reach:
                along = np.stack([v[:, :-reach], v[:, reach:]], -1).reshape(-1, 2)
                rest = np.linalg.norm(flat[:, reach:] - flat[:, :-reach], axis=-1).ravel()
                kinds.append((along, rest, 0.05 * reach))
        for pair, rest, compliance in kinds:
            pairs.append(pair)
            rests.append(rest * loads.shrink)
            compliances.append(np.full(len(pair), compliance))
    pair, rest, compliance = np.concatenate(pairs), np.concatenate(rests), np.concatenate(compliances)
    # Welded sheets name the same edge twice, and a collapsed edge has no length to keep.
    key = np.sort(pair, 1)
    _, first = np.unique(key[:, 0] * film.count + key[:, 1], return_index=True)
    first = np.sort(first)
    first = first[pair[first, 0] != pair[first, 1]]
    pair, rest, compliance = pair[first], rest[first], compliance[first]
    colour = _colours(pair, film.count)
    return [_Batch(pair[chosen, 0], pair[chosen, 1], rest[chosen], 1 / (2 + compliance[chosen]))
            for chosen in (np.flatnonzero(colour == k) for k in range(colour.max() + 1))]


def _colours(pair: np.ndarray, count: int) -> np.ndarray:
    """Return (E,) the smallest number for each edge that no earlier edge at its two vertices has (greedy colouring)."""
    used = [0] * count
    colours = []
    for a, b in pair.tolist():
        taken = used[a] | used[b]
        free = ~taken & (taken + 1)
        used[a] |= free
        used[b] |= free
        colours.append(free.bit_length() - 1)
    return np.array(colours)


def _quad_to_vertex(quads: np.ndarray, count: int) -> sparse.csr_matrix:
    columns = np.repeat(np.arange(len(quads)), 4)
    return sparse.csr_matrix((np.ones(quads.size), (quads.ravel(), columns)), (count, len(quads)))


def _keep_order(position: np.ndarray, opposite: np.ndarray, gap_mm: float = 0.3) -> None:
    front, back = opposite[:, 0], opposite[:, 1]
    overlap = np.maximum(position[front, 1] - position[back, 1] + gap_mm, 0) / 2
    position[front, 1] -= overlap
    position[back, 1] += overlap
