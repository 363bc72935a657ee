"""What a recipe leaves away is said, and refused where nothing is left."""

from dataclasses import replace

import numpy as np
import pytest
from shelf_world import catalogue, gondola, simple_shape, simple_shapes

from facings.errors import InputError
from facings.goods.shape import ProductShape
from facings.labels.camera import Pinhole
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.board_heights import BoardHeights
from facings.scenes.shelf.sample.emptiness import is_in_view, misfits
from facings.scenes.shelf.sample.frame import draw_contents, sample_shelf

SIZES = {"high": (200, 100, 900), "wide": (20000, 60, 100), "deep": (100, 600, 100), "lying": (200, 800, 200)}
"""Width, depth, height in mm that no board of the gondola takes."""


def shapes(sizes: dict[str, tuple[float, float, float]]) -> dict[str, ProductShape]:
    """Those of the catalogue, some as boxes of another size."""
    changed = {sku: simple_shape(catalogue().product(sku).model_copy(update={"size_mm": size, "package": "carton"}))
               for sku, size in sizes.items()}
    return simple_shapes() | changed


def sample(known=None, seed: int = 1, frame: int = 0, info=None, **keys):
    recipe = ShelfRecipe.model_validate({"bays": {"count": 1}, "catalogue": {"departments": ["tinned"]}} | keys)
    remarks: list[str] = []
    known = known or simple_shapes()
    spec = sample_shelf(recipe, info or gondola(), catalogue(), lambda skus: {s: known[s] for s in skus}, seed, frame,
                        remarks.append)
    return spec, remarks


TINNED = [p.sku for p in catalogue().products if p.department == "tinned"]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_product_that_fits_on_no_board_is_told_with_its_size_and_the_boards(size):
    spec, remarks = sample(shapes({TINNED[0]: size}))
    assert not any(item.sku == TINNED[0] for item in spec.products) and spec.products
    assert len(remarks) == 1 and TINNED[0] in remarks[0] and "catalogue.yaml:" in remarks[0]
    assert " x ".join(f"{v / 1000:.2f}" for v in size) in remarks[0]
    info = gondola()
    assert all(f"{slot.back_y_m - slot.front_y_m:.2f}" in remarks[0] for slot in info.boards)
    assert f"{info.bay_width_m - 0.032:.2f} m wide" in remarks[0]


def test_what_fits_is_not_told():
    assert sample()[1] == []


def test_where_nothing_fits_there_is_nothing_to_render():
    with pytest.raises(InputError, match="Nothing is left to render") as raised:
        sample(shapes(dict.fromkeys(TINNED, SIZES["high"])))
    assert all(f"{sku} fits on no board" in str(raised.value) for sku in TINNED)


def test_a_department_that_fits_beside_one_that_does_not_is_enough():
    known = shapes(dict.fromkeys(TINNED, SIZES["deep"]))
    for frame in range(6):
        spec, remarks = sample(known, frame=frame, catalogue={"departments": ["tinned", "pasta_rice"]})
        if not spec.products:
            assert any(TINNED[0] in remark for remark in remarks) and "shelves are empty" in remarks[-1]
            return
    pytest.fail("one of six frames shows the department of which nothing fits")


def test_most_is_the_greatest_height_that_a_board_can_have():
    heights = BoardHeights(gondola().boards, 1.98)
    for board in range(5):
        most = heights.most(board)
        assert heights.can_have(board, most - 1e-6) and not heights.can_have(board, most + 1e-6)


AWAY = {"camera": {"target_height_m": 3.0, "height_m": 1.9, "pitch_deg": 60, "distance_m": 1.0, "yaw_deg": 0, "along": 0,
                   "roll_deg": 0, "focal_length_mm": 50}}


def test_a_camera_that_sees_nothing_is_refused():
    with pytest.raises(InputError, match=r"camera sees nothing.*camera\.target_height_m"):
        sample(**AWAY)


def test_one_frame_with_nothing_in_view_is_a_sound_frame_with_a_remark():
    keys = {"camera": AWAY["camera"] | {"pitch_deg": {"choice": {60: 3, 0: 1}}, "target_height_m": 1.0, "height_m": 1.0}}
    told = [remarks for frame in range(8) for spec, remarks in [sample(frame=frame, **keys)] if spec.products]
    assert [] in told and any("happens to see no product" in remark for remarks in told for remark in remarks)


def test_stock_of_gaps_alone_is_told_and_refused_without_tags():
    spec, remarks = sample(stock={"gap_rate": 1}, price_tags={"missing_rate": 0})
    assert not spec.products and spec.price_tags and spec.gaps and any("stock.gap_rate" in remark for remark in remarks)
    with pytest.raises(InputError, match=r"stock\.gap_rate and price_tags\.missing_rate"):
        sample(stock={"gap_rate": 1}, price_tags={"missing_rate": 1})


def test_nothing_that_projects_into_the_picture_is_said_to_be_out_of_view():
    """Whatever numpy projects into the picture counts as in view, at any camera."""
    seen = 0
    for frame in range(12):
        spec, _ = sample(frame=frame)
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        for item in spec.products[::40]:
            at = camera.camera_from_world @ [*item.position_m, 1.0]
            pixel = camera.project(at[:3])
            inside = np.isfinite(pixel).all() and (pixel > 0).all() and (pixel < [camera.width_px, camera.height_px]).all()
            if inside:
                seen += 1
                assert is_in_view(spec.camera, spec.picture, simple_shapes(), [item])
            far = replace(item, position_m=(item.position_m[0], -50.0, 0.0))
            assert not is_in_view(spec.camera, spec.picture, simple_shapes(), [far]), "it stands behind the camera"
    assert seen > 5


def test_misfits_are_of_the_drawn_settings():
    recipe = draw_contents(ShelfRecipe.model_validate({"stock": {"hand_room_mm": 300}}), np.random.default_rng(0))
    product = catalogue().product(TINNED[0])
    tall = {product.sku: simple_shape(product.model_copy(update={"size_mm": (80, 80, 480), "package": "carton"}))}
    assert product.sku in misfits(recipe.stock, gondola(), catalogue(), [product], tall)
    usual = draw_contents(ShelfRecipe(), np.random.default_rng(0))
    assert not misfits(usual.stock, gondola(), catalogue(), [product], tall)
