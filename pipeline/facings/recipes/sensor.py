"""A recipe's key `sensor`: what a real camera makes of the light, from the lens's glass to the JPEG file.

    sensor: {preset: phone_main}
    sensor: {preset: {choice: {phone_main: 3, phone_old: 1}}, iso: {log_uniform: [100, 1600]}}

Every key that is null is as the preset says, which may vary too; without a preset it has no effect.
"""

from typing import Annotated, Any, Literal

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from facings.recipes.numeric import Integer, Number
from facings.recipes.part import Part
from facings.recipes.sensor_presets import PRESETS
from facings.recipes.values import Flag, OneOf, OptionalShare, Row


class SensorSettings(Part):
    """What the camera's lens, sensor and processing do to the picture. Labels never depend on it."""

    preset: Annotated[str | None, OneOf(PRESETS)] = None
    """The camera whose numbers count where a key is null."""
    vignetting: Annotated[float | None, Number(ge=0, le=0.95)] = None
    """The share of light that the picture's corners lose; it falls by the fourth power of the cosine."""
    chromatic_aberration: Annotated[tuple[float, float] | None, Row(Number(ge=-0.02, le=0.02))] = None
    """By how much red and blue are magnified more than green, [0.0005, -0.0003]; labels are of green."""
    blur_px: Annotated[float | None, Number(ge=0, le=10)] = None
    """How far lens and filter smear a point, in pixels of the sensor: one standard deviation."""
    downscale: Annotated[float | None, Number(ge=1, le=16)] = None
    """The sensor has so many pixels along the side of one of the picture's: the picture was scaled down before it was used."""
    mosaic: Annotated[bool | None, Flag()] = None
    """Each pixel of the sensor sees red, green or blue, and the rest is interpolated; not to be seen where the picture was
    scaled down by 1.5 or more."""
    headroom_ev: Annotated[float | None, Number(ge=0, le=10, unit="ev")] = None
    """The sensor is saturated so far above what the view transform takes for white."""
    iso: Annotated[float | None, Number(ge=1, le=1000000)] = None
    """The higher, the fewer electrons a bright pixel holds (`full_well_e`, which presets have), and the stronger the noise."""
    base_iso: Annotated[float | None, Number(ge=1, le=100000)] = None
    """At twice the base ISO a pixel is saturated by half of its electrons; how bright the picture is, says its exposure."""
    full_well_e: Annotated[float | None, Number(ge=10, le=10000000000)] = None
    """Electrons of a saturated pixel at the base ISO."""
    read_noise_e: Annotated[float | None, Number(ge=0, le=1000)] = None
    """Electrons, one standard deviation."""
    dark_current_e_s: Annotated[float | None, Number(ge=0, le=100000)] = None
    """Electrons a second that no light brings; their mean is taken off, their noise stays."""
    exposure_s: Annotated[float | None, Number(gt=0, le=60)] = None
    """Seconds in which dark current gathers."""
    hot_pixels: Annotated[float | None, Number(ge=0, le=10000)] = None
    """Of a million pixels so many glow."""
    bits: Annotated[int | None, Integer(ge=6, le=24)] = None
    """Of the analogue-digital converter."""
    crosstalk: Annotated[float | None, Number(ge=0, le=0.8)] = None
    """How much the colour filters overlap: undoing it makes the noise of colours stronger."""
    warmth_mired: Annotated[float | None, Number(ge=-150, le=150)] = None
    """An error of the white balance: above 0 the picture is too warm."""
    tint: Annotated[float | None, Number(ge=-0.5, le=0.5)] = None
    """The other error: above 0 it is too green, by this share."""
    denoise_luma: OptionalShare = None
    """How much of the noise of brightness is smoothed away, and of fine texture with it."""
    denoise_chroma: OptionalShare = None
    sharpen: Annotated[float | None, Number(ge=0, le=5)] = None
    """Unsharp mask: so many times the difference from the blurred picture is added."""
    sharpen_radius_px: Annotated[float | None, Number(ge=0.2, le=10)] = None
    """Standard deviation of that blur, in pixels of the sensor."""
    saturation: Annotated[float | None, Number(ge=0, le=3)] = None
    """Times the colour that the view transform gives; 1 leaves it."""
    jpeg_quality: Annotated[int | None, Integer(ge=0, le=100)] = None
    """Of the camera's own JPEG, 1 to 100, in place of `picture.jpeg_quality`; 0: none. Pictures in other formats show what it
    leaves."""
    chroma_subsampling: Annotated[Literal["4:4:4", "4:2:2", "4:2:0"] | None, OneOf()] = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        return {"preset": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [handler.resolve_ref_schema(handler(core_schema)), {"type": "string", "enum": list(PRESETS)}]}
