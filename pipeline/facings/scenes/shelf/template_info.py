"""What sampling must know of a shelf template.

Read once from the `.blend` and cached as JSON (`facings.blender.template`), so that sampling needs no Blender.
"""

from dataclasses import dataclass

from facings.blender.template import TemplateReading
from facings.frames.lights import LightInfo


@dataclass(frozen=True)
class BoardSlot:
    """One board's place in a bay, bottom to top; heights are of its upper surface above the floor."""

    z_m: float
    """Where the artist put it."""
    z_min_m: float
    z_max_m: float
    """How far it may be moved; equal to `z_min_m` for the fixed base deck."""
    front_y_m: float
    back_y_m: float
    """Where products may stand (the aisle is towards -Y, so front < back)."""
    thickness_m: float
    """What hangs below the upper surface: the board, its brackets, lights."""


@dataclass(frozen=True)
class RailInfo:
    """The price rail of a board, relative to the board's front edge: its slot's `front_y_m` and the board's `z_m`."""

    y_m: float
    z_m: float
    """The middle of a tag's face lies at y = `front_y_m + rail.y_m` (negative: in front of the edge) and
    z = the board's `z_m + rail.z_m`."""
    tilt_rad: float
    """Tags lean back by this angle: a rotation of `-tilt_rad` about X (their upper edge away from the aisle)."""
    height_m: float
    """Room for a tag's height."""


@dataclass(frozen=True)
class SignInfo:
    """One sign above a bay."""

    name: str
    """Of the object."""
    width_m: float
    height_m: float


@dataclass(frozen=True)
class ShelfTemplateInfo:
    """The bay module and what surrounds it. The row of bays is centred on x = 0; products' fronts face -Y."""

    name: str
    sha256: str
    bay_width_m: float
    bay_count: int
    """Bays the surroundings have room for."""
    boards: tuple[BoardSlot, ...]
    top_z_m: float
    """Underside of whatever is above the uppermost board (canopy, header), or as high as products may reach."""
    rail: RailInfo
    door_count: int
    """Glass doors of one bay; 0 where the template has none."""
    lights: tuple[LightInfo, ...]
    camera_y_min_m: float
    camera_y_max_m: float
    """Aisle: how near and how far from y = 0, the upper boards' front edge, the camera may stand. Distances, both
    positive: the camera's world y lies between `-camera_y_max_m` and `-camera_y_min_m`."""
    ceiling_z_m: float
    """The camera stays below."""
    room_x_m: float
    """Half the room's length: the camera stays within."""
    cooled: bool
    """A refrigerated case: stocks the departments marked `cooled`."""
    signs: tuple[SignInfo, ...] = ()
    """The signs above one bay."""


_REALISE = "facings.scenes.shelf.realise"
SHELF_TEMPLATES = TemplateReading(f"{_REALISE}.template_reading", ShelfTemplateInfo, f"{_REALISE}.template_check")
