"""Hair that stands off the head: curly crops and afros."""

import numpy as np

from facings.scenes.face.hair.combing import DOWN, smooth, smooth_noise, whorl
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import Growth, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.cut_lengths import STEPS, lengths
from facings.scenes.face.hair.styles.roots import HairRoots, one_section


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
    return Guides(grow(Growth(root, first, length, pull, 0.02, np.minimum(layer, 0.6 * length), 0.02), field, STEPS),
                  one_section(spec, root))
