"""A head of hair from its spec: every strand, on a given person's head, pressed by what is worn over it."""

import dataclasses

import numpy as np

from facings.scenes.face.geometry import Mesh, Strands
from facings.scenes.face.hair.carriage import carriage_to, root_points
from facings.scenes.face.hair.colour import strand_colours
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.hairline import inside_line_m, scalp_density
from facings.scenes.face.hair.neck import HEAD_FROM_M, NeckWeights
from facings.scenes.face.hair.press import HeadCover, press
from facings.scenes.face.hair.scalp import Scalp, scalp_of
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Following, keep_out, places
from facings.scenes.face.hair.styles.drawing import drawing_of
from facings.scenes.face.hair.styles.locked import locked_strands
from facings.scenes.face.hair.styles.loose import fringe_zone, hanging_section
from facings.scenes.face.hair.styles.parting import drawn_to_parting, parting_section
from facings.scenes.face.hair.styles.roots import HairRoots
from facings.scenes.face.hair.tuck import tuck
from facings.scenes.face.heads.shape import HeadShape

_GUIDES = 1500
_PORTION = 2500
_BURIED_M = 0.0004
"""Hairs begin so far under the skin, so that none floats."""


@dataclasses.dataclass(frozen=True, eq=False)
class CanonicalHair:
    """Hair over the canonical head; the strands of `follicle` -1 root nowhere."""

    points_m: np.ndarray
    """(N, K, 3)."""
    travelled_m: np.ndarray
    """(N, K)."""
    follicle: np.ndarray
    """(N,) int."""
    fineness: np.ndarray
    """(N,) thickness relative to ordinary hair."""


def build_hair(spec: HairSpec, shape: HeadShape, cover: HeadCover | None = None, garment: Mesh | None = None,
               grown: CanonicalHair | None = None) -> Strands | None:
    """Return the strands on a person's head, posed, in the body frame; None where there are none to be seen.

    `garment` is what is worn, posed: hair that runs into it ends there. `grown` is what `canonical_hair` returned for the spec,
    where somebody has grown it already.
    """
    if spec.strands == 0 or (cover is not None and cover.hides_all):
        return None
    scalp = scalp_of(shape.model)
    hair = grown or canonical_hair(spec, scalp)
    if len(hair.points_m) == 0:
        return None
    carriage = carriage_to(shape)
    rooted = hair.follicle >= 0
    anchors = np.where(rooted[:, None], root_points(scalp, hair.follicle, shape), carriage(hair.points_m[:, 0]))
    points = np.empty_like(hair.points_m)
    for part in _portions(len(points)):
        points[part] = carriage.hairs(hair.points_m[part], hair.travelled_m[part], anchors[part])
    if cover is not None:
        points = press(points, cover, carriage)
    points[rooted, 0] -= _BURIED_M * scalp.normal[hair.follicle[rooted]]
    follow = NeckWeights(shape.model)
    for part in _portions(len(points)):
        points[part] = _posed(points[part], hair.points_m[part], shape, follow)
    if garment is not None:
        tuck(points, garment, float(shape.posed_m[shape.model.landmarks[8], 2]))
    return Strands(points, _radius(spec, hair), strand_colours(spec, len(points)))


def _portions(count: int) -> list[slice]:
    """Return slices that cut an array of hairs into parts which the processor's cache holds: twice as fast as all at once."""
    return [slice(start, start + _PORTION) for start in range(0, count, _PORTION)]


def _posed(unposed_m: np.ndarray, canonical_m: np.ndarray, shape: HeadShape, follow: NeckWeights) -> np.ndarray:
    """Return where the bent neck takes the hair; most of it is the head's own, which needs no weights."""
    posed = shape.pose(unposed_m)
    below = canonical_m[..., 2] < HEAD_FROM_M
    if below.any():
        posed[below] = shape.pose(unposed_m[below], follow(canonical_m[below]))
    return posed


