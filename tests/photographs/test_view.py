"""Field of view and tilt from straight lines, and whether the stated intervals hold."""

import math

import numpy as np
import pytest

from facings.labels.camera import looking_at
from facings.photographs.view import estimated_view

WIDTH, HEIGHT = 800, 600


def lines_of(rng, fov, pitch, roll, yaw, count=150, astray=50):
    """Return (N, 4) lines of a made-up room, edges along three directions, projected by the pose that specs' cameras have."""
    heading = (math.sin(yaw), math.cos(yaw), 0.0)
    rotation = np.array(looking_at((0, 0, 0), heading, pitch, roll))[:3, :3]
    focal = WIDTH / 2 / math.tan(fov / 2)
    found = []
    while len(found) < count:
        start = rng.uniform([-3, 1.5, -1.5], [3, 4.5, 1.5])
        axis = np.eye(3)[rng.choice(3, p=[0.45, 0.1, 0.45])]
        ends = np.array([start, start + axis * rng.uniform(0.3, 1.0)]) @ rotation
        if (ends[:, 2] > 0.3).all():
            pixels = ends[:, :2] / ends[:, 2:] * focal + [WIDTH / 2, HEIGHT / 2] + rng.normal(0, 0.4, (2, 2))
            if (pixels > 0).all() and (pixels < [WIDTH, HEIGHT]).all() and np.hypot(*(pixels[1] - pixels[0])) > 25:
                found.append(pixels.ravel())
    for _ in range(astray):
        middle, angle = rng.uniform([50, 50], [WIDTH - 50, HEIGHT - 50]), rng.uniform(0, math.pi)
        half = np.array([math.cos(angle), math.sin(angle)]) * 25
        found.append(np.concatenate([middle - half, middle + half]))
    return np.array(found)


def holds(estimate, truth):
    return estimate.low <= truth <= estimate.high


def test_rooms_of_lines():
    rng = np.random.default_rng(2)
    errors, held = [], []
    for _ in range(8):
        fov, yaw = math.radians(rng.uniform(45, 85)), math.radians(rng.uniform(10, 40) * rng.choice([-1, 1]))
        pitch, roll = math.radians(rng.uniform(-25, 10)), math.radians(rng.uniform(-4, 4))
        view = estimated_view(lines_of(rng, fov, pitch, roll, yaw), WIDTH, HEIGHT)
        errors.append([abs(view.longer_side_fov_rad.value / fov - 1), abs(view.pitch_rad.value - pitch),
                       abs(view.roll_rad.value - roll)])
        held.append([holds(view.longer_side_fov_rad, fov), holds(view.pitch_rad, pitch), holds(view.roll_rad, roll)])
    fov, pitch, roll = np.median(errors, 0)
    assert fov < 0.04 and math.degrees(pitch) < 0.8 and math.degrees(roll) < 0.4
    assert np.mean(held, 0).min() >= 0.8


def test_a_known_focal_length_makes_the_tilt_surer():
    lines = lines_of(np.random.default_rng(0), math.radians(60), math.radians(-15), 0.02, 0.05, count=80)
    unknown = estimated_view(lines, WIDTH, HEIGHT)
    known = estimated_view(lines, WIDTH, HEIGHT, focal=0.5 / math.tan(math.radians(30)))
    assert known.pitch_rad.high - known.pitch_rad.low < unknown.pitch_rad.high - unknown.pitch_rad.low
    assert math.degrees(known.pitch_rad.value) == pytest.approx(-15, abs=1)
    assert math.degrees(known.longer_side_fov_rad.value) == pytest.approx(60, abs=2)


def test_without_lines_it_says_what_is_usual():
    view = estimated_view(np.zeros((0, 4)), WIDTH, HEIGHT)
    low, high = (math.degrees(angle) for angle in (view.longer_side_fov_rad.low, view.longer_side_fov_rad.high))
    assert low < 47 and high > 85 and view.lines == 0
    assert math.degrees(view.pitch_rad.high - view.pitch_rad.low) > 40
