"""What every scene kind's SceneSpec shares: picture, camera, world, lights; and frozen dataclasses to JSON and back.

A spec is the sampled values of one frame and nothing random. Metres, radians, world Z up; rotations are unit quaternions
`wxyz` or 4x4 matrices; cameras are OpenCV's (X right, Y down, Z forward).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_jsonable_python

from facings.errors import InputError, nearest
from facings.frames.sensor_spec import SensorSpec

Vec3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
Matrix4 = tuple[tuple[float, float, float, float], ...]

_LATER = "facings_later"


def later() -> Any:
    """The default of a field that specs have not always had: None, and then absent in JSON, so that a spec without it is
    written as it always was. The dataclass that has it is the spec, or a field of such a one; not in a tuple."""
    return field(default=None, metadata={_LATER: True})


@dataclass(frozen=True)
class PictureSpec:
    """How the picture is rendered, sensed and written."""

    width_px: int
    height_px: int
    samples: int
    denoise: bool
    max_bounces: int | None
    """None: the template's own setting."""
    format: str
    """'png', 'jpg' or 'webp'."""
    jpeg_quality: int
    passes: tuple[str, ...]
    """Optional label passes that are stored: 'normal', 'albedo', 'uv', 'position', and what a kind adds."""
    sensor: SensorSpec | None = later()
    """What the camera makes of the light; None: the picture is as rendered."""
    linear: str | None = later()
    """'exr': the scene-linear picture is stored beside it."""
    light_tree: bool | None = later()
    """None: the template's own setting."""
    before_sensor: bool | None = later()
    """True: the picture without its sensor is stored beside it."""
    metadata: bool | None = later()
    """Whether the picture's file says what it is, as XMP; specs from before that say nothing, and neither do their pictures."""


@dataclass(frozen=True)
class LensSpec:
    """How a lens bends the picture: `facings.labels.lens`."""

    model: Literal["opencv", "opencv_fisheye"]
    coefficients: tuple[float, ...]
    """OpenCV's k1, k2, p1, p2, k3, or its fisheye model's k1, k2, k3, k4."""


@dataclass(frozen=True)
class CameraSpec:
    """A camera: intrinsics in pixels with the top-left corner as origin, where it stands, and its lens."""

    fx_px: float
    fy_px: float
    cx_px: float
    cy_px: float
    world_from_camera: Matrix4
    focus_distance_m: float | None
    """None: no depth of field."""
    f_number: float
    focal_length_m: float
    """Physical focal length: with the f-number it gives the aperture (fx_px alone does not)."""
    exposure_ev: float
    """Added to the template's own exposure."""
    white_balance_k: float | None
    """None: the template's own setting."""
    white_balance_tint: float
    lens: LensSpec | None = later()
    """None: a pinhole's picture, without distortion."""
    auto_exposure: float | None = later()
    """The share of the EV that a light meter says is missing that the camera adds; None: none."""


@dataclass(frozen=True)
class WorldSpec:
    """The world light; `hdri` None keeps the template's world."""

    hdri: str | None
    """'bpy:interior.exr' for one of Blender's own studio worlds, or 'sha256:...' of a user's file."""
    strength: float
    rotation_rad: float


@dataclass(frozen=True)
class LightSpec:
    """One light group of the template (role `light`, by its group name): what the recipe changes of it."""

    group: str
    energy_scale: float
    color: Vec3
    """Linear RGB, multiplied with the artist's colour."""


T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Return plain JSON data (dicts, lists, numbers, strings) of a frozen dataclass, tuples as lists.

    Raises TypeError for what JSON does not hold: numpy's integers and arrays, objects that are no dataclass.
    """
    try:
        data = to_jsonable_python(value)
    except PydanticSerializationError as error:
        raise TypeError(f"{error}: a spec holds int, float, str, tuples and frozen dataclasses") from None
    _leave_out(value, data)
    return data


def _leave_out(value: Any, data: Any) -> None:
    """Remove from the data of a dataclass what is None and was added later."""
    if not is_dataclass(value):
        return
    for each in fields(value):
        inner = getattr(value, each.name)
        if inner is None and _LATER in each.metadata:
            del data[each.name]
        else:
            _leave_out(inner, data[each.name])


def from_json(kind: type[T], data: Any, where: str = "spec") -> T:
    """Return the value of type `kind`, a frozen dataclass, that `to_json` wrote.

    Nothing is converted but whole numbers to float, where one is asked for. Raises InputError that lists everything that does
    not fit, each by its path: `where`, and the keys that lead there.
    """
    try:
        # As JSON text, where a list is a tuple and a mapping a dataclass, and all else must have the very type.
        return _adapter(kind).validate_json(json.dumps(data), strict=True, extra="forbid")
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise InputError(" ".join(_fault(e, found, where) for e in found)) from None


@cache
def _adapter(kind: type) -> TypeAdapter:
    return TypeAdapter(kind)


_EXPECTED = {
    "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number", "string_type": "a string",
    "bool_type": "true or false", "tuple_type": "a list", "dict_type": "a mapping", "dataclass_type": "a mapping",
}
"""pydantic's names of faults -> what would be right."""


def _fault(error: ErrorDetails, found: list[ErrorDetails], where: str) -> str:
    """One of the faults found, as a sentence."""
    steps = error["loc"]
    if error["type"] in ("missing", "unexpected_keyword_argument"):
        whole, key = _path(where, steps[:-1]), steps[-1]
        if error["type"] == "missing":
            return f"{whole} lacks {key!r}."
        # What is written wrongly is missing under its right name.
        lacking = [str(e["loc"][-1]) for e in found if e["type"] == "missing" and e["loc"][:-1] == steps[:-1]]
        return f"{whole} has an unknown key {key!r}.{nearest(str(key), lacking)}"
    expected = _EXPECTED.get(error["type"], error["msg"].removeprefix("Input should be "))
    return f"{_path(where, steps)} holds {_short(error['input'])}; {expected} is expected."


def _path(where: str, steps: tuple[int | str, ...]) -> str:
    return where + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