def canonical_hair(spec: HairSpec, scalp: Scalp) -> CanonicalHair:
    """Return the hair of a spec over the canonical head."""
    style = drawing_of(spec.style)
    rng = np.random.default_rng([spec.seed, 1])
    flip = np.array([-1.0 if spec.mirrored else 1.0, 1.0, 1.0])
    follicle = _growing(spec, scalp, rng)
    root, normal = scalp.root_m[follicle] * flip, scalp.normal[follicle] * flip
    if len(root) < 50:
        return CanonicalHair(np.zeros((0, 2, 3)), np.zeros((0, 2)), follicle[:0], np.zeros(0))
    if style.section in (parting_section, hanging_section) and style.points_of_lock is None:
        cut = fringe_zone(spec, root)
        root = np.where(cut[:, None], root, drawn_to_parting(spec, root, scalp.field))
    few = HairRoots(root[:_GUIDES].astype(np.float64), normal[:_GUIDES].astype(np.float64))
    guides = style.guides(spec, few, scalp.field, rng)
    grooming = style.groom(spec)
    inside = inside_line_m(root * flip, spec.line)
    if style.points_of_lock is not None:
        points, travelled = locked_strands(spec, guides, root, style.points_of_lock, style.braided, rng)
        keep_out(points, travelled, scalp.field)
    else:
        following = Following(guides, grooming, scalp.field, rng)
        section = style.section(spec, root)
        points = np.empty((len(root), len(places(grooming.points)), 3), np.float32)
        travelled = np.empty(points.shape[:2], np.float32)
        for part in _portions(len(root)):
            points[part], travelled[part] = following.hairs(root[part], section[part], rng)
        points, travelled = _baby_hairs(points, travelled, inside, scalp.field, rng)
    fineness = np.interp(inside, [-0.004, 0.006], [0.55, 1.0])
    if style.extra is not None:
        more, far = style.extra(spec, guides, scalp.field, rng, points.shape[1])
        points, travelled = np.concatenate([points, more]), np.concatenate([travelled, far])
        follicle = np.append(follicle, np.full(len(more), -1))
        fineness = np.append(fineness, np.ones(len(more)))
    return CanonicalHair(points * flip.astype(np.float32), travelled, follicle, fineness)


def _growing(spec: HairSpec, scalp: Scalp, rng: np.random.Generator) -> np.ndarray:
    """Return the follicles that hair of this spec grows from."""
    density = scalp_density(scalp.root_m, spec.line)
    follicle = np.flatnonzero(rng.random(len(density)) < density)
    return follicle[:spec.strands]


def _baby_hairs(points: np.ndarray, travelled: np.ndarray, inside_m: np.ndarray, field: DistanceField,
                rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Shorten hairs at the very edge of the hairline, so that hair does not begin as a wig does."""
    edge = np.exp(-np.maximum(inside_m, 0) / 0.004)
    baby = rng.random(len(points)) < 0.5 * edge
    length = travelled[:, -1]
    wanted = np.minimum(length, rng.uniform(0.006, 0.030, len(points)))
    share = np.where(baby, wanted / np.maximum(length, 1e-6), 1.0)
    chosen = np.flatnonzero(share < 0.999)
    steps = points.shape[1]
    place = np.minimum(share[chosen, None] * np.linspace(0, 1, steps) * (steps - 1), steps - 1.001)
    low = place.astype(int)
    t = (place - low)[..., None]
    rows = chosen[:, None]
    cut = points[rows, low] * (1 - t) + points[rows, low + 1] * t
    out = field(cut[:, 0])[1]
    rise = rng.uniform(0.0, 0.12, len(chosen)) * share[chosen]
    cut = cut + (rise[:, None] * travelled[chosen])[..., None] * out[:, None]
    points, travelled = points.copy(), travelled.copy()
    points[chosen] = cut
    travelled[chosen] *= share[chosen, None]
    return points, travelled


def _radius(spec: HairSpec, hair: CanonicalHair) -> np.ndarray:
    """Return (N, K) float32: thin at the root's very end, even, then a taper to the tip."""
    share = np.linspace(0, 1, hair.points_m.shape[1])
    profile = np.interp(share, [0.0, 0.08, 0.6, 1.0], [0.85, 1.0, 0.95, 0.3])
    rng = np.random.default_rng([spec.seed, 2])
    each = hair.fineness * np.exp(0.12 * rng.normal(0, 1, len(hair.points_m)))
    return (spec.thickness_m / 2 * each[:, None] * profile).astype(np.float32)
