"""Where Blender may be imported, and what would make pictures depend on more than recipe, seed and frame number."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import facings

PACKAGE = Path(facings.__file__).resolve().parent
MODULES = sorted(PACKAGE.rglob("*.py"))

BANNED = {
    "random": "Python's global generator: a draw anywhere moves all later ones. Take an `rng`.",
    "numpy.random.seed": "sets numpy's global generator. Take an `rng`.",
    "time.time": "the wall clock: a frame would depend on when it is made. time.monotonic is right for durations.",
    "time.time_ns": "the wall clock.",
    "datetime.datetime.now": "the wall clock: records and pictures hold no dates.",
    "datetime.date.today": "the wall clock.",
    "uuid.uuid1": "differs from run to run.",
    "uuid.uuid4": "differs from run to run.",
    "os.urandom": "differs from run to run.",
    "secrets": "differs from run to run.",
}
MAY = {
    ("process/durable.py", "secrets"): "names of temporary files, which nobody sees once a frame is stored",
    ("batch/run_log.py", "datetime.datetime.now"): "a log says when things happened",
    ("batch/status.py", "time.time"): "the age of what a run on another machine has told",
    ("process/file_state.py", "time.time_ns"): "how long ago a module's file was changed, before its reading is handed on",
}
"""(module, banned name) -> why it is right there."""
NUMPY_RANDOM_MAY = {"Generator", "SeedSequence", "default_rng", "BitGenerator", "PCG64"}
"""Everything else under numpy.random draws from, or is, the global generator."""


def _uses_blender(path: Path) -> bool:
    """Whether a module may import bpy when it is itself imported."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] == "blender" or parts[0] in ("goods", "scenes") and "realise" in parts


def _imports(tree: ast.AST) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def _names(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name stands for: {'np': 'numpy', 'time': 'time', ...}."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0]
                      for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return known


def _dotted(node: ast.AST, names: dict[str, str]) -> str | None:
    """Return what an attribute or name refers to, with imports resolved: `np.random.seed` -> 'numpy.random.seed'."""
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value, names)
        return inner and f"{inner}.{node.attr}"
    return names.get(node.id) if isinstance(node, ast.Name) else None


def faults(source: str) -> list[str]:
    """Return what in a module's source would make frames irreproducible, as 'line: name: why'."""
    tree = ast.parse(source)
    names = _names(tree)
    found = [f"{line}: {name}: {BANNED[root]}" for name, line in _imports(tree)
             for root in BANNED if name == root or name.startswith(f"{root}.")]
    for node in ast.walk(tree):
        said = _dotted(node, names) if isinstance(node, ast.Attribute | ast.Name) else None
        if said is None:
            continue
        if said in BANNED and isinstance(node, ast.Attribute):
            found.append(f"{node.lineno}: {said}: {BANNED[said]}")
        if said.startswith("numpy.random.") and said.split(".")[2] not in NUMPY_RANDOM_MAY:
            found.append(f"{node.lineno}: {said}: numpy's global generator. Take an `rng`.")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _dotted(node.func, names) in ("numpy.random.default_rng",
                                                                        "numpy.random.SeedSequence"):
            if not node.args and not node.keywords:
                found.append(f"{node.lineno}: a generator without a seed differs from run to run.")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [d for d in (*node.args.defaults, *node.args.kw_defaults) if isinstance(d, ast.Call)]
            found += [f"{d.lineno}: a generator as a default argument is made once and shared by all calls."
                      for d in defaults if str(_dotted(d.func, names)).startswith("numpy.random")]
    return found


@pytest.mark.parametrize("source, said", [
    ("import random\n", "global generator"),
    ("from random import choice\n", "global generator"),
    ("import numpy as np\nx = np.random.rand(3)\n", "global generator"),
    ("import numpy as np\nnp.random.seed(0)\n", "global generator"),
    ("from numpy.random import rand\nx = rand()\n", "global generator"),
    ("import numpy as np\nrng = np.random.default_rng()\n", "without a seed"),
    ("import numpy as np\ndef f(rng=np.random.default_rng(0)): ...\n", "default argument"),
    ("import time\nx = time.time()\n", "wall clock"),
    ("from time import time\n", "wall clock"),
    ("import datetime\nx = datetime.datetime.now()\n", "wall clock"),
    ("from datetime import datetime\nx = datetime.now()\n", "wall clock"),
    ("import uuid\nx = uuid.uuid4()\n", "from run to run"),
])
def test_the_scan_sees(source, said):
    assert said in "\n".join(faults(source))


def test_the_scan_lets_what_is_right_pass():
    assert faults("import time\nimport numpy as np\nt = time.monotonic()\nr = np.random.default_rng(3)\n"
                  "def f(rng: np.random.Generator): return rng.random()\n") == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_depends_on_recipe_seed_and_frame_only(path):
    allowed = [name for module, name in MAY if module == path.relative_to(PACKAGE).as_posix()]
    found = [fault for fault in faults(path.read_text("utf-8")) if fault.split(": ")[1] not in allowed]
    assert found == []


def test_bpy_is_imported_only_where_blender_works():
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path in MODULES if not _uses_blender(path)
        for name, line in _imports(ast.parse(path.read_text("utf-8")))
        if name.partition(".")[0] in ("bpy", "bmesh", "mathutils", "bpy_extras", "gpu")
    ]
    assert wrong == []


def _loaded_after(statement: str) -> set[str]:
    """Return the top-level names of the modules that a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport sys\nprint('\\n'.join(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_starts_light():
    heavy = {"bpy", "numpy", "scipy", "PIL", "OpenEXR", "pydantic", "ruamel"}
    assert _loaded_after("import facings.command.cli") & heavy == set()


@pytest.mark.parametrize("statement", [
    "import facings",
    "from facings.frames.scene_kind import scene_kind; scene_kind('shelf')",
    pytest.param("from facings.frames.loading import load_recipe; load_recipe('shelf')", marks=pytest.mark.blender),
    "import facings.batch.run",
    "import facings.dataset.reader, facings.dataset.verify, facings.dataset.preview, facings.export.coco",
    "import facings.command.doctor",
])
def test_nothing_but_rendering_needs_blender(statement):
    assert "bpy" not in _loaded_after(statement)
