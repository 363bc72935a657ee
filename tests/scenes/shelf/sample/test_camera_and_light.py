"""Cameras: always in the aisle, looking at the shelf, projected as OpenCV and Blender project; lights by group."""

import math

import cv2
import numpy as np
import pytest

from facings.assets.folders import blender_scenes_dir
from facings.errors import InputError
from facings.frames.lights import LightInfo, sample_lights, sample_world
from facings.frames.streams import stream
from facings.recipes.distributions import Uniform
from facings.recipes.files import RecipeFiles
from facings.recipes.recipe import LightSettings, WorldSettings
from facings.recipes.variants import overlaid
from facings.recipes.yaml_source import read_yaml
from facings.scenes.shelf.recipe import CameraSettings, CameraView, ShelfRecipe
from facings.scenes.shelf.sample.camera import sample_camera
from facings.scenes.shelf.sample.frame import draw_contents, fixture_spec
from facings.scenes.shelf.template_info import BoardSlot, RailInfo, ShelfTemplateInfo

INFO = ShelfTemplateInfo(
    name="test", sha256="0" * 64, bay_width_m=1.25, bay_count=5,
    boards=tuple(BoardSlot(z, z, z, 0.0, 0.42, 0.03) for z in (0.16, 0.5, 0.8, 1.1, 1.45)),
    top_z_m=1.9, rail=RailInfo(0.0, -0.02, 0.1, 0.04), door_count=0,
    lights=(LightInfo("board", 1.0, 1.0), LightInfo("ceiling", 0.5, 1.6), LightInfo("daylight", 0.0, 4.0)),
    camera_y_min_m=0.35, camera_y_max_m=3.4, ceiling_z_m=2.6, room_x_m=4.2, cooled=False,
)
STRAIGHT = {
    "along": 0.5, "target_height_m": 1.0, "distance_m": 2.0, "height_m": 1.5, "yaw_deg": 0.0, "pitch_deg": 0.0,
    "roll_deg": 0.0, "focal_length_mm": 26.0,
}


def _camera(seed=0, frame=0, width=1024, height=768, views=None, **named):
    settings = CameraSettings.model_validate(STRAIGHT | named | ({"views": views} if views else {}))
    return sample_camera(settings, INFO, width, height, stream(seed, frame, "camera"))


def _project(camera, points_m):
    """OpenCV's projection, in pixels with the corner as origin (OpenCV adds K's offsets as they are)."""
    camera_from_world = np.linalg.inv(np.array(camera.world_from_camera))
    matrix = np.array([[camera.fx_px, 0, camera.cx_px], [0, camera.fy_px, camera.cy_px], [0, 0, 1]])
    turn, _ = cv2.Rodrigues(camera_from_world[:3, :3])
    points = np.atleast_2d(points_m).astype(float)
    projected, _ = cv2.projectPoints(points, turn, camera_from_world[:3, 3], matrix, None)
    return projected[:, 0]


def _shipped(name: str) -> ShelfRecipe:
    path = blender_scenes_dir() / f"{name}.yaml"
    files = RecipeFiles((path.parent,))
    return ShelfRecipe.model_validate(read_yaml(path).data, context={"files": files})


@pytest.mark.parametrize("yaw_deg", [-50.0, 0.0, 30.0])
@pytest.mark.parametrize("roll_deg", [-7.0, 0.0])
def test_what_it_looks_at_is_at_the_principal_point(yaw_deg, roll_deg):
    camera = _camera(yaw_deg=yaw_deg, roll_deg=roll_deg, principal_point_shift=[0.1, -0.05])
    np.testing.assert_allclose(_project(camera, (0.5 * 2.5 * 1.25, 0, 1.0)), [[1024 * 0.6, 768 * 0.45]], atol=1e-6)


