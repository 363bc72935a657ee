"""What the recipes of all scene kinds share: picture, labels, world, lights and the camera's lens."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from facings.recipes.files import find_hdri, find_template
from facings.recipes.numeric import Integer, Number
from facings.recipes.part import Part, later
from facings.recipes.picture import PictureSettings
from facings.recipes.sensor import SensorSettings
from facings.recipes.values import File, Flag, OneOf, OptionalColour, Row, Text
from facings.recipes.variants import Overlay

Template = Annotated[
    str, File(find_template, "the name of a template that ships, or the path of a .blend file,", constant=True)]
"""The type of the key `template`."""


class LabelSettings(Part):
    """Which labels are written; what they say never depends on it."""

    min_visible_fraction: Annotated[float, Number(ge=0, le=1, constant=True)] = 0.0
    """COCO leaves out instances of which less is seen; the frame records keep all."""
    min_visible_px: Annotated[int, Integer(ge=1, constant=True)] = 1
    """COCO leaves out instances with fewer visible pixels."""
    rle_in_record: Annotated[bool, Flag(constant=True)] = False
    """Write each instance's mask into the frame record too. COCO always has it; of large pictures it is then made faster."""


class WorldSettings(Part):
    """The light that comes from all around."""

    hdri: Annotated[str | None, File(
        find_hdri, "bpy:NAME.exr (a world that comes with Blender), or the path of an .exr or .hdr file,")] = None
    """null keeps the template's own world."""
    strength: Annotated[float, Number(ge=0, le=1000)] = 1.0
    rotation_rad: Annotated[float, Number(ge=-360, le=360, unit="deg")] = Field(default=0.0, alias="rotation_deg")


class LightSettings(Part):
    """What changes on one group of the template's lights."""

    energy: Annotated[float | None, Number(ge=0, le=1000)] = None
    """Times the artist's; null: as far as the template lets it vary."""
    temperature_k: Annotated[float | None, Number(ge=1667, le=25000, unit="k")] = None
    """Colour temperature, times the artist's colour; null leaves that alone."""
    color: OptionalColour = None
    """A coloured gel before the lamp; null: none."""


class LensSettings(Part):
    """What a camera is, wherever it stands."""

    focal_length_m: Annotated[float, Number(ge=1, le=2000, unit="mm")] = Field(default=26.0, alias="focal_length_mm")
    sensor_width_m: Annotated[float, Number(ge=1, le=200, unit="mm")] = Field(default=36.0, alias="sensor_width_mm")
    """Along the picture's longer side. Physical, like the focal length: with the f-number they give the blur."""
    principal_point_shift: Annotated[tuple[float, float], Row(Number(ge=-1, le=1))] = (0.0, 0.0)
    """How far the optical axis lies right of and below the picture's middle, in picture widths and heights."""
    pixel_aspect_ratio: Annotated[float, Number(ge=0.25, le=4)] = later(1.0)
    """A pixel's width over its height: fy = fx times it."""
    lens: Annotated[Literal["perspective", "fisheye"], OneOf(constant=True)] = later("perspective")
    """fisheye: OpenCV's model, whose pictures grow with the angle from the axis, and not with its tangent."""
    distortion: Annotated[tuple[float, ...] | None, Row(Number(ge=-10, le=10), lengths=(4, 5))] = later(None)
    """OpenCV's k1, k2, p1, p2, k3 or, with lens: fisheye, k1, k2, k3, k4; null: none."""
    depth_of_field: Annotated[bool, Flag()] = False
    f_number: Annotated[float, Number(ge=0.5, le=128)] = 4.0
    focus: Annotated[float, Number(gt=0, le=10)] = 1.0
    """Focus distance, times the distance to what the camera looks at."""
    exposure_ev: Annotated[float, Number(ge=-10, le=10, unit="ev")] = 0.0
    """Added to the template's exposure."""
    auto_exposure: Annotated[float | None, Number(ge=0, le=1)] = later(None)
    """The share of what its light meter says is missing that the camera adds, 1 all of it, before `exposure_ev` corrects it;
    null: the exposure is fixed."""
    white_balance_k: Annotated[float | None, Number(ge=1800, le=100000, unit="k")] = None
    """Light of this temperature looks white; null: as the template has it."""
    white_balance_tint: Annotated[float, Number(ge=-150, le=150)] = 10.0
    """Above 10 corrects light that is too green (10 is Blender's neutral)."""


class Recipe(Part):
    """A recipe's keys that every scene kind has; a kind's own model adds to them."""

    schema_: Literal[2] = Field(default=2, alias="schema")
    scene: Annotated[str, Text(constant=True)]
    template: Template
    picture: PictureSettings = PictureSettings()
    sensor: SensorSettings | None = later(None)
    """What a real camera's sensor and processing do to the picture, a mapping or a preset's name; null: nothing."""
    labels: LabelSettings = LabelSettings()
    world: WorldSettings = WorldSettings()
    lights: dict[str, LightSettings] = {}

    overlays: ClassVar[tuple[Overlay, ...]] = ()
    """What the variants of this kind of recipe replace."""

    def plain(self) -> dict[str, Any]:
        """Return the recipe as JSON data with every default written out."""
        return self.model_dump(mode="json", by_alias=True)
