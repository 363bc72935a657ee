"""A shelf-ready tray: low printed walls, cut down at the front, with the products standing in it."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import CARTON, RAW_BOARD
from facings.goods.packages.contents import Place, filled, inner_size_mm, inner_surfaces
from facings.goods.packages.footing import stood
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel

VARIANTS = 3
WALL_MM = 1.2
RADIUS_MM = 2.0
BOW_MM = 0.45
"""How far a wall may lean out in its middle."""


def _walls_mm(product: Product) -> tuple[float, float]:
    """Return the height of the front wall and of the rear corners."""
    height = product.dimensions_mm[2]
    return float(np.clip(0.26 * height, 14, 42)), float(np.clip(0.48 * height, 22, 85))


def net(product: Product, inner: Package | None = None) -> ArtNet:
    """Return the four walls in a row: front, right, back, left; the size is the product's, whatever stands inside."""
    width, depth, _ = product.dimensions_mm
    low, high = _walls_mm(product)
    total = 2 * (width + depth)
    front = (5, high - low + 2, 5, 2)
    side = (8, (high - low) * 0.55 + 2, 8, 2)
    return ArtNet(total, high, min(6.0, 3000 / total), (
        Panel("side", 0, 0, width, high, front), Panel("side", width, 0, depth, high, side),
        Panel("side", width + depth, 0, width, high, (8, 3, 8, 2)),
        Panel("side", 2 * width + depth, 0, depth, high, side),
    ))


def build(product: Product, rng: np.random.Generator, inner: Package) -> Package:
    """Return a full tray, one whose products stand less orderly, and one from which the first has been taken."""
    variants = tuple(_tray(product, rng, inner, missing) for missing in (0, 0, 1))
    return Package(variants, (CARTON, RAW_BOARD, *inner_surfaces(inner)), net(product, inner), round=False,
                   stack_levels=1)


def _tray(product: Product, rng: np.random.Generator, inner: Package, missing: int) -> MeshData:
    size = inner_size_mm(inner)
    room = np.array(product.dimensions_mm[:2]) - 2 * (WALL_MM + BOW_MM)
    across, deep = np.maximum(1, np.floor(room / size[:2] + 0.02)).astype(int)
    # Corrugated board under the products makes up what the catalogue's height has more than theirs.
    base = float(np.clip(product.dimensions_mm[2] - size[2], 0.7, 4.5))
    builder = MeshBuilder()
    _walls(builder, product, base, rng)
    pitch = np.maximum(room / [across, deep], size[:2])
    slack = np.maximum(pitch - size[:2], 0) / 2
    # What is not round may turn only as far as its corners have room.
    most_yaw = 0.22 if inner.round else float(min(0.03, slack.min() / max(size[:2].max() / 2, 1)))
    places = [Place((i - (across - 1) / 2) * pitch[0] + rng.uniform(-1, 1) * slack[0] * 0.6,
                    (j - (deep - 1) / 2) * pitch[1] + rng.uniform(-1, 1) * slack[1] * 0.6, base,
                    float(np.clip(rng.normal(0, most_yaw / 2), -most_yaw, most_yaw)),
                    int(rng.integers(len(inner.variants))))
              for j in range(deep) for i in range(across)]
    gap = places.pop(int(rng.integers(across))) if missing and len(places) > 1 else None
    low, _ = _walls_mm(product)

    def visible(centres: np.ndarray, normals: np.ndarray, place: Place) -> np.ndarray:
        """Walls and neighbours hide what is low down, but for what looks into a gap."""
        shown = centres[:, 2] > low * 0.45
        if gap is not None:
            towards = np.array([gap.x_mm - place.x_mm, gap.y_mm - place.y_mm])
            if np.hypot(*(towards / pitch)) < 1.6:
                shown |= normals[:, :2] @ towards > -0.1 * np.linalg.norm(towards)
        return shown & ~((normals[:, 2] < -0.9) & (centres[:, 2] < low))

    return stood(filled(builder.build(weld_mm=0.01), inner, places, 2, visible))


