"""Building blocks: grids, shells, sweeps, lathes and ellipsoids as surfaces with metric texture coordinates."""

from collections.abc import Sequence

import numpy as np

from facings.scenes.face.geometry import Mesh


def grid(points_m: np.ndarray, *, turn: bool = False, ring: bool = False, uv: np.ndarray | None = None) -> Mesh:
    """Return a grid of quads over (N, M, 3) points.

    `turn` joins the last row to the first, `ring` the last column to the first. `uv` has one more row or column where
    joined; None: metres along rows (v) and columns (u).
    """
    rows, columns = points_m.shape[:2]
    i = np.arange(rows if turn else rows - 1)[:, None]
    j = np.arange(columns if ring else columns - 1)[None, :]
    below, right = (i + 1), (j + 1)
    quads = np.stack(np.broadcast_arrays(i * columns + j, i * columns + right % columns,
                                         below % rows * columns + right % columns, below % rows * columns + j), -1)
    if uv is None:
        uv = metric_uv(points_m, turn, ring)
    corners_uv = np.stack([uv[i, j], uv[i, right], uv[below, right], uv[below, j]], 2).reshape(-1, 2)
    return _quads(points_m.reshape(-1, 3), quads.reshape(-1, 4), corners_uv)


def metric_uv(points_m: np.ndarray, turn: bool = False, ring: bool = False) -> np.ndarray:
    """Return (N', M', 2) texture coordinates of a grid in metres: u along its columns' mean, v along its rows' mean."""
    closed = np.concatenate([points_m, points_m[:1]]) if turn else points_m
    closed = np.concatenate([closed, closed[:, :1]], 1) if ring else closed
    along = np.linalg.norm(np.diff(closed, axis=1), axis=2)
    up = np.linalg.norm(np.diff(closed, axis=0), axis=2).mean(1)
    # One width for all rows: a weave does not shear where a crown narrows.
    u = np.append(0, np.cumsum(along.max(0)))
    v = np.append(0, np.cumsum(up))
    return np.stack(np.broadcast_arrays(u[None, :], v[:, None]), -1)


def shell(outer_m: np.ndarray, inner_m: np.ndarray, *, ring: bool = True, rim: float = 0.5) -> Mesh:
    """Return the closed wall between two grids of the same (N, M, 3); its free edges are rounded by `rim` of its thickness.

    `ring`: the columns go all around. Otherwise the side edges are closed too.
    """
    def bulge(a: np.ndarray, b: np.ndarray, away: np.ndarray) -> np.ndarray:
        thickness = np.linalg.norm(a - b, axis=-1, keepdims=True)
        return (a + b) / 2 + rim * thickness * away / np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-9)
    first = bulge(outer_m[0], inner_m[0], outer_m[0] - outer_m[1])
    last = bulge(outer_m[-1], inner_m[-1], outer_m[-1] - outer_m[-2])
    loop = np.concatenate([outer_m, last[None], inner_m[::-1], first[None]])
    wall = grid(loop, turn=True, ring=ring)
    if ring:
        return outward(wall)
    sides = []
    for column, neighbour in ((0, 1), (-1, -2)):
        a, b = outer_m[:, column], inner_m[:, column]
        middle = bulge(a, b, a - outer_m[:, neighbour])
        sides.append(grid(np.stack([a, middle, b], 1)))
    solid = join([(wall, 0)] + [(side, 0) for side in sides])
    return outward(welded(solid))


