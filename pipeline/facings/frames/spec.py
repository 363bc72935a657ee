"""What every scene kind's SceneSpec shares: picture, camera, world, lights; and frozen dataclasses to JSON and back.

A spec is the sampled values of one frame and nothing random. Metres, radians, world Z up; rotations are unit quaternions
`wxyz` or 4x4 matrices; cameras are OpenCV's (X right, Y down, Z forward).
"""

import dataclasses
import types
import typing
from dataclasses import dataclass
from typing import Any

Vec3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
Matrix4 = tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class PictureSpec:
    """How the picture is rendered and written."""

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
    """Optional label passes that are stored: 'normal', 'albedo', 'uv', 'position'; of faces also 'matte'."""


@dataclass(frozen=True)
class CameraSpec:
    """A pinhole camera: intrinsics in pixels with the top-left corner as origin, and where it stands."""

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


def to_json(value: Any) -> Any:
    """Return plain JSON data (dicts, lists, numbers, strings) of a frozen dataclass, tuples as lists."""
    if dataclasses.is_dataclass(value):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(v) for v in value]
    if isinstance(value, dict):
        return {str(k): to_json(v) for k, v in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a spec: use int, float, str, tuples and frozen dataclasses")


def from_json(kind: Any, data: Any, where: str = "spec") -> Any:
    """Return the value of type `kind` that `to_json` wrote; raises InputError naming the key that does not fit."""
    from facings.errors import InputError, nearest

    origin = typing.get_origin(kind)
    if kind is Any:
        return data
    if origin in (typing.Union, types.UnionType):
        options = typing.get_args(kind)
        if data is None and type(None) in options:
            return None
        return from_json(next(o for o in options if o is not type(None)), data, where)
    if origin is typing.Literal:
        options = typing.get_args(kind)
        if data not in options:
            raise InputError(f"{where} holds {data!r}; one of {', '.join(map(repr, options))} is expected.")
        return data
    if dataclasses.is_dataclass(kind):
        if not isinstance(data, dict):
            raise InputError(f"{where} holds {data!r}; a mapping of {kind.__name__}'s fields is expected.")
        fields = {f.name: f for f in dataclasses.fields(kind)}
        hints = typing.get_type_hints(kind)
        for key in data:
            if key not in fields:
                raise InputError(f"{where} has an unknown key {key!r}.{nearest(key, list(fields))}")
        missing = [n for n in fields if n not in data]
        if missing:
            raise InputError(f"{where} lacks {', '.join(map(repr, missing))}.")
        return kind(**{n: from_json(hints[n], data[n], f"{where}.{n}") for n in fields})
    if origin is tuple:
        if not isinstance(data, list | tuple):
            raise InputError(f"{where} holds {data!r}; a list is expected.")
        args = typing.get_args(kind)
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(from_json(args[0], v, f"{where}[{i}]") for i, v in enumerate(data))
        if len(args) != len(data):
            raise InputError(f"{where} holds {len(data)} values; {len(args)} are expected.")
        return tuple(from_json(a, v, f"{where}[{i}]") for i, (a, v) in enumerate(zip(args, data, strict=True)))
    if kind is float and isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    if kind in (int, str, bool) and type(data) is kind:
        return data
    raise InputError(f"{where} holds {data!r}; {getattr(kind, '__name__', kind)} is expected.")
