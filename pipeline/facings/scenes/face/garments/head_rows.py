"""Where the chart's rays leave a head model's neck and bust: found once on the mean head, true for every identity."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.garments.rays import BASE_ROW, COLUMNS, ROWS, Rays, chart_rays
from facings.scenes.face.garments.torso import Radii
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.model import PARTS, HeadModel

_INWARDS_ROWS = 1
"""The head's last rows lie this far inside its open edge."""


@dataclass(frozen=True, eq=False)
class HeadRows:
    """Points on a head model's skin by rows and columns of rays."""

    corners: np.ndarray
    """(ROWS, COLUMNS, 3) int32: vertices of the triangle that was hit."""
    shares: np.ndarray
    """(ROWS, COLUMNS, 3) float32: barycentric; meaningless below `last`."""
    last: np.ndarray
    """(COLUMNS,) int32: the last row that hits the head."""
    uv: np.ndarray
    """(ROWS, COLUMNS, 2) float32."""
    weights: np.ndarray
    """(ROWS, COLUMNS, 4) float32: `HeadModel.skin_weights` there."""
    canonical_m: np.ndarray
    """(ROWS, COLUMNS, 3) float32."""

    def points(self, vertices_m: np.ndarray) -> np.ndarray:
        """Return (ROWS, COLUMNS, 3) float64: the points on (V, 3) vertices of the model."""
        return np.einsum("rck,rckx->rcx", self.shares.astype(np.float64), vertices_m[self.corners].astype(np.float64))

    def fit(self, points_m: np.ndarray) -> tuple[float, np.ndarray]:
        """Return scale and (3,) translation that bring canonical points of the neck's lower half to this head's."""
        near = (np.arange(ROWS)[:, None] <= np.minimum(self.last, BASE_ROW + 12)[None]) & (
            np.arange(ROWS)[:, None] >= BASE_ROW // 2)
        source, target = self.canonical_m[near].astype(np.float64), points_m[near]
        a, b = source - source.mean(0), target - target.mean(0)
        scale = float((a * b).sum() / (a * a).sum())
        return scale, target.mean(0) - scale * source.mean(0)


def cast_rows(model: HeadModel, rays: Rays) -> HeadRows:
    """Return where rays from the canonical head's axis first meet its skin."""
    skin = model.part == PARTS.index("skin")
    surface = Mesh(model.canonical_m, model.corners, model.starts)
    kept = skin[surface.triangle_face]
    triangles = surface.triangles[kept]
    uv = Mesh(model.canonical_m, np.arange(len(model.corners), dtype=np.int32), model.starts).triangles[kept]
    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, np.ascontiguousarray(model.canonical_m, np.float32), np.ascontiguousarray(triangles, np.int32))
    origins = np.ascontiguousarray(rays.origins_m.reshape(-1, 3), np.float32)
    directions = np.ascontiguousarray(rays.directions.reshape(-1, 3), np.float32)
    hit = scene.run(origins, directions, output=True)
    found = hit["primID"]
    ok = (found >= 0).reshape(ROWS, COLUMNS)
    last = np.where(ok.all(0), ROWS - 1, np.argmin(ok, 0) - 1 - _INWARDS_ROWS).astype(np.int32)
    triangle = triangles[np.maximum(found, 0)]
    shares = np.stack([1 - hit["u"] - hit["v"], hit["u"], hit["v"]], -1)
    uv_at = np.einsum("nk,nkx->nx", shares, model.uv[uv[np.maximum(found, 0)]])
    weights = np.einsum("nk,nkx->nx", shares, model.skin_weights[triangle])
    canonical = np.einsum("nk,nkx->nx", shares, model.canonical_m[triangle])
    shaped = (ROWS, COLUMNS, -1)
    return HeadRows(triangle.reshape(shaped).astype(np.int32), shares.reshape(shaped).astype(np.float32), last,
                    uv_at.reshape(shaped).astype(np.float32), weights.reshape(shaped).astype(np.float32),
                    canonical.reshape(shaped).astype(np.float32))


def head_rows(model: HeadModel) -> HeadRows:
    """Return `cast_rows` of a model, kept in the cache folder."""
    names = ("corners", "shares", "last", "uv", "weights", "canonical_m")

    def made() -> dict[str, np.ndarray]:
        rows = cast_rows(model, chart_rays())
        return {name: getattr(rows, name) for name in names}

    stored = cached_arrays("faces/garments/rows", made, Path(__file__).parent, inputs=model.sha256)
    return HeadRows(*(stored[name] for name in names))


def torso_radii() -> Radii:
    """Return the torso's radii along `chart_rays`, kept in the cache folder."""
    names = ("middle_m", "low_m", "high_m")

    def made() -> dict[str, np.ndarray]:
        rays = chart_rays()
        radii = Radii.march(rays.origins_m, rays.directions)
        return {name: getattr(radii, name) for name in names}

    stored = cached_arrays("faces/garments/torso", made, Path(__file__).parent)
    return Radii(*(stored[name] for name in names))
