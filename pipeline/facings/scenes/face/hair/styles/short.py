"""Cuts whose hair keeps its own direction: buzz cuts to quiffs, curls and afros."""

import numpy as np

from facings.scenes.face.hair.combing import DOWN, parted, smooth, whorl
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import Growth, along, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.style import HairRoots, one_section
from facings.scenes.face.hair.unevenness import smooth_noise

_STEPS = 16


def top_share(roots_m: np.ndarray, edge_m: float = 0.052, band_m: float = 0.05) -> np.ndarray:
    """Return (N,) in 0..1: how far hair belongs to the top of a cut, not to its sides and nape."""
    # The boundary climbs to the front, where the side's hair meets the temple, and falls to the crown.
    edge = edge_m + 0.012 * smooth((0.05 - roots_m[:, 1]) / 0.05) - 0.006 * smooth((roots_m[:, 1] - 0.1) / 0.04)
    return smooth((roots_m[:, 2] - edge) / band_m + 0.5)


def lengths(spec: HairSpec, roots_m: np.ndarray, band_m: float = 0.05) -> np.ndarray:
    """Return (N,) metres: the sides' length fading to nothing at the nape and into the top's above."""
    fade = 0.35 + 0.65 * smooth((roots_m[:, 2] + 0.075) / 0.085)
    sides = spec.sides_m * fade
    # From the crown backwards the top's hair is cut shorter, or its ends would stand out as a ledge.
    behind = 1 - 0.5 * smooth((roots_m[:, 1] - 0.065) / 0.07)
    return sides + np.maximum(spec.length_m * behind - sides, 0) * top_share(roots_m, band_m=band_m)


