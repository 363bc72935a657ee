"""From a recipe's name or path and the command's overrides to a checked recipe."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from facings.errors import InputError, nearest
from facings.frames.scene_kind import LoadedRecipe, recipe_problems, scene_kind, scene_kinds
from facings.process.rendering_extra import need_rendering_extra
from facings.process.user_files import trouble_with
from facings.recipes.files import RecipeFiles, nearest_file, shipped
from facings.recipes.migrations import migrate
from facings.recipes.opened_files import open_pictures
from facings.recipes.problems import described
from facings.recipes.variants import uncover
from facings.recipes.yaml_source import YamlSource, parse_yaml, read_yaml

_MOST_SEED = 2**63 - 1
_MOST_FRAME = 2**31 - 1


def load_recipe(
    name_or_path: str | os.PathLike,
    overrides: Mapping[str, Any] | Sequence[str] = (),
    *,
    resolution: tuple[int, int] | None = None,
    samples: int | None = None,
    quality: str | None = None,
    template: str | None = None,
) -> LoadedRecipe:
    """Return the recipe that ships under a name, or that a file holds, with the command's changes applied.

    `overrides` are 'key.sub=value' with YAML values, or a mapping of such keys to plain data. `resolution`
    (width, height), `samples`, `quality` and `template` are the command's options; a quality replaces the samples and
    the denoising that the file names.
    Raises InputError, naming file, line and key, for whatever is wrong, and where the extra `facings[render]` is not installed.
    """
    need_rendering_extra()
    path = recipe_path(name_or_path)
    source = read_yaml(path)
    migrate(source)  # what the command sets is of today's schema
    if quality is not None:
        _set(source, ("picture", "quality"), quality, "--quality")
        for name in ("samples", "denoise", "max_bounces"):
            _set(source, ("picture", name), None, "--quality")
    if samples is not None:
        _set(source, ("picture", "samples"), samples, "--samples")
    if resolution is not None:
        _set(source, ("picture", "resolution"), list(resolution), "--resolution")
    if template is not None:
        _set(source, ("template",), template, "--template")
    if isinstance(overrides, Mapping):
        for key, value in overrides.items():
            _set(source, _steps(key, f"override {key!r}"), _yaml_data(value), f"override {key!r}")
    else:
        for override in overrides:
            apply_override(source, override)
    options = {"resolution": resolution and f"{resolution[0]}x{resolution[1]}", "samples": samples, "quality": quality,
               "template": template}
    said = [word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))]
    changes = ([f"{key}={json.dumps(_yaml_data(value))}" for key, value in overrides.items()]
               if isinstance(overrides, Mapping) else overrides)
    said += [word for change in changes for word in ("--set", change)]
    return replace(check_recipe(source, path), arguments=(os.fspath(name_or_path), *said))


def check_recipe(source: YamlSource, path: Path) -> LoadedRecipe:
    """Return the recipe in a source that was read from `path`; raises InputError."""
    if "scene" not in source.data:
        kinds = ", ".join(scene_kinds())
        raise InputError(f"{source.name}: the file lacks the key 'scene', the kind of recipe that it is. Installed: {kinds}.")
    migrate(source)
    kind = scene_kind(source.data["scene"], f"{source.place(('scene',))}: ")
    uncover(kind.recipe_model.overlays, source.data, source.origins)
    files = RecipeFiles((path.parent, Path.cwd()))
    try:
        recipe = kind.recipe_model.model_validate(source.data, context={"files": files})
    except ValidationError as error:
        raise described(error, source, kind.recipe_model) from None
    open_pictures(recipe, files, source)
    recipe = recipe.model_copy(update={"picture": recipe.picture.resolved()})
    for key, said in recipe_problems(kind, recipe):
        raise InputError(f"{source.place(key)}: {'.'.join(key)} {said}")
    return LoadedRecipe(path, kind, recipe, recipe.plain(), files.found)


def recipe_path(name_or_path: str | os.PathLike) -> Path:
    """Return the file of a recipe that ships under a name, or the path itself; raises InputError where neither is."""
    text = os.fspath(name_or_path)
    recipes = shipped(".yaml")
    if text in recipes:
        return recipes[text]
    path = Path(text)
    trouble = trouble_with(path)
    if not trouble:
        return path
    if os.path.lexists(path) and not os.path.isdir(path):
        raise InputError(f"The recipe {text} {trouble}.")
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        listed = ", ".join(recipes) or "none"
        raise InputError(f"{text} is no file.{nearest_file(path)} Recipes that ship go by name: {listed}.")
    raise InputError(
        f"{text!r} is no recipe that ships and no file.{nearest(text, list(recipes))}"
        f" Shipped: {', '.join(recipes) or 'none'}; a recipe of your own is given by its path, {text}.yaml."
    )


def apply_override(source: YamlSource, override: str) -> None:
    """Set one key of a recipe from 'key.sub=value'; raises InputError where it is not of that form."""
    said = f"--set {override}"
    key, equals, text = override.partition("=")
    if not equals:
        raise InputError(f"{said}: key=value is expected, as in --set camera.height_m=1.5.")
    steps = _steps(key, said)
    # Unquoted, a colour would be a YAML comment.
    value = text.strip() if text.strip().startswith("#") else parse_yaml(text, said).data
    _set(source, steps, value, said)


def _steps(key: str, said: str) -> tuple[str, ...]:
    steps = tuple(key.strip().split(".")) if isinstance(key, str) else ()
    if not steps or not all(steps):
        raise InputError(f"{said}: a key is expected whose parts are joined by dots, such as camera.height_m.")
    return steps


def _yaml_data(value: Any) -> Any:
    """Return what a Python caller gave as a YAML file would hold it: lists for tuples and arrays, text for paths."""
    if isinstance(value, Mapping):
        return {key: _yaml_data(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_yaml_data(inner) for inner in value]
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def _set(source: YamlSource, path: tuple, value: Any, origin: str) -> None:
    inner = source.data
    for depth, step in enumerate(path[:-1]):
        if inner.get(step) is None:
            inner[step] = {}
            source.origins[path[: depth + 1]] = origin
        inner = inner[step]
        if not isinstance(inner, dict):
            found = ".".join(path[: depth + 1])
            raise InputError(f"{origin}: {found} holds {inner!r} in {source.name} and has no keys inside.")
    inner[path[-1]] = value
    source.lines = {known: line for known, line in source.lines.items() if known[: len(path)] != path}
    source.origins[path] = origin


def check_run(frames: int, start: int, seed: int) -> None:
    """Raise InputError unless `frames` frames from `start` on, under `seed`, can be numbered."""
    if frames < 1:
        raise InputError(f"--frames {frames}: at least 1 frame is expected.")
    if start < 0:
        raise InputError(f"--start {start}: frame numbers begin at 0.")
    if start + frames - 1 > _MOST_FRAME:
        raise InputError(f"--start {start} --frames {frames}: the last frame's number is above {_MOST_FRAME:,}.")
    if not 0 <= seed <= _MOST_SEED:
        raise InputError(f"--seed {seed}: a whole number from 0 to {_MOST_SEED} is expected.")
