"""The MakeHuman head's identity modes: macro targets for age, gender, ethnicity and weight, facial details for the rest."""

import numpy as np

from facings.scenes.face.heads.makehuman.cut import HeadCut
from facings.scenes.face.heads.makehuman.details import details
from facings.scenes.face.heads.makehuman.macro import ADULT_SIZE, DEFAULT_ADULT, RACE_FAMILY, UNIVERSAL_FAMILY, head_size
from facings.scenes.face.heads.model import Basis, sparse_basis

_LEAST_OFFSET_M = 1e-5


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