def cropped(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Hair combed by its growth, at the front swept forwards, aside or up and back."""
    return _cut(spec, roots, field, rng, band_m=0.055, aside=False)


def side_parted(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Hair combed from a parting to either side, more of it to the one."""
    return _cut(spec, roots, field, rng, band_m=0.09, aside=True)


def slicked(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Hair combed back from the forehead and the temples, down at the back."""
    return _swept_back(spec, roots, field, rng, band_m=0.07)


def undercut(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """A long top combed back over shorn sides with a hard step between them."""
    return _swept_back(spec, roots, field, rng, band_m=0.008)


def _swept_back(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator, band_m: float) -> Guides:
    root = roots.root_m
    noise = smooth_noise(root, 0.02, rng)
    top = top_share(root, band_m=band_m)
    length = lengths(spec, root, band_m) * np.exp(spec.messiness * 0.2 * noise[:, 0])
    astray = spec.messiness * (0.4 * noise + 0.1 * rng.normal(0, 1, root.shape))
    lean = 0.35 * np.sign(spec.parting_x_m) * (1 - band_m / 0.07)
    rise = spec.lift * smooth((0.045 - root[:, 1]) / 0.04) * smooth((0.062 - np.abs(root[:, 0])) / 0.03) * top

    def pull(point: np.ndarray, out: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        behind = smooth((point[:, 1] - 0.09) / 0.05)[:, None]
        side = smooth((0.07 - point[:, 2]) / 0.05)
        back = np.stack([lean * (1 - side), np.ones(len(point)), -0.45 * side], 1)
        up = rise * 1.6 * np.exp(-((travelled / (0.4 * spec.length_m)) ** 2))
        wish = along(back * (1 - behind) + (DOWN + [0, 0.2, 0]) * behind, out)
        return wish + up[:, None] * np.array([0, 0, 1.0]) + astray

    shorn = 1 - np.clip((length - 0.006) / 0.02, 0, 1)
    first = unit(pull(root, roots.normal, np.zeros(len(root)), np.zeros(len(root)))
                 + roots.normal * (0.25 + 0.9 * spec.lift * top + 0.6 * shorn)[:, None])
    layer = spec.volume_m * (0.2 + 0.8 * top) * np.exp(0.25 * noise[:, 1]) * rng.uniform(0.2, 1.0, len(root))
    hold = 0.9 * (1 - 0.85 * rise)
    return Guides(grow(Growth(root, first, np.maximum(length, 0.001), pull, 0.016, np.minimum(layer, 0.5 * length), 0.02, hold),
                       field, _STEPS), one_section(spec, root))


def _cut(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator, band_m: float,
         aside: bool) -> Guides:
    root = roots.root_m
    noise = smooth_noise(root, 0.018, rng)
    length = lengths(spec, root, band_m) * np.exp(spec.messiness * 0.35 * noise[:, 0])
    top = top_share(root, band_m=band_m)
    side = parting_side(spec, root) if aside else np.sign(spec.parting_x_m) * np.ones(len(root))
    astray = spec.messiness * (0.55 * noise + 0.2 * rng.normal(0, 1, root.shape))
    lift = spec.lift * (0.35 + 0.65 * top) * (0.6 if aside else 1.0)
    front = smooth((0.085 - root[:, 1]) / 0.07) * top
    back, forward = max(spec.sweep, 0.0), max(-spec.sweep, 0.0)
    rise = 0.7 * back * smooth((0.050 - root[:, 1]) / 0.04) * top * smooth((0.066 - np.abs(root[:, 0])) / 0.03)
    hold = 0.9 * (1 - lift) * (1 - 0.8 * np.minimum(rise, 1))

    def pull(point: np.ndarray, out: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        natural = whorl(point, out)
        if aside:
            combed = parted(point, out, side, 0.35 + 0.8 * spec.sweep)
            combed[:, 1] += 0.5 * smooth((0.03 - point[:, 2]) / 0.03) * smooth((0.07 - point[:, 1]) / 0.02)
        else:
            combed = np.stack([0.35 * side, np.full(len(point), back * 1.3 - forward), 0.1 * back * np.ones(len(point))], 1)
            combed = unit(combed - 0.8 * np.minimum((combed * out).sum(1, keepdims=True), 0) * out)
        share = (front if not aside else top)[:, None] * (1.0 if aside else min(1.0, abs(spec.sweep) * 1.5 + 0.15))
        # On the head's sides hair that stood off would make a mushroom of it.
        flat = 1 - 0.85 * smooth((np.abs(out[:, 0]) - 0.45) / 0.4)
        standing = flat * lift * np.exp(-travelled / (0.012 + 0.05 * spec.lift))
        # Swept-up hair rises first and then leans over.
        up = rise * np.exp(-((travelled / (0.55 * spec.length_m)) ** 2))
        weight = 0.5 * smooth(travelled / 0.09) * (1 - 0.6 * top)
        return (natural * (1 - share) + combed * share + out * (standing * 1.6)[:, None] + up[:, None] * np.array([0, 0, 1.2])
                + astray + weight[:, None] * DOWN)

    first = unit(roots.normal * (0.35 + lift)[:, None] + whorl(root, roots.normal) * (0.9 - 0.5 * lift)[:, None] + 0.4 * astray)
    layer = spec.volume_m * (0.25 + 0.75 * top) * np.exp(0.3 * noise[:, 1]) * rng.uniform(0.3, 1.0, len(root))
    points = grow(Growth(root, first, np.maximum(length, 0.001), pull, 0.010 + 0.012 * spec.length_m / 0.06,
                         np.minimum(layer, 0.5 * length), 0.02, hold), field, _STEPS)
    return Guides(points, parting_side(spec, root).astype(np.int64) + 1 if aside else one_section(spec, root))


def parting_x_m(spec: HairSpec, y: np.ndarray) -> np.ndarray:
    """Return where the parting runs at depths y: straight back from the hairline, then to the whorl."""
    bend = smooth((y - 0.055) / 0.06)
    return spec.parting_x_m * (1 - bend) + 0.006 * bend + 0.0009 * np.sin(y * 260 + spec.seed % 7)


def parting_side(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Return (N,) +1 where hair roots to the left of the parting, else -1."""
    return np.where(roots_m[:, 0] > parting_x_m(spec, roots_m[:, 1]), 1.0, -1.0)


def parting_section(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Hair follows guides of its own side of the parting only."""
    return parting_side(spec, roots_m).astype(np.int64) + 1


def standing(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Curls that stand off all around and fill a round outline: curly crops and afros."""
    root = roots.root_m
    noise = smooth_noise(root, 0.02, rng)
    length = lengths(spec, root, 0.09) * np.exp(0.25 * spec.messiness * noise[:, 0])
    astray = 0.35 * noise * (0.3 + spec.messiness) + 0.12 * rng.normal(0, 1, root.shape)
    forward = max(-spec.sweep, 0.0) * smooth((0.05 - root[:, 1]) / 0.05)

    def pull(point: np.ndarray, out: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        hang = (1 - spec.lift) * smooth(travelled / 0.05)
        wish = out * spec.lift + whorl(point, out) * (1 - spec.lift) * 0.6 + astray + hang[:, None] * DOWN * 0.8
        wish[:, 1] -= forward * 0.8
        return wish

    first = unit(roots.normal + 0.5 * (1 - spec.lift) * whorl(root, roots.normal) + 0.5 * astray)
    layer = spec.volume_m * rng.uniform(0.1, 1.0, len(root))
    return Guides(grow(Growth(root, first, length, pull, 0.02, np.minimum(layer, 0.6 * length), 0.02), field, _STEPS),
                  one_section(spec, root))
