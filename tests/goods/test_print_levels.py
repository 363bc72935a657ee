"""How fine a print a camera needs, and that halving keeps what is seen."""

import numpy as np
import pytest
from PIL import Image

from facings.goods.placement import PlacedItem
from facings.goods.print_levels import (
    MOST_HALVINGS,
    TEXELS_PER_PX,
    level_for,
    needed_px_per_mm,
    reduced,
    reduced_path,
    write_reduced,
)
from facings.goods.shape import ProductShape
from facings.labels.camera import Pinhole

CUBE = np.array([[x, y, z] for x in (-0.05, 0.05) for y in (-0.05, 0.05) for z in (0.0, 0.1)])
SHAPES = {sku: ProductShape(sku, (0.1, 0.1, 0.1), CUBE, False, 1, 0.0, (), 0.0, 1) for sku in ("a", "b")}
LOOKING_ALONG_Y = np.array([[1.0, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0.05], [0, 0, 0, 1]])


def camera() -> Pinhole:
    return Pinhole(K=np.array([[1000.0, 0, 500], [0, 1000, 400], [0, 0, 1]]), width_px=1000, height_px=800,
                   world_from_camera=LOOKING_ALONG_Y)


def item(sku: str, *position_m: float) -> PlacedItem:
    x, y, z = position_m
    return PlacedItem(sku, 0, (x, y, z), (1.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (1.0, 1.0, 1.0))


def test_the_nearest_item_in_the_picture_decides():
    radius = 0.05 * 3**0.5
    placed = [item("a", 0, 3, 0), item("a", 0, 2, 0), item("a", 5, 1, 0), item("a", 0, -1, 0), item("b", 40, 2, 0)]
    needed = needed_px_per_mm(placed, SHAPES, camera())
    assert needed == {"a": pytest.approx(1000 / (2 - radius) / 1000)}
    assert needed_px_per_mm([], SHAPES, camera()) == {}


@pytest.mark.parametrize(("print_px_per_mm", "needed"), [(6, 0.5), (6, 0.51), (8, 1.0), (8, 0.1), (5, 9.0)])
def test_a_halving_has_texels_enough_and_the_next_has_not(print_px_per_mm, needed):
    level = level_for(print_px_per_mm, needed)
    assert level == 0 or print_px_per_mm / 2**level >= TEXELS_PER_PX * needed
    assert level == MOST_HALVINGS or print_px_per_mm / 2 ** (level + 1) < TEXELS_PER_PX * needed
    assert level_for(print_px_per_mm, 0.0) == MOST_HALVINGS


def test_a_fine_pattern_keeps_the_light_it_sends_back():
    stripes = np.zeros((64, 96, 3), np.uint8)
    stripes[:, ::2] = 255
    small = np.asarray(reduced(Image.fromarray(stripes), 2))
    assert small.shape == (16, 24, 3)
    assert np.abs(small[2:-2, 2:-2].astype(int) - 188).max() <= 1, "half the light, which sRGB writes as 188"


def test_a_halving_lies_beside_its_print_and_is_made_alike(tmp_path):
    source = tmp_path / "beans-0123.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (50, 70, 3), np.uint8)).save(source)
    target = reduced_path(source, 3)
    assert target.parent == tmp_path and target != reduced_path(source, 2) and reduced_path(source, 0) == source
    write_reduced(source, 3, target)
    first = target.read_bytes()
    write_reduced(source, 3, target)
    assert target.read_bytes() == first and Image.open(target).size == (9, 6)
    assert {p.name for p in tmp_path.iterdir()} == {source.name, target.name}
