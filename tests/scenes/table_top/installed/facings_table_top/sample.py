"""One table top from the recipe's distributions: goods that do not touch, and a camera that looks at them."""

import math

import numpy as np

from facings.errors import InputError
from facings.frames.lenses import lens_spec
from facings.frames.lights import sample_lights, sample_world
from facings.frames.pictures import sample_picture
from facings.frames.spec import CameraSpec
from facings.frames.streams import stream
from facings.goods.pose_variation import sample_lying
from facings.goods.stance import about_z, stance, turned_round
from facings.labels.camera import looking_at
from facings.recipes.part import evaluate
from facings_table_top.spec import LaidItem, TableTopSpec

_TRIES = 200
_APART_M = 0.004


def sample_table_top(recipe, info, catalogue, shapes_of, seed, frame):
    """Return the spec of one frame; the same for the same arguments."""
    picture = sample_picture(recipe, seed, frame)
    (x0, y0, _), (x1, y1, z) = info.low_m, info.high_m
    return TableTopSpec(
        schema=1, scene="table_top", frame=frame, seed=seed, template=info.name, template_sha256=info.sha256,
        picture=picture, camera=_camera(recipe.camera, info, picture, stream(seed, frame, "camera")),
        world=sample_world(recipe.world, stream(seed, frame, "world")),
        lights=sample_lights(recipe.lights, info.lights, info.name, stream(seed, frame, "light")),
        table_corners_m=((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)),
        items=_goods(recipe.goods, info, catalogue, shapes_of, stream(seed, frame, "goods")),
    )


def _goods(recipe, info, catalogue, shapes_of, rng):
    goods = evaluate(recipe, rng)
    skus = [p.sku for p in catalogue.products if goods.departments is None or p.department in goods.departments]
    if not skus:
        raise InputError(f"goods.departments names {', '.join(goods.departments)}; the catalogue has nothing there.")
    chosen = [skus[i] for i in rng.choice(len(skus), goods.count, replace=len(skus) < goods.count)]
    shapes = shapes_of(chosen)
    laid, discs = [], []
    for sku, own in zip(chosen, rng.spawn(len(chosen)), strict=True):
        shape, lying = shapes[sku], own.random() < goods.lying_rate
        found = sample_lying(own, shape, 1.0, 1.0, 1.0) if lying else None
        yaw = float(own.uniform(-math.pi, math.pi))
        if found is None:
            lying, found = False, turned_round(shape, yaw) if shape.round else stance(shape, about_z(yaw))
        place = _free_place(own, info, found, discs)
        if place is None:
            continue
        x, y, radius = place
        discs.append((x, y, radius))
        middle = [(low + high) / 2 for low, high in zip(found.low_m, found.high_m, strict=True)]
        laid.append(LaidItem(
            sku=sku, variant=int(own.integers(shape.variants)), rotation_wxyz=found.rotation_wxyz, scale=found.scale,
            position_m=(x - middle[0], y - middle[1], info.high_m[2] - found.low_m[2]), tint=(1.0, 1.0, 1.0), lying=lying))
    return tuple(laid)


def _free_place(rng, info, found, discs):
    """A disc about the item's footprint that lies on the table and meets no other one."""
    radius = math.hypot(found.width_m, found.depth_m) / 2 + _APART_M
    for _ in range(_TRIES):
        x, y = (float(rng.uniform(info.low_m[k] + radius, max(info.low_m[k] + radius, info.high_m[k] - radius)))
                for k in (0, 1))
        if all(math.hypot(x - a, y - b) > radius + r for a, b, r in discs):
            return x, y, radius
    return None


def _camera(recipe, info, picture, rng):
    place = evaluate(recipe, rng)
    x, y = ((info.low_m[k] + info.high_m[k]) / 2 for k in (0, 1))
    target = (x, y, info.high_m[2] + 0.06)
    out = np.array([math.cos(place.azimuth_rad) * math.cos(place.elevation_rad),
                    math.sin(place.azimuth_rad) * math.cos(place.elevation_rad), math.sin(place.elevation_rad)])
    eye = tuple((np.array(target) + place.distance_m * out).tolist())
    shift_x, shift_y = place.principal_point_shift
    focal_px = place.focal_length_m / place.sensor_width_m * max(picture.width_px, picture.height_px)
    return CameraSpec(
        fx_px=focal_px, fy_px=focal_px * place.pixel_aspect_ratio,
        cx_px=picture.width_px * (0.5 + shift_x), cy_px=picture.height_px * (0.5 + shift_y),
        world_from_camera=looking_at(eye, target, 0.0, 0.0),
        focus_distance_m=place.distance_m if place.depth_of_field else None, f_number=place.f_number,
        focal_length_m=place.focal_length_m, exposure_ev=place.exposure_ev,
        white_balance_k=place.white_balance_k, white_balance_tint=place.white_balance_tint, lens=lens_spec(place))
