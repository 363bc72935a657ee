"""The sampled values of one shelf frame: frozen, exact in JSON, nothing random."""

from dataclasses import dataclass
from typing import Literal

from facings.frames.spec import CameraSpec, LightSpec, PictureSpec, Vec3, WorldSpec, later
from facings.goods.placement import PlacedItem, PriceTag

SCHEMA = 1

Edit = Literal["item_taken", "gap_filled", "items_swapped", "tag_changed", "light_changed", "none"]
"""What lies between a scene before and after."""


@dataclass(frozen=True)
class BoardSpec:
    """One board of a bay: `index` 0 is the base deck."""

    index: int
    z_m: float
    """Height of its upper surface."""
    front_y_m: float
    """Where products' fronts stand at the earliest (the aisle is towards -Y)."""
    back_y_m: float
    clear_height_m: float
    """Room up to what is above."""
    lit: bool


@dataclass(frozen=True)
class BaySpec:
    """One bay; x runs to the right as the shopper sees it."""

    index: int
    x_m: float
    """Its left edge."""
    width_m: float
    department: str
    header: str
    boards: tuple[BoardSpec, ...]
    door_open_rad: tuple[float, ...]
    """Angle of each glass door, 0 closed; empty where there is none."""


@dataclass(frozen=True)
class FixtureSpec:
    """How the shelving itself looks."""

    color: Vec3
    """Linear RGB of the painted metal."""
    rail_color: Vec3
    header_color: Vec3
    wear: float
    """0 new to 1 scratched and dirty."""
    doors: bool


@dataclass(frozen=True)
class PlacedProduct(PlacedItem):
    """One item on a board."""

    bay: int
    board: int
    run: int
    facing: int
    depth: int
    level: int
    misplaced: bool
    lying: bool
    turned: bool


@dataclass(frozen=True)
class PlacedTag(PriceTag):
    """A price tag on the rail."""

    bay: int
    board: int
    run: int


@dataclass(frozen=True)
class Gap:
    """A facing that is wholly empty: an axis-aligned box in the world where its products would stand."""

    sku: str
    box_min_m: Vec3
    box_max_m: Vec3
    bay: int
    board: int
    run: int
    facing: int


@dataclass(frozen=True)
class PlacedTray:
    """A shelf-ready tray of board in which one run stands: an axis-aligned box in the world, open at the top and low in front.

    A long run stands in several, side by side, which are one here.
    """

    sku: str
    """Whose name is printed on it."""
    bay: int
    board: int
    run: int
    box_min_m: Vec3
    box_max_m: Vec3
    lip_m: float
    """Height of its front."""
    kraft: bool
    """Of unbleached board, printed in one dark ink; else in the product's colours."""


@dataclass(frozen=True)
class Pair:
    """Which of two frames of one scene this is, and what lies between them."""

    pair_id: int
    """Its frames are 2 * pair_id and 2 * pair_id + 1."""
    moment: Literal["before", "after"]
    edit: Edit
    before_ids: tuple[int, ...]
    """Ids of the instances that the edit touches in the frame before; the others keep their order from one to the other."""
    after_ids: tuple[int, ...]
    """Likewise in the frame after: of swapped items the same one at the same place of both lists."""


@dataclass(frozen=True)
class Moment:
    """Where in a sequence of one scene a frame stands, and the cameras beside its own."""

    sequence_id: int
    """Its frames are moments * sequence_id and those that follow."""
    moment: int
    moments: int
    fps: float
    camera_before: CameraSpec | None
    """Of the moment before; None for the first."""
    camera_after: CameraSpec | None
    """Of the next one; None for the last."""


@dataclass(frozen=True)
class ShelfSpec:
    """Everything `realise` needs for one frame."""

    schema: int
    scene: str
    frame: int
    seed: int
    template: str
    template_sha256: str
    picture: PictureSpec
    camera: CameraSpec
    world: WorldSpec
    lights: tuple[LightSpec, ...]
    fixture: FixtureSpec
    bays: tuple[BaySpec, ...]
    products: tuple[PlacedProduct, ...]
    price_tags: tuple[PlacedTag, ...]
    gaps: tuple[Gap, ...]
    trays: tuple[PlacedTray, ...] | None = later()
    """None: the recipe has none in any frame."""
    pair: Pair | None = later()
    """None: no frame is a half of a pair."""
    sequence: Moment | None = later()
    """None: no frame follows another."""
