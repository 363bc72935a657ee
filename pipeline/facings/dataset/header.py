"""What `dataset.json` holds, and the fingerprint that decides whether a run may continue in a folder."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

from facings.dataset.code_identity import CodeIdentity
from facings.dataset.header_shape import check_shape
from facings.dataset.json_text import json_text
from facings.dataset.migrations import HEADER_SCHEMA, header_1_to_2, migrated_header
from facings.errors import InputError
from facings.recipes.migrations import migrated_recipe


@dataclass(frozen=True)
class DatasetHeader:
    """The part of a dataset that all its frames share."""

    scene: str
    """The scene kind's name."""
    seed: int
    recipe: dict[str, Any]
    """As resolved: every default, `--set`, resolution, samples and quality written out; in the newest schema of recipes."""
    versions: dict[str, str]
    """Of the packages that decide a frame's bytes: {'facings': '0.1.0', 'blender': '5.2.3', 'numpy': '2.3.5', ...}."""
    semantic_classes: list[dict[str, Any]]
    """[{'id': 0, 'name': 'background', 'color': [38, 40, 46]}, ...], the values of the semantic map. The colour, sRGB, is for
    drawings; sets of schema 1 have none."""
    categories: list[dict[str, Any]]
    """[{'id', 'name', 'supercategory'}, ...]: all that may be an instance, used or not. A kind may add keys, which tell of
    them and decide nothing."""
    assets: list[dict[str, Any]]
    """[{'name', 'version', 'licence', 'attribution', 'sha256'}, ...], the template among them."""
    kind: dict[str, str] = field(default_factory=dict)
    """{'package': 'facings', 'version': '0.1.0'}: the distribution that brings the scene kind."""
    code: dict[str, Any] = field(default_factory=dict)
    """Digests of the code that shapes frames, by stage and by module: see `facings.frames.code_digest`."""
    changed_code: list[dict[str, Any]] = field(default_factory=list)
    """[{'older_frames': [[0, 99], [120, 120]], 'versions', 'kind', 'code'}, ...]: each time other code continued the set,
    that code, and the frames that were there then, as [first, last]. A frame was made by the last of them that does not have it
    among its older ones; by the header's own versions and code where all have."""
    schema: int = HEADER_SCHEMA
    """As it lies on the disk; the other fields are in the newest schema whatever this is."""
    stored: dict[str, Any] | None = field(default=None, compare=False, repr=False)
    """The content of `dataset.json` where it or its recipe is of an older schema: it is written, its fingerprint taken, and its
    recipe compared with others, as it was."""

    @property
    def made_by(self) -> CodeIdentity:
        """The code that the dataset was begun with."""
        return CodeIdentity(self.versions, self.kind, self.code)

    @property
    def codes(self) -> list[CodeIdentity]:
        """The code that the dataset was begun with, then that of each continuation; the last one makes its next frames."""
        return [self.made_by, *(CodeIdentity(e["versions"], e["kind"], e["code"]) for e in self.changed_code)]

    def code_of(self, frame: int) -> int:
        """Return the index in `codes` of what made a frame."""
        newer = [i for i, entry in enumerate(self.changed_code, 1)
                 if not any(first <= frame <= last for first, last in entry["older_frames"])]
        return newer[-1] if newer else 0

    def continued(self, code: CodeIdentity, older_frames: list[int]) -> "DatasetHeader":
        """Return the header once other code continues the dataset; `older_frames`, ascending, are there already."""
        entry = {"older_frames": _ranges(older_frames), "versions": code.versions, "kind": code.kind, "code": code.code}
        return replace(self, changed_code=[*self.changed_code, entry])

    def remade(self, frame: int) -> "DatasetHeader":
        """Return the header after a frame was made again, by the code that made the newest frames."""
        entries = [entry | {"older_frames": _without(entry["older_frames"], frame)} for entry in self.changed_code]
        return replace(self, changed_code=entries)

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything that decides a frame's bytes, as the dataset was begun."""
        if self.stored is not None and self.schema == 1:
            return header_1_to_2.fingerprint(self.stored)
        decisive = self._decisive() | {"versions": self.versions, "kind": self.kind, "stages": self.code.get("stages", {})}
        return hashlib.sha256(json.dumps(decisive, sort_keys=True, allow_nan=False).encode()).hexdigest()

    def to_text(self) -> str:
        """Return the text of `dataset.json`."""
        changed = {"changed_code": self.changed_code} if self.changed_code else {}
        if self.stored is not None:
            return json_text(self.stored | changed)
        data = {"schema": self.schema, "versions": self.versions, "scene": self.scene, "seed": self.seed,
                "fingerprint": self.fingerprint, "recipe": self.recipe, "semantic_classes": self.semantic_classes,
                "categories": self.categories, "assets": self.assets, "kind": self.kind, "code": self.code}
        return json_text(data | changed)

    def differences(self, other: "DatasetHeader") -> list[str]:
        """Return 'recipe.camera.height_m: 1.5 there, 1.6 here' for each decisive value that is no code; `other` is 'here'."""
        found: list[str] = []
        _compare("", self._decisive(), other._decisive(), found)
        return found

    def _decisive(self) -> dict[str, Any]:
        assets: dict[str, list[str]] = {}
        for asset in self.assets:
            assets.setdefault(str(asset.get("name")), []).append(str(asset.get("sha256")))
        # The same keys under another schema of recipes give other frames.
        recipe = self.recipe if self.stored is None else self.stored["recipe"]
        decisive = {"schema": self.schema, "scene": self.scene, "seed": self.seed, "recipe": recipe,
                    "semantic_classes": [{"id": c["id"], "name": c["name"]} for c in self.semantic_classes],
                    "categories": [{key: c[key] for key in ("id", "name", "supercategory")} for c in self.categories],
                    "assets": {name: " ".join(sorted(digests)) for name, digests in assets.items()}}
        # Through JSON once, so that a header just made and one read back (tuples, numpy numbers) compare equal.
        return json.loads(json_text(decisive))


