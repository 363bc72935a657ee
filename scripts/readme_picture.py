"""Makes README's picture: a shelf, its instances, its depth, and a cooler, from frames rendered here.

    python scripts/readme_picture.py [--out assets/readme.jpg] [--samples 48]
"""

import argparse
import colorsys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

import facings
from facings.batch.run import render_batch
from facings.frames.loading import load_recipe

SHELF = ("shelf", 5, 0, [])
COOLER = ("shelf_cooler", 4, 1, [])
"""Recipe, seed, frame, overrides."""
SIZE = (640, 480)
LIMIT_BYTES = 300_000


def main() -> None:
    """Render, compose, and write one JPEG under 300 KB."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("assets/readme.jpg"))
    parser.add_argument("--samples", type=int, default=48)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shelf, cooler = (rendered(Path(folder) / name, name, seed, frame, changes, options.samples)
                         for name, seed, frame, changes in (SHELF, COOLER))
        panels = [shelf.image(), instances(shelf), depth(shelf), cooler.image()]
    gap = 6
    sheet = Image.new("RGB", (2 * SIZE[0] + gap, 2 * SIZE[1] + gap), "white")
    for number, panel in enumerate(panels):
        sheet.paste(Image.fromarray(panel), ((number % 2) * (SIZE[0] + gap), (number // 2) * (SIZE[1] + gap)))
    for quality in range(92, 40, -4):
        sheet.save(options.out, "JPEG", quality=quality, optimize=True, progressive=True)
        if options.out.stat().st_size < LIMIT_BYTES:
            return


def rendered(folder: Path, recipe: str, seed: int, frame: int, changes: list[str], samples: int):
    """Return one rendered frame as the public reader gives it."""
    loaded = load_recipe(recipe, changes, resolution=SIZE, samples=samples)
    render_batch(loaded, folder, frames=1, start=frame, seed=seed)
    return facings.open(folder).frame(frame)


def instances(frame) -> np.ndarray:
    """Return the picture in grey with every instance in a colour of its own."""
    ids = frame.instance_map().astype(int)
    # Steps of the golden ratio keep neighbours' hues apart.
    hues = (np.arange(ids.max() + 1) * 0.618034) % 1
    colours = np.array([colorsys.hsv_to_rgb(h, 0.75, 1.0) for h in hues]) * 255
    grey = frame.image().mean(-1, keepdims=True) * 0.5
    mixed = np.where((ids > 0)[..., None], 0.35 * grey * 2 + 0.65 * colours[ids], grey)
    return mixed.astype(np.uint8)


def depth(frame) -> np.ndarray:
    """Return the depth, near bright and far dark, on a logarithmic scale."""
    values = np.log(np.clip(frame.depth(), 0.3, 12))
    low, high = np.percentile(values, [1, 99])
    t = 1 - np.clip((values - low) / (high - low), 0, 1)[..., None]
    near, middle, far = (np.array(c, float) for c in ((250, 230, 120), (200, 70, 90), (30, 20, 70)))
    return np.where(t > 0.5, middle + (near - middle) * (2 * t - 1), far + (middle - far) * 2 * t).astype(np.uint8)


if __name__ == "__main__":
    main()
