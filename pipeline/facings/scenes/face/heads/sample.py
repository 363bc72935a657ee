"""Identities for whichever head model."""

import numpy as np

from facings.errors import InputError
from facings.scenes.face.heads import ict_identity
from facings.scenes.face.heads.shape import NamedWeight
from facings.scenes.face.person import PersonSpec


def sample_identity(model_name: str, person: PersonSpec, rng: np.random.Generator) -> tuple[NamedWeight, ...]:
    """Return the identity weights of someone with the person's traits. Raises InputError for an unknown head model."""
    if model_name == "ict":
        return ict_identity.sample_identity(person, rng)
    if model_name == "makehuman":
        from facings.scenes.face.heads import makehuman_identity

        return makehuman_identity.sample_identity(person, rng)
    raise InputError(f"There is no head model {model_name!r}; there are ict and makehuman.")
