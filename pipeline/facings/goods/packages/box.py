"""Boxes of six printed panels: the cut-out sheet they are folded from, and the rounded body."""

from collections.abc import Callable, Mapping

import numpy as np

from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, Panel, PanelKind

FACES = ("front", "right", "back", "left", "top", "bottom")

# axis and sign of s (to the right as one looks at the face), of t (up), and of the outward normal
_FRAMES = {
    "front": (0, 1, 2, 1, 1, -1), "back": (0, -1, 2, 1, 1, 1), "left": (1, -1, 2, 1, 0, -1),
    "right": (1, 1, 2, 1, 0, 1), "top": (0, 1, 1, 1, 2, 1), "bottom": (0, 1, 1, -1, 2, -1),
}


def box_net(size_mm: tuple[float, float, float], kinds: Mapping[str, PanelKind], px_per_mm: float,
            safe_mm: dict[str, tuple[float, float, float, float]] | None = None) -> ArtNet:
    """Return the sheet: front, right, back and left in a row, the top above the front, the bottom above the back.

    `kinds` gives the panel kind of each of `FACES`.
    """
    width, depth, height = size_mm
    places: dict[str, tuple[float, float, float, float]] = {
        "front": (0, depth, width, height), "right": (width, depth, depth, height),
        "back": (width + depth, depth, width, height), "left": (2 * width + depth, depth, depth, height),
        "top": (0, 0, width, depth), "bottom": (width + depth, 0, width, depth),
    }
    safe = safe_mm or {}
    margin = (3.0, 3.0, 3.0, 3.0)
    panels = tuple(Panel(kinds[face], *places[face], safe.get(face, margin)) for face in FACES)
    return ArtNet(2 * (width + depth), depth + height, px_per_mm, panels)


def face_rects(net: ArtNet) -> dict[str, tuple[float, float, float, float]]:
    """Return each face's (u0, v0, u1, v1) in a net made by `box_net`."""
    return {face: panel_rect(net, panel) for face, panel in zip(FACES, net.panels, strict=False)}


def panel_rect(net: ArtNet, panel: Panel) -> tuple[float, float, float, float]:
    """Return (u0, v0, u1, v1) of a panel, v upwards."""
    return (panel.x_mm / net.width_mm, 1 - (panel.y_mm + panel.height_mm) / net.height_mm,
            (panel.x_mm + panel.width_mm) / net.width_mm, 1 - panel.y_mm / net.height_mm)


def grid_lines(length_mm: float, radius_mm: float, cells: int, extra_mm: tuple[float, ...] = (),
               edge_cells: int = 3) -> np.ndarray:
    """Return coordinates from 0 to `length_mm`: `edge_cells` over each rounded edge, `cells` between, and `extra_mm`.

    A line just inside each rounding keeps smooth shading from leaking into the panel.
    """
    edge = np.linspace(0, radius_mm, edge_cells + 1)
    support = min(radius_mm * 1.8, length_mm * 0.2)
    inner = np.linspace(support, length_mm - support, cells + 1)
    lines = np.concatenate([edge, inner, length_mm - edge, np.asarray(extra_mm, float)])
    lines = np.unique(np.round(lines, 4))
    keep = np.concatenate([[True], np.diff(lines) > 0.024])
    keep[-1] = True
    return lines[keep]


