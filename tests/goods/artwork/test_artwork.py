"""Whole nets: everything in the vocabulary prints, text stays where it may stand, the wrap has no seam."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from facings.goods.artwork import draw
from facings.goods.artwork.heroes.arrangement import illustration
from facings.goods.artwork.heroes.gallery import SOLIDS
from facings.goods.artwork.heroes.tracer import trace
from facings.goods.artwork.marks import mark
from facings.goods.artwork.sheet import printed
from facings.goods.packages.package import ArtNet, Panel
from facings.goods.vocabulary import FONTS, HEROES, LAYOUTS, MARKS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_fill_the_net_and_keep_text_in_the_safe_area(layout, product, brand, carton, can):
    for net in (carton, can):
        canvas = printed(product(art={"layout": layout}), brand(), net)
        assert canvas.image.mode == "RGB"
        assert canvas.image.size == (round(net.width_mm * net.px_per_mm), round(net.height_mm * net.px_per_mm))
        names = [box for role, box in canvas.placed if role == "name"]
        assert names
        for left, top, right, bottom in names:
            assert any(_inside((left, top, right, bottom), panel, net.px_per_mm) for panel in net.panels)


def _inside(box, panel: Panel, ppm: float) -> bool:
    left, top, right, bottom = panel.safe_mm
    if panel.kind == "wrap":
        left = right = panel.width_mm * 0.33
    return (box[0] >= (panel.x_mm + left) * ppm - 1 and box[1] >= (panel.y_mm + top) * ppm - 1
            and box[2] <= (panel.x_mm + panel.width_mm - right) * ppm + 1
            and box[3] <= (panel.y_mm + panel.height_mm - bottom) * ppm + 1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_wrap_has_no_seam(layout, product, brand, can):
    pixels = np.asarray(draw(product(art={"layout": layout}), brand(), can), float)
    across = np.abs(pixels[:, 0] - pixels[:, -1]).mean()
    assert across < 4, f"first and last column differ by {across:.1f} of 255"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_name_overlaps_neither_mark_nor_descriptor(layout, product, brand, carton):
    placed = printed(product(art={"layout": layout}), brand(), carton).placed
    boxes = {role: box for role, box in reversed(placed) if role in ("mark", "name", "descriptor")}
    for a, b in (("mark", "name"), ("name", "descriptor"), ("mark", "descriptor")):
        (l0, t0, r0, b0), (l1, t1, r1, b1) = boxes[a], boxes[b]
        assert min(r0, r1) - max(l0, l1) <= 1 or min(b0, b1) - max(t0, t1) <= 1, (a, b)


def test_barcode_reads_from_the_print(product, brand, carton, can):
    from facings.goods.entries import ean13

    sold = product()
    for net in (carton, can):
        canvas = printed(sold, brand(), net)
        box = next(box for role, box in canvas.placed if role == "barcode")
        read = zxingcpp.read_barcodes(canvas.image.crop(box))
        assert [r.text for r in read] == [ean13(sold)]


def test_same_input_same_bytes(product, brand, can):
    one, two = (draw(product(), brand(), can).tobytes() for _ in range(2))
    assert one == two
    assert draw(product(art={"seed": 1}), brand(), can).tobytes() != one


def test_every_panel_kind_prints(product, brand):
    for kind in ("front", "back", "info", "side", "top", "bottom", "wrap", "lid", "seal"):
        for width, height in ((60, 90), (90, 40), (12, 80), (4, 4)):
            draw(product(), brand(), ArtNet(width, height, 3.0, (Panel(kind, 0, 0, width, height),)))


@pytest.mark.parametrize("style", MARKS)
def test_marks(style, brand):
    for ground in ((250, 250, 246), (140, 20, 30)):
        picture = mark(brand(mark=style), ground)
        assert picture.mode == "RGBA" and min(picture.size) > 40
        assert np.asarray(picture.getchannel("A")).mean() > 20


@pytest.mark.parametrize("face", FONTS)
def test_faces_have_the_letters_of_brand_names(face, brand):
    assert mark(brand(font=face, mark="plain", name="Sørås Émile & Müller"), (250, 250, 246)).width > 200


@pytest.mark.parametrize("hero", HEROES)
def test_heroes(hero):
    for variant in range(2):
        pixels = trace(SOLIDS[hero](variant, np.random.default_rng(variant)), 40)
        cover = (pixels[..., 3] > 100).mean()
        assert 0.03 < cover < 0.95, f"{hero} covers {cover:.2f} of its picture"
        edge = np.concatenate([pixels[0, :, 3], pixels[-1, :, 3], pixels[:, 0, 3], pixels[:, -1, 3]])
        assert edge.mean() < 25, f"{hero} runs out of its picture"


def test_a_composition_stays_in_its_box_and_is_repeatable():
    pictures = [illustration("strawberry", 90, 70, np.random.default_rng(4)) for _ in range(2)]
    assert pictures[0].size == (90, 70)
    assert pictures[0].tobytes() == pictures[1].tobytes()
    assert isinstance(pictures[0], Image.Image)