def _walls(builder: MeshBuilder, product: Product, base: float, rng: np.random.Generator) -> None:
    """Walls with rounded corners; their upper edge dips at the front and sweeps up along the sides."""
    width, depth, _ = product.dimensions_mm
    low, high = _walls_mm(product)
    half = np.array([width / 2, depth / 2]) - BOW_MM
    art = net(product)
    points, prints = [], []
    along = np.array([0.0, width, width + depth, 2 * width + depth, 2 * (width + depth)])
    for wall, (turn, length) in enumerate(((0, 2 * half[0]), (1, 2 * half[1]), (2, 2 * half[0]), (3, 2 * half[1]))):
        s = np.concatenate([[0.0, 0.3 * RADIUS_MM, RADIUS_MM], np.linspace(6, length - 6, 17),
                            [length - RADIUS_MM, length - 0.3 * RADIUS_MM, length]])
        near = np.minimum(s, length - s)
        inset = RADIUS_MM * (1 - np.sqrt(np.clip(1 - (1 - np.clip(near / RADIUS_MM, 0, 1)) ** 2, 0, 1))) * 0.42
        out = (half[1] if turn % 2 == 0 else half[0]) - inset
        a = s - length / 2
        a = np.sign(a) * (np.abs(a) - 0.42 * RADIUS_MM * (near < 1e-9))
        cos, sin = (1, 0, -1, 0)[turn], (0, 1, 0, -1)[turn]
        points.append(np.stack([a * cos + out * sin, a * sin - out * cos], -1))
        prints.append(along[wall] + s)
    ring, flat = np.concatenate(points), np.concatenate(prints)
    # The upper edge by depth: low along the front, an S-curve up the sides, a hand hole's dip at the back.
    y = np.clip((ring[:, 1] + half[1]) / depth, 0, 1)
    sweep = np.clip((y - 0.06) / 0.5, 0, 1)
    edge = low + (high - low) * sweep**2 * (3 - 2 * sweep)
    front = (ring[:, 1] < -half[1] + 1) * np.clip((np.abs(ring[:, 0]) - width * 0.36) / (width * 0.12), 0, 1)
    edge = edge + front * 0.10 * low
    t = np.array([0.0, 0.015, 0.2, 0.5, 0.8, 0.985, 1.0])[:, None]
    bow = rng.uniform(0.1, 0.45)
    normal = np.stack([np.where(np.abs(np.abs(ring[:, 0]) - half[0]) < 1.2, np.sign(ring[:, 0]), 0),
                       np.where(np.abs(np.abs(ring[:, 1]) - half[1]) < 1.2, np.sign(ring[:, 1]), 0)], -1)
    middle = np.clip(1 - np.minimum(np.abs(ring[:, 0]) / half[0], np.abs(ring[:, 1]) / half[1]) ** 2, 0, 1)
    middle = np.where(np.abs(normal).sum(1) == 1, middle, 0)
    lean = bow * (t**2) * middle[None]
    outer = np.zeros((len(t), len(ring), 3))
    outer[..., :2] = ring[None] + lean[..., None] * normal[None]
    outer[..., 2] = t * edge[None]
    outer[0, :, :2] *= 1 - 0.6 / half.max()
    uv = np.stack(np.broadcast_arrays(flat[None] / art.width_mm, outer[..., 2] / art.height_mm), -1)
    inner = outer.copy()
    inner[..., :2] -= np.sign(ring)[None] * np.where(np.abs(normal) > 0, WALL_MM, 0.0)[None]
    builder.grid(outer, uv, 0)
    builder.grid(inner, None, 1, flip=True)
    rim = np.stack([outer[-1], (outer[-1] + inner[-1]) / 2 + [0, 0, 0.15], inner[-1]])
    builder.grid(rim, None, 1, smooth=False)
    x, y = np.meshgrid(np.linspace(-1, 1, 5) * (half[0] - 0.5), np.linspace(-1, 1, 5) * (half[1] - 0.5))
    builder.grid(np.stack([x, y, 0 * x + base - 0.1], -1), None, 1)
    builder.grid(np.stack([x, y, 0 * x], -1), None, 1, flip=True)
