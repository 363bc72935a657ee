"""Where the camera stands before the shelf, and its lens: the recipe's distributions to one CameraSpec."""

import math
from collections.abc import Iterator

import numpy as np

from facings.errors import InputError
from facings.frames.lenses import lens_spec
from facings.frames.spec import CameraSpec, Vec3
from facings.labels.camera import Pinhole, looking_at
from facings.labels.lens_fit import lens_problem, refuse_misfit
from facings.recipes.distributions import extremes
from facings.recipes.part import evaluate
from facings.recipes.variants import choose, overlaid
from facings.scenes.shelf.recipe import CameraPlace, CameraSettings, ShelfRecipe
from facings.scenes.shelf.template_info import ShelfTemplateInfo

CLEARANCE_M = 0.1
"""Between the camera and floor, ceiling or the room's ends."""
_TRIES = 200


def sample_camera(
    settings: CameraSettings,
    info: ShelfTemplateInfo,
    width_px: int,
    height_px: int,
    rng: np.random.Generator,
    row_width_m: float | None = None,
) -> CameraSpec:
    """Return a camera that stands in the aisle and looks at a point on the front of the row of bays.

    `row_width_m` is the row's length, centred on x = 0; None: all the bays that the template has room for.
    A place outside the template's aisle or room is drawn again. Raises InputError where 200 draws give no place inside.
    """
    row = info.bay_width_m * info.bay_count if row_width_m is None else row_width_m
    base = _chosen_view(settings, rng)
    outside: list[str] = []
    for attempt in rng.spawn(_TRIES):
        place = evaluate(base, attempt)
        target, eye = _target_and_eye(place, row)
        problem = _outside(eye, info)
        if problem is None:
            spec = _spec(place, eye, target, width_px, height_px)
            refuse_misfit(Pinhole.of(spec, width_px, height_px))
            return spec
        outside.append(problem)
    worst = max(sorted(set(outside)), key=outside.count)
    raise InputError(
        f"The recipe's camera found no place in the aisle of {info.name} in {_TRIES} draws; mostly {worst}."
        " Change that key's range, or the template's camera volume."
    )


def lens_problems(recipe: ShelfRecipe) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the key of each lens that does not see the whole picture, of the camera itself and of its views, and why."""
    own, sizes = recipe.camera, dict.fromkeys(extremes(recipe.picture.resolution))
    for place, settings in {(): own, **{("views", name): overlaid(own, view) for name, view in own.views.items()}}.items():
        focal = min(extremes(settings.focal_length_m)) / max(extremes(settings.sensor_width_m))
        problem = lens_problem(settings, sizes, lambda width, height, _, focal=focal: focal * max(width, height))
        if problem is not None:
            yield ("camera", *place, "distortion"), problem


def _chosen_view(settings: CameraSettings, rng: np.random.Generator) -> CameraSettings:
    name = choose(settings.views, rng)
    chosen = settings if name is None else overlaid(settings, settings.views[name])
    return chosen.model_copy(update={"views": {}})


def _target_and_eye(place: CameraPlace, row_width_m: float) -> tuple[Vec3, Vec3]:
    """Return in world metres the point looked at, on the upper boards' front (y = 0), and where the camera stands."""
    target = (place.along * row_width_m / 2, 0.0, place.target_height_m)
    sideways = place.distance_m * math.tan(place.yaw_rad)
    return target, (target[0] - sideways, -place.distance_m, place.height_m)


def _outside(eye: Vec3, info: ShelfTemplateInfo) -> str | None:
    """Return what puts a camera out of the aisle, None where it is inside."""
    x, y, z = eye
    if not info.camera_y_min_m <= -y <= info.camera_y_max_m:
        low, high = info.camera_y_min_m, info.camera_y_max_m
        return f"camera.distance_m was not within the aisle, {low:.2f} to {high:.2f} m from the boards' front"
    if abs(x) > info.room_x_m - CLEARANCE_M:
        return f"camera.yaw_deg, distance_m and along led past the room's ends, {info.room_x_m:.2f} m from its middle"
    if not CLEARANCE_M <= z <= info.ceiling_z_m - CLEARANCE_M:
        return f"camera.height_m was not between the floor and the ceiling, {info.ceiling_z_m:.2f} m up"
    return None


def _spec(place: CameraPlace, eye: Vec3, target: Vec3, width_px: int, height_px: int) -> CameraSpec:
    pose = looking_at(eye, target, place.pitch_rad, place.roll_rad)
    towards = np.array(target) - np.array(eye)
    along_axis = float(towards @ np.array([row[2] for row in pose[:3]]))
    focal_px = place.focal_length_m / place.sensor_width_m * max(width_px, height_px)
    shift_x, shift_y = place.principal_point_shift
    return CameraSpec(
        fx_px=focal_px,
        fy_px=focal_px * place.pixel_aspect_ratio,
        cx_px=width_px * (0.5 + shift_x),
        cy_px=height_px * (0.5 + shift_y),
        world_from_camera=pose,
        focus_distance_m=along_axis * place.focus if place.depth_of_field else None,
        f_number=place.f_number,
        focal_length_m=place.focal_length_m,
        exposure_ev=place.exposure_ev,
        white_balance_k=place.white_balance_k,
        white_balance_tint=place.white_balance_tint,
        lens=lens_spec(place),
        auto_exposure=place.auto_exposure,
    )
