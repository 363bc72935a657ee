"""Hangs a price tag on the rail below each run."""

import numpy as np

from facings.goods.catalogue import Catalogue
from facings.goods.entries import Product, ean13
from facings.goods.stance import about_x, about_y, about_z, composed
from facings.scenes.shelf.recipe import PriceTagRecipe
from facings.scenes.shelf.sample.net_content import unit_price
from facings.scenes.shelf.sample.planogram import BayPlan, BoardPlan, Run
from facings.scenes.shelf.sample.prices import Price, sample_price
from facings.scenes.shelf.spec import PlacedTag
from facings.scenes.shelf.template_info import RailInfo, ShelfTemplateInfo

APART_M = 0.002
"""Least distance between two tags on a rail."""

WOBBLER_M = 0.072
"""Diameter of a wobbler's disc."""

WOBBLER_OUT_M = 0.058
"""How far a wobbler's strip carries it out from the rail."""

CARD_M = (0.105, 0.060)
"""Width and height of a promotion card."""

CARD_OUT_M = 0.0075
"""How far it hangs in front of the tags: the rail's lower lip is between."""


def sample_tags(rng: np.random.Generator, settings: PriceTagRecipe, info: ShelfTemplateInfo, catalogue: Catalogue,
                bay: BayPlan, seed: int, frame: int) -> list[PlacedTag]:
    """Return the tags of one bay; a run whose tag finds no room beside its neighbours' has none."""
    result = []
    cards = rng.spawn(1)[0] if settings.card_rate > 0 and not info.door_count else None
    centred = rng.random() < 0.25
    for board in bay.boards:
        free_from_m = card_from_m = bay.x_m + APART_M
        below = bay.boards[board.index - 1] if board.index else board
        for index, run in enumerate(board.runs):
            missing = rng.random() < settings.missing_rate
            pose = rng.normal(0.0, 1.0, 4)
            price = sample_price(settings, run.product, seed, frame)
            left_m = _wished_left(settings, run, centred) + 0.003 * float(pose[0])
            left_m = max(left_m, free_from_m)
            last_m = min(run.cells_x_m[-1][1], bay.x_m + bay.width_m - APART_M - settings.width_m)
            if missing or left_m > last_m:
                continue
            free_from_m = left_m + settings.width_m + APART_M
            result.append(_rail_tag(settings, info.rail, catalogue, run, price, bay, board, index, left_m, pose))
            if price.wobbler and not info.door_count:  # a glass door closes just in front of the rails
                result.append(_wobbler(rng, settings, info.rail, catalogue, run, price, bay, board, index))
            elif (cards is not None and price.promotion and cards.random() < settings.card_rate
                    and below.front_y_m >= board.front_y_m):
                card = _card(cards, settings, info.rail, catalogue, run, price, bay, board, index, card_from_m)
                if card is not None:
                    card_from_m = card.position_m[0] + CARD_M[0] / 2 + APART_M
                    result.append(card)
    return result


def _wished_left(settings: PriceTagRecipe, run: Run, centred: bool) -> float:
    """Left edge of a tag that begins with its run, or hangs below its middle."""
    left, right = run.cells_x_m[0][0], run.cells_x_m[-1][1]
    return (left + right - settings.width_m) / 2 if centred else left + 0.004


def _rail_tag(settings: PriceTagRecipe, rail: RailInfo, catalogue: Catalogue, run: Run, price: Price, bay: BayPlan,
              board: BoardPlan, index: int, left_m: float, pose: np.ndarray) -> PlacedTag:
    height_m = min(settings.height_m, rail.height_m)
    # Most tags hang straight; one in some hundred was pushed in badly.
    roll = settings.roll_rad * float(pose[1]) * (6.0 if abs(pose[2]) > 2.4 else 1.0)
    spare_m = max(0.0, (rail.height_m - height_m) / 2)
    centre = (left_m + settings.width_m / 2, board.front_y_m + rail.y_m,
              board.z_m + rail.z_m + float(np.clip(0.0008 * pose[3], -spare_m, spare_m)))
    return _tag(settings, catalogue, run.product, price, "rail", (settings.width_m, height_m), centre,
                composed(about_x(-rail.tilt_rad), about_y(roll)), bay, board, index)


def _wobbler(rng: np.random.Generator, settings: PriceTagRecipe, rail: RailInfo, catalogue: Catalogue, run: Run,
             price: Price, bay: BayPlan, board: BoardPlan, index: int) -> PlacedTag:
    left, right = run.cells_x_m[0][0], run.cells_x_m[-1][1]
    half = WOBBLER_M / 2
    x_m = float(np.clip(rng.uniform(left, right), bay.x_m + half, bay.x_m + bay.width_m - half))
    yaw, nod = float(rng.normal(0.0, 0.2)), float(rng.normal(-0.05, 0.08))
    centre = (x_m, board.front_y_m + rail.y_m - WOBBLER_OUT_M, board.z_m + rail.z_m + float(rng.uniform(-0.012, 0.006)))
    rotation = composed(about_z(float(np.clip(yaw, -0.5, 0.5))), about_x(nod))
    size_m = (WOBBLER_M, WOBBLER_M)
    return _tag(settings, catalogue, run.product, price, "wobbler", size_m, centre, rotation, bay, board, index)


def _card(rng: np.random.Generator, settings: PriceTagRecipe, rail: RailInfo, catalogue: Catalogue, run: Run, price: Price,
          bay: BayPlan, board: BoardPlan, index: int, free_from_m: float) -> PlacedTag | None:
    """A card somewhere below its run; None where it finds no room beside the one before."""
    first_m = max(run.cells_x_m[0][0], free_from_m)
    last_m = min(run.cells_x_m[-1][1], bay.x_m + bay.width_m - APART_M) - CARD_M[0]
    left_m, roll = first_m + float(rng.random()) * (last_m - first_m), float(rng.normal(0.0, 0.02))
    if last_m < first_m:
        return None
    top_m = board.z_m + rail.z_m - rail.height_m / 2 + 0.003
    centre = (left_m + CARD_M[0] / 2, board.front_y_m + rail.y_m - CARD_OUT_M, top_m - CARD_M[1] / 2)
    return _tag(settings, catalogue, run.product, price, "card", CARD_M, centre, about_y(roll), bay, board, index)


def _tag(settings: PriceTagRecipe, catalogue: Catalogue, product: Product, price: Price, style: str,
         size_m: tuple[float, float], centre_m: tuple[float, float, float], rotation_wxyz, bay: BayPlan,
         board: BoardPlan, index: int) -> PlacedTag:
    brand = catalogue.brand(product.brand).name if product.brand else ""
    descriptor = product.art.descriptor if product.art else ""
    return PlacedTag(
        sku=product.sku, name=f"{brand} {product.name}".strip(),
        detail=" · ".join(part for part in (descriptor, product.net_content) if part),
        price=f"{price.amount:.2f}", currency=settings.currency,
        unit_price=unit_price(price.amount, product.net_content), ean=ean13(product), promotion=price.promotion,
        style=style, width_m=size_m[0], height_m=size_m[1], position_m=centre_m, rotation_wxyz=rotation_wxyz,
        bay=bay.index, board=board.index, run=index,
    )
