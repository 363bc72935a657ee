"""Cans or bottles sold together: cans in a board sleeve with open ends, bottles in printed shrink film."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import CARTON, CLEAR_PRINTED_FILM, RAW_BOARD
from facings.goods.packages.contents import Place, filled, inner_size_mm, inner_surfaces, rows_of
from facings.goods.packages.footing import stood
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel, Surface

VARIANTS = 2
GAP_MM = 0.3
BOARD_MM = 0.5
HANDLE = Surface("handle", base_color=(0.82, 0.83, 0.85), roughness=0.35, coat=0.3)


def net(product: Product, inner: Package | None = None) -> ArtNet:
    """Return front, back, top and bottom panels; a sleeve uses all, film the front, the sides and the back.

    Without `inner` the measures come from `size_mm`.
    """
    width, depth, height = product.dimensions_mm
    if inner is not None and _is_bottle(inner):
        film = _film_height(inner)
        corner = inner_size_mm(inner)[0] * 0.30
        total = 2 * (width + depth)
        safe, end = (corner, 8, corner, 12), (10, 8, 10, 12)
        return ArtNet(total, film, min(5.0, 2600 / total), (
            Panel("front", 0, 0, width, film, safe), Panel("side", width, 0, depth, film, end),
            Panel("info", width + depth, 0, width, film, safe), Panel("side", 2 * width + depth, 0, depth, film, end),
        ))
    safe = (4, 9, 4, 9)
    return ArtNet(2 * width, depth + height, min(6.0, 2200 / (2 * width)), (
        Panel("front", 0, depth, width, height, safe), Panel("info", width, depth, width, height, safe),
        Panel("top", 0, 0, width, depth, (6, 8, 6, 8)), Panel("bottom", width, 0, width, depth, (6, 8, 6, 8)),
    ))


def build(product: Product, rng: np.random.Generator, inner: Package) -> Package:
    """Return two packs; their size follows from the inner product's and from how many fit `size_mm`."""
    across, deep = rows_of(product.dimensions_mm, inner_size_mm(inner))
    bottle = _is_bottle(inner)
    make = _film_pack if bottle else _sleeve_pack
    variants = tuple(make(product, rng, inner, across, deep) for _ in range(VARIANTS))
    own = (CLEAR_PRINTED_FILM, HANDLE) if bottle else (CARTON, RAW_BOARD)
    return Package(variants, (*own, *inner_surfaces(inner)), net(product, inner), round=False,
                   stack_levels=1 if bottle else 3)


