"""How bright and how warm each group of the template's lights is, and the world around."""

from dataclasses import dataclass

import numpy as np

from facings.errors import InputError, nearest
from facings.frames.colour import linear_from_hex, linear_from_temperature
from facings.frames.spec import LightSpec, WorldSpec
from facings.recipes.distributions import Distribution, LogUniform, Uniform
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.recipes.recipe import LightSettings, WorldSettings


@dataclass(frozen=True)
class LightInfo:
    """One group of lights (objects with role `light` and the same group)."""

    group: str
    scale_min: float
    scale_max: float
    """How far a recipe may scale the artist's energy by default."""


def sample_lights(
    settings: dict[str, LightSettings], lights: tuple[LightInfo, ...], template: str, rng: np.random.Generator
) -> tuple[LightSpec, ...]:
    """Return one LightSpec per light group of the template called `template`, in its order.

    A group that the recipe does not name varies as far as the template lets it. Raises InputError where the recipe
    names a group that the template lacks.
    """
    groups = [light.group for light in lights]
    for name in settings:
        if name not in groups:
            raise InputError(
                f"lights.{name}: the template {template} has no light group {name!r}.{nearest(name, groups)}"
                f" It has: {', '.join(groups) or 'none'}."
            )
    spawned = spawn_by_name(rng, *groups)
    return tuple(
        _sample_light(settings.get(light.group, LightSettings()), light, own)
        for light, own in zip(lights, spawned, strict=True)
    )


def _sample_light(settings: LightSettings, light: LightInfo, rng: np.random.Generator) -> LightSpec:
    usual, keys = spawn_by_name(rng, "usual", "keys")
    drawn = evaluate(settings, keys)
    energy = _template_range(light).sample(usual) if drawn.energy is None else drawn.energy
    color = (1.0, 1.0, 1.0) if drawn.temperature_k is None else linear_from_temperature(drawn.temperature_k)
    if drawn.color is not None:
        red, green, blue = (a * b for a, b in zip(color, linear_from_hex(drawn.color), strict=True))
        color = red, green, blue
    return LightSpec(group=light.group, energy_scale=energy, color=color)


def _template_range(light: LightInfo) -> Distribution[float]:
    # Light is judged by ratios: half as bright is as far from the artist's setting as twice as bright. A range that
    # includes "off" has no ratios.
    if light.scale_min > 0:
        return LogUniform(light.scale_min, light.scale_max)
    return Uniform(light.scale_min, light.scale_max)


def sample_world(settings: WorldSettings, rng: np.random.Generator) -> WorldSpec:
    """Return the world's light."""
    drawn = evaluate(settings, rng)
    return WorldSpec(hdri=drawn.hdri, strength=drawn.strength, rotation_rad=drawn.rotation_rad)
