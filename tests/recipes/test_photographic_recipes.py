"""Recipes that are like photographs: their frames have the lenses, distances and poses that their comments name."""

import math

import pytest

from facings.frames.loading import load_recipe
from facings.recipes.sensor_presets import PRESETS

COUNT = 8


def sampled(name):
    recipe = load_recipe(name)
    return [recipe.sample(3, frame) for frame in range(COUNT)]


def fov_deg(spec):
    return 2 * math.degrees(math.atan(spec.picture.width_px / 2 / spec.camera.fx_px))


@pytest.mark.parametrize(("name", "presets", "fov", "blurred"), [
    ("face_webcam", {"webcam", "webcam_night"}, (59, 76), False),
    ("face_selfie", {"phone_main", "phone_old"}, (43, 60), False),
    ("face_portrait", {"mirrorless"}, (9, 28), True),
    ("shelf_camera", {"shelf_camera"}, (61, 76), False),
    ("shelf_phone", {"phone_main", "phone_old"}, (49, 70), False),
])
def test_frames_are_seen_as_said(name, presets, fov, blurred):
    specs = sampled(name)
    assert {spec.picture.sensor.preset for spec in specs} == presets <= set(PRESETS)
    found = [fov_deg(spec) for spec in specs]
    assert fov[0] < min(found) and max(found) < fov[1]
    assert {spec.camera.focus_distance_m is not None for spec in specs} == {blurred}
    assert {spec.picture.format for spec in specs} == {"jpg"}
    assert len({spec.picture.sensor.iso for spec in specs}) == COUNT
