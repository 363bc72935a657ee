"""A block-bottom paper bag (flour, sugar): soft edges, creased sides, the top folded over and glued."""

from collections.abc import Callable

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import PAPER, RAW_BOARD
from facings.goods.packages.box import box_net, face_rects, grid_lines, panelled_box, undulation, window
from facings.goods.packages.footing import fitted
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, PanelKind

VARIANTS = 4


def net(product: Product) -> ArtNet:
    """Return the six panels; the right side carries the table."""
    width, depth, height = product.dimensions_mm
    kinds: dict[str, PanelKind] = {"front": "front", "right": "info", "back": "back", "left": "side",
                                   "top": "seal", "bottom": "bottom"}
    safe = {face: (6.0, 7.0, 6.0, 6.0) for face in kinds}
    return box_net((width, depth, height), kinds, min(7.0, 2000 / (2 * (width + depth))), safe)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return four filled bags, each crumpled in its own way."""
    return Package(tuple(_bag(product, rng) for _ in range(VARIANTS)), (PAPER, RAW_BOARD), net(product), round=False,
                   lying=("back", "side"))


def _bag(product: Product, rng: np.random.Generator) -> MeshData:
    width, depth, height = product.dimensions_mm
    radius = min(7.5, 0.11 * depth)
    core = np.array([width - 4.0, depth - 6.0, height - 2.0])
    fields = {face: (undulation(rng, 5), _creases(rng, 7)) for face in
              ("front", "back", "left", "right", "top", "bottom")}
    flap = core[1] * rng.uniform(0.28, 0.36)
    flap_y = core[1] * rng.uniform(0.40, 0.52)
    lift = rng.uniform(0.4, 1.6)

    def displace(face: str, s: np.ndarray, t: np.ndarray) -> np.ndarray:
        s_length = core[0] if face in ("front", "back", "top", "bottom") else core[1]
        t_length = core[1] if face in ("top", "bottom") else core[2]
        bump = window(s, s_length, 2.0) * window(t, t_length, 2.0)
        soft, creases = fields[face]
        a, b = s / s_length, t / t_length
        rough = (0.9 * soft(a, b) - 1.1 * creases(s / 60, t / 60)) * np.clip(bump * 3, 0, 1)
        if face == "bottom":
            return -0.6 * bump
        if face == "top":
            # Side tucks leave creases from the corners to the fold; the folded strip lies over them.
            inset = np.minimum(s, s_length - s)
            crease = np.abs(np.abs(t - t_length / 2) - (t_length / 2 - inset)) / 1.6
            valley = -0.7 * np.exp(-crease**2) * (inset < t_length / 2)
            on = (t > flap_y) & (t < flap_y + flap)
            strip = (1.3 + lift * (1 - (t - flap_y) / flap) * window(s, s_length, 4.0)) * on
            return (valley + 0.4 * rough) * ~on * np.clip(bump * 6, 0, 1) + strip * np.clip(bump * 8, 0, 1)
        belly = 2.6 * bump**0.8 * (1.25 - 0.6 * b)
        if face in ("left", "right"):
            # the gusset's crease down the middle, deeper towards the top
            fold = np.exp(-((s - s_length / 2) / 1.8) ** 2) * (0.4 + 1.6 * b)
            slope = np.exp(-np.abs((np.abs(s - s_length / 2) - (t - t_length + s_length * 0.5)) / 2.0))
            tuck = 0.9 * slope * (t > t_length - s_length * 0.5)
            return belly * 0.7 + (rough - fold - tuck) * np.clip(bump * 4, 0, 1)
        return belly + rough

    around = (flap_y - 0.5, flap_y - 0.04, flap_y + 0.04, flap_y + flap - 0.04, flap_y + flap + 0.04,
              flap_y + flap + 0.5)
    lines = (grid_lines(core[0], radius, 22), grid_lines(core[1], radius, 14, around), grid_lines(core[2], radius, 28))
    lean = rng.normal(0, 0.010, 2)
    twist = rng.normal(0, 0.02)
    uneven = undulation(rng)

    def deform(p: np.ndarray) -> np.ndarray:
        share = p[:, 2:] / core[2]
        narrow = 1 - 0.045 * share[:, 0] ** 3
        x, y = p[:, 0] * narrow, p[:, 1] * (1 - 0.07 * share[:, 0] ** 3)
        angle = twist * share[:, 0]
        z = p[:, 2] + share[:, 0] ** 4 * 1.9 * uneven(p[:, 0] / core[0], p[:, 1] / core[1])
        return np.stack([x - angle * y + lean[0] * p[:, 2], y + angle * x + lean[1] * p[:, 2], z], -1)

    builder = MeshBuilder()
    panelled_box(builder, tuple(core), radius, lines, face_rects(net(product)), displace=displace, deform=deform)
    return fitted(builder.build(weld_mm=0.01), product.dimensions_mm)


def _creases(rng: np.random.Generator, count: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Return a field of two coordinates in units of a crease's spacing: 0 on plain paper, up to 1 on a sharp line."""
    angle = rng.uniform(0, np.pi, count)
    offset = rng.uniform(-1.5, 3.0, count)
    reach = rng.uniform(0.4, 1.4, count)
    centre = rng.uniform(0, 3.0, (count, 2))

    def field(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        total = np.zeros(np.broadcast_shapes(a.shape, b.shape))
        for k in range(count):
            along = (a - centre[k, 0]) * np.cos(angle[k]) + (b - centre[k, 1]) * np.sin(angle[k])
            away = -(a - centre[k, 0]) * np.sin(angle[k]) + (b - centre[k, 1]) * np.cos(angle[k])
            away = away + 0.12 * np.sin(3 * along + offset[k])
            total = total + np.exp(-np.abs(away) / 0.06) * np.exp(-((along / reach[k]) ** 2))
        return np.minimum(total, 1.0)

    return field
