"""The colour of each single hair: greys among the rest, and the spread that natural hair has."""

import numpy as np

from facings.scenes.face.hair.spec import HairColour

_GREY_MELANIN = 0.06


def strand_colour(colour: HairColour, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return (count, 2) float32: melanin and redness of each hair, for `Strands.colour`."""
    melanin = np.clip(colour.melanin * np.exp(rng.normal(0, 0.05, count)), 0, 1)
    redness = np.clip(colour.redness + rng.normal(0, 0.05, count), 0, 1)
    grey = rng.random(count) < colour.grey_share
    # Hairs grey one after the other, and each wholly; a few are seen half-way.
    left = np.where(grey, np.where(rng.random(count) < 0.12, 0.5, 0.0), 1.0)
    melanin = _GREY_MELANIN + (melanin - _GREY_MELANIN) * left if colour.grey_share else melanin
    return np.stack([melanin, redness * left], 1).astype(np.float32)
