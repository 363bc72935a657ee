"""What a recipe leaves away: products that fit on no board, stock of which nothing is left, cameras that see none of it."""

from collections.abc import Iterable, Mapping

import numpy as np

from facings.errors import InputError
from facings.frames.spec import CameraSpec, PictureSpec
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Product
from facings.goods.shape import ProductShape
from facings.labels.bent import may_see
from facings.labels.camera import Pinhole
from facings.recipes.distributions import quantile
from facings.scenes.shelf.recipe import ShelfRecipe, StockRecipe
from facings.scenes.shelf.sample.board_heights import BoardHeights
from facings.scenes.shelf.sample.board_row import BoardRow
from facings.scenes.shelf.sample.candidate import candidates_of
from facings.scenes.shelf.sample.planogram import UPRIGHT_M
from facings.scenes.shelf.spec import Gap, PlacedProduct, PlacedTag
from facings.scenes.shelf.template_info import ShelfTemplateInfo


def misfits(settings: StockRecipe, info: ShelfTemplateInfo, catalogue: Catalogue, products: Iterable[Product],
            shapes: Mapping[str, ProductShape]) -> dict[str, str]:
    """Return by SKU a sentence for each of the products that fits on no board of a template, even where it hangs alone."""
    room_m = info.bay_width_m - 2 * UPRIGHT_M
    found = {}
    for sku, candidate in candidates_of(settings, tuple(products), shapes).items():
        heights = BoardHeights(info.boards, info.top_z_m)
        if not any(BoardRow(k, slot, room_m, heights).fits(candidate) for k, slot in enumerate(info.boards)):
            size, taken = candidate.shape.size_m, (candidate.width_m, candidate.depth_m, candidate.height_m)
            found[sku] = (f"{catalogue.place('products', sku)}{sku} fits on no board of {info.name} and stands in no frame: it"
                          f" is {_metres(size)} m (width, depth, height), and with room for a hand it takes {_metres(taken)} m."
                          f" {_boards(info, room_m)}")
    return found


def _boards(info: ShelfTemplateInfo, room_m: float) -> str:
    heights = BoardHeights(info.boards, info.top_z_m)
    depths = ", ".join(f"{slot.back_y_m - slot.front_y_m:.2f}" for slot in info.boards)
    clear = ", ".join(f"{heights.most(k):.2f}" for k in range(len(info.boards)))
    return f"The boards, from the deck up, are {room_m:.2f} m wide, {depths} m deep, and {clear} m high inside at most."


def _metres(values: tuple[float, float, float]) -> str:
    return " x ".join(f"{value:.2f}" for value in values)


def refuse_empty_shelves(recipe: ShelfRecipe) -> None:
    """Raise InputError where a recipe leaves neither a product nor a price tag in any frame."""
    if quantile(recipe.stock.gap_rate, 0.0) >= 1 and quantile(recipe.price_tags.missing_rate, 0.0) >= 1:
        raise InputError("stock.gap_rate and price_tags.missing_rate are 1: no product and no price tag is left to render. Set"
                         " one of them below 1.")


def is_in_view(camera: CameraSpec, picture: PictureSpec, shapes: Mapping[str, ProductShape],
               things: Iterable[PlacedProduct | PlacedTag | Gap]) -> bool:
    """Whether the ball round any of some things lies in the picture at least in part; what hides it is not asked."""
    radius_m = {sku: float(np.linalg.norm(shape.hull_m, axis=1).max()) for sku, shape in shapes.items()}
    balls = np.array([_ball(thing, radius_m) for thing in things]).reshape(-1, 4)
    pinhole = Pinhole.of(camera, picture.width_px, picture.height_px)
    centres = balls[:, :3] @ pinhole.camera_from_world[:3, :3].T + pinhole.camera_from_world[:3, 3]
    if pinhole.lens is not None:
        return bool(may_see(centres, balls[:, 3], pinhole).any())
    (fx, _, cx), (_, fy, cy) = pinhole.K[:2]
    inwards = np.array([[fx, 0, cx], [-fx, 0, picture.width_px - cx], [0, fy, cy], [0, -fy, picture.height_px - cy], [0, 0, 1]])
    inwards /= np.linalg.norm(inwards, axis=1, keepdims=True)
    return bool((centres @ inwards.T > -balls[:, 3:]).all(1).any())


def _ball(thing: PlacedProduct | PlacedTag | Gap, radius_m: Mapping[str, float]) -> tuple[float, float, float, float]:
    """Centre and radius, in metres in the world."""
    if isinstance(thing, Gap):
        low, high = np.array(thing.box_min_m), np.array(thing.box_max_m)
        x, y, z = (low + high) / 2
        return x, y, z, float(np.linalg.norm(high - low)) / 2
    x, y, z = thing.position_m
    if isinstance(thing, PlacedTag):
        return x, y, z, float(np.hypot(thing.width_m, thing.height_m)) / 2
    return x, y, z, radius_m[thing.sku] * max(thing.scale)
