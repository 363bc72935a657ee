"""A recipe that makes more of what a model fails on: half of the frames as before, half where it fails."""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.process.durable import write_lines_durably
from facings.study.effects import Effect


def more_of(effects: Sequence[Effect], resolved: Mapping[str, Any]) -> dict[str, Any]:
    """Return key -> distribution for each effect whose factor a recipe's key decides; `resolved` is the set's recipe.

    Half of the frames draw as before, half from the levels that fail. Where a view or a rig of the recipe gives the key, its
    own values give way to this.
    """
    changes = {}
    for effect in effects:
        key = effect.factor.key
        if key is None:
            continue
        worst = [effect.levels[k].level for k in effect.worst]
        if worst[0].low is None:
            fails: Any = {"choice": [level.label for level in worst]} if len(worst) > 1 else worst[0].label
        else:
            low, high = (round(bound * effect.factor.per_unit, 6) for bound in (worst[0].low, worst[-1].high or worst[0].low))
            fails = {"uniform": [low, high]} if low < high else low
            if effect.factor.magnitude and low >= 0 and low < high:
                fails = {"choice": [fails, {"uniform": [-high, -low]}]}
        before = at(resolved, key)  # null stays what it means there
        changes[key] = {"choice": [before, fails], "weights": [1, 1]}
    return changes


def at(resolved: Mapping[str, Any], key: str) -> Any:
    """Return what a recipe says at 'camera.roll_deg', None where it says nothing."""
    value: Any = resolved
    for step in key.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def write_recipe(path: Path, resolved: Mapping[str, Any], changes: Mapping[str, Any], said: Sequence[str]) -> None:
    """Write a resolved recipe with changes as a recipe file; `said` are lines of comment above it.

    Raises InputError where the recipe names files that only their digest is known of, the changes do not fit it, or the file
    cannot be written.
    """
    digests = sorted(_digests(resolved))
    if digests:
        raise InputError(f"The set's recipe names files of its own ({', '.join(digests[:3])}), which dataset.json knows by"
                         f" their SHA-256 only. Change your recipe by hand: {'; '.join(map(_told, changes.items()))}.")
    try:
        write_lines_durably(path, [*(f"# {line}\n" for line in said), _yaml(resolved)])
        loaded = load_recipe(path, dict(changes))
        write_lines_durably(path, [*(f"# {line}\n" for line in said), _yaml(loaded.resolved)])
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
    except InputError:
        path.unlink(missing_ok=True)
        raise


def _told(change: tuple[str, Any]) -> str:
    return f"--set '{change[0]}={json.dumps(change[1])}'"


def _digests(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*map(_digests, value.values()), *map(_digests, value))
    if isinstance(value, list):
        return set().union(*map(_digests, value))
    return {value} if isinstance(value, str) and value.startswith("sha256:") else set()


def _yaml(data: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 128
    text = io.StringIO()
    yaml.dump(json.loads(json.dumps(data)), text)
    return text.getvalue()
