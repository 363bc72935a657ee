"""Hair colours: natural ones by melanin, greys that come with age, and dyes."""

import math

import numpy as np

from facings.scenes.face.geometry import StrandLook
from facings.scenes.face.hair.spec import HairColour, HairSpec
from facings.scenes.face.hair.styles.catalogue import DYES, NATURAL
from facings.scenes.face.person import PersonSpec

_GREY_FACIAL_MELANIN = 0.06


def grey_share(age_years: float, early: float) -> float:
    """Return the share of grey hairs at an age; `early` in -1..1 says whether greying comes late or early in life.

    Half the hairs are grey at 60 for an average person, and the change takes some 25 years: a logistic curve through what
    Panhard, Lozano & Loussouarn (2012) found worldwide.
    """
    middle = 60.0 - 13.0 * early
    return 1 / (1 + math.exp(-(age_years - middle) / 6.0)) if age_years > 18 else 0.0


def sample_colour(name: str | None, grey: float | None, dyed: bool, person: PersonSpec,
                  rng: np.random.Generator) -> HairColour:
    """Return a colour: the named one, or one that suits the person; `grey` None: as age brings it."""
    draws = rng.random(6)
    names = list(NATURAL)
    shares = np.array([person.african * c.african + person.asian * c.asian + person.caucasian * c.caucasian
                       for c in NATURAL.values()])
    # Blond children darken as they grow up.
    if person.age_years < 14:
        shares[names.index("blond")] *= 2.5
    natural = names[int(np.searchsorted(np.cumsum(shares) / shares.sum(), draws[0]))]
    if name is not None and name in NATURAL:
        natural = name
    kind = NATURAL[natural]
    melanin = kind.melanin[0] + draws[1] * (kind.melanin[1] - kind.melanin[0])
    redness = kind.redness[0] + draws[2] * (kind.redness[1] - kind.redness[0])
    share = grey_share(person.age_years, 2 * draws[3] - 1) if grey is None else grey
    if grey is None and name == "grey":
        share = 0.55 + 0.3 * draws[3]
    elif grey is None and name == "white":
        share = 0.97
    dyes = list(DYES)
    dye = name if name is not None and name in DYES else None
    if dyed and name is None:
        dye = dyes[int(draws[4] * len(dyes))]
    if dye is not None:
        return HairColour(dye, 0.5 * melanin, redness, 0.0, DYES[dye], 0.85 + 0.15 * draws[5])
    shown = "white" if share > 0.9 else "grey" if share > 0.5 else natural
    return HairColour(shown, melanin, redness, share, None, 0.0)


def strand_colours(spec: HairSpec, count: int) -> np.ndarray:
    """Return (N, 2) float32 melanin and redness of each strand: salt and pepper, and the small differences of all hair."""
    rng = np.random.default_rng([spec.seed, 3])
    colour = spec.colour
    melanin = np.clip(colour.melanin * np.exp(0.07 * rng.normal(0, 1, count)), 0, 1)
    redness = np.clip(colour.redness + 0.04 * rng.normal(0, 1, count), 0, 1)
    grey = rng.random(count) < colour.grey_share
    # Hair of a greying head pales too before it is grey.
    melanin = melanin * (1 - 0.25 * colour.grey_share)
    melanin = np.where(grey, rng.uniform(0.03, 0.09, count), melanin)
    redness = np.where(grey, 0.12 * redness, redness)
    return np.stack([melanin, redness], 1).astype(np.float32)


def facial_strand_colours(colour: HairColour, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return (count, 2) float32 melanin and redness of each hair of brows, lashes and beard: greys among the rest, and the
    spread that natural hair has."""
    melanin = np.clip(colour.melanin * np.exp(rng.normal(0, 0.05, count)), 0, 1)
    redness = np.clip(colour.redness + rng.normal(0, 0.05, count), 0, 1)
    grey = rng.random(count) < colour.grey_share
    # Hairs grey one after the other, and each wholly; a few are seen half-way.
    left = np.where(grey, np.where(rng.random(count) < 0.12, 0.5, 0.0), 1.0)
    melanin = _GREY_FACIAL_MELANIN + (melanin - _GREY_FACIAL_MELANIN) * left if colour.grey_share else melanin
    return np.stack([melanin, redness * left], 1).astype(np.float32)


def hair_look(spec: HairSpec) -> StrandLook:
    """Return how hair of this spec shades."""
    colour = spec.colour
    return StrandLook(
        melanin=colour.melanin, redness=colour.redness, dye=colour.dye or (1.0, 1.0, 1.0), dye_strength=colour.dye_strength,
        roughness=0.34 - 0.12 * spec.shine + 0.14 * spec.frizz, coat=0.15 * spec.shine)
