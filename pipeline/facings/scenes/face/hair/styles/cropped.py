"""Cuts combed by the hair's own growth: buzz cuts, crew cuts, tousled tops, quiffs."""

import numpy as np

from facings.scenes.face.hair.combing import DOWN, smooth, smooth_noise, whorl
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import Growth, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.cut_lengths import STEPS, lengths, top_share
from facings.scenes.face.hair.styles.roots import HairRoots, one_section


def cropped(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Hair that grows away from the whorl and is brushed forwards in front, or up and back."""
    root = roots.root_m
    noise = smooth_noise(root, 0.018, rng)
    length = lengths(spec, root, 0.055) * np.exp(spec.messiness * 0.35 * noise[:, 0])
    top = top_share(root, band_m=0.055)
    aside = 0.35 * np.sign(spec.parting_x_m)
    astray = spec.messiness * (0.55 * noise + 0.2 * rng.normal(0, 1, root.shape))
    lift = spec.lift * (0.35 + 0.65 * top)
    back, forward = max(spec.sweep, 0.0), max(-spec.sweep, 0.0)
    share = (smooth((0.085 - root[:, 1]) / 0.07) * top * min(1.0, abs(spec.sweep) * 1.5 + 0.15))[:, None]
    rise = 0.7 * back * smooth((0.050 - root[:, 1]) / 0.04) * top * smooth((0.066 - np.abs(root[:, 0])) / 0.03)

    def pull(point: np.ndarray, out: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        brushed = np.broadcast_to([aside, back * 1.3 - forward, 0.1 * back], point.shape)
        brushed = unit(brushed - 0.8 * np.minimum((brushed * out).sum(1, keepdims=True), 0) * out)
        # On the head's sides hair that stood off would make a mushroom of it.
        flat = 1 - 0.85 * smooth((np.abs(out[:, 0]) - 0.45) / 0.4)
        standing = flat * lift * np.exp(-travelled / (0.012 + 0.05 * spec.lift))
        # Swept-up hair rises first and then leans over.
        up = rise * np.exp(-((travelled / (0.55 * spec.length_m)) ** 2))
        weight = 0.5 * smooth(travelled / 0.09) * (1 - 0.6 * top)
        return (whorl(point, out) * (1 - share) + brushed * share + out * (standing * 1.6)[:, None]
                + up[:, None] * np.array([0, 0, 1.2]) + astray + weight[:, None] * DOWN)

    first = unit(roots.normal * (0.35 + lift)[:, None] + whorl(root, roots.normal) * (0.9 - 0.5 * lift)[:, None] + 0.4 * astray)
    layer = spec.volume_m * (0.25 + 0.75 * top) * np.exp(0.3 * noise[:, 1]) * rng.uniform(0.3, 1.0, len(root))
    hold = 0.9 * (1 - lift) * (1 - 0.8 * np.minimum(rise, 1))
    growth = Growth(root, first, np.maximum(length, 0.001), pull, 0.010 + 0.2 * spec.length_m, np.minimum(layer, 0.5 * length),
                    0.02, hold)
    return Guides(grow(growth, field, STEPS), one_section(spec, root))
