"""The kept process behind `facings serve`: reads requests on standard input, answers on standard output.

What Blender and Python print goes to standard error. It ends when its input does: with whoever asks.
"""

import faulthandler
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def main(template: str, device: str) -> None:
    """Serve until 'quit' or the end of the input."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    telling = threading.Lock()

    def tell(answer: Mapping[str, Any]) -> None:
        with telling:
            try:
                replies.write(json.dumps(answer) + "\n")
                replies.flush()
            except BrokenPipeError:
                os._exit(0)

    from facings.errors import InputError

    try:
        from facings.rendering.preview_service import PreviewService, version
        from facings.rendering.scene_preview import ScenePreview

        said = version()
    except (ImportError, InputError) as error:
        tell({"error": {"kind": "input", "message": f"Facings cannot use Blender here: {error}. `facings doctor` tells more."}})
        os._exit(1)
    service = PreviewService(ScenePreview(Path(template), device), tell)
    threading.Thread(target=_read, args=(service,), daemon=True).start()
    tell({"hello": said})
    service.work()
    sys.stderr.flush()
    # Tearing an interpreter down after Blender ran in it may crash, when all is said.
    os._exit(0)


def _read(service: Any) -> None:
    """Hand lines on; when nobody is left who could send any, end at once."""
    for line in sys.stdin.buffer:
        if line.strip():
            service.hear(line.decode("utf-8", "replace"))
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
