"""Crimped fins: the flat seals at the ends of bags and wrappers."""

import numpy as np

from facings.goods.packages.mesh import MeshBuilder

PITCH_MM = 2.2
DEPTH_MM = 0.55
THICKNESS_MM = 0.14


def fin(builder: MeshBuilder, seal_mm: np.ndarray, outward: np.ndarray, length_mm: float, bend_rad: float,
        flat_mm: np.ndarray, up: float, width_mm: float, net_mm: np.ndarray, rng: np.random.Generator, *,
        material: int = 0, across: np.ndarray | None = None, back_flat_mm: np.ndarray | None = None) -> None:
    """Add a fin that grows out of the sealed line `seal_mm` (C, 3) along `outward` (C, 3), bent by `bend_rad`.

    Ridges run along the fin, the cut edge is a zigzag. `flat_mm` (C, 2) is the line on the print of the front,
    `up` (+1 or -1) the way the fin grows there; the back's print lies `width_mm` to the right, mirrored, or on
    `back_flat_mm`. `across` is the direction of the package's depth (+Y).
    """
    columns = len(seal_mm)
    length = np.linalg.norm(seal_mm[-1] - seal_mm[0])
    per_cell = max(2, int(np.ceil(2 * length / PITCH_MM / (columns - 1))))
    at = np.linspace(0, columns - 1, (columns - 1) * per_cell + 1)

    def finer(line: np.ndarray) -> np.ndarray:
        return np.stack([np.interp(at, np.arange(columns), line[:, k]) for k in range(line.shape[1])], -1)

    seal, flat, grow = finer(seal_mm), finer(flat_mm), finer(outward)
    back = None if back_flat_mm is None else finer(back_flat_mm)
    grow /= np.linalg.norm(grow, axis=1, keepdims=True)
    across = np.array([0.0, 1.0, 0.0]) if across is None else across
    aside = across - grow * (grow @ across)[:, None]
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    zigzag = np.where(np.arange(len(at)) % 2 == 0, -1.0, 1.0)[:, None]
    wave = np.sin(np.linspace(0, 2 * np.pi * rng.uniform(0.6, 1.6), len(at)) + rng.uniform(0, 6))[:, None]
    rows_share = np.array([0.0, 0.12, 0.5, 1.0])
    sheets: list[list[np.ndarray]] = [[], []]
    point = seal
    previous = 0.0
    for share in rows_share:
        angle = bend_rad * min(1.0, share * 1.6) + 0.10 * share * wave
        direction = grow * np.cos(angle) + aside * np.sin(angle)
        normal = aside * np.cos(angle) - grow * np.sin(angle)
        point = point + direction * (share - previous) * length_mm
        previous = share
        ridge = normal * zigzag * (DEPTH_MM / 2 * min(1.0, share / 0.12))
        tooth = direction * zigzag * (0.35 if share == 1.0 else 0.0)
        apart = normal * (THICKNESS_MM / 2 * min(1.0, share / 0.12))
        sheets[0].append(point + ridge + tooth - apart)
        sheets[1].append(point + ridge + tooth + apart)
    prints = np.stack([flat + np.array([0, up * share * length_mm]) for share in rows_share])
    if back is None:
        mirrored = np.stack([2 * width_mm - prints[..., 0], prints[..., 1]], -1)
    else:
        mirrored = np.stack([back + np.array([0, up * share * length_mm]) for share in rows_share])
    builder.grid(np.stack(sheets[0]), prints / net_mm, material, flip=up < 0)
    builder.grid(np.stack(sheets[1]), mirrored / net_mm, material, flip=up > 0)


def flat_seal(builder: MeshBuilder, seal_mm: np.ndarray, edge_mm: np.ndarray, front_flat_mm: np.ndarray,
              front_edge_mm: np.ndarray, back_flat_mm: np.ndarray, back_edge_mm: np.ndarray, net_mm: np.ndarray, *,
              material: int = 0, flip: bool = False, notch_at: float | None = None, notch_mm: float = 2.6) -> None:
    """Add a smooth welded margin between the line `seal_mm` (C, 3) and its cut edge `edge_mm` (C, 3).

    Lines run so that, seen from the front, the edge lies above a seal that runs to the right; `flip` for the other
    way round. A tear notch is cut at the share `notch_at` of the line.
    """
    columns = len(seal_mm)
    at = np.linspace(0, columns - 1, (columns - 1) * 3 + 1)

    def finer(line: np.ndarray) -> np.ndarray:
        return np.stack([np.interp(at, np.arange(columns), line[:, k]) for k in range(line.shape[1])], -1)

    inner, outer = finer(seal_mm), finer(edge_mm)
    share = np.array([0.0, 0.15, 0.55, 1.0])
    reach = np.ones(len(at))
    if notch_at is not None:
        reach[round(notch_at * (len(at) - 1))] = 1 - notch_mm / np.linalg.norm(outer[0] - inner[0])
    along = share[:, None, None] * reach[None, :, None]
    points = inner + along * (outer - inner)
    thick = THICKNESS_MM * np.minimum(1, share / 0.15)[:, None, None] * np.array([0, 1.0, 0])
    prints = []
    for start, end in ((front_flat_mm, front_edge_mm), (back_flat_mm, back_edge_mm)):
        first, last = finer(start), finer(end)
        prints.append((first + along * (last - first)) / net_mm)
    builder.grid(points - thick, prints[0], material, flip=flip)
    builder.grid(points + thick, prints[1], material, flip=not flip)
