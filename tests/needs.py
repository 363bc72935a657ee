"""What a test module needs, read from its code: markers are set by it, so that no list of tests has to be kept.

render    it, or a module that it imports, imports a package of `facings[render]` or one that only its tests have; or it needs
          Blender; or it says so itself. The rest runs on a light install: `pytest -m "not render"`.
blender   it, or a module that it imports, imports bpy; or it calls what asks for Blender, here or in a worker, or runs a
          subcommand that does; or it says so itself (`pytestmark = pytest.mark.blender`, or the mark at one test): for a world
          in a recipe, or a program that it holds as text.
packs     it reads heads, or renders faces: these come from asset packs that are fetched once.
ray       it imports Ray, or what works on a Ray cluster.

Imports inside functions count in test modules and what lies beside them, not inside of Facings, which delays by them what only
rendering needs.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = Path(find_spec("facings").origin).parent

RENDER_PACKAGES = frozenset({"scipy", "embreex", "fontTools", "uharfbuzz", "bidi", "trimesh", "fcl"})
_BLENDER = {"bpy", "bpy_extras", "bmesh", "mathutils", "facings.assets.fonts"}
"""The type face of small print lies among Blender's files."""
_ASKS = {"load_recipe", "Renderer", "render_batch", "template_info"}
"""Names whose use asks for Blender: its worlds, its type face or a scene of it, wherever they come from."""
_COMMANDS = {"render", "sample", "farm"}
"""Subcommands of `facings` that do."""


@dataclass(frozen=True)
class _File:
    """What a file imports, and of one among the tests the names and strings in it and the subcommands that it runs."""

    imports: tuple[str, ...]
    names: frozenset[str] = frozenset()
    strings: frozenset[str] = frozenset()
    commands: frozenset[str] = frozenset()
    marked: bool = False
    """Its `pytestmark` is `pytest.mark.blender`."""


@cache
def needs(path: Path) -> frozenset[str]:
    """Return the markers of a test module: some of 'render', 'blender', 'packs', 'ray'."""
    files, reached = _reached(path)
    names, strings, commands = (frozenset().union(*(getattr(file, part) for file in files))
                                for part in ("names", "strings", "commands"))
    runs = commands and ("facings" in strings or "facings.command.cli" in reached)
    makes_frames = bool(names & _ASKS or runs)
    found = set()
    if reached & _BLENDER or makes_frames or any(file.marked for file in files):
        found |= {"blender", "render"}
    if reached & RENDER_PACKAGES:
        found.add("render")
    if reached & {"facings.scenes.face.heads.library", "facings.assets.packs.store"} or (makes_frames and "face" in strings):
        found.add("packs")
    if "ray" in reached or any(name.startswith("facings.batch.ray_") for name in reached):
        found.add("ray")
    return frozenset(found)


def _reached(path: Path) -> tuple[list[_File], set[str]]:
    """The files that importing one runs, of Facings and of the tests; the names of all modules that they import."""
    files: list[_File] = []
    reached: set[str] = set()
    waiting, seen = [path], {path}
    while waiting:
        files.append(_read(waiting.pop()))
        for name in files[-1].imports:
            reached |= {name, name.partition(".")[0]}
            new = [source for source in _sources(name) if source not in seen]
            seen.update(new)
            waiting += new
    return files, reached


@cache
def _read(file: Path) -> _File:
    tree = ast.parse(file.read_text("utf-8"))
    if not file.is_relative_to(TESTS):
        return _File(tuple(_imported(tree.body)))
    nodes = list(ast.walk(tree))
    names = {node.attr if isinstance(node, ast.Attribute) else node.id for node in nodes
             if isinstance(node, ast.Attribute | ast.Name)}
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    marked = any(isinstance(node, ast.Assign) and ast.unparse(node) == "pytestmark = pytest.mark.blender" for node in tree.body)
    return _File(tuple(_imported(nodes)), frozenset(names), frozenset(strings), frozenset(_commands(nodes)), marked)


def _commands(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the subcommands in lists and arguments of calls: in the first place, or behind 'facings'."""
    for node in nodes:
        match node:
            case ast.Call(args=values) | ast.List(elts=values):
                words = [value.value if isinstance(value, ast.Constant) else None for value in values]
                yield from (word for before, word in zip(["facings", *words], words, strict=False)
                            if before == "facings" and word in _COMMANDS)


def _imported(nodes: Iterable[ast.AST]) -> list[str]:
    found = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


@cache
def _sources(name: str) -> tuple[Path, ...]:
    """The files of a module of Facings, or of one that lies among the tests."""
    if name == "facings":
        return ()  # imports everything when it is asked for
    if name.startswith("facings."):
        steps = name.split(".")[1:]
        # Importing a module runs the packages that it lies in.
        places = [PACKAGE.joinpath(*steps[:count]) for count in range(1, len(steps) + 1)]
    else:
        places = [path.with_suffix("") for path in TESTS.rglob(f"{name.partition('.')[0]}.py")]
    candidates = [file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")]
    return tuple(file for file in candidates if file.is_file())
