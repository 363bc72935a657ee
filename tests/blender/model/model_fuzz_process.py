"""Converts the models of a folder one after the other: `python model_fuzz_process.py FOLDER FIRST`; says what came of each.

A crash ends it, as it would end the process of a single model: whoever started it goes on with the next.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path

import bpy

from facings.blender.model.__main__ import _be_modest
from facings.blender.model.conversion import convert
from facings.blender.model.fault import ModelFault
from facings.blender.session import quiet


def main(folder, first):
    _be_modest(6 * 10**9)
    for source in sorted(folder.glob("[0-9][0-9][0-9].*"))[first:]:
        out = folder.parent / "out.blend"
        out.unlink(missing_ok=True)
        began = time.monotonic()
        with quiet():
            said = outcome(source, out)
        with (folder.parent / "said.jsonl").open("a") as file:
            file.write(json.dumps({"model": source.name, "seconds": time.monotonic() - began} | said) + "\n")
    os._exit(0)


def outcome(source, out):
    try:
        done = convert(source, out, out.parent, height_m=0.2, turns_deg=(0, 0, 0))
    except ModelFault as fault:
        return {"fault": str(fault)}
    except BaseException:
        return {"bug": traceback.format_exc()}
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(str(out)) as (_, wanted):
        wanted.meshes = [done.mesh]
    loose = [image.name for image in bpy.data.images if image.users and image.source == "FILE" and not image.packed_file]
    magenta = [image.name for image in bpy.data.images if image.users and 0 in image.size]
    return {"size_m": done.size_m, "loose": loose, "magenta": magenta}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
