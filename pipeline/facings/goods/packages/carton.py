"""A folding carton: cereal, pasta, tea, toothpaste, tissues, frozen pizza.

Its closure is either two overlapping glued flaps or a tuck-in lid with a slit along the front. A long lying box closes
at its left and right ends, every other one at top and bottom.
"""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import CARTON, RAW_BOARD
from facings.goods.packages.box import (
    box_net,
    face_rects,
    grid_lines,
    panelled_box,
    undulation,
    window,
    worn_corners,
)
from facings.goods.packages.footing import stood
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, PanelKind

VARIANTS = 4
BOARD_MM = 0.5
RADIUS_MM = 1.1
INFO_WIDTH_MM = 48.0
"""A side at least this wide takes the nutrition table, and the back becomes a second front."""


def net(product: Product) -> ArtNet:
    """Return the six panels; the table stands on the right side where it is wide enough, else on the back."""
    width, depth, height = product.dimensions_mm
    wide_side = depth >= INFO_WIDTH_MM and height >= 60
    kinds: dict[str, PanelKind] = {"front": "front", "back": "back" if wide_side else "info", "left": "side",
                                   "right": "info" if wide_side else "side", "top": "top", "bottom": "bottom"}
    longest = max(2 * (width + depth), depth + height)
    return box_net(product.dimensions_mm, kinds, max(4.0, min(8.0, 2400 / longest)))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return four boxes, each with its own bulge, warp, worn corners and closing gap."""
    width, depth, height = product.dimensions_mm
    ends = ("left", "right") if width > 1.9 * height else ("top", "bottom")
    tuck = bool(rng.random() < (0.65 if min(depth, width) < 60 else 0.2))
    art = net(product)
    levels = 1 if height > 1.8 * min(width, depth) else max(1, int(260 // height))
    return Package(tuple(_box(product.dimensions_mm, ends, tuck, art, rng) for _ in range(VARIANTS)), (CARTON, RAW_BOARD),
                   art, round=False, stack_levels=min(levels, 4),
                   lying=("back", "side") if height < 2.2 * width else ("back",))


def _box(size_mm: tuple[float, float, float], ends: tuple[str, str], tuck: bool, art: ArtNet,
         rng: np.random.Generator) -> MeshData:
    size = np.asarray(size_mm, float)
    height_of_end = 2 if ends[0] == "top" else 0
    across = size[0] if height_of_end == 2 else size[2]
    swell = {"front": rng.uniform(0.2, 1.0), "back": rng.uniform(0.1, 0.8), "left": rng.uniform(-0.2, 0.6),
             "right": rng.uniform(-0.2, 0.6)}
    # A larger panel gives way more; the body is made smaller by what stands out, so that the size stays true.
    swell = {face: value * float(np.clip(min(size[0 if face in ("front", "back") else 1], size[2]) / 150, 0.2, 1.3))
             for face, value in swell.items()}
    core = size - [max(swell["left"], 0) + max(swell["right"], 0), swell["front"] + swell["back"], 0]
    warp = {face: undulation(rng) for face in ("front", "back", "left", "right", "top", "bottom")}
    free_edge = float(rng.uniform(0.10, 0.30)) * core[1] + RADIUS_MM
    slit = (RADIUS_MM + 0.25, RADIUS_MM + 0.95)
    lift = rng.uniform(0.15, 0.5)
    end_mm = RADIUS_MM + rng.uniform(0.15, 0.5)
    steps = slit if tuck else (free_edge,)
    extra_y = tuple(e + o for e in steps for o in (-0.4, -0.03, 0.03, 0.4))
    extra_end = tuple(e + o for e in (end_mm, across - end_mm) for o in (-0.03, 0.03))
    lines = [grid_lines(core[k], RADIUS_MM, 6, edge_cells=2) for k in range(3)]
    lines[1] = grid_lines(core[1], RADIUS_MM, 4, extra_y, edge_cells=2)
    end_axis = 0 if height_of_end == 2 else 2
    lines[end_axis] = grid_lines(core[end_axis], RADIUS_MM, 7, extra_end, edge_cells=2)

    def closing(face: str, s: np.ndarray, t: np.ndarray) -> np.ndarray:
        """Outward mm on a closing face; y runs from the front fold, x along it."""
        y, x = {"top": (t, s), "bottom": (core[1] - t, s), "right": (s, t), "left": (core[1] - s, t)}[face]
        length = core[end_axis]
        inside = (y > RADIUS_MM) & (y < core[1] - RADIUS_MM) & (x > end_mm) & (x < length - end_mm)
        spring = window(x, length, end_mm)
        if tuck:
            groove = (y > slit[0]) & (y < slit[1])
            height = np.where(groove, -2.0, np.where(y >= slit[1], lift * spring * window(y, core[1], slit[1]), 0.0))
            height = np.where((y >= slit[1]) & (y < core[1] - RADIUS_MM) & ~inside, -0.5, height)
        else:
            upper = y > free_edge
            raise_ = lift * spring * np.clip(1 - (y - free_edge) / (core[1] * 0.4), 0, 1)
            height = np.where(upper, raise_, -BOARD_MM * np.clip((y - RADIUS_MM) / 1.0, 0, 1))
            height = np.where(upper & ~inside & (y < core[1] - 2 * RADIUS_MM), -BOARD_MM, height)
        border = (y <= RADIUS_MM) | (y >= core[1] - RADIUS_MM) | (x <= RADIUS_MM) | (x >= length - RADIUS_MM)
        return np.where(border, 0.0, height)

    def displace(face: str, s: np.ndarray, t: np.ndarray) -> np.ndarray:
        if face in ends:
            outward = closing(face, s, t)
            return np.minimum(outward, 0) if face == "bottom" else outward
        s_length = core[0] if face in ("front", "back", "top", "bottom") else core[1]
        t_length = core[2] if face in ("front", "back", "left", "right") else core[1]
        bump = window(s, s_length) * window(t, t_length)
        if face == "bottom":
            return -0.4 * bump
        wave = 0.18 * warp[face](s / s_length, t / t_length) * np.sqrt(bump)
        return swell.get(face, 0.3) * bump ** 0.8 + wave

    def bare(face: str, s: np.ndarray, t: np.ndarray) -> np.ndarray:
        if face not in ends:
            return np.zeros(s.shape, bool)
        y = {"top": t, "bottom": core[1] - t, "right": s, "left": core[1] - s}[face]
        if tuck:
            return (y > slit[0] - 0.03) & (y < slit[1] + 0.03)
        return np.abs(y - free_edge) < 0.03

    builder = MeshBuilder()
    panelled_box(builder, tuple(core), RADIUS_MM, (lines[0], lines[1], lines[2]), face_rects(art), displace=displace,
                 deform=worn_corners(rng, tuple(core), 2.2), bare=bare, bare_material=1)
    return stood(builder.build(weld_mm=0.01))
