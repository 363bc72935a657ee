"""A recipe's key `picture`: how pictures are rendered and written, and what `quality: draft | standard | final` stands for.

Measured by `scripts/quality_table.py` on a gondola against 256 samples at 320 x 240: 8 samples with denoising reach 25 dB,
64 reach 28 dB, 64 without denoising 25 dB. Denoising is worth eight times the samples; labels never depend on the quality.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from facings.recipes.numeric import Integer
from facings.recipes.part import Part, later
from facings.recipes.values import Flag, OneOf, Row

_MOST_PIXELS = 200_000_000


@dataclass(frozen=True)
class Quality:
    """Render settings for the picture; the label render has its own."""

    samples: int
    denoise: bool
    max_bounces: int | None
    """None: as the template's artist set them."""


PRESETS = {
    "draft": Quality(samples=8, denoise=True, max_bounces=None),
    "standard": Quality(samples=64, denoise=True, max_bounces=None),
    "final": Quality(samples=256, denoise=True, max_bounces=None),
}


def _too_many_pixels(resolution: tuple) -> str | None:
    pixels = resolution[0] * resolution[1]
    if pixels <= _MOST_PIXELS:
        return None
    return f"asks for {pixels / 1e6:,.0f} megapixels; at most {_MOST_PIXELS / 1e6:.0f} are possible"


class PictureSettings(Part):
    """How pictures are rendered and written."""

    resolution: Annotated[tuple[int, int], Row(Integer(ge=16, le=16384), limit=_too_many_pixels)] = (1024, 768)
    """Width and height in pixels."""
    quality: Annotated[str, OneOf(PRESETS, constant=True)] = "standard"
    samples: Annotated[int | None, Integer(ge=1, le=65536, constant=True)] = None
    """Light paths a pixel; null: what the quality says."""
    denoise: Annotated[bool | None, Flag(constant=True)] = None
    """Clean the picture with OpenImageDenoise; null: what the quality says."""
    max_bounces: Annotated[int | None, Integer(ge=0, le=1024, constant=True)] = None
    """null: as the template's artist set them."""
    light_tree: Annotated[bool | None, Flag(constant=True)] = later(None)
    """Choose lamps by a tree over them, which is slower a sample and better where lamps are many; null: as in the template."""
    format: Annotated[Literal["png", "jpg", "webp"], OneOf(constant=True)] = "png"
    jpeg_quality: Annotated[int, Integer(ge=1, le=100, constant=True)] = 92
    """Of jpg and webp."""
    passes: tuple[Literal["normal", "albedo", "uv", "position"], ...] = ()
    """Further label maps to store; instance, semantic and depth always are."""
    linear: Annotated[Literal["exr"] | None, OneOf(constant=True)] = later(None)
    """Store the picture in scene-linear light too, in `linear/` as EXR of 16 bits: with a sensor, what it delivers before the
    view transform and the processing."""
    before_sensor: Annotated[bool, Flag(constant=True)] = later(False)
    """With a sensor: store the same render as it would be without one too, in `before_sensor/` as PNG. It shows what the sensor
    does, and what it is worth to a model that is trained on either."""
    metadata: Annotated[bool, Flag(constant=True)] = later(True)
    """Write into the picture's file, as XMP, that it was rendered, by what, of which frame and spec, and from assets under
    which licences."""

    def resolved(self) -> "PictureSettings":
        """Return the settings with what the quality preset says written out."""
        preset = PRESETS[self.quality]
        return self.model_copy(
            update={name: getattr(preset, name) for name in ("samples", "denoise", "max_bounces")
                    if getattr(self, name) is None}
        )
