"""Scales the template's lights by group, always from what the artist set, so that frames do not add up."""

from collections.abc import Iterable
from typing import Any

import bpy

from facings.frames.spec import LightSpec


class Lamps:
    """The artist's energies and colours of all lights in a scene: objects with a `facings_group`."""

    def __init__(self, scene: bpy.types.Scene) -> None:
        grouped: list[Any] = [o for o in scene.objects if o.get("facings_group")]
        self._lamps = {o.data.name: (o.data.energy, tuple(o.data.color)) for o in grouped if o.type == "LIGHT"}
        self._glowing = {o.data.name: tuple(o.color) for o in grouped if o.type == "MESH"}

    def adopt(self, copy: bpy.types.Object, source: bpy.types.Object) -> None:
        """Let a lamp that has its own data be what `source` is."""
        if source.data is not None and copy.data is not None and source.data.name in self._lamps:
            self._lamps[copy.data.name] = self._lamps[source.data.name]

    def realise(self, lights: tuple[LightSpec, ...], things: Iterable[bpy.types.Object]) -> None:
        """Set every light among `things`; a group that `lights` does not name is as the artist left it."""
        asked = {light.group: light for light in lights}
        thing: Any  # what a lamp's data has, bpy's stubs know of no object
        for thing in things:
            light = asked.get(str(thing.get("facings_group", "")))
            scale, tint = (light.energy_scale, light.color) if light else (1.0, (1.0, 1.0, 1.0))
            if thing.type == "LIGHT" and thing.data.name in self._lamps:
                energy, color = self._lamps[thing.data.name]
                thing.data.energy = energy * scale
                thing.data.color = [c * t for c, t in zip(color, tint, strict=True)]
            elif thing.type == "MESH" and thing.get("facings_group"):
                color = self._glowing[thing.data.name]
                thing.color = (*(c * t * scale for c, t in zip(color[:3], tint, strict=True)), color[3])
