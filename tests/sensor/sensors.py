"""Sensors for tests: one that does nothing, to be changed key by key; and a picture to be seen through them."""

from dataclasses import replace
from typing import Any

import numpy as np

from facings.frames.sensor_spec import SensorSpec
from facings.frames.sensors import sample_sensor
from facings.recipes.sensor import SensorSettings

IDEAL = sample_sensor(SensorSettings(), np.random.default_rng(0))


def sensor(**changes: Any) -> SensorSpec:
    return replace(IDEAL, **changes)


def preset(name: str, seed: int = 0, **changes: Any) -> SensorSpec:
    return replace(sample_sensor(SensorSettings(preset=name), np.random.default_rng(seed)), **changes)


def smooth(height: int = 96, width: int = 128) -> np.ndarray:
    """A picture of slow waves."""
    y, x = np.mgrid[:height, :width] / 20.0
    return np.stack([0.5 + 0.3 * np.sin(x), 0.5 + 0.2 * np.cos(y + x / 2), 0.4 + 0.3 * np.sin(y)], -1).astype(np.float32)