def parse_header(text: str, where: str) -> DatasetHeader:
    """Return the header in a `dataset.json`'s text; raises InputError, naming `where`, for a bad one."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(f"{where} is not JSON ({error}); it is the first file of a dataset, written by facings "
                         "render. Restore it, or render into another folder.") from None
    demanded = [f.name for f in fields(DatasetHeader) if f.default is MISSING and f.default_factory is MISSING]
    missing = [n for n in [*demanded, "schema"] if not isinstance(data, dict) or n not in data]
    if missing:
        raise InputError(f"{where} is not the header of a Facings dataset: it lacks {', '.join(missing)}. "
                         "Restore it, or render into another folder.")
    migrated = migrated_header(data, where)
    check_shape(migrated, where)
    recipe = migrated_recipe(migrated["recipe"], f"{where}, recipe")
    older = data["schema"] != HEADER_SCHEMA or recipe != migrated["recipe"]
    values = {f.name: migrated[f.name] for f in fields(DatasetHeader) if f.name in migrated}
    return DatasetHeader(**values | {"recipe": recipe, "schema": data["schema"], "stored": data if older else None})


def joined_header(parts: Sequence[tuple[DatasetHeader, Sequence[int]]]) -> DatasetHeader:
    """Return the header of the dataset that joins others: of each its header, and the numbers of its frames.

    All were begun with one code; where they were continued by others, the result says of every frame what made it.
    """
    if not any(header.changed_code for header, _ in parts):
        return parts[0][0]
    codes = [parts[0][0].made_by]
    made_by: dict[int, int] = {}
    for header, numbers in parts:
        codes += [code for code in header.codes if code not in codes]
        for number in numbers:
            made_by.setdefault(number, codes.index(header.codes[header.code_of(number)]))
    joined = replace(parts[0][0], changed_code=[])
    for index, code in enumerate(codes[1:], 1):
        joined = joined.continued(code, sorted(number for number, maker in made_by.items() if maker < index))
    return joined


def _ranges(numbers: list[int]) -> list[list[int]]:
    """[0, 1, 2, 5] -> [[0, 2], [5, 5]]."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def _without(ranges: list[list[int]], number: int) -> list[list[int]]:
    """[[0, 2], [5, 5]] without 1 -> [[0, 0], [2, 2], [5, 5]]."""
    left: list[list[int]] = []
    for first, last in ranges:
        if first <= number <= last:
            left += [[a, b] for a, b in ((first, number - 1), (number + 1, last)) if a <= b]
        else:
            left.append([first, last])
    return left


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
