"""Renders a small labelled set of shipped recipes and its preview, with the commands a user would type.

    python scripts/demo.py --out FOLDER [--resolution WxH] [--samples N]
"""

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

RECIPES = (("shelf", 1, 7, "640x480", 24), ("shelf_cooler", 1, 3, "640x480", 24), ("face", 6, 5, "512x512", 12))
"""Recipe, frames, seed, picture size, samples: seeds whose pictures show much of what the recipe can do."""


def main() -> int:
    """Return the exit code of the first command that fails, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resolution", help="of all pictures, instead of what suits each recipe")
    parser.add_argument("--samples", help="of all pictures, instead of what suits each recipe")
    options = parser.parse_args()
    sheets = []
    for recipe, frames, seed, size, samples in RECIPES:
        folder = options.out / recipe
        for arguments in (
            ["render", recipe, "--out", str(folder), "--frames", str(frames), "--seed", str(seed),
             "--resolution", options.resolution or size, "--samples", options.samples or str(samples)],
            ["verify", str(folder)],
            ["preview", str(folder)],
        ):
            print(f"\n$ facings {shlex.join(arguments)}", flush=True)
            code = subprocess.run([sys.executable, "-m", "facings", *arguments], check=False).returncode
            if code:
                return code
        sheets += sorted((folder / "preview").glob("*.jpg"))
    print("\nDone. Look at:")
    for sheet in sheets:
        print(f"  {sheet}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