def test_directions_are_the_ones_that_the_recipe_says():
    target = np.array((0.5 * 2.5 * 1.25, 0.0, 1.0))
    right, above = target + (0.2, 0, 0), target + (0, 0, 0.2)
    assert _project(_camera(), right)[0, 0] > 512 and _project(_camera(), above)[0, 1] < 384
    assert _camera(yaw_deg=20).world_from_camera[0][3] < target[0] < _camera(yaw_deg=-20).world_from_camera[0][3]
    assert _project(_camera(pitch_deg=5), target)[0, 1] > 384
    # A camera turned clockwise sees the world turned anticlockwise: what was right of the middle goes up.
    assert _project(_camera(roll_deg=10), right)[0, 1] < _project(_camera(), right)[0, 1] - 5


@pytest.mark.blender
@pytest.mark.parametrize("size", [(1024, 768), (768, 1024), (500, 500)])
def test_focal_length_in_pixels_is_blenders(size):
    bpy = pytest.importorskip("bpy")
    data = bpy.data.cameras.new("oracle")
    data.sensor_fit, data.sensor_width, data.lens = "AUTO", 23.5, 30.0
    thing = bpy.data.objects.new("oracle", data)
    matrix = thing.calc_matrix_camera(bpy.context.evaluated_depsgraph_get(), x=size[0], y=size[1])
    camera = _camera(width=size[0], height=size[1], focal_length_mm=30.0, sensor_width_mm=23.5)
    assert camera.fx_px == pytest.approx(matrix[0][0] * size[0] / 2, rel=1e-6)
    assert camera.fy_px == pytest.approx(matrix[1][1] * size[1] / 2, rel=1e-6)
    bpy.data.objects.remove(thing)
    bpy.data.cameras.remove(data)


def test_focus_is_along_the_axis_and_only_with_depth_of_field():
    assert _camera().focus_distance_m is None
    camera = _camera(depth_of_field=True, yaw_deg=40.0, focus=1.1)
    eye = np.array(camera.world_from_camera)[:3, 3]
    assert camera.focus_distance_m == pytest.approx(1.1 * np.linalg.norm(eye - (1.5625, 0, 1.0)))
    assert camera.focal_length_m == 0.026


@pytest.mark.blender
@pytest.mark.parametrize("name", ["shelf", "shelf_cooler", "shelf_dense"])
def test_shipped_cameras_stand_in_the_aisle_and_look_at_the_shelf(name):
    recipe = _shipped(name)
    eyes = []
    for frame in range(250):
        camera = sample_camera(recipe.camera, INFO, 1024, 768, stream(7, frame, "camera"))
        pose = np.array(camera.world_from_camera)
        rotation, eye = pose[:3, :3], pose[:3, 3]
        np.testing.assert_allclose(rotation.T @ rotation, np.eye(3), atol=1e-12)
        assert np.linalg.det(rotation) == pytest.approx(1)
        assert 0.35 <= -eye[1] <= 3.4 and abs(eye[0]) <= 4.1 and 0.1 <= eye[2] <= 2.5
        hit = eye - rotation[:, 2] * eye[1] / rotation[1, 2]
        assert rotation[1, 2] > 0.4 and abs(hit[0]) <= 3.3 and 0 < hit[2] < 1.9
        eyes.append(eye)
    assert np.all(np.std(eyes, axis=0) > 0.1)


@pytest.mark.blender
def test_camera_depends_on_seed_and_frame_alone():
    recipe = _shipped("shelf").camera

    def camera(seed, frame):
        return sample_camera(recipe, INFO, 1024, 768, stream(seed, frame, "camera"))

    drawn = {(s, f): camera(s, f) for s in (0, 1) for f in range(4)}
    assert len({c.world_from_camera for c in drawn.values()}) == 8
    assert all(camera(*key) == value for key, value in sorted(drawn.items(), reverse=True))


