"""Types of a table top's record."""

from typing_extensions import TypedDict

from facings.dataset.records import FrameCommon
from facings.labels.instance_record import InstanceRecord, described


@described
class ItemRecord(InstanceRecord):
    """A package; its category is the SKU."""

    lying: bool


@described
class TableRecord(TypedDict):
    """What goods lie on."""

    corners_in_camera_m: list[list[float]]
    """(4, 3): its upper face, counterclockwise from above."""
    corners_px: list[list[float]]
    """(4, 2): their projections; may lie outside the picture."""


@described
class TableTopRecord(FrameCommon):
    """A frame of a table top."""

    instances: list[ItemRecord]
    """In the spec's order; wholly hidden ones too; the k-th has the id k."""
    table: TableRecord
