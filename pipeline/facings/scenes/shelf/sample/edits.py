"""Before and after: one scene in two frames, between which one thing has changed.

    pairs: {edit: {choice: [item_taken, gap_filled, items_swapped, tag_changed, light_changed]}}

Frames 2k and 2k + 1 show the scene of the recipe's frame k without the key: before, and after the edit. All else is equal, but
for the picture's noise, which is each frame's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from facings.goods.catalogue import Catalogue
from facings.goods.shape import ProductShape
from facings.goods.stance import stance
from facings.labels.camera import NEAR_M, Pinhole
from facings.scenes.shelf.sample.facing import ABOVE_BOARD_M, BEHIND_M, SIDE_M
from facings.scenes.shelf.sample.net_content import unit_price
from facings.scenes.shelf.sample.prices import ending_in_nine
from facings.scenes.shelf.spec import Edit, Gap, Pair, PlacedProduct, PlacedTag, ShelfSpec

Place = tuple[int, int, int, int]
"""Bay, board, run, facing."""

@dataclass(frozen=True)
class Scene:
    """A frame's spec, and what its edits go by."""

    spec: ShelfSpec
    facings: Sequence[Gap]
    """Every facing, stocked or not, as the gap that it would be."""
    shapes: Mapping[str, ProductShape]
    catalogue: Catalogue
    hand_room_m: float
    """Kept free above products."""


Moments = tuple[ShelfSpec, ShelfSpec, tuple[int, ...], tuple[int, ...]]
"""The scene before and after, and the ids of the instances that the edit touches, before and after."""


def edited(scene: Scene, edit: Edit, rng: np.random.Generator,
           relit: Callable[[ShelfSpec], ShelfSpec]) -> tuple[Edit, Moments]:
    """Return an edit's name and the scene before and after it: 'none', and the scene twice, where it holds nothing to edit so.

    What it touches lies in the picture; whether anything hides it is not asked. relit: gives a
    spec the light after.
    """
    seen = _in_view(scene)
    if edit == "light_changed":
        return edit, (scene.spec, relit(scene.spec), (), ())
    found = {"item_taken": _taken, "gap_filled": _filled, "items_swapped": _swapped, "tag_changed": _tag_changed,
             "none": lambda *_: None}[edit](scene, seen, rng)
    return ("none", (scene.spec, scene.spec, (), ())) if found is None else (edit, found)


def moment_of(moments: Moments, edit: Edit, frame: int) -> ShelfSpec:
    """Return the spec of one frame of a pair."""
    before, after, before_ids, after_ids = moments
    pair = Pair(pair_id=frame // 2, moment="after" if frame % 2 else "before", edit=edit, before_ids=before_ids,
                after_ids=after_ids)
    return replace(after if frame % 2 else before, frame=frame, pair=pair)


