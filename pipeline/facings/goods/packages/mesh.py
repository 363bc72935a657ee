"""Builds polygon meshes from grids, lathes and raw faces, in numpy, with material slots and texture coordinates."""

from collections.abc import Callable

import numpy as np

from facings.goods.packages.package import MeshData

MM = 1e-3


class MeshBuilder:
    """Collects patches (millimetres) and welds them into one `MeshData` (metres)."""

    def __init__(self) -> None:
        self._vertices: list[np.ndarray] = []
        self._faces: list[np.ndarray] = []
        self._uv: list[np.ndarray] = []
        self._material: list[np.ndarray] = []
        self._smooth: list[np.ndarray] = []
        self._count = 0

    def grid(self, points_mm: np.ndarray, uv: np.ndarray | None, material: int, *, flip: bool = False,
             smooth: bool = True) -> None:
        """Add a sheet of quads: `points_mm` (rows, columns, 3), `uv` (rows, columns, 2) or None for unprinted.

        Seen from the side where columns run to the right and rows run up, the quads face the viewer; `flip` turns them.
        """
        rows, columns = points_mm.shape[:2]
        i = np.arange(columns - 1)[None, :]
        j = np.arange(rows - 1)[:, None]
        a = j * columns + i
        quads = np.stack([a, a + 1, a + columns + 1, a + columns], -1).reshape(-1, 4)
        if flip:
            quads = quads[:, ::-1]
        flat_uv = np.zeros((rows * columns, 2)) if uv is None else np.asarray(uv, float).reshape(-1, 2)
        self.faces(points_mm.reshape(-1, 3), quads, flat_uv[quads], material, smooth=smooth)

    def faces(self, points_mm: np.ndarray, faces: np.ndarray, uv: np.ndarray | None, material: int, *,
              smooth: bool = True) -> None:
        """Add quads or triangles: `faces` (F, 3 or 4) indices into `points_mm` (V, 3), `uv` (F, 3 or 4, 2) or None."""
        faces = np.asarray(faces, np.int64)
        uv = np.zeros((*faces.shape, 2)) if uv is None else np.asarray(uv, float)
        if faces.shape[1] == 3:
            faces = np.concatenate([faces, faces[:, 2:]], 1)
            uv = np.concatenate([uv, uv[:, 2:]], 1)
        self._vertices.append(np.asarray(points_mm, float))
        self._faces.append(faces + self._count)
        self._uv.append(uv)
        self._material.append(np.full(len(faces), material))
        self._smooth.append(np.full(len(faces), smooth))
        self._count += len(points_mm)

    def add(self, other: "MeshBuilder", transform: Callable[[np.ndarray], np.ndarray] = lambda p: p) -> None:
        """Add another builder's patches, its points (V, 3) in mm passed through `transform`."""
        patches = zip(other._vertices, other._faces, other._uv, other._material, other._smooth, strict=True)
        for v, f, uv, m, s in patches:
            self._faces.append(f + self._count)
            self._vertices.append(np.asarray(transform(v), float))
            self._uv.append(uv)
            self._material.append(m)
            self._smooth.append(s)
        # Faces index into the other's whole vertex list, so the offset is this builder's count before the addition.
        self._count += other._count

    def build(self, weld_mm: float = 0.02) -> MeshData:
        """Return the mesh with vertices closer than `weld_mm` merged and degenerate corners removed."""
        vertices = np.concatenate(self._vertices)
        faces = np.concatenate(self._faces)
        uv = np.concatenate(self._uv)
        material = np.concatenate(self._material)
        smooth = np.concatenate(self._smooth)
        merged, faces = _weld(vertices, faces, weld_mm)
        # A corner equal to its successor adds nothing to the polygon; what keeps fewer than three corners is gone.
        keep = faces != np.roll(faces, -1, axis=1)
        sizes = keep.sum(1)
        alive = sizes >= 3
        keep &= alive[:, None]
        return MeshData(
            vertices_m=(merged * MM).astype(np.float32),
            loop_vertices=faces[keep].astype(np.int32),
            face_sizes=sizes[alive].astype(np.int32),
            loop_uv=uv[keep].astype(np.float32),
            face_material=material[alive].astype(np.int32),
            face_smooth=smooth[alive].astype(bool),
        )


