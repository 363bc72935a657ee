"""Hair swept back from the forehead."""

import numpy as np

from facings.scenes.face.hair.combing import DOWN, smooth, smooth_noise
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import Growth, along, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.cut_lengths import STEPS, lengths, top_share
from facings.scenes.face.hair.styles.roots import HairRoots, one_section


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
                       field, STEPS), one_section(spec, root))