def panelled_box(builder: MeshBuilder, size_mm: tuple[float, float, float], radius_mm: float,
                 lines_mm: tuple[np.ndarray, np.ndarray, np.ndarray],
                 rects: dict[str, tuple[float, float, float, float]], *, material: int = 0,
                 displace: Callable[[str, np.ndarray, np.ndarray], np.ndarray] | None = None,
                 deform: Callable[[np.ndarray], np.ndarray] | None = None,
                 bare: Callable[[str, np.ndarray, np.ndarray], np.ndarray] | None = None,
                 bare_material: int = 0) -> None:
    """Add a closed box with rounded edges, standing on z = 0, centred; `lines_mm` are the grid lines along x, y and z.

    `displace(face, s, t)` returns outward millimetres at the face's coordinates in mm (to the right and up as one
    looks at it), 0 on its border. `deform` maps points (N, 3) at the end. `bare(face, s, t)` tells at quad centres
    which ones show the board instead of print.
    """
    size = np.asarray(size_mm, float)
    for face, (s_axis, s_sign, t_axis, t_sign, n_axis, n_sign) in _FRAMES.items():
        s_lines = lines_mm[s_axis] if s_sign > 0 else size[s_axis] - lines_mm[s_axis][::-1]
        t_lines = lines_mm[t_axis] if t_sign > 0 else size[t_axis] - lines_mm[t_axis][::-1]
        s, t = np.meshgrid(s_lines, t_lines)
        p = np.zeros((*s.shape, 3))
        p[..., s_axis] = s if s_sign > 0 else size[s_axis] - s
        p[..., t_axis] = t if t_sign > 0 else size[t_axis] - t
        p[..., n_axis] = size[n_axis] if n_sign > 0 else 0.0
        core = np.clip(p, radius_mm, size - radius_mm)
        out = p - core
        length = np.linalg.norm(out, axis=-1, keepdims=True)
        p = core + out / np.maximum(length, 1e-12) * np.minimum(length, radius_mm)
        if displace is not None:
            p[..., n_axis] += n_sign * displace(face, s, t)
        p -= np.array([size[0] / 2, size[1] / 2, 0.0])
        if deform is not None:
            p = deform(p.reshape(-1, 3)).reshape(p.shape)
        u0, v0, u1, v1 = rects.get(face, (0.0, 0.0, 0.0, 0.0))
        uv = np.stack([u0 + (u1 - u0) * s / size[s_axis], v0 + (v1 - v0) * t / size[t_axis]], -1)
        if bare is None:
            builder.grid(p, uv, material)
            continue
        middle_s, middle_t = (s[1:, 1:] + s[:-1, :-1]) / 2, (t[1:, 1:] + t[:-1, :-1]) / 2
        cut = np.broadcast_to(bare(face, middle_s, middle_t), middle_s.shape).ravel()
        ids = np.arange(s.size).reshape(s.shape)
        quads = np.stack([ids[:-1, :-1], ids[:-1, 1:], ids[1:, 1:], ids[1:, :-1]], -1).reshape(-1, 4)
        flat, flat_uv = p.reshape(-1, 3), uv.reshape(-1, 2)
        for chosen, slot in ((~cut, material), (cut, bare_material)):
            if chosen.any():
                builder.faces(flat, quads[chosen], flat_uv[quads[chosen]], slot)


def window(s: np.ndarray, length: float, margin: float = 1.4) -> np.ndarray:
    """Return a bump along one coordinate: 0 within `margin` of both ends, 1 in the middle, smooth between."""
    share = np.clip((s - margin) / max(length - 2 * margin, 1e-6), 0, 1)
    return np.sin(np.pi * share)


def undulation(rng: np.random.Generator, count: int = 4) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Return a smooth random field of two coordinates in 0..1 with values of about +-1."""
    wave = rng.uniform(-2.2, 2.2, (count, 2)) * np.pi
    phase = rng.uniform(0, 2 * np.pi, count)
    weight = rng.normal(0, 1, count) / np.sqrt(count)

    def field(s: np.ndarray, t: np.ndarray) -> np.ndarray:
        waves = (w * np.sin(k[0] * s + k[1] * t + f) for w, k, f in zip(weight, wave, phase, strict=True))
        return sum(waves, np.zeros(()))

    return field


def worn_corners(rng: np.random.Generator, size_mm: tuple[float, float, float],
                 most_mm: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return a deformation that pushes the upper corners of a box in by up to `most_mm`, each by its own amount."""
    width, depth, height = size_mm
    corners = np.array([(x * width / 2, y * depth / 2, z) for x in (-1, 1) for y in (-1, 1) for z in (0.0, height)])
    amount = most_mm * rng.beta(1.2, 3.0, 8) * np.where(corners[:, 2] > 0, 1.0, 0.6)
    reach = rng.uniform(5, 9, 8)
    inward = np.array([0, 0, height / 2]) - corners
    inward /= np.linalg.norm(inward, axis=1, keepdims=True)
    # Feet stay on the board: a lower corner gives way sideways only.
    inward[corners[:, 2] == 0, 2] = 0

    def deform(points: np.ndarray) -> np.ndarray:
        result = points.copy()
        for corner, push, a, r in zip(corners, inward, amount, reach, strict=True):
            near = np.exp(-((points - corner) ** 2).sum(1) / r**2)
            result += near[:, None] * push * a
        return result

    return deform
