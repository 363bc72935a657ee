"""What the recipes of all scene kinds share: picture, labels, world, lights and the camera's lens."""

from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from facings.frames.spec import PictureSpec
from facings.recipes.distributions import sample
from facings.recipes.files import find_hdri, find_template
from facings.recipes.leaves import Colour, File, Flag, Integer, Number, Row, Text
from facings.recipes.quality import PRESETS
from facings.recipes.value_types import NumberKind

SCHEMA = 1
_MOST_PIXELS = 200_000_000


Template = File(find_template, "the name of a template that ships, or the path of a .blend file,", constant=True)
"""The type of the key `template`."""


class Part(BaseModel):
    """A mapping in a recipe: unknown keys are errors, values are read once and do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, use_attribute_docstrings=True)


def _too_many_pixels(resolution: tuple) -> str | None:
    pixels = resolution[0] * resolution[1]
    if pixels <= _MOST_PIXELS:
        return None
    return f"asks for {pixels / 1e6:,.0f} megapixels; at most {_MOST_PIXELS / 1e6:.0f} are possible"


class PictureSettings(Part):
    """How pictures are rendered and written."""

    resolution: Row(NumberKind(ge=16, le=16384, whole=True), 2, limit=_too_many_pixels) = (1024, 768)
    """Width and height in pixels."""
    quality: Text(*PRESETS, constant=True) = "standard"
    samples: Integer(ge=1, le=65536, optional=True, constant=True) = None
    """Light paths a pixel; null: what the quality says."""
    denoise: Flag(optional=True, constant=True) = None
    """Clean the picture with OpenImageDenoise; null: what the quality says."""
    max_bounces: Integer(ge=0, le=1024, optional=True, constant=True) = None
    """null: as the template's artist set them."""
    format: Text("png", "jpg", "webp", constant=True) = "png"
    jpeg_quality: Integer(ge=1, le=100, constant=True) = 92
    """Of jpg and webp."""
    passes: tuple[Literal["normal", "albedo", "uv", "position"], ...] = ()
    """Further label maps to store; instance, semantic and depth always are."""

    def resolved(self) -> "PictureSettings":
        """Return the settings with what the quality preset says written out."""
        preset = PRESETS[self.quality]
        return self.model_copy(
            update={name: getattr(preset, name) for name in ("samples", "denoise", "max_bounces")
                    if getattr(self, name) is None}
        )


class LabelSettings(Part):
    """Which labels are written; what they say never depends on it."""

    min_visible_fraction: Number(ge=0, le=1, constant=True) = 0.0
    """COCO leaves out instances of which less is seen; the frame records keep all."""
    min_visible_px: Integer(ge=1, constant=True) = 1
    """COCO leaves out instances with fewer visible pixels."""
    rle_in_record: Flag(constant=True) = False
    """Write each instance's mask into the frame record too. COCO always has it; of large pictures it is then made faster."""


class WorldSettings(Part):
    """The light that comes from all around."""

    hdri: File(find_hdri, "bpy:NAME.exr (a world that comes with Blender), or the path of an .exr or .hdr file,",
               optional=True) = None
    """null keeps the template's own world."""
    strength: Number(ge=0, le=1000) = 1.0
    rotation_deg: Number(ge=-360, le=360) = 0.0


class LightSettings(Part):
    """What changes on one group of the template's lights."""

    energy: Number(ge=0, le=1000, optional=True) = None
    """Times the artist's; null: as far as the template lets it vary."""
    temperature_k: Number(ge=1667, le=25000, optional=True) = None
    """Colour temperature, times the artist's colour; null leaves that alone."""
    color: Colour(optional=True) = None
    """A coloured gel before the lamp; null: none."""


class LensSettings(Part):
    """What a camera is, wherever it stands."""

    focal_length_mm: Number(ge=1, le=2000) = 26.0
    sensor_width_mm: Number(ge=1, le=200) = 36.0
    """Along the picture's longer side. Physical, like the focal length: with the f-number they give the blur."""
    principal_point_shift: Row(NumberKind(ge=-1, le=1), 2) = (0.0, 0.0)
    """How far the optical axis lies right of and below the picture's middle, in picture widths and heights."""
    depth_of_field: Flag() = False
    f_number: Number(ge=0.5, le=128) = 4.0
    focus: Number(gt=0, le=10) = 1.0
    """Focus distance, times the distance to what the camera looks at."""
    exposure_ev: Number(ge=-10, le=10) = 0.0
    """Added to the template's exposure."""
    white_balance_k: Number(ge=1800, le=100000, optional=True) = None
    """Light of this temperature looks white; null: as the template has it."""
    white_balance_tint: Number(ge=-150, le=150) = 10.0
    """Above 10 corrects light that is too green (10 is Blender's neutral)."""


class Recipe(Part):
    """A recipe's keys that every scene kind has; a kind's own model adds to them."""

    schema_: Literal[1] = Field(SCHEMA, alias="schema")
    scene: Text(constant=True)
    template: Template
    picture: PictureSettings = PictureSettings()
    labels: LabelSettings = LabelSettings()
    world: WorldSettings = WorldSettings()
    lights: dict[str, LightSettings] = {}

    @classmethod
    def uncover(cls, data: dict[str, Any], path: tuple[str, ...]) -> None:
        """Remove from a recipe's raw data what would replace the key at `path`, which the command line has set."""

    def plain(self) -> dict[str, Any]:
        """Return the recipe as JSON data with every default written out."""
        return self.model_dump(mode="json", by_alias=True)


def sample_picture(picture: PictureSettings, rng: np.random.Generator) -> PictureSpec:
    """Return one frame's picture settings; only the resolution may vary."""
    picture = picture.resolved()
    width, height = sample(picture.resolution, rng)
    return PictureSpec(
        width_px=width,
        height_px=height,
        samples=picture.samples,
        denoise=picture.denoise,
        max_bounces=picture.max_bounces,
        format=picture.format,
        jpeg_quality=picture.jpeg_quality,
        passes=picture.passes,
    )