def _profile(inner: Package, bands: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Return heights and the inner product's radius there, in mm, smoothed so that ribs and waists are bridged."""
    points = inner.variants[0].vertices_m.astype(float) * 1e3
    z, radius = points[:, 2], np.hypot(points[:, 0], points[:, 1])
    band = np.minimum((z / z.max() * bands).astype(int), bands - 1)
    widest = np.zeros(bands)
    np.maximum.at(widest, band, radius)
    height = (np.arange(bands) + 0.5) / bands * z.max()
    known = widest > 0
    return height, np.interp(height, height[known], widest[known])


def _is_bottle(inner: Package) -> bool:
    """Tell whether it narrows to a neck."""
    height, radius = _profile(inner)
    return bool(radius[height > 0.92 * height.max()].max() < 0.6 * radius.max())


def _film_height(inner: Package) -> float:
    """Return how far the film reaches in mm: over the shoulder, to where the bottle has narrowed by a quarter."""
    height, radius = _profile(inner)
    return float(height[radius >= 0.80 * radius.max()].max())


def _places(inner: Package, across: int, deep: int, z_mm: float, rng: np.random.Generator) -> list[Place]:
    size = inner_size_mm(inner)
    pitch = size[:2] + GAP_MM
    turned = 0.35 if inner.round else 0.0
    return [Place((i - (across - 1) / 2) * pitch[0], (j - (deep - 1) / 2) * pitch[1], z_mm,
                  float(rng.normal(0, turned)) if turned else 0.0, int(rng.integers(len(inner.variants))))
            for j in range(deep) for i in range(across)]


def _sleeve_pack(product: Product, rng: np.random.Generator, inner: Package, across: int, deep: int) -> MeshData:
    can = inner_size_mm(inner)
    pitch = can[:2] + GAP_MM
    width, depth = across * pitch[0] - GAP_MM, deep * pitch[1] - GAP_MM
    size = np.array([width, depth + 2 * BOARD_MM, can[2] + 2 * BOARD_MM])
    builder = MeshBuilder()
    _sleeve(builder, size, net(product, inner), rng)
    ends = width / 2 - pitch[0]

    def visible(centres: np.ndarray, normals: np.ndarray, place: Place) -> np.ndarray:
        # only the outward half of the end cans is seen through the openings
        outward = np.sign(place.x_mm)
        if abs(place.x_mm) < ends - 1:
            return np.zeros(len(centres), bool)
        return outward * (centres[:, 0] - place.x_mm) > -6.0

    places = _places(inner, across, deep, BOARD_MM, rng)
    return stood(filled(builder.build(weld_mm=0.01), inner, places, 2, visible))


def _sleeve(builder: MeshBuilder, size: np.ndarray, art: ArtNet, rng: np.random.Generator) -> None:
    """A board tube about the X axis: chamfered where the cans' shoulders are, open at both ends, its inside raw."""
    width, depth, height = size
    length = width - 3.0
    chamfer = 0.085 * height
    hy = depth / 2
    r = 2.0
    # the outline in (y, z), one list a panel: front upwards, top to the back, back downwards, bottom to the front
    t = np.linspace(0, np.pi / 2, 5)
    front = [(-hy + r * (1 - np.cos(a)) * 0 + r * (1 - np.sin(a)), r * (1 - np.cos(a))) for a in t]
    front += [(-hy, z) for z in np.linspace(r, height - chamfer - 1, 9)[1:]]
    front += [(-hy + 0.25, height - chamfer + 0.4), (-hy + chamfer * 0.5, height - chamfer * 0.42),
              (-hy + chamfer * 0.86, height - 0.35)]
    edge = -hy + chamfer * 0.86
    top = [(edge, height - 0.35), (edge + 0.6, height - 0.06)]
    top += [(y, height) for y in np.linspace(edge + 1.6, -edge - 1.6, 9)]
    top += [(-edge - 0.6, height - 0.06), (-edge, height - 0.35)]
    back = [(-y, z) for y, z in front[::-1]]
    bottom = [(y, 0.0) for y in np.linspace(hy - r, -hy + r, 8)]
    belly = rng.uniform(0.3, 0.8)
    s = np.concatenate([[0.0, 0.4], np.linspace(3, length - 3, 13), [length - 0.4, length]])
    panels = dict[str, Panel](zip(("front", "back", "top", "bottom"), art.panels, strict=True))
    loop_out, loop_in = [], []
    for name, outline in (("front", front), ("top", top), ("back", back), ("bottom", bottom)):
        line = np.asarray(outline)
        along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        share = along / along[-1]
        grid = np.zeros((len(line), len(s), 3))
        grid[..., 0] = s - length / 2
        grid[..., 1], grid[..., 2] = line[:, :1], line[:, 1:]
        bump = np.sin(np.pi * share)[:, None] * np.sin(np.pi * s / length)[None] ** 0.7
        flat = {"front": (0, -1, 0), "back": (0, 1, 0), "top": (0, 0, 1), "bottom": (0, 0, 0)}[name]
        # Cans press on the board in the middle; on top it sags between the rims instead.
        grid = grid + bump[..., None] * np.array(flat) * (belly if name in ("front", "back") else -0.5)
        panel = panels[name]
        u0, v0 = panel.x_mm / art.width_mm, 1 - (panel.y_mm + panel.height_mm) / art.height_mm
        du, dv = panel.width_mm / art.width_mm, panel.height_mm / art.height_mm
        across = (s + 1.5) / width
        # The back is printed to be read from behind: both of its directions run the other way.
        u = u0 + du * (1 - across if name == "back" else across)
        v = v0 + dv * (1 - share if name == "back" else share)
        builder.grid(grid, np.stack(np.broadcast_arrays(u[None], v[:, None]), -1), 0)
        loop_out.append(grid)
        centre = np.array([0, 0, height / 2])
        inward = centre - grid
        inward[..., 0] = 0
        loop_in.append(grid + inward / np.linalg.norm(inward, axis=-1, keepdims=True) * BOARD_MM * 0.8)
    outside, inside = np.concatenate(loop_out), np.concatenate(loop_in)
    builder.grid(inside, None, 1, flip=True)
    for column, flip in ((0, True), (-1, False)):
        builder.grid(np.stack([outside[:, column], inside[:, column]], 1), None, 1, flip=flip)


def _film_pack(product: Product, rng: np.random.Generator, inner: Package, across: int, deep: int) -> MeshData:
    bottle = inner_size_mm(inner)
    pitch = bottle[:2] + GAP_MM
    builder = MeshBuilder()
    art = net(product, inner)
    film = _film_height(inner)
    _shrink_film(builder, inner, pitch, across, deep, art, rng)
    _handle(builder, bottle[2], pitch, across, film, bottle[0] / 2, rng)

    def visible(centres: np.ndarray, normals: np.ndarray, place: Place) -> np.ndarray:
        return centres[:, 2] > film - 7.0

    return stood(filled(builder.build(weld_mm=0.01), inner, _places(inner, across, deep, 0.35, rng), 2, visible))


def _shrink_film(builder: MeshBuilder, inner: Package, pitch: np.ndarray, across: int, deep: int, art: ArtNet,
                 rng: np.random.Generator) -> None:
    """Film round the bottles' common outline, drawn in between them and over their shoulders, open on top."""
    height, radius = _profile(inner)
    top = _film_height(inner)
    z = np.concatenate([[0.0, 0.0, 0.6, 2.0, 5.0], np.linspace(10, top - 14, 12), np.linspace(top - 11, top - 1, 8),
                        [top]])
    rise = np.interp(z, height, np.maximum.accumulate(radius[::-1])[::-1])
    rise[z < 0.7 * top] = radius.max()
    rise = np.convolve(np.pad(rise, 2, mode="edge"), np.ones(5) / 5, "valid")
    rise[0], rise[1], rise[2], rise[3] = rise[0] - 16, rise[1] - 3.0, rise[2] - 1.2, rise[3] - 0.3
    spread = (np.array([across, deep]) - 1) / 2 * pitch
    turn = np.linspace(0, 1, 133)
    outline, print_s = _hull(spread, radius.max() + 0.25, turn)
    centre = np.clip(outline, -spread, spread)
    normal = outline - centre
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    # Between two bottles the film spans the gap, pulled in a little, more where it has crept up the shoulder.
    phase_x = np.cos(2 * np.pi * (outline[:, 0] + spread[0]) / pitch[0])
    phase_y = np.cos(2 * np.pi * (outline[:, 1] + spread[1]) / pitch[1])
    along_x = np.abs(normal[:, 1]) > 0.999
    along_y = np.abs(normal[:, 0]) > 0.999
    dip = 0.5 * (1 - phase_x) * along_x + 0.5 * (1 - phase_y) * along_y
    share = z / top
    pull = 2.2 + 3.0 * np.clip((share - 0.75) / 0.25, 0, 1) ** 2 + 1.2 * np.clip((0.1 - share) / 0.1, 0, 1)
    fold = rng.uniform(0, 2 * np.pi, 4)
    waves = (np.sin(k * 2 * np.pi * turn + f) for k, f in zip((23, 37, 51, 64), fold, strict=True))
    wrinkle = sum(waves, np.zeros(len(turn)))[None] * 0.16
    wrinkle = wrinkle * (np.clip((share - 0.55) / 0.45, 0, 1) ** 2 + 0.25)[:, None]
    reach = rise[:, None] - radius.max() - pull[:, None] * dip[None] + wrinkle
    points = np.zeros((len(z), len(turn), 3))
    points[..., :2] = outline[None] + reach[..., None] * normal[None]
    points[..., 2] = z[:, None] + (share**6)[:, None] * 2.0 * np.sin(2 * np.pi * 5 * turn + fold[0])[None]
    points[:, -1] = points[:, 0]
    total = art.width_mm
    # the outline begins at the middle of the left side; the print's front begins at its front corner
    depth = art.panels[1].width_mm
    u = (print_s * total - depth / 2) / total
    v = np.clip(share, 0, 1)
    split = int(np.searchsorted(u, 0.0))
    u[split] = 0.0
    for part, shift in ((slice(0, split + 1), 1.0), (slice(split, None), 0.0)):
        uv = np.stack(np.broadcast_arrays(u[None, part] + shift, v[:, None]), -1)
        builder.grid(points[:, part], uv, 0)
        inside = points[-3:, part].copy()
        inside[..., :2] -= 0.12 * normal[None, part]
        builder.grid(inside, uv[-3:], 0, flip=True)


def _hull(spread: np.ndarray, radius: float, turn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, 2) the common outline of round bottles from the middle of the left side by way of the front, and the
    share of it passed (N,).
    """
    sx, sy = spread
    quarter = radius * np.pi / 2
    lengths = np.array([sy, quarter, 2 * sx, quarter, 2 * sy, quarter, 2 * sx, quarter, sy])
    ends = np.concatenate([[0], np.cumsum(lengths)])
    s = turn * ends[-1]
    piece = np.clip(np.searchsorted(ends, s, side="right") - 1, 0, 8)
    t = s - ends[piece]
    a = t / radius
    r = radius
    zero = 0 * t
    x = np.choose(piece, [-sx - r + zero, -sx - r * np.cos(a), -sx + t, sx + r * np.sin(a), sx + r + zero,
                          sx + r * np.cos(a), sx - t, -sx - r * np.sin(a), -sx - r + zero])
    y = np.choose(piece, [-t, -sy - r * np.sin(a), -sy - r + zero, -sy - r * np.cos(a), -sy + t, sy + r * np.sin(a),
                          sy + r + zero, sy + r * np.cos(a), sy - t])
    return np.stack([x, y], -1), turn


def _handle(builder: MeshBuilder, height: float, pitch: np.ndarray, across: int, film: float, radius: float,
            rng: np.random.Generator) -> None:
    """A carrying tape from end to end over the caps, glued to the film on both sides."""
    reach = (across - 1) / 2 * pitch[0]
    end = reach + radius + 0.6
    sag = rng.uniform(1.0, 4.0)
    line = [(-end, film * 0.55), (-end, film * 0.86), (-end + 1.0, film * 0.92)]
    span = np.linspace(-1, 1, 15)
    line += [(x * (reach + 9), height * 1.0 + 0.45 - sag * (1 - np.cos(np.pi * x) ** 2) * 0.5
              - 14 * max(0.0, abs(x) - 0.86)) for x in span]
    line += [(end - 1.0, film * 0.92), (end, film * 0.86), (end, film * 0.55)]
    path = np.asarray(line)
    wide = 13.0
    y = np.linspace(-wide, wide, 7)
    crown = 0.35 * (y / wide) ** 2
    grid = np.zeros((len(y), len(path), 3))
    grid[..., 0], grid[..., 1], grid[..., 2] = path[None, :, 0], y[:, None], path[None, :, 1] - crown[:, None]
    builder.grid(grid, None, 1)
    lower = grid - [0, 0, 0.18]
    lower[..., 0] -= np.sign(grid[..., 0]) * 0.15
    builder.grid(lower, None, 1, flip=True)
