"""The sampled values of one table top, and what sampling must know of its template."""

from dataclasses import dataclass

from facings.blender.template import TemplateReading
from facings.frames.lights import LightInfo
from facings.frames.spec import CameraSpec, LightSpec, PictureSpec, Vec3, WorldSpec
from facings.goods.placement import PlacedItem


@dataclass(frozen=True)
class LaidItem(PlacedItem):
    """One item on the table."""

    lying: bool


@dataclass(frozen=True)
class TableTopSpec:
    """Everything that `realise` needs for one frame."""

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
    table_corners_m: tuple[Vec3, ...]
    """Four, once round its upper face."""
    items: tuple[LaidItem, ...]


@dataclass(frozen=True)
class TableTopInfo:
    """The table of a template."""

    name: str
    sha256: str
    low_m: Vec3
    high_m: Vec3
    """Its box in the world; goods lie on the upper face."""
    lights: tuple[LightInfo, ...]


TABLE_TOP_TEMPLATES = TemplateReading("facings_table_top.template", TableTopInfo)
