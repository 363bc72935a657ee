"""Price tags and cartons seen close are read by programs nobody here wrote: zbar and tesseract, over ten seeds."""

import csv
import dataclasses
import difflib
import os
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from close_up import alone, seen_close
from PIL import Image
from shelf_stage import Stage, small

from facings.goods.artwork.barcode import MODULES
from facings.goods.artwork.tags import LEAST_PX, PX_PER_MM
from facings.goods.catalogue import load_catalogue
from facings.goods.entries import ean13
from facings.goods.products import Products
from facings.labels.surface_texts import height_px

SEEDS = range(10)
BARS_PX = {seed: 150 + 12 * seed for seed in SEEDS}
"""Width of the bars in the picture: from 1.6 to 2.7 pixels a module."""
TAG_BARS_M = MODULES * LEAST_PX / PX_PER_MM / 1000
FACE_PX_PER_MM = 9
"""Tesseract reads letters of some 30 pixels best."""
SIDE_MM, LIP_MM = 1.0, 1.9
"""Left out at a tag's sides, and where the rail's lips cover it and cast their shadow."""

pytestmark = [
    pytest.mark.slow,
    *(pytest.mark.skipif(shutil.which(command) is None, reason=f"{command} is missing: install the Debian package {package}")
      for command, package in (("zbarimg", "zbar-tools"), ("tesseract", "tesseract-ocr"))),
]


@pytest.fixture(scope="module")
def stage():
    return Stage.of(small("shelf", "catalogue.departments=[tinned, breakfast]", "bays.count=1", "stock.max_depth=1",
                          "labels.texts=true"))


