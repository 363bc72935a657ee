"""The common part of what a frame's record says of an instance."""

from typing import NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

described = with_config(ConfigDict(use_attribute_docstrings=True))
"""Of a record's types: what stands under a key is its description in the JSON schema."""

Matrix = list[list[float]]
"""Rows of a 3x3 or 4x4 matrix."""


@described
class RunLengths(TypedDict):
    """A mask as pycocotools has it."""

    size: list[int]
    """[height, width] in pixels."""
    counts: str
    """Compressed run lengths, column by column."""


@described
class Occluder(TypedDict):
    """What is seen in an instance's place."""

    id: int
    """Another instance's; 0 is what is no instance."""
    pixels: int


@described
class TextRecord(TypedDict):
    """One line of text, or a bar code, of which some part is seen."""

    role: str
    """'brand', 'name', 'descriptor', 'weight', 'claim', 'info', 'price', 'barcode', ...: what it is."""
    text: str
    """As printed; of a bar code its digits."""
    quad_px: list[list[float]]
    """Four corners as it is read: upper left, upper right, lower right, lower left. They may lie outside the picture."""
    visible_fraction: float
    """How much of it faces the camera within the picture with nothing before it."""


@described
class InstanceRecord(TypedDict):
    """The common keys of an instance's record. Boxes are COCO's, right and bottom edges exclusive."""

    id: int
    """Its value in the instance map; 1 is the frame's first."""
    category: str
    """As the dataset's categories name it."""
    supercategory: str
    kind: str
    """Which sort of thing it is; where that names a semantic class, all its pixels have this class."""
    camera_from_object: Matrix
    """(4, 4), rigid, metres; the camera's X goes right, Y down, Z forward."""
    box_min_m: list[float]
    """The box's lowest corner in the object's own frame, its scale baked in."""
    box_max_m: list[float]
    box_corners_px: list[list[float] | None]
    """Eight, x slowest and z fastest; null at or behind the camera's plane, and where the lens does not see."""
    bbox_visible_xywh_px: list[int] | None
    """Tight to the visible pixels; null where there are none."""
    bbox_amodal_xywh_px: list[int] | None
    """Of what would be seen of it alone; may lie outside the picture."""
    visible_px: int
    amodal_px: int
    """Pixels of it alone, what lies outside the picture included."""
    visible_fraction: float
    """visible_px / amodal_px; 0 where there are no amodal pixels."""
    amodal_clipped: bool
    """The 3x3 pictures in which amodal pixels are counted, the near plane, or the reach of a lens, cut it."""
    truncated: bool
    """Part of it lies outside the picture."""
    segmentation: NotRequired[RunLengths]
    """Its mask, where the recipe asks for it and pixels are visible."""
    amodal_segmentation: NotRequired[RunLengths | None]
    """What would be seen of it alone within the picture, where the recipe asks for that; null where that is nothing."""
    occluders: NotRequired[list[Occluder]]
    """What is seen at the pixels of that mask that are not its own, by id: with `visible_px` they sum to the mask's area."""
    oriented_visible_px: NotRequired[list[list[float]] | None]
    """Corners of the smallest rectangle around its visible pixels, clockwise from the highest one; null for no pixels."""
    oriented_amodal_px: NotRequired[list[list[float]] | None]
    """Likewise around its amodal pixels, what lies outside the picture included."""
    texts: NotRequired[list[TextRecord]]
    """What is written on it, where the recipe asks for it; lines less than 4 pixels high are left out."""
