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
from facings.goods.stance import Stance, stance
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
    relit: Callable[[ShelfSpec], ShelfSpec]
    """Gives a spec the light after."""


@dataclass(frozen=True)
class Edited:
    """A scene before and after."""

    before: ShelfSpec
    after: ShelfSpec
    before_ids: tuple[int, ...] = ()
    """The instances that the edit touches, see `spec.Pair`."""
    after_ids: tuple[int, ...] = ()
    edit: Edit = "none"

    def half(self, frame: int) -> ShelfSpec:
        """Return the spec of one of the two frames."""
        number, moment = divmod(frame, 2)
        pair = Pair(number, "after" if moment else "before", self.edit, self.before_ids, self.after_ids)
        return replace(self.after if moment else self.before, frame=frame, pair=pair)


def edited(scene: Scene, edit: Edit, rng: np.random.Generator) -> Edited:
    """Return the scene before and after an edit; one that is 'none' where the picture holds nothing to edit so.

    What an edit touches lies in the picture; whether anything hides it is not asked.
    """
    make = _EDITS.get(edit)
    found = None if make is None else make(scene, _in_view(scene), rng)
    return Edited(scene.spec, scene.spec) if found is None else replace(found, edit=edit)


def _taken(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Edited | None:
    """A shopper takes the uppermost item of a facing's front."""
    fronts = [index for index in _tops(scene.spec.products) if seen[index]]
    if not fronts:
        return None
    index = fronts[rng.integers(len(fronts))]
    return Edited(scene.spec, _without(scene, [index]), (index + 1,))


def _filled(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Edited | None:
    """Staff fill an empty facing: it is the scene before that lacks something."""
    stocked = sorted({_place(scene.spec.products[index]) for index in _tops(scene.spec.products) if seen[index]})
    if not stocked:
        return None
    chosen = stocked[rng.integers(len(stocked))]
    there = [index for index, item in enumerate(scene.spec.products) if _place(item) == chosen]
    return Edited(_without(scene, there), scene.spec, after_ids=tuple(index + 1 for index in there))


def _swapped(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Edited | None:
    """Two front items of different products stand in each other's places."""
    products = scene.spec.products
    fronts = [index for index in _tops(products) if seen[index] and products[index].level == 0
              and not products[index].lying and not products[index].turned]
    spots = _spots(scene, [products[index] for index in fronts])
    pairs = [(a, b) for a in range(len(fronts)) for b in range(a) if spots[a].item.sku != spots[b].item.sku]
    for number in rng.permutation(len(pairs)):
        a, b = pairs[number]
        if spots[a].holds(spots[b]) and spots[b].holds(spots[a]):
            changed = list(products)
            changed[fronts[a]], changed[fronts[b]] = spots[a].given(spots[b]), spots[b].given(spots[a])
            ids = fronts[a] + 1, fronts[b] + 1
            return Edited(scene.spec, replace(scene.spec, products=tuple(changed)), ids, ids[::-1])
    return None


@dataclass(frozen=True)
class _Spot:
    """A front item that stands alone, and the room that its facing has in its place."""

    item: PlacedProduct
    stands: Stance
    facing: Gap
    front_y_m: float
    depth_m: float
    """As far as what stands behind, or the board's back."""
    z_m: float
    height_m: float

    def holds(self, other: "_Spot") -> bool:
        """Whether another spot's item finds room here."""
        width_m = self.facing.box_max_m[0] - self.facing.box_min_m[0] - 2 * SIDE_M
        return (other.stands.width_m <= width_m and other.stands.depth_m <= self.depth_m
                and other.stands.height_m <= self.height_m)

    def given(self, other: "_Spot") -> PlacedProduct:
        """Return another spot's item in this place: amid the facing, no further in front."""
        item, low, high = other.item, other.stands.low_m, other.stands.high_m
        middle_m = (self.facing.box_min_m[0] + self.facing.box_max_m[0]) / 2
        position_m = middle_m - (low[0] + high[0]) / 2, self.front_y_m - low[1], self.z_m - low[2]
        return replace(self.item, sku=item.sku, variant=item.variant, tint=item.tint, rotation_wxyz=item.rotation_wxyz,
                       scale=item.scale, position_m=position_m, misplaced=item.sku != self.facing.sku)


def _spots(scene: Scene, fronts: Sequence[PlacedProduct]) -> list[_Spot]:
    stands = {item: stance(scene.shapes[item.sku], item.rotation_wxyz, item.scale) for item in scene.spec.products}
    facings = {_place(facing): facing for facing in scene.facings}
    behind: dict[Place, float] = {}
    for item, stood in stands.items():
        if item.depth > 0:
            y_m = item.position_m[1] + stood.low_m[1]
            behind[_place(item)] = min(y_m, behind.get(_place(item), y_m))
    result = []
    for item in fronts:
        board, front_y_m = scene.spec.bays[item.bay].boards[item.board], item.position_m[1] + stands[item].low_m[1]
        back_y_m = behind.get(_place(item), board.back_y_m)
        result.append(_Spot(item, stands[item], facings[_place(item)], front_y_m, back_y_m - BEHIND_M - front_y_m,
                            board.z_m + ABOVE_BOARD_M, board.clear_height_m - scene.hand_room_m))
    return result


def _tag_changed(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Edited | None:
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
    return Edited(scene.spec, replace(scene.spec, price_tags=changed), ids, ids)


def _other_prices(amount: float, rng: np.random.Generator) -> Iterator[float]:
    """Yield prices nearby, of which some may be the same, in the end one that is not."""
    for _ in range(20):
        yield ending_in_nine(amount * float(rng.choice((0.67, 0.75, 0.8, 0.9, 1.05, 1.1, 1.15, 1.25))))
    yield ending_in_nine(amount + 0.1)


def _relit(scene: Scene, seen: np.ndarray, rng: np.random.Generator) -> Edited:
    """Lamps and world are drawn anew."""
    return Edited(scene.spec, scene.relit(scene.spec))


_EDITS: dict[Edit, Callable[[Scene, np.ndarray, np.random.Generator], Edited | None]] = {
    "item_taken": _taken, "gap_filled": _filled, "items_swapped": _swapped, "tag_changed": _tag_changed,
    "light_changed": _relit}
"""Given a scene, and which products and tags, in this order, lie in the picture."""


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