def test_price_tags_are_read(stage, tmp_path, record_property):
    codes, names, prices, quads = [], [], [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        spec = stage.spec(seed)
        tag = rng.choice(np.array([t for t in spec.price_tags if t.style == "rail"], object))
        # What stands on the rest of the shelf is out of the picture; wobblers may hang before the tag.
        near = tuple(p for p in spec.products if p.board == tag.board and abs(p.position_m[0] - tag.position_m[0]) < 0.1)
        px_per_m = BARS_PX[seed] / TAG_BARS_M
        size = round(px_per_m * (tag.width_m + 0.006)), round(px_per_m * (tag.height_m + 0.012))
        view = seen_close(dataclasses.replace(spec, products=near, price_tags=(tag,)), np.array(tag.position_m), px_per_m,
                          size, yaw_rad=rng.uniform(-0.25, 0.25), pitch_rad=rng.uniform(-0.1, 0.35))
        picture, labels = stage.render(view)
        record = next(r for r in labels.instances if r["kind"] == "price_tag")
        codes.append(_scanned(picture, tmp_path / f"tag_{seed}.png") == [record["ean"]])
        quads.append(_where_scanned(picture, record))
        lines, price = _text(_straightened(picture, record, tag.width_m, tag.height_m), tmp_path / f"face_{seed}.png")
        alike = max((_likeness(line, record["text"]) for line in lines), default=0.0)
        names.append(alike >= 0.8)
        prices.append(price == record["price"])
        print(f"seed {seed}: bars {BARS_PX[seed]} px, {'code read' if codes[-1] else 'CODE NOT READ'}; {record['text']!r} "
              f"{alike:.2f} alike; price {record['price']} read as {price}")
    _report(record_property, "tags", codes=codes, names=names, prices=prices, quads=quads)
    assert sum(quads) >= 9
    assert sum(codes) >= 9 and sum(prices) >= 9 and sum(names) >= 8, f"look at the pictures in {tmp_path}"


def test_bar_codes_on_cartons_are_read(stage, tmp_path, record_property):
    products = Products(load_catalogue())
    cartons = sorted(p.sku for p in products.catalogue.products if p.package == "carton")
    codes = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        sku, variant = str(rng.choice(cartons)), int(rng.integers(4))
        spec, code = alone(stage.spec(seed), products, sku, variant)
        side_px = round(1.4 * BARS_PX[seed])
        view = seen_close(spec, code.centre_m, BARS_PX[seed] / code.bars_m, (side_px, side_px),
                          yaw_rad=rng.uniform(-0.25, 0.25), pitch_rad=rng.uniform(-0.1, 0.35))
        picture, labels = stage.render(view)
        wanted = ean13(products.catalogue.product(labels.instances[0]["sku"]))
        read = _scanned(picture, tmp_path / f"carton_{seed}.png")
        codes.append(read == [wanted])
        print(f"seed {seed}: {sku}, bars {BARS_PX[seed]} px for {code.bars_m * 1000:.1f} mm, {wanted} read as {read}")
    _report(record_property, "cartons", codes=codes)
    assert sum(codes) >= 9, f"look at the pictures in {tmp_path}"


def _report(record_property, what: str, **read: list[bool]) -> None:
    for name, results in read.items():
        rate = f"{sum(results)} of {len(results)}"
        print(f"{what}: {name} read {rate}")
        record_property(f"{what}_{name}", rate)


def _scanned(picture: np.ndarray, path: Path) -> list[str]:
    """What zbar reads in a picture as it was rendered."""
    Image.fromarray(picture).save(path)
    return subprocess.run(["zbarimg", "-q", "--raw", path], capture_output=True, text=True, check=False).stdout.split()


def _where_scanned(picture: np.ndarray, record: dict) -> bool:
    """Whether zxing-cpp finds the bar code between the ends of its quad, to two pixels, and above and below its middle."""
    quad = np.array(next(text["quad_px"] for text in record["texts"] if text["role"] == "barcode"))
    for code in zxingcpp.read_barcodes(np.ascontiguousarray(picture)):
        if code.text == record["ean"]:
            where = code.position
            found = np.array([[p.x, p.y] for p in (where.top_left, where.top_right, where.bottom_right, where.bottom_left)])
            apart = np.abs((found[[0, 1]] + found[[3, 2]] - quad[[0, 1]] - quad[[3, 2]]) / 2)
            return bool((apart[:, 0] <= 2).all() and (apart[:, 1] < 0.5 * height_px(quad)).all())
    return False


def _straightened(picture: np.ndarray, record: dict, width_m: float, height_m: float) -> np.ndarray:
    """A tag's face between the rail's lips as if seen from straight ahead, by the box corners of its record."""
    # Corners come x slowest and z fastest; those with the least y are the face's.
    seen = np.float32([record["box_corners_px"][i] for i in (1, 5, 4, 0)])
    width, height = (round(m * 1000 * FACE_PX_PER_MM) for m in (width_m, height_m))
    flat = cv2.getPerspectiveTransform(seen, np.float32([[0, 0], [width, 0], [width, height], [0, height]]))
    side, lip = (round(mm * FACE_PX_PER_MM) for mm in (SIDE_MM, LIP_MM))
    return cv2.warpPerspective(picture, flat, (width, height), flags=cv2.INTER_CUBIC)[lip:-lip, side:-side]


def _text(face: np.ndarray, path: Path) -> tuple[list[str], str | None]:
    """What tesseract reads: the lines of text, and the tallest word that looks like a price."""
    # In green light, red print on yellow paper is as dark as black on white.
    Image.fromarray(np.ascontiguousarray(face[..., 1])).save(path, dpi=(300, 300))
    table = subprocess.run(["tesseract", path, "-", "--psm", "6", "tsv"], capture_output=True, text=True, check=True,
                           env=os.environ | {"OMP_THREAD_LIMIT": "1"}).stdout
    lines, amounts = defaultdict(list), []
    for word in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if word["level"] == "5" and word["text"].strip():
            lines[word["block_num"], word["par_num"], word["line_num"]].append(word["text"])
            if re.fullmatch(r"\d+\.\d\d", word["text"]):
                amounts.append((int(word["height"]), word["text"]))
    return [" ".join(words) for words in lines.values()], max(amounts)[1] if amounts else None


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a.casefold(), b.casefold()).ratio()
