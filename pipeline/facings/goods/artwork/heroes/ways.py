"""Where the items of a composition go; a box's size, an item's share of it and a generator give the places."""

import numpy as np

from facings.goods.artwork.heroes.sprites import Place


def _single(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    size = min(width * 0.98, height * 0.98)
    return [Place(width / 2, height * 0.5, size, int(rng.integers(4)), shadow=0.35)]


def _pair(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    size = min(height * 0.92, width * 0.66)
    first = int(rng.integers(4))
    side = 1 if rng.random() < 0.5 else -1
    return [
        Place(width / 2 + side * size * 0.25, height * 0.5 - size * 0.05, size * 0.94, first, light=0.94),
        Place(width / 2 - side * size * 0.25, height * 0.5 + size * 0.04, size, first + 1),
    ]


def _trio(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    size = min(height * 0.66, width * 0.56)
    first = int(rng.integers(4))
    side = 1 if rng.random() < 0.5 else -1
    x, y = width / 2, height / 2
    return [
        Place(x + side * size * 0.06, y - size * 0.24, size, first + 1, light=0.93),
        Place(x - side * size * 0.38, y + size * 0.16, size * 0.92, first),
        Place(x + side * size * 0.40, y + size * 0.22, size * 0.84, first + 2, rng.uniform(-14, 14)),
    ]


def _row(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    count = max(2, min(6, round(width / height * 1.7)))
    size = min(height * 0.95, width / (count * 0.66 + 0.34))
    pitch = (width - size) / max(1, count - 1)
    order = [*range(0, count, 2), *range(1, count, 2)]
    return [
        Place(
            size / 2 + k * pitch,
            height / 2 + (size * 0.03 if k % 2 else -size * 0.03),
            size,
            k + int(rng.integers(4)),
            rng.uniform(-8, 8),
            mirrored=bool(rng.integers(2)),
        )
        for k in order
    ]


def _pile(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    """A heap, drawn from the back to the front; `scale` is an item's share of the box's smaller side."""
    # A heap is wider than it is high, and rests on the box's lower edge.
    size = scale * min(width * 0.9, height * 1.25)
    half, tall = (width - size * 0.95) / 2, min(height - size, width * 0.62)
    foot = height - size * 0.52 - max(0, (height - size - tall) * 0.5)
    rows = max(2, round(tall / (size * 0.30)) + 1)
    places = []
    for row in range(rows):
        back = 1 - row / (rows - 1)
        reach = half * np.sqrt(max(0.0, 1 - back**1.7)) * 0.93 + half * 0.10
        count = max(1, round(2 * reach / (size * 0.50)) + 1)
        for k in rng.permutation(count):
            across = 0.0 if count == 1 else (k / (count - 1) * 2 - 1)
            x = width / 2 + across * reach + rng.uniform(-0.10, 0.10) * size
            y = foot - back * tall + (1 - across**2) * size * 0.30 * (1 - back) + rng.uniform(-0.06, 0.06) * size
            places.append(
                Place(
                    x,
                    y,
                    size * rng.uniform(0.88, 1.06),
                    int(rng.integers(4)),
                    rng.uniform(-22, 22),
                    0.80 + 0.20 * (1 - back),
                    0.42,
                    bool(rng.integers(2)),
                )
            )
    return places


def _cascade(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    """Items falling through the air along a diagonal, some nearer than others."""
    side = 1 if rng.random() < 0.5 else -1
    size = min(max(scale * 1.15, 0.26), 0.5) * min(width, height)
    count = 9 if scale < 0.4 else 6
    places = []
    for k in range(count):
        t = (k + 0.5) / count
        near = 0.62 + 0.55 * rng.random()
        x = width * (0.5 + side * (t - 0.5) * 0.55) + rng.uniform(-0.26, 0.26) * width
        y = height * t + rng.uniform(-0.03, 0.03) * height
        grown = size * near
        x, y = np.clip(x, grown * 0.5, width - grown * 0.5), np.clip(y, grown * 0.5, height - grown * 0.5)
        places.append(
            Place(float(x), float(y), grown, k, rng.uniform(-50, 50), 0.82 + 0.2 * min(1, near), 0.16, bool(k % 2))
        )
    return sorted(places, key=lambda p: p.size_px)


def _ring(width: int, height: int, scale: float, rng: np.random.Generator) -> list[Place]:
    """A wreath around an open middle, one item in it."""
    size = min(width, height) * 0.42
    rx, ry = width / 2 - size * 0.46, height / 2 - size * 0.46
    start = rng.uniform(0, 6.28)
    places = [
        Place(width / 2 + rx * np.cos(a), height / 2 + ry * np.sin(a), size * 0.94, k, rng.uniform(-25, 25), 0.95)
        for k, a in enumerate(start + np.arange(7) * 2 * np.pi / 7)
    ]
    return sorted(places, key=lambda p: p.y) + [Place(width / 2, height / 2, size * 1.08, int(rng.integers(4)))]


WAYS = {
    "single": _single,
    "pair": _pair,
    "trio": _trio,
    "row": _row,
    "pile": _pile,
    "cascade": _cascade,
    "ring": _ring,
}
