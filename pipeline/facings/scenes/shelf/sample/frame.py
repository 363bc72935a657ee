"""One shelf frame from the recipe's distributions: each part from a random stream of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from facings.errors import InputError
from facings.frames.colour import linear_from_hex
from facings.frames.lights import sample_lights, sample_world
from facings.frames.pictures import sample_picture
from facings.frames.spec import CameraSpec
from facings.frames.streams import stream
from facings.goods.catalogue import Catalogue
from facings.goods.shape import ProductShape
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.shelf.recipe import FixtureRecipe, ShelfRecipe
from facings.scenes.shelf.sample.board_count import refuse_crowded, slots_for
from facings.scenes.shelf.sample.camera import sample_camera
from facings.scenes.shelf.sample.edits import Scene, edited
from facings.scenes.shelf.sample.emptiness import is_in_view, misfits, refuse_empty_shelves
from facings.scenes.shelf.sample.path import CameraPath
from facings.scenes.shelf.sample.stock import needed_skus, sample_stock, stocked_departments
from facings.scenes.shelf.spec import SCHEMA, FixtureSpec, ShelfSpec
from facings.scenes.shelf.template_info import ShelfTemplateInfo

_OTHERS = 20
"""Cameras that are tried before a recipe's are said to see nothing."""


def sample_shelf(
    recipe: ShelfRecipe,
    info: ShelfTemplateInfo,
    catalogue: Catalogue,
    shapes_of: Callable[[Iterable[str]], Mapping[str, ProductShape]],
    seed: int,
    frame: int,
    remark: Callable[[str], None] = lambda sentence: None,
) -> ShelfSpec:
    """Return the spec of one frame; the same for the same arguments.

    `shapes_of` gives the shapes of the SKUs of the departments that the frame shows, which may have to be built first. `remark`
    is told what the frame leaves away. Raises InputError where the recipe asks for what the template or the catalogue cannot
    give, or leaves nothing to render.
    """
    refuse_empty_shelves(recipe)
    number = _scene_of(recipe, frame)  # whose streams are drawn from
    picture = sample_picture(recipe, seed, number)
    drawn = draw_contents(recipe, stream(seed, number, "settings"))
    count = info.bay_count if drawn.bays.count is None else drawn.bays.count
    if count > info.bay_count:
        raise InputError(
            f"bays.count gives {count} bays, but the template {info.name} has room for {info.bay_count}."
            " Ask for fewer, or leave the key out to fill the room."
        )
    refuse_crowded(drawn.bays.boards, info)
    needed = needed_skus(drawn, info, catalogue, seed, number)
    shapes = shapes_of(needed)
    _tell_misfits(drawn, info, catalogue, [sku for sku in needed if sku in shapes], shapes_of, remark)
    bays, products, price_tags, gaps, trays, facings = sample_stock(drawn, info, catalogue, shapes, seed, number)

    def camera(other: int) -> CameraSpec:
        return sample_camera(recipe.camera, info, picture.width_px, picture.height_px, stream(seed, other, "camera"),
                             row_width_m=count * info.bay_width_m)

    seen, there = camera(number), (*products, *price_tags, *gaps)
    if not there:
        remark(f"frame {frame}: nothing of what it shows fits on a board, and its shelves are empty")
    elif not is_in_view(seen, picture, shapes, there):
        if not any(is_in_view(camera(number + k), picture, shapes, there) for k in range(1, _OTHERS)):
            raise InputError("The recipe's camera sees nothing of what stands on the shelf: in"
                             f" {_OTHERS} draws no product, price tag or gap lay in the picture. Look at the shelf again with"
                             " camera.target_height_m, pitch_deg, yaw_deg, along, or a shorter focal_length_mm.")
        remark(f"frame {frame}: the camera happens to see no product, price tag or gap")
    if there and not products:
        remark("stock.gap_rate leaves no product on any board; price tags and gaps are labelled")
    spec = ShelfSpec(
        schema=SCHEMA,
        scene="shelf",
        frame=frame,
        seed=seed,
        template=info.name,
        template_sha256=info.sha256,
        picture=picture,
        camera=seen,
        world=sample_world(recipe.world, stream(seed, number, "world")),
        lights=sample_lights(recipe.lights, info.lights, info.name, stream(seed, number, "light")),
        fixture=fixture_spec(drawn.fixture, info),
        bays=bays,
        products=products,
        price_tags=price_tags,
        gaps=gaps,
        trays=trays,
    )
    if recipe.sequence is not None:
        motion = evaluate(recipe.sequence, stream(seed, number, "sequence"))
        path = CameraPath.sample(seen, motion, info, stream(seed, number, "sequence/hand"))
        return path.moment(spec, frame)
    if recipe.pairs is not None:
        def relit(before: ShelfSpec) -> ShelfSpec:
            return replace(before, world=sample_world(recipe.world, stream(seed, number, "pairs/world")),
                           lights=sample_lights(recipe.lights, info.lights, info.name, stream(seed, number, "pairs/light")))

        wanted = evaluate(recipe.pairs, stream(seed, number, "pairs")).edit
        pair = edited(Scene(spec, facings, shapes, catalogue, drawn.stock.hand_room_m, relit), wanted,
                      stream(seed, number, "pairs/edit"))
        if pair.edit != wanted:
            remark(f"frame {frame}: the picture shows nothing for pairs.edit {wanted}, and nothing changes in this pair")
        return pair.half(frame)
    return spec


def _scene_of(recipe: ShelfRecipe, frame: int) -> int:
    """Return the number of the frame of the recipe without pairs and sequences that shows the same scene."""
    if recipe.sequence is not None:
        return frame // recipe.sequence.moments
    return frame if recipe.pairs is None else frame // 2


def _tell_misfits(drawn: ShelfRecipe, info: ShelfTemplateInfo, catalogue: Catalogue, skus: list[str],
                  shapes_of: Callable[[Iterable[str]], Mapping[str, ProductShape]], remark: Callable[[str], None]) -> None:
    """Tell which of the frame's products fit on no board; raise InputError where none that the recipe may show does."""

    roomiest = info if drawn.bays.boards is None else replace(info, boards=slots_for(info, drawn.bays.boards[0]))

    def of(chosen: list[str]) -> dict[str, str]:
        return misfits(drawn.stock, roomiest, catalogue, map(catalogue.product, chosen), shapes_of(chosen))

    found = of(skus)
    if len(found) == len(skus):
        departments = {d.id for d in stocked_departments(drawn.catalogue.departments, info, catalogue)}
        rest = [p.sku for p in catalogue.products if p.department in departments and p.sku not in found]
        found |= of(rest)
        if len(found) == len(skus) + len(rest):
            raise InputError("Nothing is left to render.\n" + "\n".join(f"  {sentence}" for sentence in found.values()))
    for sentence in found.values():
        remark(sentence)


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
