"""A head model's scalp, prepared once and cached: where hairs may root, and the distance field that they lie against."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.hair.distance_field import DistanceField, measure
from facings.scenes.face.hair.hairline import scalp_density
from facings.scenes.face.hair.spec import Hairline
from facings.scenes.face.heads.model import PARTS, HeadModel
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_FOLLICLES = 90_000
_WIDEST = Hairline(height_m=-0.014, sideburn_m=0.02, nape_m=-0.012)
"""Nobody's hair grows outside this line."""


@dataclass(frozen=True, eq=False)
class Scalp:
    """Of one head model; canonical coordinates."""

    triangle: np.ndarray
    """(F, 3) int32: the model's vertices around each follicle; follicles are evenly dense and in random order."""
    weight: np.ndarray
    """(F, 3) float32: barycentric."""
    root_m: np.ndarray
    """(F, 3) float32."""
    normal: np.ndarray
    """(F, 3) float32, unit length, outwards."""
    field: DistanceField
    """The head without its mouth's inside, and a torso."""


_loaded: dict[str, Scalp] = {}
"""By the head model's content; there are two models."""


def scalp_of(model: HeadModel) -> Scalp:
    """Return the scalp of a head model; made in a few seconds the first time, then read from the cache folder."""
    scalp = _loaded.get(model.sha256)
    if scalp is None:
        here = Path(__file__)
        sources = (here, *(here.with_name(name) for name in ("distance_field.py", "hairline.py", "spec.py")))
        scalp = _from_arrays(cached_arrays(f"faces/scalps/{model.name}", lambda: _arrays(prepare(model)), *sources,
                                         inputs=model.sha256))
        _loaded[model.sha256] = scalp
    return scalp


def _arrays(scalp: Scalp) -> dict[str, np.ndarray]:
    return {"triangle": scalp.triangle, "weight": scalp.weight, "root_m": scalp.root_m,
            "normal": scalp.normal.astype(np.float16), "field": scalp.field.values.astype(np.float16)}


def _from_arrays(stored: dict[str, np.ndarray]) -> Scalp:
    return Scalp(stored["triangle"], stored["weight"], stored["root_m"].astype(np.float32),
                 stored["normal"].astype(np.float32), DistanceField(stored["field"].astype(np.float32)))


def prepare(model: HeadModel) -> Scalp:
    """Return the scalp of a head model, made anew."""
    surface = Mesh(model.vertices_m, model.corners, model.starts)
    solid = (model.part == PARTS.index("skin")) & (model.region != SEMANTIC_CLASSES["mouth_interior"])
    triangles = surface.triangles[solid[surface.triangle_face]]
    canonical = model.canonical_m.astype(np.float64)
    growing = model.region[surface.triangle_face][solid[surface.triangle_face]]
    ears = np.isin(growing, [SEMANTIC_CLASSES["right_ear"], SEMANTIC_CLASSES["left_ear"]])
    triangle, weight = _follicles(canonical, triangles[~ears])
    field = measure(canonical, triangles)
    corner = canonical[triangle]
    root = (corner * weight[..., None]).sum(1)
    _, normal = field(root)
    return Scalp(triangle.astype(np.int32), weight.astype(np.float32), root.astype(np.float32), normal.astype(np.float32),
                 field)


def _follicles(canonical_m: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `_FOLLICLES` triangles and barycentric weights, stratified over the area where hair may grow, shuffled."""
    rng = np.random.default_rng(20)
    reach = scalp_density(canonical_m, _WIDEST)
    triangles = triangles[reach[triangles].max(1) > 0.01]
    corner = canonical_m[triangles]
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1) / 2
    ends = np.cumsum(area) / area.sum()
    ticks = (np.arange(_FOLLICLES) + rng.random(_FOLLICLES)) / _FOLLICLES
    chosen = np.minimum(np.searchsorted(ends, ticks), len(triangles) - 1)
    u, v = rng.random((2, _FOLLICLES))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    order = rng.permutation(_FOLLICLES)
    return triangles[chosen][order], np.stack([1 - u - v, u, v], 1)[order]
