"""Where the eyes look, and how the lids follow them."""

import math
from typing import Annotated

import numpy as np
from pydantic import Field

from facings.recipes.distributions import Choice, LogUniform, Normal, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part, evaluate
from facings.recipes.values import Flag
from facings.scenes.face.heads.spec import EyeTurn, NamedWeight

EYE_HALF_DISTANCE_M = 0.031
"""Half the distance between the mean head's eyes."""

_MOST_YAW, _MOST_UP, _MOST_DOWN = math.radians(38), math.radians(25), math.radians(32)
"""Further than this people turn their heads instead."""

_FULL_YAW, _FULL_UP, _FULL_DOWN = math.radians(35), math.radians(30), math.radians(35)
"""Turns at which ARKit's `eyeLook...` coefficients are 1."""


class GazeRecipe(Part):
    """Where the eyes look."""

    into_camera: Annotated[bool, Flag()] = vary(Choice((True, False), (0.55, 0.45)))
    """Whether they look into the camera, where the head's pose lets them."""
    yaw_rad: Annotated[float, Number(ge=-38, le=38, unit="deg")] = Field(
        default=vary(Normal(0.0, 15.0, -32.0, 32.0)), alias="yaw_deg")
    """Otherwise: relative to the head, above 0 to the subject's left."""
    pitch_rad: Annotated[float, Number(ge=-32, le=25, unit="deg")] = Field(
        default=vary(Normal(-3.0, 9.0, -25.0, 18.0)), alias="pitch_deg")
    """Likewise, above 0 up."""
    distance_m: Annotated[float, Number(ge=0.15, le=1000, unit="m")] = vary(LogUniform(0.4, 10.0))
    """How far off the point is that both eyes look at."""


def sample_gaze(recipe: GazeRecipe, camera_m: tuple[float, float, float],
                rng: np.random.Generator) -> tuple[tuple[EyeTurn, EyeTurn], tuple[NamedWeight, ...]]:
    """Return the turns of the right and left eye, and the coefficients by which lids and skin follow.

    `camera_m` is the camera as seen from the point midway between the eyes, in the axes of the unposed head (X to the
    subject's left, -Y ahead, Z up); a unit vector does where only the direction is known.
    """
    drawn = evaluate(recipe, rng)
    turn = _turn_towards(np.asarray(camera_m, np.float64))
    if drawn.into_camera and _comfortable(turn):
        target = np.asarray(camera_m, np.float64)
    else:
        yaw, pitch = drawn.yaw_rad, drawn.pitch_rad
        target = drawn.distance_m * np.array([math.sin(yaw) * math.cos(pitch), -math.cos(yaw) * math.cos(pitch),
                                                 math.sin(pitch)])
    half = np.array([EYE_HALF_DISTANCE_M, 0.0, 0.0])
    turns = _turn_towards(target + half), _turn_towards(target - half)
    return turns, following(turns)


def following(turns: tuple[EyeTurn, EyeTurn]) -> tuple[NamedWeight, ...]:
    """Return ARKit's `eyeLook...` coefficients of the right and left eye's turns."""
    weights = []
    for name, outward, turn in (("Right", -1, turns[0]), ("Left", 1, turns[1])):
        for kind, amount in (("Down", -turn.pitch_rad / _FULL_DOWN), ("In", -outward * turn.yaw_rad / _FULL_YAW),
                             ("Out", outward * turn.yaw_rad / _FULL_YAW), ("Up", turn.pitch_rad / _FULL_UP)):
            if amount > 5e-5:
                weights.append(NamedWeight(f"eyeLook{kind}{name}", round(min(amount, 1.0), 4)))
    return tuple(weights)


def _turn_towards(direction: np.ndarray) -> EyeTurn:
    x, y, z = (float(value) for value in direction / np.linalg.norm(direction))
    return EyeTurn(round(math.atan2(x, -y), 6), round(math.asin(z), 6))


def _comfortable(turn: EyeTurn) -> bool:
    return abs(turn.yaw_rad) <= _MOST_YAW and -_MOST_DOWN <= turn.pitch_rad <= _MOST_UP
