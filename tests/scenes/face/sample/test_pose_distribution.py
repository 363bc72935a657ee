"""Head poses cover what a recipe asks for from the first frames on, and depend on seed and frame alone."""

import math

import numpy as np
import pytest
from scipy.stats import kstest, qmc

from facings.recipes.distributions import Choice, Normal, Uniform, vary
from facings.scenes.face.recipe import HeadPoseRecipe
from facings.scenes.face.sample.head_pose import pose_shares, sample_head_pose, sample_neck


def _poses(recipe: HeadPoseRecipe, count: int, seed: int = 0, start: int = 0) -> np.ndarray:
    poses = [sample_head_pose(recipe, seed, frame) for frame in range(start, start + count)]
    return np.degrees([[p.yaw_rad, p.pitch_rad, p.roll_rad] for p in poses])


@pytest.mark.parametrize("seed", [0, 7, 2**40])
def test_a_hundred_frames_reach_every_part_of_the_range(seed: int) -> None:
    poses = _poses(HeadPoseRecipe(), 100, seed)
    cells, _, _ = np.histogram2d(poses[:, 0], poses[:, 1], bins=(np.arange(-90, 91, 15), np.arange(-45, 46, 15)))
    # 72 cells: independent draws leave 18 of them empty on average, an even sequence hardly any.
    assert (cells > 0).sum() >= 69
    assert np.abs(poses).max(0) == pytest.approx([90, 45, 30], abs=3)


@pytest.mark.parametrize("count, times", [(64, 4), (1000, 16)])
def test_shares_are_far_more_even_than_independent_draws(count: int, times: float) -> None:
    shares = np.array([pose_shares(3, frame) for frame in range(count)])
    independent = [qmc.discrepancy(np.random.default_rng(k).random((count, 3))) for k in range(10)]
    assert qmc.discrepancy(shares) < np.median(independent) / times


def test_a_frame_does_not_depend_on_how_many_there_are() -> None:
    recipe = HeadPoseRecipe()
    assert (_poses(recipe, 5, start=20) == _poses(recipe, 40)[20:25]).all()
    assert not np.allclose(_poses(recipe, 5, seed=1), _poses(recipe, 5, seed=2))


def test_far_frames_are_as_even_as_near_ones() -> None:
    shares = np.array([pose_shares(0, 2**31 - 1 - frame) for frame in range(500)])
    for column in shares.T:
        # An additive recurrence departs from the uniform distribution by a small constant (here 2) times log(n) / n;
        # independent draws by about 0.87 / sqrt(n), which is half as much again.
        assert kstest(column, "uniform").statistic < 2 * math.log(500) / 500


def test_any_distribution_may_be_asked_for() -> None:
    pitch = vary(Choice((Uniform(-30, -20), Uniform(20, 30))))
    recipe = HeadPoseRecipe(yaw_deg=vary(Normal(0, 15, -40, 40)), pitch_deg=pitch, roll_deg=0)
    poses = _poses(recipe, 400)
    assert kstest(poses[:, 0] / 15, "truncnorm", (-40 / 15, 40 / 15)).pvalue > 0.5
    assert ((np.abs(poses[:, 1]) >= 20) & (np.abs(poses[:, 1]) <= 30)).all() and (poses[:, 2] == 0).all()
    assert (poses[:, 1] > 0).mean() == pytest.approx(0.5, abs=0.02)


def test_the_neck_stays_within_its_reach() -> None:
    recipe = HeadPoseRecipe()
    rng = np.random.default_rng(0)
    for frame in range(200):
        pose = sample_head_pose(recipe, 1, frame)
        neck = sample_neck(recipe, pose, rng)
        turns = (neck.yaw_rad, neck.pitch_rad, neck.roll_rad)
        assert all(abs(turn) <= math.radians(reach) + 1e-12 for turn, reach in zip(turns, (50, 22, 20), strict=True))
