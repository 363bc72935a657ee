"""A tube of film: sealed across both ends, its own seam down the back."""

import numpy as np

from facings.goods.packages.film import Film, Sheet
from facings.goods.packages.mesh import MeshBuilder


def sealed_tube(width: float, height: float, fin_mm: float, columns: int,
                rows: int) -> tuple[Film, np.ndarray]:
    """Return the film and its pairs of opposite vertices.

    The tube's columns begin at the middle of the back, pass the left edge, the front and the right edge: flat x runs
    from -width / 2 to 1.5 width with the front from 0 to width. The first and last rows are sealed front to back.
    """
    around = 2 * columns
    ring = np.arange(around + 1) % around
    partner = np.where(ring <= columns, columns - ring, 3 * columns - ring) % around
    ids = np.arange((rows + 1) * around).reshape(rows + 1, around)[:, ring]
    front = (ring >= columns // 2) & (ring <= 3 * columns // 2)
    for row in (0, rows):
        ids[row] = np.where(front, ids[row], ids[row, 0] + partner)
    s = np.linspace(-width / 2, 1.5 * width, around + 1)
    z = np.linspace(0, height, rows + 1)
    flat = np.stack(np.meshgrid(s, z), -1)
    used, ids = np.unique(ids, return_inverse=True)
    ids = ids.reshape(rows + 1, around + 1)
    inside = np.flatnonzero(front)[1:-1]
    opposite = np.stack([ids[1:-1][:, inside], ids[1:-1][:, partner[inside]]], -1).reshape(-1, 2)
    count = len(used)
    fins = []
    for row, level in ((rows, height + fin_mm), (0, -fin_mm)):
        seal = ids[row, columns // 2: 3 * columns // 2 + 1]
        edge = count + np.arange(len(seal))
        count += len(seal)
        x = flat[row, columns // 2: 3 * columns // 2 + 1]
        fins.append(Sheet(np.stack([seal, edge]), np.stack([x, np.stack([x[:, 0], np.full(len(x), level)], -1)]),
                          closed=False, stiff=True))
    return Film((Sheet(ids, flat), *fins), count), opposite


def back_seam(builder: MeshBuilder, tube_mm: np.ndarray, flat_mm: np.ndarray, scale: np.ndarray) -> None:
    """Add the lap seal down the back: a strip of film lying on the back, its free edge a little off it.

    `tube_mm` (R, C, 3) begins and ends at the middle of the back; `flat_mm` (R, C, 2) is its print on a net of
    `scale` mm.
    """
    middle = np.concatenate([tube_mm[:, -3:-1], tube_mm[:, :3]], 1)
    lift = np.array([0.0, 0.05, 0.5, 0.9, 0.75])[None, :, None] * np.array([0, 1, 0])
    strip = (middle + lift)[1:-1, 1:4]
    strip = strip + (strip - strip[:, :1]) * [-0.15, 0, 0]
    builder.grid(strip, flat_mm[1:-1, :3] / scale, 0)
