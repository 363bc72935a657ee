"""What sampling must know of a template's lights."""

from typing import Any

import bpy

from facings.blender.template_contract import pair
from facings.blender.template_visibility import rendered_objects
from facings.frames.lights import LightInfo

_DEFAULT_SCALE = (0.6, 1.4)


def described_lights(scene: bpy.types.Scene) -> tuple[LightInfo, ...]:
    """Return the groups of a template's lights, alphabetically; a group's range is what all of its lamps allow."""
    ranges: dict[str, list[tuple[float, float]]] = {}
    for lamp in rendered_objects(scene):
        group = str(lamp.get("facings_group", ""))
        if not group:
            continue
        known = ranges.setdefault(group, [])
        reach = pair(lamp.get("facings_energy_range_w"))
        light: Any = lamp.data
        if lamp.type == "LIGHT" and reach and light.energy > 0:
            known.append((reach[0] / light.energy, reach[1] / light.energy))
    result = []
    for group in sorted(ranges):
        low = max((r[0] for r in ranges[group]), default=_DEFAULT_SCALE[0])
        high = min((r[1] for r in ranges[group]), default=_DEFAULT_SCALE[1])
        result.append(LightInfo(group, round(min(low, high), 4), round(max(low, high), 4)))
    return tuple(result)
