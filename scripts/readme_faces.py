"""Makes README's picture of faces from a rendered dataset: eight people, two of them with their labels, and their poses.

    facings render face --out faces --frames 40 --seed 3 --resolution 512x512
    python scripts/readme_faces.py faces 0 3 4 6 8 12 13 16 --labelled 0 12
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import facings
from facings.dataset.preview_overlay import overlay
from facings.frames.loading import load_recipe
from facings.scenes.face.kind import KIND
from facings.scenes.face.pose_plot import pose_plot
from facings.scenes.face.sample.head_pose import sample_head_pose

CELL_PX, GAP_PX, COLUMNS = 300, 6, 5
POSES = 100
"""Frames of the same seed whose poses are plotted: sampling them takes no rendering."""
LIMIT_BYTES = 300_000


def main() -> None:
    """Compose and write one JPEG under 300 KB."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("frames", type=int, nargs="+")
    parser.add_argument("--labelled", type=int, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("assets/readme_faces.jpg"))
    options = parser.parse_args()
    dataset = facings.open(options.dataset)
    cells = [Image.fromarray(dataset.frame(n).image()) for n in options.frames]
    cells += [overlay(dataset.frame(n), 2 * CELL_PX, KIND.reading, dataset.semantic_classes) for n in options.labelled]
    rows = -(-len(cells) // COLUMNS)
    width = COLUMNS * (CELL_PX + GAP_PX) - GAP_PX
    recipe: Any = load_recipe("face").recipe
    poses = [list(sample_head_pose(recipe.head_pose, dataset.header.seed, n).degrees.values()) for n in range(POSES)]
    plot = pose_plot(np.array(poses), f"Head poses of the first {POSES} frames")
    plot = plot.resize((width, round(plot.height * width / plot.width)), Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (width, rows * (CELL_PX + GAP_PX) + plot.height), "white")
    for number, cell in enumerate(cells):
        place = (number % COLUMNS * (CELL_PX + GAP_PX), number // COLUMNS * (CELL_PX + GAP_PX))
        sheet.paste(cell.resize((CELL_PX, CELL_PX), Image.Resampling.LANCZOS), place)
    sheet.paste(plot, (0, rows * (CELL_PX + GAP_PX)))
    for quality in range(92, 40, -4):
        sheet.save(options.out, "JPEG", quality=quality, optimize=True, progressive=True)
        if options.out.stat().st_size < LIMIT_BYTES:
            return


if __name__ == "__main__":
    main()