def _weld(vertices: np.ndarray, faces: np.ndarray, distance: float) -> tuple[np.ndarray, np.ndarray]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import KDTree

    if distance <= 0:
        return vertices, faces
    pairs = KDTree(vertices).query_pairs(distance, output_type="ndarray")
    n = len(vertices)
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    count, label = connected_components(graph, directed=False)
    first = np.full(count, n)
    np.minimum.at(first, label, np.arange(n))
    order = np.argsort(first)  # keeps the vertices in the order they were added
    rank = np.empty(count, int)
    rank[order] = np.arange(count)
    return vertices[first[order]], rank[label][faces]


def lathe(builder: MeshBuilder, profile_mm: np.ndarray, material: int, *, segments: int = 64,
          v_range_mm: tuple[float, float] | None = None, v_profile: np.ndarray | None = None,
          uv_rect: tuple[float, float, float, float] = (0, 0, 1, 1), depth_ratio: float = 1.0, exponent: float = 2.0,
          flip: bool = False, turn_rad: tuple[float, float] = (-np.pi, np.pi),
          relief: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None,
          planar_mm: tuple[float, float] | None = None) -> None:
    """Turn a profile of (radius, height) points, bottom to top on the outside, about Z.

    Angles are 0 at the front (-Y) and grow towards +X; `turn_rad` is the part that is swept, by default once around.
    u grows evenly along the outline, 0.5 at the front. v is the height within `v_range_mm`, or what `v_profile` holds
    for each profile point (0-1); both are mapped to `uv_rect` (u0, v0, u1, v1). Without either nothing is printed.
    `exponent` > 2 gives a superellipse, `depth_ratio` squeezes Y. `relief(angle, height_mm)` is added to the radius.
    `planar_mm` prints a lid instead: its half width and half depth fill `uv_rect`, flat as seen from above.
    """
    profile = np.asarray(profile_mm, float)
    angle = _even_angles(turn_rad, segments, exponent, depth_ratio)
    x, y = superellipse(angle, exponent)
    if turn_rad[1] - turn_rad[0] > 2 * np.pi - 1e-9:
        x[-1], y[-1] = x[0], y[0]
    radius = np.repeat(profile[:, :1], segments + 1, axis=1)
    height = np.repeat(profile[:, 1:], segments + 1, axis=1)
    if relief is not None:
        radius = radius + relief(angle[None, :], profile[:, 1:])
    points = np.stack([radius * x, radius * y * depth_ratio, height], -1)
    if v_range_mm is not None:
        low, high = v_range_mm
        v_profile = np.clip((profile[:, 1] - low) / (high - low), 0, 1)
    uv = None
    if v_profile is not None:
        u0, v0, u1, v1 = uv_rect
        u, v = np.meshgrid(np.linspace(u0, u1, segments + 1), v0 + (v1 - v0) * np.asarray(v_profile, float))
        uv = np.stack([u, v], -1)
    elif planar_mm is not None:
        corner, far = np.array(uv_rect[:2]), np.array(uv_rect[2:])
        uv = corner + (far - corner) * (0.5 + points[..., :2] / (2 * np.asarray(planar_mm)))
    builder.grid(points, uv, material, flip=flip)


def superellipse(angle_rad: np.ndarray, exponent: float) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the unit superellipse |x|^n + |y|^n = 1 in the directions `angle_rad` (0 at -Y, towards +X)."""
    x, y = np.sin(angle_rad), -np.cos(angle_rad)
    if exponent == 2.0:
        return x, y
    k = (np.abs(x) ** exponent + np.abs(y) ** exponent) ** (-1 / exponent)
    return x * k, y * k


def outline_length(exponent: float = 2.0, depth_ratio: float = 1.0) -> float:
    """Return the length once around the outline that `lathe` sweeps with these values and radius 1."""
    x, y = superellipse(np.linspace(-np.pi, np.pi, 4097), exponent)
    return float(np.hypot(np.diff(x), np.diff(y * depth_ratio)).sum())


def _even_angles(turn_rad: tuple[float, float], segments: int, exponent: float, depth_ratio: float) -> np.ndarray:
    if exponent == 2.0 and depth_ratio == 1.0:
        return np.linspace(*turn_rad, segments + 1)
    dense = np.linspace(*turn_rad, 4097)
    x, y = superellipse(dense, exponent)
    along = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y * depth_ratio)))])
    return np.interp(np.linspace(0, along[-1], segments + 1), along, dense)


def smooth_profile(points_mm: list[tuple[float, float]], steps: int = 6) -> np.ndarray:
    """Return the Catmull-Rom curve through the control points (Catmull and Rom 1974), `steps` pieces a span."""
    p = np.asarray(points_mm, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    a, b, c, d = p[:-3, None], p[1:-2, None], p[2:-1, None], p[3:, None]
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.vstack([curve.reshape(-1, 2), p[-2]])