def _taken(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Moments | None:
    """A shopper takes the uppermost item of a facing's front."""
    fronts = [index for index in _tops(scene.spec.products) if seen[index]]
    if not fronts:
        return None
    index = fronts[rng.integers(len(fronts))]
    return scene.spec, _without(scene, [index]), (index + 1,), ()


def _filled(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Moments | None:
    """Staff fill an empty facing: it is the scene before that lacks something."""
    stocked = sorted({_place(scene.spec.products[index]) for index in _tops(scene.spec.products) if seen[index]})
    if not stocked:
        return None
    chosen = stocked[rng.integers(len(stocked))]
    there = [index for index, item in enumerate(scene.spec.products) if _place(item) == chosen]
    return _without(scene, there), scene.spec, (), tuple(index + 1 for index in there)


def _swapped(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Moments | None:
    """Two front items of different products stand in each other's places."""
    products = scene.spec.products
    fronts = [index for index in _tops(products) if seen[index] and _stands_alone(products[index])]
    pairs = [(a, b) for k, a in enumerate(fronts) for b in fronts[k + 1:] if products[a].sku != products[b].sku]
    for number in rng.permutation(len(pairs)):
        a, b = pairs[number]
        at_a, at_b = _put(scene, products[b], products[a]), _put(scene, products[a], products[b])
        if at_a is not None and at_b is not None:
            changed = list(products)
            changed[a], changed[b] = at_a, at_b
            return scene.spec, replace(scene.spec, products=tuple(changed)), (a + 1, b + 1), (b + 1, a + 1)
    return None


def _stands_alone(item: PlacedProduct) -> bool:
    return item.level == 0 and not item.lying and not item.turned


def _put(scene: Scene, item: PlacedProduct, here: PlacedProduct) -> PlacedProduct | None:
    """Return an item in the place of another: amid its facing, no further in front; None where it finds no room."""
    facing = next(facing for facing in scene.facings if _place(facing) == _place(here))
    board = scene.spec.bays[here.bay].boards[here.board]
    stands = stance(scene.shapes[item.sku], item.rotation_wxyz, item.scale)
    front_y_m = _front_y_m(here, scene.shapes)
    behind_y_m = min((_front_y_m(other, scene.shapes) for other in scene.spec.products
                      if _place(other) == _place(here) and other.depth > 0), default=board.back_y_m)
    left_m, right_m = facing.box_min_m[0] + SIDE_M, facing.box_max_m[0] - SIDE_M
    if (stands.width_m > right_m - left_m or front_y_m + stands.depth_m > behind_y_m - BEHIND_M
            or stands.height_m > board.clear_height_m - scene.hand_room_m):
        return None
    position_m = ((left_m + right_m) / 2 - (stands.low_m[0] + stands.high_m[0]) / 2, front_y_m - stands.low_m[1],
                  board.z_m + ABOVE_BOARD_M - stands.low_m[2])
    return replace(here, sku=item.sku, variant=item.variant, tint=item.tint, rotation_wxyz=item.rotation_wxyz, scale=item.scale,
                   position_m=position_m, misplaced=item.sku != facing.sku)


def _front_y_m(item: PlacedProduct, shapes: Mapping[str, ProductShape]) -> float:
    return item.position_m[1] + stance(shapes[item.sku], item.rotation_wxyz, item.scale).low_m[1]


def _tag_changed(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Moments | None:
    """A product costs more or less: all its tags say so."""
    tags, first = scene.spec.price_tags, len(scene.spec.products)
    skus = sorted({tag.sku for index, tag in enumerate(tags) if seen[first + index]})
    if not skus:
        return None
    sku = skus[rng.integers(len(skus))]
    ids = tuple(first + index + 1 for index, tag in enumerate(tags) if tag.sku == sku)
    old = next(tag for tag in tags if tag.sku == sku)
    amount = next(price for price in _other_prices(float(old.price), rng) if f"{price:.2f}" != old.price)
    net_content = scene.catalogue.product(sku).net_content
    changed = tuple(replace(tag, price=f"{amount:.2f}", unit_price=unit_price(amount, net_content)) if tag.sku == sku else tag
                    for tag in tags)
    return scene.spec, replace(scene.spec, price_tags=changed), ids, ids


def _other_prices(amount: float, rng: np.random.Generator) -> Iterator[float]:
    """Yield prices nearby, in the end one that is a tenth higher by its step."""
    for _ in range(20):
        yield ending_in_nine(amount * float(rng.choice((0.67, 0.75, 0.8, 0.9, 1.05, 1.1, 1.15, 1.25))))
    yield ending_in_nine(amount + 0.1)


def _without(scene: Scene, gone: Sequence[int]) -> ShelfSpec:
    """The scene without some items of one facing: what stood behind an emptied front is the front, an emptied facing a gap."""
    spec, place = scene.spec, _place(scene.spec.products[gone[0]])
    left = [item for index, item in enumerate(spec.products) if index not in gone]
    depths = sorted({item.depth for item in left if _place(item) == place})
    left = [replace(item, depth=depths.index(item.depth)) if _place(item) == place else item for item in left]
    gaps = spec.gaps if depths else tuple(
        facing for facing in scene.facings if facing in spec.gaps or _place(facing) == place)
    return replace(spec, products=tuple(left), gaps=gaps)


def _tops(products: Sequence[PlacedProduct]) -> list[int]:
    """The uppermost item of the foremost stack of each facing, by index."""
    tops: dict[Place, int] = {}
    for index, item in enumerate(products):
        known = tops.get(_place(item))
        if known is None or (-item.depth, item.level) > (-products[known].depth, products[known].level):
            tops[_place(item)] = index
    return sorted(tops.values())


def _place(thing: PlacedProduct | Gap) -> Place:
    return thing.bay, thing.board, thing.run, thing.facing


def _in_view(scene: Scene) -> np.ndarray:
    """Whether the middle of each product, then of each tag, lies in the picture."""
    picture = scene.spec.picture
    pinhole = Pinhole.of(scene.spec.camera, picture.width_px, picture.height_px)
    world = np.array([_middle(item, scene.shapes) for item in (*scene.spec.products, *scene.spec.price_tags)]).reshape(-1, 3)
    camera = world @ pinhole.camera_from_world[:3, :3].T + pinhole.camera_from_world[:3, 3]
    before = camera[:, 2] > NEAR_M
    pixels = pinhole.project(np.where(before[:, None], camera, (0, 0, 1)))
    with np.errstate(invalid="ignore"):  # a lens does not see everything
        return before & (pixels > 0).all(1) & (pixels < (picture.width_px, picture.height_px)).all(1)


def _middle(thing: PlacedProduct | PlacedTag, shapes: Mapping[str, ProductShape]) -> tuple[float, float, float]:
    x, y, z = thing.position_m
    if isinstance(thing, PlacedTag) or thing.lying:
        return x, y, z
    return x, y, z + shapes[thing.sku].size_m[2] * thing.scale[2] / 2
