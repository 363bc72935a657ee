"""Every module can be imported first, before any other of the package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import facings

PACKAGE = Path(facings.__file__).resolve().parent

ALONE = """
import importlib, os, sys, traceback

# What they all need is imported once; each module of the package meets an interpreter that holds none of the others.
for name in sys.argv[1].split(","):
    importlib.import_module(name)
failed = 0
for module in sys.stdin.read().split():
    child = os.fork()
    if not child:
        try:
            importlib.import_module(module)
        except BaseException:
            print(module, traceback.format_exc(limit=-2), flush=True)
            os._exit(1)
        os._exit(0)
    failed += os.waitpid(child, 0)[1] != 0
sys.stdout.flush()
os._exit(failed != 0)
"""


def modules() -> list[str]:
    found = (path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".") for path in PACKAGE.rglob("*.py"))
    # Programs that begin to work when they are imported.
    return sorted({name.removesuffix(".__init__") for name in found} - {"facings.__main__", "facings.blender.devices"})


def in_blender(module: str) -> bool:
    parts = module.split(".")
    return parts[1:2] == ["blender"] or "realise" in parts


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="copies an interpreter by fork")
@pytest.mark.parametrize("inside", [pytest.param(False, id="without Blender", marks=pytest.mark.render),
                                    pytest.param(True, id="in Blender", marks=pytest.mark.blender)])
def test_every_module_can_be_imported_alone(inside):
    wanted = [module for module in modules() if in_blender(module) == inside]
    needed = "bpy,numpy,scipy.spatial,pydantic" if inside else "numpy,scipy.spatial,scipy.ndimage,pydantic,PIL.Image"
    code = ALONE if inside else "import sys\nsys.modules['bpy'] = None\n" + ALONE
    done = subprocess.run([sys.executable, "-c", code, needed], input="\n".join(wanted), capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr
