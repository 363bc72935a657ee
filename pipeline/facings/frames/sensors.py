"""One frame's sensor: its preset, and each key from a stream of its own name."""

from functools import cache

import numpy as np

from facings.frames.sensor_spec import SensorSpec
from facings.recipes.distributions import sample
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.recipes.sensor import SensorSettings
from facings.recipes.sensor_presets import NO_EFFECT, PRESETS


def sample_sensor(settings: SensorSettings | None, rng: np.random.Generator) -> SensorSpec | None:
    """Return one frame's sensor; None where the recipe has none. A key that is null is as the preset drawn says."""
    if settings is None:
        return None
    of_preset, of_keys = spawn_by_name(rng, "preset", "keys")
    preset = sample(settings.preset, of_preset)
    own = {name: value for name in SensorSettings.model_fields if (value := getattr(settings, name)) is not None}
    drawn = evaluate(_of_preset(preset).model_copy(update=own | {"preset": preset}), of_keys)
    return SensorSpec(**{name: getattr(drawn, name) for name in SensorSettings.model_fields})


@cache
def _of_preset(name: str | None) -> SensorSettings:
    """Return settings that lack no key."""
    return SensorSettings.model_validate({**NO_EFFECT, **PRESETS.get(name or "", {})})
