"""Who a MakeHuman head is: macro targets for age, gender, ethnicity and weight, facial details for everything else."""

from itertools import chain

import numpy as np

from facings.scenes.face.heads.library import head_model
from facings.scenes.face.heads.makehuman_cut import HeadCut
from facings.scenes.face.heads.makehuman_macro import (
    ADULT_SIZE,
    DEFAULT_ADULT,
    RACE_FAMILY,
    UNIVERSAL_FAMILY,
    age_parameter,
    head_size,
    macro_shares,
)
from facings.scenes.face.heads.model import Basis, sparse_basis
from facings.scenes.face.heads.shape import NamedWeight
from facings.scenes.face.person import PersonSpec

_LEAST_OFFSET_M = 1e-5

DETAIL_GROUPS = ("head", "eyes", "nose", "mouth", "chin", "cheek", "forehead", "eyebrows", "neck", "ears", "asym")
"""Folders of the targets that shape a face."""

OPPOSITES = (("less", "more"), ("min", "max"), ("decr", "incr"), ("in", "out"), ("down", "up"), ("backward", "forward"),
             ("concave", "convex"), ("small", "big"), ("deflate", "inflate"), ("compress", "uncompress"),
             ("lesshump", "morehump"), ("lessgreek", "moregreek"), ("decrease", "increase"), ("pointed", "triangle"),
             ("round", "square"), ("point", "potato"), ("skinny", "fat"))
"""Endings of pairs of targets that undo each other."""

_NOT_OF_A_FACE = ("breast", "trunk", "head-trans", "neck-trans-horiz", "nose-trans-horiz", "mouth-trans-in", "mouth-trans-out")
"""Details below the neck, and those that shift a head or put a feature off the midline."""

_OUTLINES = ("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond")
_PLACED = ("trans", "move", "head-angle", "head-age", "head-scale")
"""Details that move a whole feature, or say what the macro targets say already: taken with restraint."""

_FATNESS = {"head/head-skinny": 0.5, "cheek/l-cheek-volume-deflate": 0.35, "neck/neck-double-less": 0.5,
            "neck/neck-scale-horiz-less": 0.3}
"""How far the lighter of two opposites, and for the heavier the other one, leans at the ends of `body_weight`: the macro
targets for weight leave the face alone."""

_SIGMA, _PLACED_SIGMA, _ASYMMETRY = 0.16, 0.09, 0.10
_SIDES_DIFFER = 0.03


def identity_basis(cut: HeadCut) -> Basis:
    """Return macro targets and facial details under their own names.

    A macro mode is its target's difference from the family's mean in the default adult. Weights of a family sum to 1, so that
    any person comes out as MakeHuman makes it, at the size that `HEAD_SIZE` gives its age (which the modes of ethnicity
    carry), and no weights at all are the mean head. Each macro mode leaves the point midway between the eyeballs where it is:
    a child's head is smaller, not lower.
    """
    pack = cut.pack
    mean_head = cut.carry(pack.default_adult_m) - pack.origin_m
    modes = {}
    for family in (RACE_FAMILY, UNIVERSAL_FAMILY):
        mean = sum(DEFAULT_ADULT.get(name, 0.0) * pack.target(name) for name in family)
        for name in family:
            moved = pack.target(name) - mean
            moved -= pack.eye_centres(moved).mean(0)
            modes[name] = head_size(name) * cut.carried(moved)
            if family is RACE_FAMILY:
                modes[name] += (head_size(name) - ADULT_SIZE) * mean_head
    for name in details(pack.target_names):
        modes[name] = ADULT_SIZE * cut.carried(pack.target(name))
    offsets = np.stack([mode.astype(np.float32) for mode in modes.values()])
    return sparse_basis(tuple(modes), offsets, _LEAST_OFFSET_M)


def details(target_names: tuple[str, ...]) -> list[str]:
    """Return the facial details among target names."""
    return [name for name in target_names
            if name.split("/")[0] in DETAIL_GROUPS and not any(word in name for word in _NOT_OF_A_FACE)]


def macro_weights(person: PersonSpec, muscle: float = 0.5) -> dict[str, float]:
    """Return the macro targets' weights; those of either family sum to 1."""
    races = {"african": person.african, "asian": person.asian, "caucasian": person.caucasian}
    total = sum(races.values())
    return macro_shares(gender=person.gender, age=age_parameter(person.age_years), muscle=muscle, weight=person.body_weight,
                        races={race: share / total for race, share in races.items()})


def sample_identity(person: PersonSpec, rng: np.random.Generator) -> tuple[NamedWeight, ...]:
    """Return macro weights that fit the person, and random facial details.

    Details come in pairs of opposites and of sides: one normal value chooses the direction for both sides, which then differ
    a little. Children vary less, since their proportions are the macro targets'; the old vary more.
    """
    muscle = float(np.clip(rng.normal(0.42 + 0.16 * person.gender, 0.12), 0, 1))
    weights = macro_weights(person, muscle)
    strength = float(np.interp(person.age_years, (1, 12, 20, 60, 90), (0.55, 0.75, 1.0, 1.1, 1.2)))
    names = head_model("makehuman").identity.names
    known = set(names)
    for low, high in opposites(names):
        placed = any(word in low for word in _PLACED)
        value = float(np.clip(rng.normal(0, _PLACED_SIGMA if placed else _SIGMA), -0.5, 0.5)) * strength
        value += _FATNESS.get(low, 0.0) * (2 * person.body_weight - 1)
        value = float(np.clip(value, -0.8, 0.8))
        other = float(np.clip(value + rng.normal(0, _SIDES_DIFFER), -0.8, 0.8))
        for name_of, amount in (((low, high), value), (_mirrored(low, high, known), other)):
            if name_of:
                weights[name_of[1] if amount > 0 else name_of[0]] = abs(amount)
    outline = _OUTLINES[rng.integers(len(_OUTLINES))]
    weights[f"head/head-{outline}"] = float(rng.uniform(0, 0.4)) * strength
    for left in [name for name in names if name.startswith("asym/") and name.endswith("-l")]:
        amount = float(np.clip(rng.normal(0, _ASYMMETRY), -0.3, 0.3))
        weights[left if amount > 0 else left[:-1] + "r"] = abs(amount)
    return tuple(NamedWeight(name, round(weight, 6)) for name, weight in weights.items() if weight and name in known)


def opposites(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return pairs of details that undo each other, of paired features only the left one's."""
    known = set(names)
    pairs = chain.from_iterable(_pairs_of(name, known) for name in names)
    return [pair for pair in pairs if "/r-" not in pair[0]]


def _pairs_of(name: str, known: set[str]) -> list[tuple[str, str]]:
    if name.split("/")[0] not in DETAIL_GROUPS:
        return []
    return [(name, name.removesuffix(low) + high) for low, high in OPPOSITES
            if name.endswith(f"-{low}") and name.removesuffix(low) + high in known]


def _mirrored(low: str, high: str, known: set[str]) -> tuple[str, str] | None:
    pair = low.replace("/l-", "/r-"), high.replace("/l-", "/r-")
    return pair if pair != (low, high) and set(pair) <= known else None
