"""How a shelf recipe's frames are framed and stocked, beside what was measured on real photographs, as a Markdown table.

Frames are sampled and labelled, no picture is rendered. What photographs say: 20 of SKU-110K's kind with rows labelled, 67 with
gaps, 20 of one Japanese shop, nearer, with tags.

    python scripts/framing_statistics.py shelf_phone --frames 60
"""

import argparse
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from facings.frames.loading import load_recipe
from facings.labels.camera import Pinhole
from facings.process.timings import Stopwatch
from facings.rendering.frame_maker import FrameMaker
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY
from facings.scenes.shelf.spec import ShelfSpec

PHOTOGRAPHS = {
    "rows": "10 (5 to 16)", "height of a row, of the picture's": "0.12", "products": "134 (98 to 163)",
    "area of a product, %": "0.26", "width / height of a product": "0.50 (0.29 to 1.5)", "gaps": "4 (1 to 10)",
    "width of a gap": "0.05", "height of a gap": "0.10", "tags": "21 (11 to 31), nearer",
    "width of a tag": "0.06, nearer", "height of a tag": "0.07, nearer",
}
"""Medians, and from the 10th to the 90th percentile; lengths are shares of the picture's width or height."""

HALF = 0.5
"""Rows, products and gaps count where so much of them is seen: nobody labels slivers."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe")
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longer-side", type=int, default=480, help="of the label maps, in pixels")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="overrides")
    asked = parser.parse_args()
    print(table(measured(asked.recipe, asked.overrides, asked.seed, asked.frames, asked.longer_side)))


def measured(recipe: str, overrides: Sequence[str], seed: int, frames: int, longer_side_px: int) -> dict[str, list[float]]:
    """Return the values of each figure over all frames: of what is counted one a frame, else one a thing."""
    from facings.blender.session import scratch_folder

    loaded = load_recipe(recipe, overrides)
    maker = FrameMaker(loaded)
    found: dict[str, list[float]] = defaultdict(list)
    for frame in range(frames):
        spec = scaled(loaded.sample(seed, frame), longer_side_px)
        realised = maker.realise(spec, loaded.kind.prepare(loaded, spec), Stopwatch(maker.thread))
        scratch = scratch_folder()
        try:
            labels = maker.stage.label(spec, maker.stage.label_passes(spec, realised, scratch), realised)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        for name, value in figures(spec, labels.instances, labels.further["gaps"]):
            found[name].append(value)
        print(f"{frame + 1} of {frames}", file=sys.stderr, flush=True)
    return found


def scaled(spec: ShelfSpec, longer_side_px: int) -> ShelfSpec:
    """Return the same frame in fewer pixels."""
    picture, camera = spec.picture, spec.camera
    share = longer_side_px / max(picture.width_px, picture.height_px)
    width_px, height_px = round(picture.width_px * share), round(picture.height_px * share)
    x, y = width_px / picture.width_px, height_px / picture.height_px
    return replace(spec, picture=replace(picture, width_px=width_px, height_px=height_px, passes=()),
                   camera=replace(camera, fx_px=camera.fx_px * x, cx_px=camera.cx_px * x, fy_px=camera.fy_px * y,
                                  cy_px=camera.cy_px * y))


def figures(spec: ShelfSpec, instances: Sequence, gaps: Sequence) -> Iterator[tuple[str, float]]:
    """Yield what a frame shows: names of `PHOTOGRAPHS` and values."""
    picture = np.array([spec.picture.width_px, spec.picture.height_px])
    boards = {(bay.index, board.index): (bay, board) for bay in spec.bays for board in bay.boards}

    def opening(where: tuple[int, int], x_m: tuple[float, float]) -> np.ndarray | None:
        """Width and height in the picture of a part of a row's opening, as shares; None where less than half lies in it."""
        board = boards[where][1]
        corners = np.array([[x, board.front_y_m, z] for x in x_m for z in (board.z_m, board.z_m + board.clear_height_m)])
        camera = Pinhole.of(spec.camera, *picture.tolist())
        pixels = camera.project(corners @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3])
        if not np.isfinite(pixels).all():
            return None
        low, high = pixels.min(0), pixels.max(0)
        seen = np.clip(high, 0, picture) - np.clip(low, 0, picture)
        return seen / picture if seen.prod() >= HALF * (high - low).prod() else None

    rows = [opening(where, (bay.x_m, bay.x_m + bay.width_m)) for where, (bay, _) in boards.items()]
    rows = [row for row in rows if row is not None]
    yield "rows", len(rows)
    yield from (("height of a row, of the picture's", float(row[1])) for row in rows)
    tags = [i for i in instances if i["kind"] == PRICE_TAG_CATEGORY["name"] and i["visible_fraction"] >= HALF]
    products = [i for i in instances if i["kind"] == "product" and i["visible_fraction"] >= HALF]
    yield "products", len(products)
    for product in products:
        _, _, width, height = product["bbox_visible_xywh_px"]
        yield "area of a product, %", 100 * width * height / float(picture.prod())
        yield "width / height of a product", width / height
    # Who labels gaps draws the whole opening that is empty; the records' box is as high as what is missing.
    empty = [opening((gap["bay"], gap["board"]), (gap["box_min_m"][0], gap["box_max_m"][0]))
             for gap in gaps if gap["visible_px"]]
    empty = [gap for gap in empty if gap is not None]
    yield "gaps", len(empty)
    for gap in empty:
        yield "width of a gap", float(gap[0])
        yield "height of a gap", float(gap[1])
    yield "tags", len(tags)
    for tag in tags:
        _, _, width, height = tag["bbox_visible_xywh_px"]
        yield "width of a tag", width / float(picture[0])
        yield "height of a tag", height / float(picture[1])


def table(found: dict[str, list[float]]) -> str:
    """Return the medians and the 10th and 90th percentiles beside those of photographs."""
    lines = ["| | recipe | photographs |", "| --- | ---: | ---: |"]
    for name, photographs in PHOTOGRAPHS.items():
        values = found.get(name)
        told = "none" if not values else "{:.3g} ({:.2g} to {:.2g})".format(*np.percentile(values, (50, 10, 90)))
        lines.append(f"| {name} | {told} | {photographs} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
    # Blender's own teardown may crash after the work is done.
    sys.stdout.flush()
    os._exit(0)
