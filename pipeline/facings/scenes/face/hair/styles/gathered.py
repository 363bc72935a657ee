"""Hair drawn to a tie: ponytails, buns, plaits."""

from collections.abc import Callable

import numpy as np

from facings.scenes.face.hair.combing import DOWN, smooth, smooth_noise
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import Growth, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.loose import fringe_zone, hanging
from facings.scenes.face.hair.styles.roots import Extra, HairRoots

_CENTRE = np.array([0.0, 0.078, 0.012])
"""Of the skull; hair drawn to a tie runs along great circles about it."""
_FREE, _WOVEN, _KNOTTED = (24, 22), (16, 50), (24, 4)
"""Points of a guide up to the tie and behind it: of a tail, a plait and a bun."""
_FRINGE = 5
Spread = Callable[[np.ndarray | float], np.ndarray | float] | None
"""Share of the tail -> its thickness there, relative; None: a plait."""


def one_tail(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """All hair goes to one tie, a fringe apart."""
    return np.where(fringe_zone(spec, roots_m), _FRINGE, 1)


def two_tails(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Right (1) and left (3) half, parted down to the nape in a line that is never quite straight."""
    wander = 0.0012 * np.sin(170 * roots_m[:, 1] + 90 * roots_m[:, 2])
    return np.where(fringe_zone(spec, roots_m), _FRINGE, np.where(roots_m[:, 0] > wander, 3, 1))


def ponytail(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """All hair to a tie at the back, and on in a tail."""
    return _gathered(spec, roots, field, rng, one_tail, _FREE,
                     lambda tie, out, side: _free_tail(spec, tie, out, field, _FREE[1]),
                     lambda share: 0.30 + 0.9 * np.sin(np.pi * np.clip(share * 0.95 + 0.08, 0, 1)) ** 0.8 - 0.2 * share)


def bun(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """All hair to a tie, where it ends under the knot that `knot` winds."""
    def into_knot(tie: np.ndarray, out: np.ndarray, side: float) -> np.ndarray:
        return tie + out * np.linspace(0, 0.006, _KNOTTED[1])[:, None]
    return _gathered(spec, roots, field, rng, one_tail, _KNOTTED, into_knot, lambda share: 1.0 - 0.3 * share)


def plaits(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Two plaits that begin behind the ears."""
    return _gathered(spec, roots, field, rng, two_tails, _WOVEN,
                     lambda tie, out, side: _plait_line(spec, tie, side, field), None)


def plait(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """One plait down the back."""
    return _gathered(spec, roots, field, rng, one_tail, _WOVEN,
                     lambda tie, out, side: _free_tail(spec, tie, out, field, _WOVEN[1]), None)


def knot(spec: HairSpec, guides: Guides, field: DistanceField, rng: np.random.Generator, points: int) -> Extra:
    """Return the hairs of a bun: wound around the tie in a few turns that overlap."""
    tie, out = _tie(spec, 0.0, field)
    count = spec.strands // 5
    radius = 0.0125 + 0.011 * spec.volume_m / 0.012
    up = unit(np.array([0, 0, 1.0]) - out[2] * out)
    right = np.cross(up, out)
    begin = rng.uniform(0, 2 * np.pi, count)
    sweep = rng.uniform(2.0, 4.5, count)
    t = np.linspace(0, 1, points)
    turn = begin[:, None] + sweep[:, None] * t
    # Strands lie around the tube of a ring, and creep from its outside to its inside as they wind.
    around = rng.uniform(0, 2 * np.pi, count)[:, None] + (1.1 + 0.5 * np.sin(3 * begin))[:, None] * t
    bumps = 1 + 0.10 * np.sin(2 * turn + spec.seed) + 0.07 * np.sin(5 * turn + 2 * around + spec.seed)
    tube = radius * bumps * np.sqrt(rng.uniform(0.62, 1.0, count))[:, None]
    ring = 0.75 * radius + 0.004 * np.sin(turn + 0.3 * spec.seed)
    flat = (ring + tube * np.cos(around))
    centre = tie + out * (0.75 * radius)
    path = (centre + (flat * np.cos(turn))[..., None] * right + (flat * np.sin(turn))[..., None] * up
            + (0.85 * tube * np.sin(around))[..., None] * out)
    stray = rng.normal(0, 1, (count, 1, 3)) * (0.0006 + 0.003 * spec.frizz * (rng.random((count, 1, 1)) < 0.15))
    path = path + stray * np.sin(np.pi * t)[None, :, None]
    travelled = np.concatenate([np.zeros((count, 1)), np.cumsum(np.linalg.norm(np.diff(path, axis=1), axis=2), 1)], 1)
    return path.astype(np.float32), travelled.astype(np.float32)


def tie_wrap(spec: HairSpec, guides: Guides, field: DistanceField, rng: np.random.Generator, points: int) -> Extra:
    """Return a lock wound around the tie, so that it shows no gap."""
    count, t = 700, np.linspace(0, 1, points)
    tie, out = _tie(spec, 0.0, field)
    up = unit(np.array([0, 0, 1.0]) - out[2] * out)
    right = np.cross(up, out)
    turn = rng.uniform(0, 2 * np.pi, count)[:, None] + rng.uniform(1.5, 4, count)[:, None] * t
    radius = _tie_radius(spec) * rng.uniform(0.95, 1.12, count)[:, None]
    level = rng.uniform(-0.004, 0.005, count)[:, None] + 0.0015 * np.sin(turn)
    path = (tie + (radius * np.cos(turn))[..., None] * right + (radius * np.sin(turn))[..., None] * up
            + level[..., None] * out)
    travelled = np.concatenate([np.zeros((count, 1)), np.cumsum(np.linalg.norm(np.diff(path, axis=1), axis=2), 1)], 1)
    return path.astype(np.float32), travelled.astype(np.float32)


def _tie_radius(spec: HairSpec) -> float:
    return 0.0085 + 0.25 * spec.volume_m


def _tie(spec: HairSpec, side: float, field: DistanceField) -> tuple[np.ndarray, np.ndarray]:
    """Return where the tie of a side (0 the back's middle, -1 right, 1 left) sits, and the unit vector out of the head."""
    if side:
        way = unit(np.array([0.062 * side, 0.058, -0.055]))
    else:
        way = unit(np.array([0.0, 0.085, spec.tie_height_m - _CENTRE[2]]))
    point, out = _CENTRE + 0.12 * way, way[None]
    for _ in range(6):
        height, out = field(point[None])
        point = point + way * (0.011 - height[0])
    return point, unit(out[0] + way)


def _gathered(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator,
              section_of: Callable[[HairSpec, np.ndarray], np.ndarray],
              counts: tuple[int, int], tail_of: Callable[[np.ndarray, np.ndarray, float], np.ndarray],
              spread: Spread) -> Guides:
    root = roots.root_m
    section = section_of(spec, root)
    noise = smooth_noise(root, 0.022, rng)
    points = np.empty((len(root), sum(counts), 3))
    for number in np.unique(section):
        chosen = section == number
        if number == _FRINGE:
            loose = hanging(spec, HairRoots(root[chosen], roots.normal[chosen]), field, rng).points_m
            points[chosen] = _resampled(loose, sum(counts))
            continue
        side = 0.0 if section_of is one_tail else float(number - 2)
        tie, out = _tie(spec, side, field)
        drawn = _drawn(spec, root[chosen], tie, noise[chosen], counts[0], field, rng)
        line = tail_of(tie, out, side)
        points[chosen] = _with_tail(spec, drawn, line, out, spread, rng)
    return Guides(points, section)


def _drawn(spec: HairSpec, root_m: np.ndarray, tie_m: np.ndarray, noise: np.ndarray, steps: int,
           field: DistanceField, rng: np.random.Generator) -> np.ndarray:
    """Return (G, steps, 3) paths over the skull from the roots to the tie."""
    t = np.linspace(0, 1, steps)[:, None, None]
    start, end = root_m - _CENTRE, tie_m - _CENTRE
    way = (1 - t) * unit(start) + t * unit(end)
    # Hair from before the ear passes above it.
    below = smooth((0.035 - root_m[:, 2]) / 0.03) * smooth((0.075 - root_m[:, 1]) / 0.03)
    bend = np.sin(np.pi * t[..., 0])
    way[..., 2] += 0.22 * bend * below
    # A head of hair sags a little between hairline and tie, in locks.
    way += (0.05 * spec.messiness * bend)[..., None] * noise
    distance = (1 - t[..., 0]) * np.linalg.norm(start, axis=1) + t[..., 0] * np.linalg.norm(end)
    path = _CENTRE + unit(way) * distance[..., None]
    depth = rng.uniform(0.1, 1.0, len(root_m)) * np.exp(0.35 * spec.messiness * noise[:, 0])
    wanted = 0.0009 + spec.volume_m * depth * np.sin(np.pi * np.clip(t[..., 0] * 0.85 + 0.02, 0, 1)) ** 0.6
    for _ in range(4):
        height, out = field(path)
        # Down on to the skull as well as out of it: drawn hair lies close.
        path = path + ((wanted - height) * (1 - t[..., 0] ** 4))[..., None] * out
    path[0] = root_m
    return path.transpose(1, 0, 2)


def _free_tail(spec: HairSpec, tie_m: np.ndarray, out: np.ndarray, field: DistanceField, steps: int) -> np.ndarray:
    """Return (steps, 3): a tail's middle line, standing out from the tie and then falling along the back."""
    def pull(point: np.ndarray, away: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        return DOWN + 0.3 * out * np.exp(-travelled / 0.03)[:, None]
    first = unit(out + np.array([0, 0, 0.35 * smooth(np.array(spec.tie_height_m / 0.08))]))
    layer = 0.014 + 0.7 * spec.volume_m
    return grow(Growth(tie_m[None], first[None], np.array([spec.length_m]), pull, 0.022, layer, 0.02), field, steps)[0]


def _plait_line(spec: HairSpec, tie_m: np.ndarray, side: float, field: DistanceField) -> np.ndarray:
    """Return (50, 3): a plait's middle line from behind the ear over the shoulder to the chest."""
    onwards = -0.5 if spec.front_share > 0.5 else 0.35

    def pull(point: np.ndarray, away: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        low = smooth((-0.09 - point[:, 2]) / 0.04)[:, None]
        return DOWN + low * np.array([0.05 * side, onwards, 0.0])
    first = unit(np.array([0.25 * side, 0.35, -1.0]))
    return grow(Growth(tie_m[None], first[None], np.array([spec.length_m]), pull, 0.02, 0.011, 0.01), field, _WOVEN[1])[0]


def _with_tail(spec: HairSpec, drawn: np.ndarray, line: np.ndarray, out: np.ndarray, spread: Spread,
               rng: np.random.Generator) -> np.ndarray:
    """Return the guides with their part of the tail, within its round section or in one of a plait's three bundles."""
    count = len(drawn)
    tangent = unit(np.gradient(line, axis=0))
    right = unit(np.cross(tangent, np.array([0.02, 1.0, 0.3])))
    front = np.cross(right, tangent)
    share = np.linspace(0, 1, len(line))
    angle, size = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    disc = np.stack([size * np.cos(angle), size * np.sin(angle)], 1)
    thick = 0.7 + 0.6 * spec.volume_m / 0.012
    if spread is None:
        offset = _plaited(disc, line, share, thick, rng)
    else:
        radius = _tie_radius(spec) + 0.020 * thick * (spread(share) - spread(0.0)) * smooth(share / 0.12)
        radius = np.maximum(radius, 0.004)
        offset = disc[:, None] * radius[:, None]
    tail = line + offset[..., :1] * right + offset[..., 1:] * front
    # The last of the way to the tie bends to the hair's own place in it.
    ease = np.linspace(0, 1, drawn.shape[1])[:, None] ** 3
    path = drawn + (tail[:, :1] - drawn[:, -1:]) * ease
    return np.concatenate([path, tail], 1)


def _plaited(disc: np.ndarray, line: np.ndarray, share: np.ndarray, thick: float, rng: np.random.Generator) -> np.ndarray:
    """Return (G, len(line), 2) offsets: three bundles that pass over one another in figures of eight, loose below the tie."""
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    bundle = rng.integers(0, 3, len(disc)) * 2 * np.pi / 3
    phase = bundle[:, None] + 2 * np.pi * share * length / 0.046
    size = 0.0062 * thick * (1 - 0.45 * share)
    end = smooth((share - 0.88) / 0.04)
    woven = np.stack([1.15 * size * np.sin(phase), 0.62 * size * np.sin(2 * phase)], -1) * (1 - end)[:, None]
    brush = 1 + 1.0 * smooth((share - 0.93) / 0.07) - 0.5 * np.exp(-((share - 0.90) / 0.015) ** 2)
    return woven + disc[:, None] * (0.82 * size * brush)[:, None]


def _resampled(points_m: np.ndarray, steps: int) -> np.ndarray:
    place = np.linspace(0, points_m.shape[1] - 1.001, steps)
    low = place.astype(int)
    t = (place - low)[None, :, None]
    return points_m[:, low] * (1 - t) + points_m[:, low + 1] * t
