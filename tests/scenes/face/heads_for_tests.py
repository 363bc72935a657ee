"""Heads for tests, shaped once and shared."""

from functools import cache

import pytest

from facings.errors import InputError
from facings.scenes.face.heads.library import head_model
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.shape import HeadShape, shape_head
from facings.scenes.face.heads.spec import EyeTurn, HeadSpec, NamedWeight
from facings.scenes.face.person import PersonSpec

PERSON = PersonSpec(age_years=35.0, gender=0.5, african=0.3, asian=0.3, caucasian=0.4, skin_tone=4.0, body_weight=0.5)


def model(name: str) -> HeadModel:
    """Return a head model; the test is skipped where its pack cannot be had."""
    try:
        return head_model(name)
    except InputError as error:
        pytest.skip(str(error))


def spec(name: str = "ict", identity: dict[str, float] | None = None, expression: dict[str, float] | None = None,
         neck_deg: tuple[float, float, float] = (0.0, 0.0, 0.0), eyes_deg: tuple[float, float] = (0.0, 0.0)) -> HeadSpec:
    """Return a head's spec: the mean, neutral head looking straight ahead unless said otherwise (yaw, pitch, roll)."""
    radian = 3.141592653589793 / 180
    turn = EyeTurn(eyes_deg[0] * radian, eyes_deg[1] * radian)
    weights = [tuple(NamedWeight(key, value) for key, value in (given or {}).items()) for given in (identity, expression)]
    return HeadSpec(name, weights[0], "neutral", weights[1], *(angle * radian for angle in neck_deg), (turn, turn), 0.002)


@cache
def _shape(name: str, identity: tuple, expression: tuple, neck_deg: tuple, eyes_deg: tuple) -> HeadShape:
    return shape_head(model(name), spec(name, dict(identity), dict(expression), neck_deg, eyes_deg), PERSON)


def head(name: str = "ict", identity: dict[str, float] | None = None, expression: dict[str, float] | None = None,
         neck_deg: tuple[float, float, float] = (0.0, 0.0, 0.0), eyes_deg: tuple[float, float] = (0.0, 0.0)) -> HeadShape:
    """Return a shaped head; equal arguments return the same object."""
    return _shape(name, tuple(sorted((identity or {}).items())), tuple(sorted((expression or {}).items())), neck_deg, eyes_deg)