def sweep(path_m: np.ndarray, across: np.ndarray, up: np.ndarray, section_m: np.ndarray, *, closed: bool = False) -> Mesh:
    """Return a section carried along a path (N, 3); `across` and `up` (N, 3) are the section's axes at each point.

    `section_m` is (K, 2), or (N, K, 2) where it changes; open ends are rounded off.
    """
    sections = np.broadcast_to(section_m, (len(path_m), *section_m.shape[-2:]))
    points = path_m[:, None] + sections[..., :1] * across[:, None] + sections[..., 1:] * up[:, None]
    if not closed:
        ends = []
        for k, neighbour in ((0, 1), (-1, -2)):
            centre = points[k].mean(0)
            away = path_m[k] - path_m[neighbour]
            away = away / max(np.linalg.norm(away), 1e-9)
            radius = np.linalg.norm(points[k] - centre, axis=1).min()
            caps = [centre + (points[k] - centre) * s + away * radius * d for s, d in ((0.82, 0.4), (0.45, 0.68), (0.02, 0.75))]
            ends.append(np.stack(caps))
        points = np.concatenate([ends[0][::-1], points, ends[1]])
    return outward(grid(points, turn=closed, ring=True))


def tube(path_m: np.ndarray, radius_m: float | np.ndarray, *, sides: int = 10, closed: bool = False) -> Mesh:
    """Return a round wire along a path (N, 3); `radius_m` may be (N,)."""
    across, up = path_frames(path_m, closed)
    angle = np.arange(sides) / sides * 2 * np.pi
    circle = np.stack([np.cos(angle), np.sin(angle)], 1)
    radius = np.broadcast_to(np.asarray(radius_m, float), len(path_m))
    return sweep(path_m, across, up, circle[None] * radius[:, None, None], closed=closed)


