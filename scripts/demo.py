"""Renders a small labelled set of shipped recipes and its preview, with the commands a user would type.

    python scripts/demo.py --out FOLDER [--resolution WxH] [--samples N]
"""

import argparse
import shlex
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from facings.assets.fonts import fetch_all
from facings.assets.packs.manifest import packs
from facings.assets.packs.store import is_there, refresh_pack
from facings.errors import InputError

RECIPES = (("shelf", 1, 7, "640x480", 24), ("shelf_cooler", 1, 3, "640x480", 24), ("face", 6, 5, "512x512", 12))
"""Recipe, frames, seed, picture size, samples: seeds whose pictures show much of what the recipe can do."""


def main() -> int:
    """Return the exit code of the first command that fails, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resolution", help="of all pictures, instead of what suits each recipe")
    parser.add_argument("--samples", help="of all pictures, instead of what suits each recipe")
    options = parser.parse_args()
    took_s = {"fetching": fetching_s()}
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
            began = time.perf_counter()
            code = subprocess.run([sys.executable, "-m", "facings", *arguments], check=False).returncode
            took_s[f"{arguments[0]} {recipe}"] = time.perf_counter() - began
            if code:
                return code
        sheets += sorted((folder / "preview").glob("*.jpg"))
    told = ", ".join(f"{what} {seconds:.0f}" for what, seconds in took_s.items() if seconds >= 1)
    print(f"\nDone in {sum(took_s.values()) - took_s['fetching']:.0f} s beside {took_s['fetching']:.0f} s of fetching"
          f" (seconds: {told}). Look at:")
    for sheet in sheets:
        print(f"  {sheet}")
    return 0


def fetching_s() -> float:
    """Fetch what the cache lacks of type faces and head models; return the seconds."""
    began = time.perf_counter()
    print("Fetching type faces and head models, where the cache lacks them", flush=True)
    lacking = [partial(refresh_pack, pack.name) for pack in packs().values() if not is_there(pack)]
    for fetch in (fetch_all, *lacking):
        try:
            fetch()
        except InputError as error:
            print(error, flush=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
