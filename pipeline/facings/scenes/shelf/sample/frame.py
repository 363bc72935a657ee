"""One shelf frame from the recipe's distributions: each part from a random stream of its own."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from facings.errors import InputError
from facings.frames.colour import linear_from_hex
from facings.frames.lights import sample_lights, sample_world
from facings.frames.pictures import sample_picture
from facings.frames.streams import stream
from facings.goods.catalogue import Catalogue
from facings.goods.shape import ProductShape
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.shelf.recipe import FixtureRecipe, ShelfRecipe
from facings.scenes.shelf.sample.camera import sample_camera
from facings.scenes.shelf.sample.stock import needed_skus, sample_stock
from facings.scenes.shelf.spec import SCHEMA, FixtureSpec, ShelfSpec
from facings.scenes.shelf.template_info import ShelfTemplateInfo


def sample_shelf(
    recipe: ShelfRecipe,
    info: ShelfTemplateInfo,
    catalogue: Catalogue,
    shapes_of: Callable[[Iterable[str]], Mapping[str, ProductShape]],
    seed: int,
    frame: int,
) -> ShelfSpec:
    """Return the spec of one frame; the same for the same arguments.

    `shapes_of` gives the shapes of the SKUs of the departments that the frame shows, which may have to be built first.
    Raises InputError where the recipe asks for what the template or the catalogue cannot give.
    """
    picture = sample_picture(recipe.picture, stream(seed, frame, "picture"))
    drawn = draw_contents(recipe, stream(seed, frame, "settings"))
    count = info.bay_count if drawn.bays.count is None else drawn.bays.count
    if count > info.bay_count:
        raise InputError(
            f"bays.count gives {count} bays, but the template {info.name} has room for {info.bay_count}."
            " Ask for fewer, or leave the key out to fill the room."
        )
    shapes = shapes_of(needed_skus(drawn, info, catalogue, seed, frame))
    bays, products, price_tags, gaps = sample_stock(drawn, info, catalogue, shapes, seed, frame)
    return ShelfSpec(
        schema=SCHEMA,
        scene="shelf",
        frame=frame,
        seed=seed,
        template=info.name,
        template_sha256=info.sha256,
        picture=picture,
        camera=sample_camera(
            recipe.camera, info, picture.width_px, picture.height_px, stream(seed, frame, "camera"),
            row_width_m=count * info.bay_width_m,
        ),
        world=sample_world(recipe.world, stream(seed, frame, "world")),
        lights=sample_lights(recipe.lights, info.lights, info.name, stream(seed, frame, "light")),
        fixture=fixture_spec(drawn.fixture, info),
        bays=bays,
        products=products,
        price_tags=price_tags,
        gaps=gaps,
    )


def draw_contents(recipe: ShelfRecipe, rng: np.random.Generator) -> ShelfRecipe:
    """Return the recipe with its bays, stock, price tags and fixture drawn; the rest has streams of its own."""
    parts = ("bays", "stock", "price_tags", "fixture")
    children = zip(parts, spawn_by_name(rng, *parts), strict=True)
    return recipe.model_copy(update={name: evaluate(getattr(recipe, name), child) for name, child in children})


def fixture_spec(fixture: FixtureRecipe, info: ShelfTemplateInfo) -> FixtureSpec:
    """Return how one frame's shelving looks, as drawn; doors only where the template has some."""
    return FixtureSpec(
        color=linear_from_hex(fixture.color),
        rail_color=linear_from_hex(fixture.rail_color),
        header_color=linear_from_hex(fixture.header_color),
        wear=fixture.wear,
        doors=fixture.doors and info.door_count > 0,
    )
