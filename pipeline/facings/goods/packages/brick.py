"""A brick carton (long-life milk, juice): walls a little blown out, a fin folded flat on top and ears on the sides."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import DRINKS_BOARD, RAW_BOARD, linear, plastic
from facings.goods.packages.box import box_net, face_rects, grid_lines, panelled_box, undulation, window
from facings.goods.packages.footing import stood
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, PanelKind
from facings.goods.packages.screw_cap import screw_cap

VARIANTS = 3
RADIUS_MM = 1.8
FIN_MM = 8.0
EAR_MM = 0.9
"""How far a glued ear stands off its side."""


def net(product: Product) -> ArtNet:
    """Return the six panels."""
    width, depth, height = product.dimensions_mm
    ear = depth / 2 + 3
    kinds: dict[str, PanelKind] = {"front": "front", "right": "info", "back": "back", "left": "side",
                                   "top": "seal", "bottom": "bottom"}
    safe = {"front": (4, 4, 4, 4), "back": (4, 4, 4, 4), "right": (4, ear, 4, 4), "left": (4, ear, 4, 4)}
    return box_net((width, depth, height), kinds, min(7.5, 2100 / (2 * (width + depth))), safe)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return three bricks; those above 0.4 litres carry a screw cap (`content.cap_colour`)."""
    cap = plastic("cap", linear(product.content.cap_colour, (0.75, 0.76, 0.78)))
    return Package(tuple(_brick(product, rng) for _ in range(VARIANTS)), (DRINKS_BOARD, RAW_BOARD, cap), net(product),
                   round=False, stack_levels=1, lying=("side",))


def _brick(product: Product, rng: np.random.Generator) -> MeshData:
    width, depth, height = product.dimensions_mm
    capped = width * depth * height > 4.2e5
    cap_mm = 11.0 if capped else 0.0
    fin_top = 1.5
    walls = np.array([rng.uniform(0.6, 1.5), rng.uniform(0.3, 0.9)]) * np.clip(height / 165, 0.4, 1.2)
    core = np.array([width - 2 * max(walls[1], EAR_MM + 0.6), depth - 2 * walls[0], height - (cap_mm or fin_top)])
    fields = {face: undulation(rng) for face in ("front", "back", "left", "right", "top", "bottom")}

    def displace(face: str, s: np.ndarray, t: np.ndarray) -> np.ndarray:
        s_length = core[0] if face in ("front", "back", "top", "bottom") else core[1]
        t_length = core[1] if face in ("top", "bottom") else core[2]
        bump = window(s, s_length, RADIUS_MM) ** 0.8 * window(t, t_length, RADIUS_MM) ** 0.6
        wave = 0.15 * fields[face](s / s_length, t / t_length) * np.sqrt(bump)
        if face == "top":
            # the roof sags to both sides of the fin
            return -0.7 * bump * np.abs(t / t_length - 0.5) * 2 + wave * 0.5
        if face == "bottom":
            return -0.5 * bump
        heavy = 1.15 - 0.35 * t / t_length
        return bump * heavy * walls[0 if face in ("front", "back") else 1] + wave

    lines = (grid_lines(core[0], RADIUS_MM, 9), grid_lines(core[1], RADIUS_MM, 8), grid_lines(core[2], RADIUS_MM, 12))
    art = net(product)
    rects = face_rects(art)
    builder = MeshBuilder()
    panelled_box(builder, tuple(core), RADIUS_MM, lines, rects, displace=displace)
    _fin(builder, core, rects["top"], rng)
    for side in (-1, 1):
        _ear(builder, core, rects["right" if side > 0 else "left"], side, rng)
    if capped:
        radius = min(13.0, depth * 0.19)
        screw_cap(builder, np.array([0.0, -core[1] * 0.25 - 1.0, core[2] - 0.2]), np.array([0.0, 0.0, 1.0]),
                  radius_mm=radius, height_mm=cap_mm + 0.15, material=2, flange_mm=2.0)
    return stood(builder.build(weld_mm=0.01))


def _fin(builder: MeshBuilder, core: np.ndarray, rect: tuple, rng: np.random.Generator) -> None:
    """The transverse seal, folded flat to the back: a ribbed strip hinged along the middle of the top."""
    length, z = core[0] - 1.2, core[2]
    lift = rng.uniform(0.0, 0.5)
    t = np.linspace(0, 1, 20)
    ribs = 0.14 * np.sin(2 * np.pi * 6 * np.clip((t - 0.1) / 0.8, 0, 1))
    upper = 0.75 + lift * t + ribs
    upper[0] = -0.35
    y = np.concatenate([t * FIN_MM, [FIN_MM + 0.12, FIN_MM]])
    height = np.concatenate([upper, [upper[-1] - 0.3, -0.6]])
    s = np.concatenate([[0, 0.4], np.linspace(3, length - 3, 8), [length - 0.4, length]])
    droop = np.where((s <= 0) | (s >= length), -0.5, 0.0)
    x = s - length / 2
    points = np.stack([np.broadcast_to(x, (len(y), len(x))), np.broadcast_to(y[:, None] - 0.5, (len(y), len(x))),
                       z + height[:, None] + droop * (height[:, None] > 0)], -1)
    u0, v0, u1, v1 = rect
    u = u0 + (u1 - u0) * (s + 0.6) / core[0]
    v = v0 + (v1 - v0) * (0.5 + np.minimum(y, FIN_MM) / core[1])
    uv = np.stack(np.broadcast_arrays(u[None, :], v[:, None]), -1)
    builder.grid(points[:-2], uv[:-2], 0)
    builder.grid(points[-3:], None, 1)


def _ear(builder: MeshBuilder, core: np.ndarray, rect: tuple, side: int, rng: np.random.Generator) -> None:
    """One ear: a triangle of doubled board folded down over the side, the fin's end lying along its middle."""
    half, z, x0 = core[1] / 2 - 0.8, core[2], core[0] / 2
    reach = half * 0.98
    open_mm = rng.uniform(0.0, 0.35)
    rows = np.concatenate([[0, 0.012, 0.04], np.linspace(0.1, 0.94, 9), [0.975, 1.0]])
    s = np.concatenate([[-1, -0.97], np.linspace(-0.88, 0.88, 13), [0.97, 1]])
    grid_s, grid_t = np.meshgrid(s, rows)
    y = grid_s * half * (1 - grid_t) * side
    edge = np.minimum((1 - np.abs(grid_s)) * half * (1 - grid_t), (1 - grid_t) * reach)
    rise = EAR_MM * np.clip(edge / 0.35, 0, 1) ** 0.5 + open_mm * grid_t * np.clip(edge / 0.35, 0, 1)
    # The wall swells below the ear; its foot goes into the wall everywhere.
    rise = np.where(edge <= 1e-6, -0.9, rise)
    fin = np.clip((3.2 - np.abs(y)) / 0.4, 0, 1) * (edge > 0.4) * 0.35
    ribs = 0.1 * np.sin(np.abs(y) * 2 * np.pi / 1.2) * (fin > 0.2)
    bend = np.clip(1 - grid_t / 0.04, 0, 1)
    x = side * (x0 + np.where(bend > 0, rise * (1 - bend**2), rise + fin + ribs) - 0.15 * bend)
    height = z - RADIUS_MM * 0.55 + 0.9 * bend - grid_t * reach
    u0, v0, u1, v1 = rect
    u = u0 + (u1 - u0) * (0.5 + y * side / core[1])
    v = v1 - (v1 - v0) * (grid_t * reach / core[2])
    builder.grid(np.stack([x, y, height], -1), np.stack([u, v], -1), 0, flip=True)
