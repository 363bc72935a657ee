"""Identities for whichever head model."""

import numpy as np

from facings.errors import InputError
from facings.scenes.face.heads.ict import identity as ict
from facings.scenes.face.heads.makehuman import identity as makehuman
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.spec import NamedWeight
from facings.scenes.face.person import PersonSpec


def sample_identity(model: HeadModel, person: PersonSpec, rng: np.random.Generator) -> tuple[NamedWeight, ...]:
    """Return the identity weights of someone with the person's traits. Raises InputError for a head model of another name."""
    if model.name == "ict":
        return ict.sample_identity(model, person, rng)
    if model.name == "makehuman":
        return makehuman.sample_identity(model.identity.names, person, rng)
    raise InputError(f"There is no head model {model.name!r}; there are ict and makehuman.")
