"""A set's resolved recipe, changed key by key wherever a frame may take the key from, and written as a recipe of its own."""

import copy
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from facings.errors import InputError
from facings.frames.loading import check_recipe
from facings.frames.scene_kind import scene_kind, scene_kinds
from facings.process.durable import write_lines_durably
from facings.recipes.variants import Overlay
from facings.recipes.yaml_source import YamlSource

Place = tuple[str, ...]


def places(resolved: Mapping[str, Any], key: str) -> list[tuple[Place, float]]:
    """Return where frames take a key from, and how often: views or rigs that name it, else the recipe's own."""
    own = tuple(key.split("."))
    scene = str(resolved.get("scene"))
    overlays: Sequence[Overlay] = scene_kind(scene).recipe_model.overlays if scene in scene_kinds() else ()
    found: list[tuple[Place, float]] = []
    for overlay in overlays:
        variants = at(resolved, overlay.variants) or {}
        total = sum(variant.get("weight", 1.0) for variant in variants.values()) or 1.0
        for whole, inside in overlay.replaced.items():
            if own[:len(whole)] == whole:
                inner = inside + own[len(whole):]
                found += [((*overlay.variants, name, *inner), variant.get("weight", 1.0) / total)
                          for name, variant in variants.items() if _named(variant, inner) and variant.get("weight", 1.0) > 0]
    left = 1.0 - sum(weight for _, weight in found)
    return found + ([(own, left)] if left > 1e-9 else [])


def _named(variant: Mapping[str, Any], inner: Place) -> bool:
    holder = at(variant, inner[:-1])
    return isinstance(holder, Mapping) and inner[-1] in holder


def at(data: Mapping[str, Any], place: Place) -> Any:
    """Return what plain data say at a place, None where they say nothing."""
    value: Any = data
    for step in place:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def changed(resolved: Mapping[str, Any], key: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a recipe in which `change` was made to a key's plain data at each of its places, checked and resolved.

    Raises InputError where the recipe cannot be so, and whatever `change` raises.
    """
    result = copy.deepcopy(dict(resolved))
    for place, _ in places(resolved, key):
        holder = result
        for step in place[:-1]:
            holder = holder.setdefault(step, {})
        holder[place[-1]] = change(holder.get(place[-1]))
    return check_recipe(YamlSource(f"the recipe with {key} changed", result), Path("recipe.yaml")).resolved


def refuse_own_files(resolved: Mapping[str, Any], instead: str) -> None:
    """Raise InputError where a recipe names files that only their digest is known of; `instead` says what to do by hand."""
    digests = sorted(_digests(resolved))
    if digests:
        raise InputError(f"The set's recipe names files of its own ({', '.join(digests[:3])}), which dataset.json knows by"
                         f" their SHA-256 only. Change your recipe by hand: {instead}.")


def _digests(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*map(_digests, value.values()), *map(_digests, value))
    if isinstance(value, list):
        return set().union(*map(_digests, value))
    return {value} if isinstance(value, str) and value.startswith("sha256:") else set()


def write_recipe(path: Path, resolved: Mapping[str, Any], said: str) -> None:
    """Write a recipe as YAML under a line of comment; raises InputError where the file cannot be written."""
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 128
    text = io.StringIO()
    yaml.dump(json.loads(json.dumps(resolved)), text)
    try:
        write_lines_durably(path, [f"# {said}\n", text.getvalue()])
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
