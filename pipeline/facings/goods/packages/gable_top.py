"""A gable-top carton: fresh milk, cream, juice.

Two roof panels rise from front and back to a sealed fin that runs left to right. Each side panel goes on above its
crease as three triangles: the middle one folds in to the ridge, the outer two lie flat under the roof panels. Folding
keeps lengths, so the middle triangle's apex lies half a side's width in from the ridge's end.
"""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import DRINKS_BOARD, RAW_BOARD, linear, plastic
from facings.goods.packages.box import grid_lines, panel_rect, undulation, window
from facings.goods.packages.footing import stood
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel
from facings.goods.packages.screw_cap import screw_cap

VARIANTS = 3
RADIUS_MM = 1.6
LAYER_MM = 1.3
"""A roof panel with the folded triangle below it: two boards and what they spring apart."""
FIN_HALF_MM = 1.0
"""Half the fin: two of four boards."""


def _heights(size_mm: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return body, roof and fin heights in mm."""
    depth, height = size_mm[1], size_mm[2]
    fin = min(17.0, 0.09 * height)
    roof = min(0.46 * depth, 0.3 * height)
    return height - roof - fin, roof, fin


def net(product: Product) -> ArtNet:
    """Return walls in a row (front, right, back, left), above them roof panels, folds and the fin."""
    width, depth, _ = product.dimensions_mm
    body, roof, fin = _heights(product.dimensions_mm)
    slope = float(np.hypot(depth / 2, roof))
    top = slope + fin
    safe = (3.0, 2.0, 3.0, 4.0)
    panels = [Panel("front", 0, top, width, body, safe), Panel("info", width, top, depth, body, safe),
              Panel("back", width + depth, top, width, body, safe),
              Panel("side", 2 * width + depth, top, depth, body, safe)]
    # The cap covers the middle of the front roof panel.
    panels += [Panel("seal", 0, fin, width, slope), Panel("seal", width, fin, depth, slope),
               Panel("top", width + depth, fin, width, slope, (6, 5, 6, 5)),
               Panel("seal", 2 * width + depth, fin, depth, slope),
               Panel("seal", 0, 0, 2 * (width + depth), fin)]
    total = 2 * (width + depth)
    return ArtNet(total, top + body, min(7.0, 2000 / total), tuple(panels))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return three cartons with their own bulge; the cap takes `content.cap_colour`."""
    cap = plastic("cap", linear(product.content.cap_colour, (0.75, 0.76, 0.78)))
    return Package(tuple(_carton(product, rng) for _ in range(VARIANTS)), (DRINKS_BOARD, RAW_BOARD, cap), net(product),
                   round=False)


def _carton(product: Product, rng: np.random.Generator) -> MeshData:
    width, depth, height = product.dimensions_mm
    body, roof, fin = _heights(product.dimensions_mm)
    art = net(product)
    rects = {name: panel_rect(art, panel) for name, panel in zip(
        ("front", "right", "back", "left", "roof_front", "fold_right", "roof_back", "fold_left", "fin"), art.panels,
        strict=True)}
    swell = rng.uniform(0.9, 1.7) * np.clip(body / 180, 0.4, 1.0)
    # What the walls stand out is taken off the creases' rectangle, so that the size stays true.
    width, depth = width - 2 * swell, depth - 2 * swell
    builder = MeshBuilder()
    _walls(builder, width, depth, body, swell, rects, rng)
    for turn, names in ((1, ("roof_front", "fold_right", "fold_left")), (-1, ("roof_back", "fold_left", "fold_right"))):
        _roof(builder, width, depth, body, roof, rects, names, turn, rng)
    for side in (1, -1):
        _fold(builder, width, depth, body, roof, rects["fold_right" if side > 0 else "fold_left"], side)
    _fin(builder, width, body + roof, fin, art, rng)
    normal = np.array([0, -roof, depth / 2]) / np.hypot(roof, depth / 2)
    radius = min(14.0, 0.20 * depth + 0.5)
    if radius > 9 and height > 140:
        middle = np.array([0, -depth * 0.24, body + roof * 0.52])
        screw_cap(builder, middle + normal * 0.7, normal, radius_mm=radius, height_mm=radius * 0.75, material=2)
    return stood(builder.build(weld_mm=0.01))


def _walls(builder: MeshBuilder, width: float, depth: float, body: float, swell: float,
           rects: dict, rng: np.random.Generator) -> None:
    """Four walls with rounded upright edges, and the floor; the upper edge is a sharp rectangle, as scored board is."""
    r = RADIUS_MM
    z = grid_lines(body, r, 12, (body - 0.5,))
    for name, length, other, turn in (("front", width, depth, 0), ("right", depth, width, 1),
                                      ("back", width, depth, 2), ("left", depth, width, 3)):
        s = grid_lines(length, r, 8)
        grid_s, grid_z = np.meshgrid(s, z)
        corner = r * np.clip((body - grid_z) / 6.0, 0, 1) ** 0.5
        foot = np.clip(1 - grid_z / r, 0, 1)
        inset = r * (1 - np.sqrt(np.maximum(1 - foot**2, 0)))
        side = np.minimum(grid_s, length - grid_s)
        reach = np.clip(1 - side / np.maximum(corner, 1e-6), 0, 1)
        out = corner * (1 - np.sqrt(np.maximum(1 - (reach * 0.7071) ** 2, 0)) / 1.0)
        field = undulation(rng)
        bump = window(grid_s, length, r) ** 0.9 * window(grid_z, body, 2.0) ** 0.6
        bulge = bump * (swell * (1.25 - 0.6 * grid_z / body) * (1.0 if length >= other else 0.85)
                        + 0.12 * field(grid_s / length, grid_z / body))
        across = grid_s - length / 2
        across = np.sign(across) * np.minimum(np.abs(across), length / 2 - 0.29 * corner * (side <= 0) - inset)
        outward = other / 2 - out - inset + bulge
        cos, sin = (1, 0, -1, 0)[turn], (0, 1, 0, -1)[turn]
        # turn 0 faces -Y with s along +X; each further quarter turns about Z by +90 degrees
        x = across * cos + outward * sin
        y = across * sin - outward * cos
        u0, v0, u1, v1 = rects[name]
        uv = np.stack([u0 + (u1 - u0) * grid_s / length, v0 + (v1 - v0) * grid_z / body], -1)
        builder.grid(np.stack([x, y, grid_z], -1), uv, 0)
    x, y = np.meshgrid(np.linspace(-1, 1, 4) * (width / 2 - r), np.linspace(1, -1, 4) * (depth / 2 - r))
    builder.grid(np.stack([x, y, 0 * x + 0.05], -1), None, 1)


def _roof(builder: MeshBuilder, width: float, depth: float, body: float, roof: float, rects: dict,
          names: tuple[str, str, str], turn: int, rng: np.random.Generator) -> None:
    """One roof panel with a soft crease at the eaves, its cut side edges and the triangles folded under it."""
    u0, v0, u1, v1 = rects[names[0]]
    normal = np.array([0, -roof, depth / 2 - FIN_HALF_MM])
    normal /= np.linalg.norm(normal)
    s = np.concatenate([[0, 0.35, 0.9], np.linspace(3, width - 3, 9), [width - 0.9, width - 0.35, width]])
    t = np.concatenate([[0, 0.02, 0.06], np.linspace(0.14, 0.9, 7), [0.96, 1.0]])
    grid_s, grid_t = np.meshgrid(s, t)
    field = undulation(rng)
    bump = np.sin(np.pi * np.clip(grid_s / width, 0, 1)) ** 0.5 * np.sin(np.pi * grid_t)
    lift = bump * (0.7 + 0.2 * field(grid_s / width, grid_t))
    edge = np.minimum(grid_s, width - grid_s)
    drop = 0.25 * np.clip(1 - edge / 0.35, 0, 1) ** 2
    eaves = np.array([0, -depth / 2, body])
    ridge = np.array([0, -FIN_HALF_MM, body + roof])
    line = eaves + grid_t[..., None] * (ridge - eaves)
    points = line + (lift - drop)[..., None] * normal
    points[..., 0] = grid_s - width / 2
    uv = np.stack([u0 + (u1 - u0) * grid_s / width, v0 + (v1 - v0) * grid_t], -1)

    def place(p: np.ndarray) -> np.ndarray:
        return p if turn > 0 else p * [-1, -1, 1]

    builder.grid(place(points), uv, 0)
    for side, name in ((1, names[1]), (-1, names[2])):
        column = points[:, -1] if side > 0 else points[:, 0]
        share = np.clip(t / 0.06, 0, 1)[:, None]
        thick = LAYER_MM * share
        under = column - normal * thick
        rim = np.stack([column, column - normal * thick * 0.5 + [side * 0.12, 0, 0], under], 1)
        if side < 0:
            rim = rim[:, ::-1]
        # the cut edge of the roof panel shows its two boards
        builder.grid(place(rim), None, 1, flip=True)
        # The folded triangle under the panel: from the side edge to the ridge, apex half a depth in.
        inner = np.linspace(0, 1, 5)[None, :, None]
        apex_x = side * (width / 2 - depth / 2 * t)
        far = under.copy()
        far[:, 0] = apex_x
        sheet = under[:, None] * (1 - inner) + far[:, None] * inner
        f0, g0, f1, g1 = rects[name]
        inward = (1 - sheet[..., 0] * side / (width / 2)) * (width / depth)
        front = side > 0
        u = f0 + (f1 - f0) * (inward / 2 if front else 1 - inward / 2)
        v = g0 + (g1 - g0) * np.broadcast_to(t[:, None], u.shape)
        builder.grid(place(sheet), np.stack([u, v], -1), 0, flip=side < 0)


def _fold(builder: MeshBuilder, width: float, depth: float, body: float, roof: float, rect: tuple, side: int) -> None:
    """The middle triangle of one side, folded in from the wall's upper edge to the ridge, a little hollow."""
    t = np.linspace(0, 1, 10)[:, None]
    s = np.linspace(-1, 1, 9)[None, :]
    half = (depth / 2) * (1 - t) - LAYER_MM * 0.4 * np.sin(np.pi * t)
    y = side * s * np.maximum(half, 0.0)
    x = np.broadcast_to(side * (width / 2 - depth / 2 * t), y.shape)
    hollow = 2.2 * np.sin(np.pi * t) * (1 - s**2)
    z = np.broadcast_to(body + roof * t, y.shape) - hollow * 0.5
    u0, v0, u1, v1 = rect
    u = u0 + (u1 - u0) * (0.5 + s * (1 - t) / 2)
    v = np.broadcast_to(v0 + (v1 - v0) * t, u.shape)
    builder.grid(np.stack([x - side * hollow * 0.5, y, z], -1), np.stack([u, v], -1), 0)


def _fin(builder: MeshBuilder, width: float, z0: float, fin: float, art: ArtNet, rng: np.random.Generator) -> None:
    """The sealed fin: pressed lines along its lower half, a raw cut on top, sprung open a little at the ends."""
    lines = 5
    t = np.linspace(0, 1, 26)
    ridge = 0.16 * (np.cos(2 * np.pi * lines * np.clip(t, 0, 0.62) / 0.62) - 1) * (t > 0.06) * (t < 0.62)
    s = np.concatenate([[0, 0.3], np.linspace(2, width - 2, 12), [width - 0.3, width]])
    lean = rng.normal(0, 0.02)
    bow = rng.normal(0, 0.5)
    grid_s, grid_t = np.meshgrid(s, t)
    edge = np.minimum(grid_s, width - grid_s)
    thick = FIN_HALF_MM + ridge[:, None] - 0.3 * np.clip(1 - edge / 0.3, 0, 1)
    centre = lean * grid_t * fin + bow * np.sin(np.pi * grid_s / width) * grid_t
    x, z = grid_s - width / 2, z0 + grid_t * fin
    depth = art.width_mm / 2 - width
    v = 1 - (1 - grid_t) * fin / art.height_mm
    front = np.stack([x, centre - thick, z], -1)
    back = np.stack([x, centre + thick, z], -1)
    builder.grid(front, np.stack([grid_s / art.width_mm, v], -1), 0)
    builder.grid(back[:, ::-1], np.stack([(width + depth + grid_s) / art.width_mm, v], -1), 0)
    cap = np.stack([front[-1], (front[-1] + back[-1]) / 2 + [0, 0, 0.12], back[-1]])
    builder.grid(cap, None, 1)
    for column, flip in ((0, True), (-1, False)):
        builder.grid(np.stack([front[:, column], back[:, column]], 1), None, 1, flip=flip)
