"""Edits a recipe's file key by key, for an editor that shows it as rows: see `facings.recipes.rows`.

A file is never made worse: an edit that is wrong is told and not written. Comments, order and all other keys stay.
"""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from facings.errors import InputError
from facings.frames.loading import check_recipe, recipe_path
from facings.frames.scene_kind import SceneKind, scene_kind
from facings.process.durable import new_run, write_durably
from facings.recipes.files import RecipeFiles, shipped
from facings.recipes.leaf import LeafError, ValueType
from facings.recipes.leaf_forms import as_form, untold
from facings.recipes.migrations import migrate
from facings.recipes.problems import found_by
from facings.recipes.rows import leaf_at, recipe_rows
from facings.recipes.yaml_edit import with_value, without
from facings.recipes.yaml_source import YamlSource, parse_yaml, read_yaml

Keys = tuple[str, ...]


def recipe_state(name_or_path: str) -> dict[str, Any]:
    """Return a recipe's file, kind, whether it may be edited, rows, and what is wrong with it that no row shows.

    Raises InputError where it is no file, no YAML, or of no kind that is installed.
    """
    path = recipe_path(name_or_path)
    source = read_yaml(path)
    kind, problems = _checked(source, path)
    rows = recipe_rows(kind.recipe_model, source, problems)
    fault = ""
    if not problems:
        try:
            check_recipe(read_yaml(path), path)
        except InputError as error:
            fault = str(error)
    return {"file": str(path), "kind": kind.name, "own": not _ships(path), "rows": rows, "fault": fault}


def own_recipe(name_or_path: str, out: Path) -> dict[str, Any]:
    """Write a copy of a recipe, where no file is yet, and return its state. Raises InputError."""
    path = recipe_path(name_or_path)
    if out.suffix not in (".yaml", ".yml"):
        raise InputError(f"{out}: a file that ends in .yaml is expected.")
    try:
        data = path.read_bytes()
        with out.open("xb") as target:
            target.write(data)
    except FileExistsError:
        raise InputError(f"{out} is there already. Name another file, or choose that one as your own recipe.") from None
    except OSError as error:
        raise InputError(f"{out} cannot be written ({error.strerror or error}). Name a folder where you may write.") from error
    return recipe_state(str(out))


def set_key(name_or_path: str, keys: Keys, value: Any, form: str) -> dict[str, Any]:
    """Have a recipe's file hold a key's `value`, as `rows` tells it, in a form; return the state and the text that was there.

    Raises InputError, with the file as it was, where the value is not right there.
    """
    path, kind, text = _editable(name_or_path)
    leaf, _ = _leaf(kind, keys, path)
    plain = parse_yaml(str(value), ".".join(keys)).data if form == "yaml" else untold(value)
    if leaf is not None:
        try:
            leaf.read(plain, {"files": _files(path)})
        except LeafError as error:
            raise InputError(f"{'.'.join(keys)} {error}{'' if str(error)[-1:] in '.?!' else '.'}") from None
    return _written(path, text, with_value(text, keys, plain, str(path)))


def set_form(name_or_path: str, keys: Keys, form: str) -> dict[str, Any]:
    """Write a key in another form that says about the same; see `set_key`."""
    path, kind, text = _editable(name_or_path)
    row = next((row for row in recipe_state(name_or_path)["rows"] if tuple(row["path"]) == keys), None)
    leaf, _ = _leaf(kind, keys, path)
    if leaf is None or row is None or "value" not in row:
        raise InputError(f"{path}: there is no key {'.'.join(keys)} that has several forms.")
    try:
        value = as_form(leaf, untold(row["value"]), form, {"files": _files(path)})
    except LeafError as error:
        raise InputError(f"{'.'.join(keys)} {error}.") from None
    return _written(path, text, with_value(text, keys, value, str(path)))


def add_key(name_or_path: str, keys: Keys) -> dict[str, Any]:
    """Add a key with its default, or a part of a name of the user's; see `set_key`. One that is there already is refused."""
    path, kind, text = _editable(name_or_path)
    _, value = _leaf(kind, keys, path)
    if keys in parse_yaml(text, str(path)).lines:
        raise InputError(f"{'.'.join(keys)} is there already.")
    return _written(path, text, with_value(text, keys, value, str(path)))


def remove_key(name_or_path: str, keys: Keys) -> dict[str, Any]:
    """Remove a key, so that its default holds; see `set_key`."""
    path, _, text = _editable(name_or_path)
    return _written(path, text, without(text, keys, str(path)))


def restore(name_or_path: str, text: str, now: str) -> dict[str, Any]:
    """Write a file's text of before, where its text is still `now`. Raises InputError where somebody else has changed it."""
    path, _, found = _editable(name_or_path)
    if found != now:
        raise InputError(f"{path} was changed elsewhere meanwhile; it is left as it is.")
    _write(path, text)
    return recipe_state(str(path))


def _leaf(kind: SceneKind, keys: Keys, path: Path) -> tuple[ValueType | None, Any]:
    try:
        return leaf_at(kind.recipe_model, keys)
    except KeyError:
        raise InputError(f"{path}: there is no key {'.'.join(keys)}.") from None


def _checked(source: YamlSource, path: Path) -> tuple[SceneKind, dict[Keys, str]]:
    """The kind of a recipe, and what its model finds wrong, by key."""
    if "scene" not in source.data:
        check_recipe(source, path)
    migrate(source)
    kind = scene_kind(source.data["scene"], f"{source.place(('scene',))}: ")
    try:
        kind.recipe_model.model_validate(source.data, context={"files": _files(path)})
    except ValidationError as error:
        return kind, {tuple(map(str, keys)): said for keys, said, _ in found_by(error, source, kind.recipe_model)}
    return kind, {}


def _files(path: Path) -> RecipeFiles:
    return RecipeFiles((path.parent, Path.cwd()))


def _ships(path: Path) -> bool:
    return path in shipped(".yaml").values()


def _editable(name_or_path: str) -> tuple[Path, SceneKind, str]:
    path = recipe_path(name_or_path)
    if _ships(path):
        raise InputError(f"{path.stem} ships with Facings and stays as it is. Make it your own first.")
    kind, _ = _checked(read_yaml(path), path)
    return path, kind, path.read_bytes().decode("utf-8")


def _written(path: Path, before: str, after: str) -> dict[str, Any]:
    """Write a text whose mistakes are none that this edit brought; else raise InputError."""
    source = parse_yaml(after, str(path))
    _, problems = _checked(source, path)
    _, known = _checked(parse_yaml(before, str(path)), path)
    brought = [said for where, said in problems.items() if known.get(where) != said]
    if brought:
        raise InputError(" ".join(brought))
    _write(path, after)
    return recipe_state(str(path)) | {"before": before, "after": after}


def _write(path: Path, text: str) -> None:
    try:
        write_durably(path, text.encode("utf-8"), new_run())
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror or error}).") from error
