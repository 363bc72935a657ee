"""The head's pose before the camera: any distribution, covered evenly by a low-discrepancy sequence in the frame's index.

Independent draws leave holes and clusters; a sequence fills the recipe's range from the first frames on. It depends on seed
and frame alone, so that frame 17 is the same in a set of 100 and of 100,000, and on any machine.
"""

import math
from dataclasses import dataclass

import numpy as np

from facings.frames.streams import stream
from facings.recipes.distributions import quantile
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.recipe import HeadPoseRecipe

_PLASTIC = 1.22074408460575947536
"""The root of x**4 = x + 1: with it three coordinates are spread as evenly as the golden ratio spreads one (M. Roberts, "The
unreasonable effectiveness of quasirandom sequences", 2018)."""

_STEPS = np.array([_PLASTIC**-1, _PLASTIC**-2, _PLASTIC**-3])


@dataclass(frozen=True)
class NeckTurn:
    """How much of a head's pose the neck makes; the camera makes the rest."""

    yaw_rad: float
    pitch_rad: float
    roll_rad: float


def pose_shares(seed: int, frame: int) -> np.ndarray:
    """Return the (3,) point in [0, 1) of frame `frame`: an additive recurrence, shifted by the seed (Cranley and Patterson
    1976)."""
    start = stream(seed, 0, "head_pose/shift").random(3)
    # Whole multiples are taken of the exact fraction: 2**31 frames later the digits are still there.
    return np.mod(start + np.mod((frame + 1) * _STEPS, 1.0), 1.0)


def sample_head_pose(recipe: HeadPoseRecipe, seed: int, frame: int) -> HeadAngles:
    """Return yaw, pitch and roll of one frame, each at its share of the recipe's distribution."""
    leaves = (recipe.yaw_rad, recipe.pitch_rad, recipe.roll_rad)
    yaw, pitch, roll = (quantile(leaf, float(share)) for leaf, share in zip(leaves, pose_shares(seed, frame), strict=True))
    return HeadAngles(yaw, pitch, roll)


def sample_neck(recipe: HeadPoseRecipe, pose: HeadAngles, rng: np.random.Generator) -> NeckTurn:
    """Return what the neck does: a share of the pose, within what a neck can do, and a little of its own."""
    keys, chance = spawn_by_name(rng, "keys", "chance")
    drawn = evaluate(recipe, keys)
    shares = chance.uniform(*drawn.neck_share, size=3)
    own = chance.normal(0.0, math.radians(4.0), 3)
    reach = np.array(drawn.neck_reach_rad)
    turn = np.clip(np.array([pose.yaw_rad, pose.pitch_rad, pose.roll_rad]) * shares + own, -reach, reach)
    return NeckTurn(*map(float, turn))
