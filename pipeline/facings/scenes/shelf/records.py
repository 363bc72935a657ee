"""Types of a shelf frame's record."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from facings.dataset.records import FrameCommon
from facings.labels.instance_record import InstanceRecord, described
from facings.scenes.shelf.spec import Edit


@described
class ShelfInstance(InstanceRecord):
    """What products and price tags have in common: where they stand."""

    sku: str
    """The product, or the one that the tag names."""
    bay: int
    """Counted from 0, from left to right."""
    board: int
    """Counted from 0, the base deck, upwards."""
    run: int
    """Which of the board's products, from left to right; a run is all facings of one SKU."""


@described
class ProductRecord(ShelfInstance):
    """A package; its `kind` is 'product', its category the SKU."""

    facing: int
    """Within the run, from left to right."""
    depth: int
    """0 is the front."""
    level: int
    """0 stands on the board, 1 on another package."""
    misplaced: bool
    """It belongs somewhere else."""
    lying: bool
    turned: bool
    """Its front does not face the aisle."""


@described
class PriceTagRecord(ShelfInstance):
    """A price tag; its `kind` is 'price_tag'."""

    text: str
    """The product's name as printed."""
    detail: str
    """Small print: descriptor and net content."""
    price: str
    """As printed: '2.78'."""
    currency: str
    unit_price: str
    ean: str
    """The digits of its bar code."""
    promotion: bool
    style: str
    """'rail', 'wobbler' or 'card'."""


@described
class GapRecord(TypedDict):
    """An empty facing: the box in which its products would stand."""

    sku: str
    """What is missing."""
    bay: int
    board: int
    run: int
    facing: int
    box_min_m: list[float]
    """In the world."""
    box_max_m: list[float]
    corners_px: list[list[float] | None]
    """Eight, x slowest and z fastest; null at or behind the camera's plane."""
    polygon_px: list[list[float]] | None
    """Its outline within the picture; null where it lies outside."""
    visible_px: int
    """Pixels whose ray enters the box before it meets anything."""


@described
class ShelfRowRecord(TypedDict):
    """The opening over a board, from its front edge up to what is above, across its bay."""

    bay: int
    board: int
    polygon_px: list[list[float]]


@described
class PairRecord(TypedDict):
    """Which of two frames of one scene this is, and what lies between them."""

    pair_id: int
    """Its frames are 2 * pair_id and 2 * pair_id + 1."""
    moment: Literal["before", "after"]
    edit: Edit
    before_ids: list[int]
    """Ids of the instances that the edit touches in the frame before; the others keep their order from one to the other."""
    after_ids: list[int]
    """Likewise in the frame after: of swapped items the same one at the same place of both lists."""


@described
class SequenceRecord(TypedDict):
    """Where in a sequence of one scene a frame stands. Instances have the same ids in all of its frames."""

    sequence_id: int
    """Its frames are moments * sequence_id and those that follow."""
    moment: int
    moments: int
    fps: float


@described
class ShelfRecord(FrameCommon):
    """A frame of a shelf."""

    instances: list[ProductRecord | PriceTagRecord]
    """Products first, then price tags; wholly hidden ones too; the k-th has the id k."""
    gaps: list[GapRecord]
    shelf_rows: list[ShelfRowRecord]
    pair: NotRequired[PairRecord]
    """Where the recipe has `pairs`."""
    sequence: NotRequired[SequenceRecord]
    """Where it has `sequence`."""
