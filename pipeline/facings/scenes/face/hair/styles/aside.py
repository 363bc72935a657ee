"""Short hair combed from a parting."""

import numpy as np

from facings.scenes.face.hair.combing import DOWN, parted, smooth, smooth_noise, whorl
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import Growth, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.cut_lengths import STEPS, lengths, top_share
from facings.scenes.face.hair.styles.parting import parting_section, parting_side, parting_x_m
from facings.scenes.face.hair.styles.roots import HairRoots


def side_parted(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Hair combed from a parting to either side, more of it to the one."""
    root = roots.root_m
    noise = smooth_noise(root, 0.018, rng)
    length = lengths(spec, root, 0.09) * np.exp(spec.messiness * 0.3 * noise[:, 0])
    top = top_share(root, band_m=0.09)
    side = parting_side(spec, root)
    astray = spec.messiness * (0.5 * noise + 0.15 * rng.normal(0, 1, root.shape))
    # By the parting hair leaves flat to its side; farther off it rises over the hair beneath it.
    beside = smooth(np.abs(root[:, 0] - parting_x_m(spec, root[:, 1])) / 0.035)
    lift = 0.6 * spec.lift * (0.35 + 0.65 * top) * (0.25 + 0.75 * beside)
    rise = 0.3 * max(spec.sweep, 0.0) * smooth((0.045 - root[:, 1]) / 0.04) * top

    def pull(point: np.ndarray, out: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        combed = parted(point, out, side, 0.35 + 0.8 * spec.sweep)
        # Before the ear it is combed back over it.
        combed[:, 1] += 0.5 * smooth((0.03 - point[:, 2]) / 0.03) * smooth((0.07 - point[:, 1]) / 0.02)
        flat = 1 - 0.85 * smooth((np.abs(out[:, 0]) - 0.45) / 0.4)
        standing = flat * lift * np.exp(-travelled / 0.025)
        up = rise * np.exp(-((travelled / (0.5 * spec.length_m)) ** 2))
        weight = 0.5 * smooth(travelled / 0.09) * (1 - 0.6 * top)
        return (whorl(point, out) * (1 - top)[:, None] + combed * top[:, None] + out * (standing * 1.6)[:, None]
                + up[:, None] * np.array([0, 0, 1.2]) + astray + weight[:, None] * DOWN)

    combed = parted(root, roots.normal, side, 0.35 + 0.8 * spec.sweep)
    grown = whorl(root, roots.normal)
    first = unit(roots.normal * (0.25 + lift)[:, None] + grown + (combed - grown) * top[:, None] + 0.4 * astray)
    layer = spec.volume_m * (0.25 + 0.75 * top) * (0.35 + 0.65 * beside) * np.exp(0.3 * noise[:, 1])
    layer = layer * rng.uniform(0.3, 1.0, len(root))
    growth = Growth(root, first, np.maximum(length, 0.001), pull, 0.010 + 0.2 * spec.length_m, np.minimum(layer, 0.5 * length),
                    0.025, 0.9 * (1 - lift))
    return Guides(grow(growth, field, STEPS), parting_section(spec, root))
