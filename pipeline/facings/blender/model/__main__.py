"""`python -m facings.blender.model REQUEST.json`: see `facings.blender.model_process`."""

import json
import os
import shutil
import sys
import traceback
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer one request in the file that it names: what was converted, or what is wrong with the model."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _be_modest(request["most_bytes"])
    try:
        answer = _converted(request)
    except Exception as error:
        from facings.blender.model.fault import ModelFault

        answer = {"fault": str(error)} if isinstance(error, ModelFault) else {"bug": traceback.format_exc()}
    Path(request["reply"]).write_text(json.dumps(answer), encoding="utf-8")
    sys.stdout.flush()
    sys.stderr.flush()
    # Blender's teardown can crash after the work is done.
    os._exit(0)


def _converted(request: dict[str, Any]) -> dict[str, Any]:
    import bpy

    from facings.blender.model.conversion import convert
    from facings.blender.session import quiet

    with quiet():
        try:
            done = convert(Path(request["source"]), Path(request["blend"]), Path(request["work"]), height_m=request["height_m"],
                           turns_deg=request["turns_deg"], up=request["up"])
        finally:
            shutil.rmtree(bpy.app.tempdir, ignore_errors=True)
    return {"mesh": done.mesh, "size_m": done.size_m, "hull_m": done.hull_m, "files": sorted(map(str, done.files))}


def _be_modest(most_bytes: int) -> None:
    """Let the system refuse what a damaged or an evil file would fill the memory with (POSIX)."""
    if os.name == "posix":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


if __name__ == "__main__":
    main()
