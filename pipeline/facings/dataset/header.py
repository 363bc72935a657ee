"""What `dataset.json` holds, and the fingerprint that decides whether a run may continue in a folder."""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any

from facings.dataset.json_text import json_text
from facings.errors import InputError

SCHEMA = 1

NOT_IN_FINGERPRINT = ("device", "workers", "frames", "start", "shard")
"""Keys of a recipe that say how or how much is rendered, not what."""


@dataclass(frozen=True)
class DatasetHeader:
    """The part of a dataset that all its frames share."""

    scene: str
    """The scene kind: 'shelf', 'face'."""
    seed: int
    recipe: dict[str, Any]
    """As resolved: every default, `--set`, resolution, samples and quality written out."""
    versions: dict[str, str]
    """Of what decides the pixels: {'facings': '0.1.0', 'blender': '5.2.3'}."""
    semantic_classes: list[dict[str, Any]]
    """[{'id': 0, 'name': 'background'}, ...], the values of the semantic map."""
    categories: list[dict[str, Any]]
    """[{'id': 1, 'name': 'price_tag', 'supercategory': 'fixture'}, ...]: the whole catalogue."""
    assets: list[dict[str, Any]]
    """[{'name', 'version', 'licence', 'attribution', 'sha256'}, ...], the template among them."""
    schema: int = SCHEMA

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything that decides a frame's bytes."""
        return hashlib.sha256(json.dumps(self._decisive(), sort_keys=True, allow_nan=False).encode()).hexdigest()

    def to_text(self) -> str:
        """Return the text of `dataset.json`."""
        data = {"schema": self.schema, "versions": self.versions, "scene": self.scene, "seed": self.seed,
                "fingerprint": self.fingerprint, "recipe": self.recipe, "semantic_classes": self.semantic_classes,
                "categories": self.categories, "assets": self.assets}
        return json_text(data)

    def differences(self, other: "DatasetHeader") -> list[str]:
        """Return 'recipe.camera.height_m: 1.5 there, 1.6 here' for each decisive value; `other` is 'here'."""
        found: list[str] = []
        _compare("", self._decisive(), other._decisive(), found)
        return found

    def _decisive(self) -> dict[str, Any]:
        recipe = {k: v for k, v in self.recipe.items() if k not in NOT_IN_FINGERPRINT}
        decisive = {"schema": self.schema, "scene": self.scene, "seed": self.seed, "versions": self.versions,
                    "recipe": recipe, "semantic_classes": self.semantic_classes, "categories": self.categories,
                    "assets": {str(a.get("name")): a.get("sha256") for a in self.assets}}
        # Through JSON once, so that a header just made and one read back (tuples, numpy numbers) compare equal.
        return json.loads(json_text(decisive))


def parse_header(text: str, where: str) -> DatasetHeader:
    """Return the header in a `dataset.json`'s text; raises InputError, naming `where`, for a bad one."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(f"{where} is not JSON ({error}); it is the first file of a dataset, written by facings "
                         "render. Restore it, or render into another folder.") from None
    names = [f.name for f in fields(DatasetHeader)]
    missing = [n for n in names if not isinstance(data, dict) or n not in data]
    if missing:
        raise InputError(f"{where} is not the header of a Facings dataset: it lacks {', '.join(missing)}. "
                         "Restore it, or render into another folder.")
    if data["schema"] != SCHEMA:
        raise InputError(f"{where} has schema {data['schema']!r}; this version of Facings reads schema {SCHEMA}. "
                         "Use the version of Facings that wrote the dataset (see its `versions`).")
    for key, parts in (("categories", {"id", "name", "supercategory"}), ("semantic_classes", {"id", "name"})):
        entries = data[key]
        if not isinstance(entries, list) or not all(isinstance(e, dict) and parts <= e.keys() for e in entries):
            raise InputError(f"{where}: {key} is no list of mappings with {', '.join(sorted(parts))}. Restore "
                             "the file, or render into another folder.")
    return DatasetHeader(**{n: data[n] for n in names})


def _compare(path: str, there: Any, here: Any, found: list[str]) -> None:
    if isinstance(there, dict) and isinstance(here, dict):
        for key in [*there, *(k for k in here if k not in there)]:
            inner = f"{path}.{key}" if path else key
            if key not in there:
                found.append(f"{inner}: absent there, {_short(here[key])} here")
            elif key not in here:
                found.append(f"{inner}: {_short(there[key])} there, absent here")
            else:
                _compare(inner, there[key], here[key], found)
    elif isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
        for i, (a, b) in enumerate(zip(there, here, strict=True)):
            _compare(f"{path}[{i}]", a, b, found)
    elif there != here or type(there) is not type(here):
        found.append(f"{path}: {_short(there)} there, {_short(here)} here")


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."
