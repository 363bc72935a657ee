"""A recipe at the ends of one key: numpy's own draws stay within, and nothing else of a spec moves."""

import json

import pytest

from facings.errors import InputError
from facings.frames.extremes import extreme_changes, extreme_keys
from facings.frames.loading import load_recipe
from facings.frames.spec import to_json

TINY = {"picture.resolution": [64, 48], "bays.count": 1}


@pytest.mark.parametrize("name", ["shelf", "face"])
def test_keys_that_vary_have_ends_within_which_all_draws_lie(name):
    loaded = load_recipe(name)
    keys = {each["key"]: each for each in extreme_keys(loaded)}
    assert len(keys) > 25 and all(each["lowest"] <= each["median"] <= each["highest"] for each in keys.values())
    if name == "face":
        yaw = {"lowest": -90, "median": pytest.approx(0, abs=3), "highest": pytest.approx(90)}
        assert keys["head_pose.yaw_deg"] == {"key": "head_pose.yaw_deg", "unit": "deg"} | yaw
        assert keys["skin.pigment.warmth"]["median"] == pytest.approx(0, abs=1e-12)
        assert keys["person.age_years"]["highest"] == pytest.approx(88) and keys["person.age_years"]["lowest"] == 4
        assert keys["lights.key.energy"]["highest"] == pytest.approx(2.2)  # of the rig 'window'
    else:
        near = keys["camera.distance_m"]
        assert (near["lowest"], near["highest"]) == (pytest.approx(0.5), pytest.approx(2.0)) and 1.0 < near["median"] < 1.6
        assert keys["lights.*.energy"]["lowest"] == pytest.approx(0.65 / 2)
        drawn = [loaded.sample(3, frame).camera.world_from_camera[1][3] for frame in range(12)]
        assert len({round(y, 6) for y in drawn}) == 12
    for key in keys:
        for at in ("lowest", "median", "highest"):
            assert extreme_changes(loaded, key, at)


@pytest.mark.slow
def test_everything_else_of_the_seed_stays():
    loaded = load_recipe("shelf", TINY)

    def spec(key, at):
        return json.loads(json.dumps(to_json(load_recipe("shelf", TINY | extreme_changes(loaded, key, at)).sample(7, 0))))

    low, high = spec("camera.distance_m", "lowest"), spec("camera.distance_m", "highest")
    assert low["camera"] != high["camera"]
    assert {k: v for k, v in low.items() if k != "camera"} == {k: v for k, v in high.items() if k != "camera"}
    low, high = spec("stock.fill", "lowest"), spec("stock.fill", "highest")
    assert low["camera"] == high["camera"] and low["lights"] == high["lights"] and len(low["products"]) < len(high["products"])
    low, high = spec("lights.*.energy", "lowest"), spec("lights.*.energy", "highest")
    assert low["products"] == high["products"] and low["lights"] != high["lights"]


@pytest.mark.parametrize("key, at, said", [
    ("stock.fil", "lowest", "Did you mean 'stock.fill'"), ("stock.fill", "most", "median"),
    ("picture.samples", "lowest", "does not vary")])
def test_what_does_not_vary_is_said(key, at, said):
    with pytest.raises(InputError, match=said):
        extreme_changes(load_recipe("shelf"), key, at)
