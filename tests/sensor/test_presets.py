"""Every preset is whole, within the keys' bounds, and drawn key by key."""

import jsonschema
import numpy as np
import pytest
from pydantic import ValidationError

from facings.frames.sensor_spec import SensorSpec
from facings.frames.sensors import sample_sensor
from facings.frames.spec import from_json, to_json
from facings.recipes.recipe import Recipe
from facings.recipes.sensor import SensorSettings
from facings.recipes.sensor_presets import NO_EFFECT, PRESETS


def drawn(seed=0, **keys):
    return sample_sensor(SensorSettings.model_validate(keys), np.random.default_rng(seed))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_every_key(name):
    assert PRESETS[name].keys() == NO_EFFECT.keys() == SensorSettings.model_fields.keys() - {"preset"}
    for seed in range(20):
        spec = drawn(seed, preset=name)
        assert from_json(SensorSpec, to_json(spec)) == spec


def test_named_keys_count_before_the_preset_s_and_move_no_other():
    plain = to_json(drawn(preset="webcam"))
    changed = to_json(drawn(preset="webcam", iso=123.0, jpeg_quality={"integers": [3, 3]}))
    assert {key for key in plain if plain[key] != changed[key]} == {"iso", "jpeg_quality"}
    assert (changed["iso"], changed["jpeg_quality"]) == (123.0, 3)


def test_presets_may_vary():
    names = {drawn(seed, preset={"choice": {"webcam": 1, "mirrorless": 1}}).preset for seed in range(20)}
    assert names == {"webcam", "mirrorless"}


def test_a_name_alone_is_a_preset():
    assert SensorSettings.model_validate("webcam") == SensorSettings(preset="webcam")
    assert sample_sensor(None, np.random.default_rng(0)) is None


@pytest.mark.parametrize(("sensor", "right"), [
    ("webcam", True), (None, True), ({"preset": "webcam", "iso": {"uniform": [100, 200]}}, True), ("webcm", False),
    ({"grain": 1}, False),
])
def test_an_editor_s_schema_knows_both_forms(sensor, right):
    schema = Recipe.model_json_schema(by_alias=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = {"schema": 2, "scene": "x", "template": "y", "sensor": sensor}
    assert jsonschema.Draft202012Validator(schema).is_valid(document) == right


@pytest.mark.parametrize(("keys", "said"), [
    ({"preset": "webcm"}, "Did you mean 'webcam'"), ({"vignetting": 1.0}, "0 to 0.95"), ({"bits": 8.5}, "whole number"),
    ({"chroma_subsampling": "4:1:1"}, "4:4:4, 4:2:2, 4:2:0"), ({"grain": 1}, "grain"), ({"exposure_s": 0}, "above 0"),
    ({"chromatic_aberration": 0.1}, "a list of 2"),
])
def test_what_is_wrong_is_told(keys, said):
    with pytest.raises(ValidationError, match=said):
        SensorSettings.model_validate(keys)
