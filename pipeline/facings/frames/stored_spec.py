"""Specs as they lie in files: of the recipe's kind, and of the schema that is written today or an older one.

A kind's specs have one schema number. It begins with 1 and grows with each of the kind's `spec_migrations`, functions from
JSON data to JSON data: the first makes schema 2 of schema 1, and so on. A spec of an older schema goes through those it lacks.
"""

import json
from pathlib import Path
from typing import Any

from facings.errors import InputError
from facings.frames.scene_kind import SceneKind, spec_migrations
from facings.frames.spec import from_json
from facings.frames.tables import expanded
from facings.recipes.migrations.chain import migrated


def read_spec(kind: SceneKind, path: Path, where: str) -> Any:
    """Return the spec in a JSON file: a spec as `facings sample` prints it, or a frame's record, which holds one.

    Raises InputError, starting with `where`, for a file that cannot be read or holds no spec of this kind.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{where}: cannot be read ({error.strerror}).") from None
    except ValueError as error:
        raise InputError(f"{where}: is not JSON ({error}). A line of `facings sample`, or a file of a dataset's frames/ folder"
                         " is expected.") from None
    if isinstance(data, dict) and isinstance(data.get("spec"), dict):
        data = data["spec"]
    try:
        data = expanded(data)
    except ValueError as error:
        raise InputError(f"{where}: {error}. Give another copy of the file.") from None
    return parse_spec(kind, data, where)


def parse_spec(kind: SceneKind, data: Any, where: str = "spec") -> Any:
    """Return the spec in JSON data, migrated where it is of an older schema; raises InputError, starting with `where`."""
    if not isinstance(data, dict) or data.get("scene") != kind.name:
        found = data.get("scene") if isinstance(data, dict) else data
        raise InputError(f"{where}: its scene is {found!r}, but the recipe's is {kind.name!r}. Give the recipe that the spec"
                         " was sampled from.")
    readers = f"this version of {kind.package} reads {kind.name} specs"
    return from_json(kind.spec_type, migrated(data, spec_migrations(kind), where, readers=readers), where)
