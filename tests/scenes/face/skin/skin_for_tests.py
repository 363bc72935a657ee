"""People and skins for tests."""

from functools import cache

import numpy as np
from heads_for_tests import model

from facings.scenes.face.person import PersonSpec
from facings.scenes.face.skin.detail import FULL, Detail
from facings.scenes.face.skin.maps import SkinPainter
from facings.scenes.face.skin.recipe import SkinRecipe
from facings.scenes.face.skin.sample import sample_skin
from facings.scenes.face.skin.spec import SkinSpec


def person(age: float = 30.0, gender: float = 0.3, tone: float = 4.0) -> PersonSpec:
    return PersonSpec(age, gender, african=0.3, asian=0.3, caucasian=0.4, skin_tone=tone, body_weight=0.5)


def skin(seed: int = 0, recipe: dict | None = None, **who: float) -> SkinSpec:
    return sample_skin(SkinRecipe.model_validate(recipe or {}), person(**who), np.random.default_rng(seed))


@cache
def painter(name: str = "ict", detail: Detail = FULL) -> SkinPainter:
    return SkinPainter(model(name), detail)