def path_frames(path_m: np.ndarray, closed: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return two unit normals (N, 3) each of a path that do not twist (parallel transport)."""
    if closed:
        tangent = np.roll(path_m, -1, 0) - np.roll(path_m, 1, 0)
    else:
        tangent = np.gradient(path_m, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    first = np.eye(3)[np.abs(tangent[0]).argmin()]
    across = np.empty_like(tangent)
    for k, along in enumerate(tangent):
        first = first - along * (first @ along)
        first = first / max(np.linalg.norm(first), 1e-12)
        across[k] = first
    if closed:
        # Transport around a loop ends turned; the difference is spread over it.
        end = across[-1] - tangent[0] * (across[-1] @ tangent[0])
        twist = np.arctan2(np.cross(end, across[0]) @ tangent[0], end @ across[0])
        angle = np.linspace(0, twist, len(path_m))[:, None]
        across = across * np.cos(angle) + np.cross(tangent, across) * np.sin(angle)
    return across, np.cross(tangent, across)


def lathe(profile_m: np.ndarray, sides: int = 24) -> Mesh:
    """Return a profile (K, 2) of radius and height turned around Z."""
    angle = np.arange(sides) / sides * 2 * np.pi
    radius, height = profile_m[:, 0], profile_m[:, 1]
    points = np.stack([radius[:, None] * np.cos(angle), radius[:, None] * np.sin(angle),
                       np.broadcast_to(height[:, None], (len(radius), sides))], -1)
    return outward(grid(points, ring=True))


def ellipsoid(radii_m: Sequence[float] | np.ndarray, sides: int = 20) -> Mesh:
    """Return an ellipsoid around the origin."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, sides // 2 + 1)
    unit = lathe(np.stack([np.maximum(np.cos(angle), 1e-3), np.sin(angle)], 1), sides)
    return outward(moved(unit, np.diag([*radii_m, 1.0])))


def boss(place_m: np.ndarray, normal: np.ndarray | Sequence[float], radius_m: float, height_m: float, sides: int = 16) -> Mesh:
    """Return a flat round knob (button, rivet, screw) centred at a place on a surface."""
    normal = np.asarray(normal, float)
    towards = np.eye(3)[np.abs(normal).argmin()]
    return moved(ellipsoid((radius_m, radius_m, height_m), sides), basis(place_m, normal, towards))


def rounded_rectangle(width_m: float, height_m: float, radius_m: float, steps: int = 3) -> np.ndarray:
    """Return (K, 2): a rectangle around the origin with rounded corners, and points beside them that keep its sides flat."""
    radius = min(radius_m, 0.49 * width_m, 0.49 * height_m)
    angle = np.linspace(0, np.pi / 2, steps + 1)
    arc = radius * np.stack([np.cos(angle), np.sin(angle)], 1)
    inset = 0.35 * radius
    points = []
    for quarter in range(4):
        turn = quarter * np.pi / 2
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        half = np.array([width_m, height_m])[::1 if quarter % 2 == 0 else -1] / 2 - radius
        corner = arc + half
        start, end = corner[0] - (0, min(inset, half[1])), corner[-1] - (min(inset, half[0]), 0)
        points.append(np.vstack([start, corner, end]) @ rotation.T)
    return np.concatenate(points)


def moved(surface: Mesh, transform: np.ndarray) -> Mesh:
    """Return the surface under an affine (4, 4) transform."""
    points = surface.vertices_m @ transform[:3, :3].T + transform[:3, 3]
    return Mesh(points.astype(np.float32), surface.corners, surface.starts, surface.uv, surface.slot, flat=surface.flat)


def basis(origin_m: np.ndarray, z: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Return the rigid (4, 4) frame at `origin_m` with the given Z, whose X is as close to `towards` as it can be."""
    z = np.asarray(z, float) / np.linalg.norm(z)
    x = np.asarray(towards, float) - z * (np.asarray(towards, float) @ z)
    x = x / np.linalg.norm(x)
    result = np.eye(4)
    result[:3, :3] = np.stack([x, np.cross(z, x), z], 1)
    result[:3, 3] = origin_m
    return result


def join(parts: Sequence[tuple[Mesh, int]]) -> Mesh:
    """Return one surface of several, each with its material slot (added to the slots that it has)."""
    vertices, corners, starts, uv, slots = [], [], [], [], []
    vertex_count = corner_count = 0
    for surface, slot in parts:
        vertices.append(surface.vertices_m)
        corners.append(surface.corners + vertex_count)
        starts.append(surface.starts + corner_count)
        uv.append(np.zeros((len(surface.corners), 2), np.float32) if surface.uv is None else surface.uv)
        own = np.zeros(len(surface.starts), np.int32) if surface.slot is None else surface.slot
        slots.append(own + slot)
        vertex_count += len(surface.vertices_m)
        corner_count += len(surface.corners)
    return Mesh(np.concatenate(vertices).astype(np.float32), np.concatenate(corners).astype(np.int32),
                np.concatenate(starts).astype(np.int32), np.concatenate(uv).astype(np.float32),
                np.concatenate(slots).astype(np.int32))


def welded(surface: Mesh) -> Mesh:
    """Return the surface with coinciding vertices made one, so that it shades smoothly across them."""
    keys = np.round(surface.vertices_m.astype(np.float64) * 1e7).astype(np.int64)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return Mesh(surface.vertices_m[first], inverse.reshape(-1)[surface.corners].astype(np.int32), surface.starts,
                surface.uv, surface.slot, flat=surface.flat)


def outward(surface: Mesh) -> Mesh:
    """Return a closed surface with its faces turned so that they look outwards."""
    points = surface.vertices_m.astype(np.float64)
    a, b, c = (points[surface.triangles[:, k]] - points.mean(0) for k in range(3))
    if np.einsum("ij,ij->i", a, np.cross(b, c)).sum() >= 0:
        return surface
    return flipped(surface)


def flipped(surface: Mesh) -> Mesh:
    """Return the surface with all faces turned; all must be quads, as grids are."""
    uv = None if surface.uv is None else surface.uv.reshape(-1, 4, 2)[:, ::-1].reshape(-1, 2)
    return Mesh(surface.vertices_m, surface.corners.reshape(-1, 4)[:, ::-1].reshape(-1), surface.starts, uv, surface.slot)


def _quads(vertices_m: np.ndarray, quads: np.ndarray, uv: np.ndarray) -> Mesh:
    return Mesh(vertices_m.astype(np.float32), quads.reshape(-1).astype(np.int32),
                np.arange(0, 4 * len(quads), 4, dtype=np.int32), uv.astype(np.float32))
