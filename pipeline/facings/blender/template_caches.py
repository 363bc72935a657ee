"""Simulations that a template keeps in folders beside it: they neither travel nor hold still, so they are refused.

The standard library and `bpy` alone, as in `template_contract`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import bpy

from facings.blender.template_contract import Violation

_MEND = "Bake it into the file (without Disk Cache), or apply it (Object > Convert > Mesh)."


def cache_violations(scene: bpy.types.Scene, things: Iterable[bpy.types.Object]) -> list[Violation]:
    """Return a violation for each simulation of the scene and of `things` that Blender reads from, or writes to, a folder."""
    found = [Violation(thing.name, f"{what} is kept on disk.", _MEND) for thing in things for what in _on_disk(thing)]
    world: Any = scene.rigidbody_world
    if world is not None and _is_on_disk(world.point_cache):
        found.append(Violation("scene", "Scene > Rigid Body World > Cache is kept on disk.", _MEND))
    return found


def _on_disk(thing: Any) -> Iterator[str]:
    """Yield the names of an object's simulations that are kept on disk."""
    for system in thing.particle_systems:
        if _is_on_disk(system.point_cache):
            yield f"its particle system '{system.name}'"
    for modifier in thing.modifiers:
        name = f"its modifier '{modifier.name}'"
        if modifier.type in ("CLOTH", "SOFT_BODY") and _is_on_disk(modifier.point_cache):
            yield name
        if modifier.type == "DYNAMIC_PAINT" and modifier.canvas_settings is not None:
            if any(_is_on_disk(surface.point_cache) for surface in modifier.canvas_settings.canvas_surfaces):
                yield name
        if modifier.type == "FLUID" and modifier.fluid_type == "DOMAIN":
            yield name
        if modifier.type == "OCEAN" and modifier.is_cached:
            yield name
        if modifier.type == "NODES" and any(_target(modifier, bake) == "DISK" for bake in modifier.bakes):
            yield name


def _is_on_disk(cache: Any) -> bool:
    return cache.use_disk_cache or cache.use_external


def _target(modifier: Any, bake: Any) -> str:
    return modifier.bake_target if bake.bake_target == "INHERIT" else bake.bake_target
