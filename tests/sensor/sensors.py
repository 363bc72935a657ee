"""Sensors for tests: one that does nothing, to be changed key by key."""

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
