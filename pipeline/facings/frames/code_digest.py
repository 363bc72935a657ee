"""A digest of the code that shapes frames: a dataset is continued by the code that began it, or with the user's consent.

What counts of a module is its syntax tree without comments, docstrings and layout; of a compiled one, its bytes. What counts
of a scene kind are the modules in which its stages begin (`SceneKind.code`) and the core's own, with all that they import, here
or in the kind's package: imports inside functions and modules that are named in a string (`python -m`, `import_module`)
included, those for type checkers left out. Third-party packages count by their versions, not here.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from facings.errors import InputError
from facings.process.file_state import FileState

STAGES = ("sample", "prepare", "realise", "render", "label", "encode")

CORE: Mapping[str, Sequence[str]] = {
    "render": ("facings.rendering.frame_maker",),
    "encode": ("facings.dataset.images", "facings.dataset.json_text", "facings.dataset.layout"),
}
"""Where the core's part of a stage begins."""

LEFT_OUT = {
    "facings.assets.folders": "says where files lie; what they hold is among a dataset's assets",
    "facings.assets.npm": "fetches files that are among a dataset's assets",
    "facings.assets.packs": "fetches files that are among a dataset's assets",
    "facings.errors": "words for people",
    "facings.frames.kind_reading": "the reading of datasets",
    "facings.frames.scene_kind": "how kinds are found and what they have; what they do is in their own modules",
    "facings.process": "in which process, when and where work is done",
    "facings.recipes.problems": "words for people",
}
"""Module, or package with all it holds -> why frames do not depend on it."""

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
_SHORT = 12


def code_digest(module: str, stages: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the digests of a kind's code and the core's, as `dataset.json` holds them.

    `module` is the kind's own, which counts without what it imports; `stages` is what `SceneKind.code` returns. The result is
    {'stages': {'sample': hex SHA-256, ...}, 'modules': {'facings.frames.streams': its first 12 digits, ...}}.

    Raises InputError where a stage is not one of `STAGES`, or begins in a module that is no file: not there, or in an archive.
    """
    unknown = [stage for stage in stages if stage not in STAGES]
    if unknown:
        raise InputError(f"{module}: code() names the stages {', '.join(unknown)}; there are {', '.join(STAGES)}.")
    begins = {stage: (*CORE.get(stage, ()), *stages.get(stage, ())) for stage in STAGES}
    lost = [name for names in (*begins.values(), (module,)) for name in names if _module(name) is None]
    if lost:
        raise InputError(f"{module}: code() names {', '.join(lost)}, which is no module in a file of its own, so that changes"
                         f" would go unseen. Install the package {lost[0].partition('.')[0]} as files, not as an archive, or"
                         " correct the name.")
    roots = frozenset(name.partition(".")[0] for names in begins.values() for name in names)
    digests, modules = {}, {}
    for stage, names in begins.items():
        counted = _closure(names, roots) | ({module} if stage in stages else set())
        found = {name: source.digest for name in sorted(counted) if (source := _read(name)) is not None}
        digests[stage] = hashlib.sha256("\n".join(f"{name} {digest}" for name, digest in found.items()).encode()).hexdigest()
        modules |= found
    return {"stages": digests, "modules": {name: modules[name][:_SHORT] for name in sorted(modules)}}


def changed_modules(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """Return the names of the modules that two results of `code_digest` do not share, in alphabetical order."""
    one, other = there.get("modules", {}), here.get("modules", {})
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@dataclass(frozen=True)
class Source:
    """What counts of a module."""

    digest: str
    named: tuple[str, ...]
    """Dotted names that it imports or mentions; some may be no modules."""


_KNOWN: dict[FileState, Source] = {}


def known_sources() -> dict[FileState, Source]:
    """Return what this process has read of modules, for `trust_sources` in another one."""
    return dict(_KNOWN)


def trust_sources(known: Mapping[FileState, Source]) -> None:
    """Take what another process has read of modules, so that only others are read here.

    A module counts as read where its file is the same one with the same size and times, on this machine; any other is read
    anew, one that was edited since, or lies on another machine. Which file a module is, is found out here in any case.
    """
    _KNOWN.update(known)


def _closure(names: Iterable[str], roots: frozenset[str]) -> set[str]:
    """The modules that running these imports, those in `LEFT_OUT` and what only they import left out."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        # Importing a module runs the packages that it lies in.
        for module in _with_packages(name):
            if module in found or module.partition(".")[0] not in roots or _left_out(module):
                continue
            source = _read(module)
            if source is not None:
                found.add(module)
                waiting += source.named
    return found


def _with_packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: i + 1]) for i in range(len(parts))]


def _left_out(module: str) -> bool:
    # The package's root opens readers and renderers for users; modules inside do not depend on it.
    return module == "facings" or any(module == name or module.startswith(f"{name}.") for name in LEFT_OUT)


@cache
def _module(name: str) -> Path | None:
    """The file of a module, None where there is none, as of a namespace package; nothing is imported."""
    top, _, inner = name.partition(".")
    spec = find_spec(top)
    if spec is None:
        return None
    places = [Path(folder, *inner.split(".")) for folder in spec.submodule_search_locations or ()] if inner else []
    files = [file for place in places for suffix in (".py", *EXTENSION_SUFFIXES)
             for file in (place / f"__init__{suffix}", place.with_name(f"{place.name}{suffix}"))]
    if not inner and spec.has_location and spec.origin is not None:
        files.append(Path(spec.origin))
    return next((file for file in files if file.is_file()), None)


@dataclass
class _Words:
    """What is read of one module."""

    package: str
    """The package that relative imports start from."""
    said: list[str] = field(default_factory=list)
    """Its syntax tree."""
    named: list[str] = field(default_factory=list)

    @property
    def source(self) -> Source:
        digest = hashlib.sha256("\0".join(self.said).encode("utf-8", "surrogatepass")).hexdigest()
        return Source(digest, tuple(dict.fromkeys(self.named)))

    def add(self, node: Any) -> None:
        if isinstance(node, list):
            self.said.append("[")
            for item in node:
                if not _says_nothing(item):
                    self.add(item)
            self.said.append("]")
        elif isinstance(node, ast.AST):
            self.said.append(type(node).__name__)
            self._note(node)
            for name in node._fields:
                self.add(getattr(node, name, None))
        else:
            self.said.append(repr(node))

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            self.named += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(self.package.split(".")[: len(self.package.split(".")) - node.level + 1]) if node.level else ""
            whole = ".".join(part for part in (base, node.module) if part)
            self.named += [whole, *(f"{whole}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _DOTTED.fullmatch(node.value):
            self.named.append(node.value)


def _says_nothing(node: Any) -> bool:
    """Whether a statement is a docstring (of a module, class, function or attribute), or imports for type checkers only."""
    if isinstance(node, ast.If):
        test = node.test
        return getattr(test, "attr", getattr(test, "id", None)) == "TYPE_CHECKING" and not node.orelse
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@cache
def _read(name: str) -> Source | None:
    """What counts of a module; None where `_module` finds no file."""
    path = _module(name)
    if path is None:
        return None
    state = FileState.of(path)
    if state in _KNOWN:
        return _KNOWN[state]
    settled = state.is_settled()
    words = _Words(name if path.name == "__init__.py" else name.rpartition(".")[0])
    if path.suffix == ".py":
        words.add(ast.parse(path.read_bytes()))
    else:
        words.said.append(hashlib.sha256(path.read_bytes()).hexdigest())
    source = words.source
    if settled and FileState.of(path) == state:
        _KNOWN[state] = source
    return source
