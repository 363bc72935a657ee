"""Renders a small labelled set of every shipped scene and its preview, with the commands a user would type.

    python scripts/demo.py --out FOLDER [--resolution WxH] [--samples N]
"""

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

RECIPES = (("shelf", 2, 7), ("shelf_cooler", 1, 3), ("shelf_dense", 1, 2))
"""Recipe, frames, seed."""


def main() -> int:
    """Return the exit code of the first command that fails, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resolution", default="640x480")
    parser.add_argument("--samples", default="24")
    options = parser.parse_args()
    sheets = []
    for recipe, frames, seed in RECIPES:
        folder = options.out / recipe
        size = "x".join(reversed(options.resolution.split("x"))) if recipe == "shelf_dense" else options.resolution
        for arguments in (
            ["render", recipe, "--out", str(folder), "--frames", str(frames), "--seed", str(seed), "--resolution", size,
             "--samples", options.samples],
            ["verify", str(folder)],
            ["preview", str(folder)],
        ):
            print(f"\n$ facings {shlex.join(arguments)}", flush=True)
            code = subprocess.run([sys.executable, "-m", "facings", *arguments], check=False).returncode
            if code:
                return code
        sheets.append(folder / "preview" / "contact_sheet.jpg")
    print("\nDone. Look at:")
    for sheet in sheets:
        print(f"  {sheet}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
