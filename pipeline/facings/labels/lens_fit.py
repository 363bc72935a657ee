"""Whether a lens sees the whole of a picture, and how wide it could: asked of recipes before the first frame, and of frames."""

import itertools
import math
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from facings.errors import InputError
from facings.frames.lenses import lens_spec
from facings.frames.spec import LensSpec
from facings.labels.camera import Pinhole
from facings.labels.lens import COEFFICIENTS, LEAST_GROWTH, WIDEST_RAD, Lens
from facings.recipes.distributions import extremes
from facings.recipes.part import Part
from facings.recipes.recipe import LensSettings

_LONGEST = 1000.0
"""Times the focal length: longer ones are not tried."""


def sees_all(camera: Pinhole) -> bool:
    """Return whether each place of the picture, its border included, has one ray, and can be found in single precision."""
    if camera.lens is None:
        return True
    x, y = np.meshgrid(np.linspace(0, camera.width_px, 33), np.linspace(0, camera.height_px, 33))
    rays = np.concatenate([camera.border_rays, camera.rays_through(x.ravel() - 0.5, y.ravel() - 0.5)])
    return bool(np.isfinite(rays).all() and (camera.lens.growth_around(rays) >= LEAST_GROWTH * 0.99).all())


def misfit(camera: Pinhole) -> str | None:
    """Return what is wrong with a camera whose lens does not see all of its picture, and what would fit; None where it does."""
    if sees_all(camera) or camera.lens is None:
        return None
    what = (f"the lens's distortion {_said(camera.lens)} cannot be undone over the whole picture of"
            f" {camera.width_px}x{camera.height_px} pixels: before its corners the picture stops to grow with the angle from"
            f" the axis, or this reaches {math.degrees(WIDEST_RAD):.0f} degrees")
    low, high = 1.0, _LONGEST
    if not sees_all(_longer(camera, high)):
        return f"{what}, and a longer focal length does not help; give smaller coefficients."
    while high / low > 1.001:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if sees_all(_longer(camera, middle)) else (middle, high)
    high = math.ceil(high * 100) / 100  # as it is said
    widest = _longer(camera, high)
    return (f"{what}. The largest field of view that fits is {_diagonal_deg(widest):.1f} degrees from corner to corner: give a"
            f" focal length {high:.2f} times as long, or smaller coefficients.")


def refuse_misfit(camera: Pinhole) -> None:
    """Raise InputError where the lens does not see all of the picture."""
    problem = misfit(camera)
    if problem is not None:
        raise InputError(f"The recipe's camera: {problem}")


def lens_problem(settings: LensSettings, sizes: Collection[tuple[int, int]],
                 shortest_focal_px: Callable[[int, int, float], float]) -> str | None:
    """Return what is wrong with the keys `lens` and `distortion` of a camera, whatever is drawn; None where nothing is.

    `sizes` are the widths and heights that pictures may have, `shortest_focal_px` gives fx for one and a pixel aspect ratio. Of
    each distribution the ends are tried in all combinations.
    """
    names = COEFFICIENTS["opencv_fisheye" if settings.lens == "fisheye" else "opencv"]
    wrong = next((row for row in extremes(settings.distortion) if row is not None and len(row) != len(names)), None)
    if wrong is not None:
        return f"holds {len(wrong)} numbers, but lens: {settings.lens} has {len(names)}: {', '.join(names)}."
    shifts, aspects = extremes(settings.principal_point_shift), extremes(settings.pixel_aspect_ratio)
    bent = [Lens(spec.model, spec.coefficients) for spec in _lenses(settings) if spec is not None]
    for lens, shift, aspect, (width, height) in itertools.product(bent, shifts, aspects, sizes):
        focal_px = shortest_focal_px(width, height, aspect)
        K = np.array([[focal_px, 0, width * (0.5 + shift[0])], [0, focal_px * aspect, height * (0.5 + shift[1])], [0, 0, 1]])
        problem = misfit(Pinhole(K, np.eye(4), width, height, lens))
        if problem is not None:
            return f"is too strong: {problem}"
    return None


def may_bend(recipe: Part) -> bool:
    """Return whether a camera that a recipe describes, at any depth, may have a lens that distorts."""
    for name in type(recipe).model_fields:
        value = getattr(recipe, name)
        inner = [value, *value.values()] if isinstance(value, dict) else [value]
        if any(may_bend(part) for part in inner if isinstance(part, Part)):
            return True
    return isinstance(recipe, LensSettings) and any(spec is not None for spec in _lenses(recipe))


def _lenses(settings: LensSettings) -> list[LensSpec | None]:
    """Those between which all that are drawn lie."""
    rows = dict.fromkeys(extremes(settings.distortion))
    return [lens_spec(settings.model_copy(update={"distortion": row})) for row in rows]


def _longer(camera: Pinhole, factor: float) -> Pinhole:
    return replace(camera, K=camera.K * [[factor, 1, 1], [1, factor, 1], [1, 1, 1]])


def _said(lens: Lens) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in zip(COEFFICIENTS[lens.model], lens.coefficients, strict=True))


def _diagonal_deg(camera: Pinhole) -> float:
    corners = np.array([[0, 0], [camera.width_px, camera.height_px], [camera.width_px, 0], [0, camera.height_px]])
    rays = camera.rays_through(corners[:, 0] - 0.5, corners[:, 1] - 0.5)
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    return math.degrees(max(math.acos(float(np.clip(rays[a] @ rays[b], -1, 1))) for a, b in ((0, 1), (2, 3))))