def test_views_replace_only_what_they_name_and_are_chosen_by_weight():
    views = {"near": {"distance_m": 0.5, "weight": 3}, "far": {"distance_m": 3}, "never": {"height_m": 2, "weight": 0}}
    cameras = [_camera(frame=i, views=views, focal_length_mm=50.0) for i in range(400)]
    distances = [-c.world_from_camera[1][3] for c in cameras]
    assert set(distances) == {0.5, 3.0}
    assert 250 < distances.count(0.5) < 350
    assert {c.focal_length_m for c in cameras} == {0.05} and {c.world_from_camera[2][3] for c in cameras} == {1.5}


def test_view_named_keys_survive_writing():
    settings = CameraSettings(views={"near": CameraView.model_validate({"distance_m": {"uniform": [1, 2]}})})
    again = CameraSettings.model_validate(settings.model_dump(mode="json", by_alias=True))
    assert again.views["near"].model_fields_set == {"distance_m"}
    assert overlaid(again, again.views["near"]).distance_m == Uniform(1.0, 2.0)


def test_place_outside_is_drawn_again_or_told():
    for frame in range(40):
        camera = _camera(frame=frame, distance_m={"uniform": [0.05, 6]})
        assert 0.35 <= -camera.world_from_camera[1][3] <= 3.4
    for named, said in [
        ({"distance_m": 5.0}, "camera.distance_m"),
        ({"height_m": 3.0}, "camera.height_m"),
        ({"yaw_deg": 74.0}, "camera.yaw_deg"),
    ]:
        with pytest.raises(InputError, match=said):
            _camera(**named)


def test_lights_follow_recipe_or_template():
    named = {"ceiling": LightSettings(energy=2.0, temperature_k=3000.0)}
    lights = [sample_lights(named, INFO.lights, INFO.name, stream(1, i, "light")) for i in range(100)]
    assert all([light.group for light in frame] == ["board", "ceiling", "daylight"] for frame in lights)
    board, ceiling, daylight = zip(*lights, strict=True)
    assert {light.energy_scale for light in board} == {1.0} and {light.color for light in board} == {(1.0, 1.0, 1.0)}
    assert {light.energy_scale for light in ceiling} == {2.0}
    assert ceiling[0].color[0] > 1 > ceiling[0].color[2]
    scales = [light.energy_scale for light in daylight]
    assert 0 <= min(scales) < 0.5 and 3.5 < max(scales) <= 4
    alone = sample_lights({}, INFO.lights, INFO.name, stream(1, 0, "light"))
    assert (alone[0], alone[2]) == (board[0], daylight[0])
    with pytest.raises(InputError, match="Did you mean 'ceiling'"):
        sample_lights({"cieling": LightSettings()}, INFO.lights, INFO.name, stream(0, 0, "light"))


def test_world_is_in_radians():
    world = sample_world(WorldSettings(rotation_deg=90, strength=0.5), stream(0, 0, "world"))
    assert (world.hdri, world.strength) == (None, 0.5)
    assert world.rotation_rad == pytest.approx(math.pi / 2)


def test_what_is_drawn_is_in_metres_radians_and_linear_colours():
    recipe = ShelfRecipe.model_validate({
        "stock": {"jitter_yaw_box_deg": 180 / math.pi / 50, "hand_room_mm": 30, "facings": [2, 5]},
        "fixture": {"color": "#ffffff", "doors": True, "door_open_deg": 90}, "price_tags": {"width_mm": 80},
    })
    drawn = draw_contents(recipe, stream(0, 0, "settings"))
    assert drawn.stock.jitter_yaw_box_rad == pytest.approx(0.02)
    assert (drawn.stock.hand_room_m, drawn.price_tags.width_m) == (0.03, 0.08)
    assert drawn.stock.facings == (2, 5)
    assert drawn.fixture.door_open_rad == pytest.approx(math.pi / 2)
    fixture = fixture_spec(drawn.fixture, INFO)
    assert fixture.color == (1.0, 1.0, 1.0)
    assert fixture.doors is False, "the template has none"
