"""The recipe's keys that match a photograph, as YAML with comments for a person."""

import math
from pathlib import Path

from facings.errors import InputError
from facings.photographs.segments import segments
from facings.photographs.shot import Shot, is_turned, read_shot
from facings.photographs.view import Estimate, View, estimated_view

_FULL_FRAME_MM = 36.0
"""The sensor's width where only the field of view is known: focal lengths are then those of full frame."""

_LARGE_SENSOR_MM = 12.0
"""Of the longer side: phones have less, cameras with interchangeable lenses more."""

_MERGED_SINCE = 2017
"""Phones of these years merge bursts."""

_FEW_LINES = 20


def matching_keys(path: Path) -> str:
    """Return the keys of a recipe, `picture`, `camera` and where the file tells of it `sensor`, that match a photograph.

    Comments say what was read, what was estimated, and how sure that is. Raises InputError where the file is no picture, or the
    field of view has to be estimated and OpenCV is not installed.
    """
    shot, grey = read_shot(path)
    focal = _focal(shot)
    try:
        lines = segments(grey)
    except InputError:
        if focal is None:
            raise
        view, told = None, ["# its tilt is not estimated: that needs OpenCV (facings[export])"]
    else:
        view = estimated_view(lines, shot.width_px, shot.height_px, focal)
        told = [_told(view)]
    return "\n".join([f"# {path.name}: {_taken(shot)}", "picture:", f"  resolution: [{shot.width_px}, {shot.height_px}]",
                      *_camera(shot, focal, view), *told, *_sensor(shot)]) + "\n"


def _focal(shot: Shot) -> float | None:
    """The focal length in longer sides of the picture, where the file tells it."""
    if shot.cropped or shot.focal_length_mm is None or shot.sensor_width_mm is None:
        return None
    return shot.focal_length_mm / shot.sensor_width_mm


def _taken(shot: Shot) -> str:
    """What the file tells, in a line."""
    facts = [" ".join(filter(None, [shot.make, shot.model])) or "a camera that is not named"]
    if shot.focal_length_mm:
        facts.append(f"{shot.focal_length_mm:.4g} mm")
    if shot.f_number:
        facts.append(f"f/{shot.f_number:.3g}")
    if shot.exposure_s:
        facts.append(f"1/{1 / shot.exposure_s:.0f} s" if shot.exposure_s < 0.3 else f"{shot.exposure_s:.3g} s")
    if shot.iso:
        facts.append(f"ISO {shot.iso:.0f}")
    if shot.orientation != 1:
        turned = ", stored on its side" if is_turned(shot.orientation) else ""
        facts.append(f"orientation {shot.orientation}{turned}")
    return ", ".join(facts)


def _camera(shot: Shot, focal: float | None, view: View | None) -> list[str]:
    keys = ["camera:"]
    if focal is not None:
        fov = 2 * math.atan(0.5 / focal)
        keys += [f"  focal_length_mm: {shot.focal_length_mm:.4g}   # from EXIF; field of view {math.degrees(fov):.1f} degrees"
                 " along the longer side", f"  sensor_width_mm: {shot.sensor_width_mm:.4g}"]
    elif view is not None:
        fov = view.longer_side_fov_rad
        value, longest, shortest = (_FULL_FRAME_MM / 2 / math.tan(angle / 2) for angle in (fov.value, fov.low, fov.high))
        why = "the file was cropped" if shot.cropped else "no EXIF tells it"
        keys += [f"  focal_length_mm: {value:.1f}   # estimated, for {why}; 9 in 10 times {shortest:.1f} to {longest:.1f}, a"
                 f" field of view of {_degrees(fov)}", f"  sensor_width_mm: {_FULL_FRAME_MM:.4g}"]
    if shot.f_number and shot.sensor_known and focal is not None:  # another focal length would blur by another aperture
        keys += ["  depth_of_field: true", f"  f_number: {shot.f_number:.3g}"]
    return keys


def _told(view: View) -> str:
    pitch, roll = view.pitch_rad, view.roll_rad
    down = Estimate(-pitch.value, -pitch.high, -pitch.low)
    looks = f"{_degrees(down)} down" if pitch.value < 0 else f"{_degrees(pitch)} up"
    basis = f"{view.lines} straight lines" if view.lines >= _FEW_LINES else "what is usual: it has hardly a straight line"
    return f"# it looks {looks}, and is rolled clockwise by {_degrees(roll)}; from {basis}"


def _degrees(angle: Estimate) -> str:
    value, low, high = (math.degrees(each) for each in (angle.value, angle.low, angle.high))
    return f"{value:.1f} degrees ({low:.1f} to {high:.1f})"


def _sensor(shot: Shot) -> list[str]:
    keys = {
        "preset": _preset(shot), "iso": shot.iso and f"{shot.iso:.0f}",
        "exposure_s": shot.exposure_s and f"{shot.exposure_s:.4g}",
        "jpeg_quality": shot.jpeg_quality, "chroma_subsampling": shot.chroma_subsampling and f'"{shot.chroma_subsampling}"',
    }
    found = [f"  {key}: {value}" for key, value in keys.items() if value is not None]
    return ["sensor:", *found] if found else []


def _preset(shot: Shot) -> str | None:
    """A camera of the same kind, where the sensor's size tells it."""
    if not shot.sensor_known or shot.sensor_width_mm is None:
        return None
    if shot.sensor_width_mm > _LARGE_SENSOR_MM:
        return "mirrorless"
    return "phone_main" if shot.year is None or shot.year >= _MERGED_SINCE else "phone_old"
