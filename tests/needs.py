"""What a test module needs, read from its imports: markers are set by it, so that no list of tests has to be kept.

blender   it, or a module that it imports, imports bpy or another package of `facings[render]`; or it loads recipes or runs the
          command that renders; or it says so itself (`pytestmark = pytest.mark.blender`). The rest needs a light install only:
          `pytest -m "not blender"`.
packs     it reads heads, or renders faces: these come from asset packs that are fetched once.
ray       it imports Ray, or what works on a Ray cluster.

Imports inside functions count in test modules and what lies beside them, not inside of Facings, which delays by them what only
rendering needs.
"""

import ast
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = Path(find_spec("facings").origin).parent

_RENDERING = {"bpy", "bpy_extras", "bmesh", "mathutils", "scipy", "embreex", "fontTools", "trimesh", "fcl"}
_ASKS = {"load_recipe", "Renderer", "render_batch", "template_info"}
"""Names whose use asks for a full install, wherever they come from."""
_COMMANDS = {"render", "sample", "farm"}
"""Subcommands of `facings` that do."""


def needs(path: Path) -> set[str]:
    """Return the markers of a test module: some of 'blender', 'packs', 'ray'."""
    reached, names, strings = _reached(path)
    found = set()
    renders = strings & _COMMANDS and ("facings" in strings or "facings.command.cli" in reached)
    in_processes = any(asked in text for asked in (*_ASKS, "import bpy") for text in strings)
    if reached & _RENDERING or names & _ASKS or renders or in_processes or "blender" in names:
        found.add("blender")
    if reached & {"facings.scenes.face.heads.library", "facings.assets.packs.store"} or (found and "face" in strings):
        found.add("packs")
    if "ray" in reached or any(name.startswith("facings.batch.ray_") for name in reached):
        found.add("ray")
    return found


def _reached(path: Path) -> tuple[set[str], set[str], set[str]]:
    """Names of all modules that importing a file reaches; names and strings in it and in other files of the tests."""
    reached: set[str] = set()
    names: set[str] = set()
    strings: set[str] = set()
    waiting, seen = [path], {path}
    while waiting:
        imports, its_names, its_strings = _read(waiting.pop())
        names |= its_names
        strings |= its_strings
        for name in imports:
            reached |= {name, name.partition(".")[0]}
            new = [source for source in _sources(name) if source not in seen]
            seen.update(new)
            waiting += new
    return reached, names, strings


@cache
def _read(file: Path) -> tuple[list[str], set[str], set[str]]:
    """What a file imports; of one among the tests also all names and strings in it."""
    tree = ast.parse(file.read_text("utf-8"))
    if not file.is_relative_to(TESTS):
        return _imported(tree.body), set(), set()
    nodes = list(ast.walk(tree))
    names = {node.attr if isinstance(node, ast.Attribute) else node.id for node in nodes
             if isinstance(node, ast.Attribute | ast.Name)}
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return _imported(nodes), names, strings


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
