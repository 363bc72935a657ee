"""Prints how long each format of `facings export` takes over many frames, and how much memory at most.

The frames are flat rectangles and discs of 32x24 pixels, fifty of them over and over, each with a record and files of its own
(hard links). Each format is exported by a process of its own, whose peak is the memory that is told, and removed again:

    .venv/bin/python scripts/export_many.py --frames 100000 [--formats bop hf ...]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from facings.dataset.layout import record_path
from facings.export.formats import formats_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "dataset"))
import synthetic_frames

DISTINCT = 50
EXPORT = """
import sys
from pathlib import Path
from facings.export.formats import format_called
exporter = format_called(sys.argv[2], "shelf")
exporter.write(Path(sys.argv[1]), Path(sys.argv[3]), exporter.options())
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def main() -> None:
    """Write the frames, export them, print a line a format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--formats", nargs="*", default=[format.name for format in formats_of("shelf")])
    parser.add_argument("--folder", type=Path, help="where the frames and exports go; default: the system's scratch folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        folder = Path(scratch) / "set"
        began = time.monotonic()
        write_frames(folder, options.frames)
        print(f"{options.frames} frames, written in {time.monotonic() - began:.0f} s\n", flush=True)
        print("| format | seconds | peak memory, MiB |\n| --- | ---: | ---: |", flush=True)
        for name in options.formats:
            out, began = Path(scratch) / "out", time.monotonic()
            run = subprocess.run([sys.executable, "-c", EXPORT, str(folder), name, str(out)], stdout=subprocess.PIPE, text=True,
                                 check=True)
            print(f"| {name} | {time.monotonic() - began:.0f} | {int(run.stdout) / 1024:.0f} |", flush=True)
            if out.is_dir():
                shutil.rmtree(out)
            else:
                out.unlink()


def write_frames(folder: Path, count: int) -> None:
    """Store frames 0 to `count` - 1."""
    writer = synthetic_frames.DatasetWriter(folder, synthetic_frames.header())
    for number in range(min(count, DISTINCT)):
        writer.write_frame(number, *synthetic_frames.frame(number, width_px=32, height_px=24, objects=3, with_amodal=True))
    texts = [(folder / record_path(number)).read_text("utf-8") for number in range(min(count, DISTINCT))]
    for number in range(DISTINCT, count):
        record = json.loads(texts[number % DISTINCT])
        old, new = f"{number % DISTINCT:06d}", f"{number:06d}"
        for relative in record["files"]:
            os.link(folder / relative, folder / relative.replace(old, new))
        text = json.dumps(record | {"frame": number}).replace(f"/{old}.", f"/{new}.")
        (folder / record_path(number)).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
