"""Builds the shipped shelf templates: `python scripts/build_shelf_templates.py [gondola] [cooler]`.

Everything in them is modelled here and dedicated to the public domain (CC0). Once an artist has changed a `.blend`,
this script no longer describes it.
"""

import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

SCENES = Path(__file__).resolve().parents[1] / "blender_scenes"
NAMES = ("gondola", "cooler")


def main(names: list[str]) -> None:
    """Build the named templates (all where none is named), check them and put them among the shipped scenes."""
    import bpy

    from facings.blender.template_check import violations
    from facings.scenes.shelf.realise.template_check import CONTRACT

    for name in names or NAMES:
        scene = importlib.import_module(f"shelf_templates.{name}").build()
        bpy.context.view_layer.update()
        problems = violations(scene, CONTRACT)
        if problems:
            sys.exit("\n".join(map(str, problems)))
        # A .blend remembers where it was saved: save it somewhere that says nothing about the machine.
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / f"shelf_{name}.blend"
            bpy.ops.wm.save_as_mainfile(filepath=str(draft), compress=True, check_existing=False)
            target = SCENES / draft.name
            SCENES.mkdir(exist_ok=True)
            shutil.copyfile(draft, target)
        print(f"{target.name}: {target.stat().st_size / 1024:.0f} KiB, {len(scene.objects)} objects", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main(sys.argv[1:])
    # Blender's own teardown may crash after the work is done.
    sys.stdout.flush()
    os._exit(0)
