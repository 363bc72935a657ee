"""From the recipe's stock, price tags and fixture to one frame's sampled settings, in metres and radians."""

import math

import numpy as np

from facings.frames.colour import linear_from_hex
from facings.recipes.distributions import evaluate
from facings.scenes.shelf.recipe import FixtureRecipe, ShelfRecipe
from facings.scenes.shelf.sample.settings import StockSettings
from facings.scenes.shelf.spec import FixtureSpec
from facings.scenes.shelf.template_info import ShelfTemplateInfo


def sample_stock_settings(recipe: ShelfRecipe, rng: np.random.Generator) -> StockSettings:
    """Return one frame's stock settings."""
    of_bays, of_stock, of_tags, of_fixture = rng.spawn(4)
    bays = evaluate(recipe.bays, of_bays)
    stock = evaluate(recipe.stock, of_stock)
    tags = evaluate(recipe.price_tags, of_tags)
    fixture = evaluate(recipe.fixture, of_fixture)
    return StockSettings(
        bays=bays.count,
        departments=recipe.catalogue.departments,
        continue_rate=stock.continue_rate,
        families_min=stock.families[0],
        families_max=stock.families[1],
        brand_blocking=stock.brand_blocking,
        facings_min=stock.facings[0],
        facings_max=stock.facings[1],
        hand_room_m=stock.hand_room_mm / 1000,
        max_depth=stock.max_depth,
        stacking=stock.stacking,
        fill_level=stock.fill,
        fill_spread=stock.fill_spread,
        fronted_rate=stock.fronted_rate,
        gap_rate=stock.gap_rate,
        misplaced_rate=stock.misplaced_rate,
        turned_rate=stock.turned_rate,
        lying_rate=stock.lying_rate,
        pulled_back_rate=stock.pulled_back_rate,
        pulled_back_max_m=stock.pulled_back_max_mm / 1000,
        position_jitter_m=stock.jitter_position_mm / 1000,
        yaw_jitter_round_rad=math.radians(stock.jitter_yaw_round_deg),
        yaw_jitter_box_rad=math.radians(stock.jitter_yaw_box_deg),
        yaw_jitter_soft_rad=math.radians(stock.jitter_yaw_soft_deg),
        soft_scale_jitter=stock.soft_scale_jitter,
        tint_jitter=stock.tint_jitter,
        tag_width_m=tags.width_mm / 1000,
        tag_height_m=tags.height_mm / 1000,
        tag_missing_rate=tags.missing_rate,
        tag_roll_rad=math.radians(tags.roll_deg),
        promotion_rate=tags.promotion_rate,
        wobbler_rate=tags.wobbler_rate,
        price_jitter=tags.price_jitter,
        currency=tags.currency,
        lit=fixture.lit,
        door_open_rate=fixture.door_open_rate,
        door_open_rad=math.radians(fixture.door_open_deg),
    )


def sample_fixture(recipe: FixtureRecipe, info: ShelfTemplateInfo, rng: np.random.Generator) -> FixtureSpec:
    """Return how one frame's shelving looks; doors only where the template has some."""
    fixture = evaluate(recipe, rng)
    return FixtureSpec(
        color=linear_from_hex(fixture.color),
        rail_color=linear_from_hex(fixture.rail_color),
        header_color=linear_from_hex(fixture.header_color),
        wear=fixture.wear,
        doors=fixture.doors and bool(info.doors),
    )
