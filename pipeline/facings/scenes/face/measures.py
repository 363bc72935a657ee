"""What a report shows of faces: poses, gaze, landmarks' states, people, light and cameras, beside what the recipe asked for."""

import math
from collections.abc import Callable
from typing import Any

from facings.frames.kind_reading import Record
from facings.frames.measures import Measure, key

LIMITS = (
    "Heads come from two models and their skin from a program: detail that only scans have is not there, and a test of how well"
    " people are told apart says little of real ones.",
    "Gender, ethnicity and tone are the recipe's numbers, not what anyone says of themselves.",
)

_AGES = ((0, 12), (13, 17), (18, 29), (30, 44), (45, 59), (60, 74), (75, 120))


def groups(record: Record) -> list[tuple[tuple[str, str], ...]]:
    """Return the groups of each person: skin tone (Monk's scale, rounded), age and gender."""
    return [(("skin tone", f"Monk {round(told['skin_tone_monk']):02d}"), ("age", _age(told["age_years"])),
             ("gender", _gender(told["gender"]))) for told in _people(record, "attributes")]


def view_directions(record: Record) -> list[tuple[float, float]]:
    """Return from where the camera sees each head, by its yaw and pitch: a head that looks up is seen from below."""
    return [(pose["yaw_deg"], -pose["pitch_deg"]) for pose in _people(record, "head_pose")]


def _age(years: float) -> str:
    low, high = next((low, high) for low, high in _AGES if years < high + 1)
    return f"{low} to {high}"


def _gender(value: float) -> str:
    return "feminine" if value < 0.35 else "masculine" if value > 0.65 else "between"


def _people(record: Record, name: str) -> list[Any]:
    return [instance[name] for instance in record["instances"]]


def _in(part: str, *path: str) -> Callable[[Record], list[Any]]:
    """What stands at a path of each person's part; nothing is 'none'."""
    def values(record: Record) -> list[Any]:
        found = []
        for value in _people(record, part):
            for name in path:
                value = value[name]
            found.append("none" if value is None else value)
        return found

    return values


def _states(record: Record) -> list[str]:
    return [state.replace("_", " ") for points in _people(record, "landmarks") for state in points["states"]]


def _face_share(record: Record) -> list[float]:
    area = record["camera"]["width_px"] * record["camera"]["height_px"]
    boxes = [boxes["face"]["geometric_xywh_px"] for boxes in _people(record, "boxes")]
    return [100 * math.sqrt(box[2] * box[3] / area) for box in boxes if box is not None]


MEASURES = (
    Measure("Head yaw", _in("head_pose", "yaw_deg"), "°", key("head_pose.yaw_deg"), "Pose", extreme=True),
    Measure("Head pitch", _in("head_pose", "pitch_deg"), "°", key("head_pose.pitch_deg"), "Pose", extreme=True),
    Measure("Head roll", _in("head_pose", "roll_deg"), "°", key("head_pose.roll_deg"), "Pose"),
    Measure("Gaze against the head, across", _in("gaze", "combined", "yaw_in_head_deg"), "°", group="Pose"),
    Measure("Gaze against the head, up", _in("gaze", "combined", "pitch_in_head_deg"), "°", group="Pose"),
    Measure("Openness of the right eye", _in("eye_openness", "right"), "of its width", group="Pose"),
    Measure("Expression", _in("expression", "name"), group="Pose"),
    Measure("State of landmarks", _states, group="Pose"),
    Measure("Size of the face: side of a square as large as its box", _face_share, "% of the picture's", group="Camera"),
    Measure("Age", _in("attributes", "age_years"), "years", key("person.age_years"), "People"),
    Measure("Gender", _in("attributes", "gender"), "0 feminine to 1 masculine", key("person.gender"), "People"),
    Measure("Skin tone", _in("attributes", "skin_tone_monk"), "on Monk's scale", key("person.skin_tone"), "People"),
    Measure("Body weight", _in("attributes", "body_weight"), "0 thin to 1 heavy", key("person.body_weight"), "People"),
    Measure("Hairdo", _in("attributes", "hair_style"), group="People"),
    Measure("Colour of hair", _in("attributes", "hair_colour"), group="People"),
    Measure("Beard", _in("attributes", "beard_style"), group="People"),
    Measure("Glasses", _in("attributes", "glasses"), group="People"),
    Measure("Headwear", _in("attributes", "headwear"), group="People"),
    Measure("Mask", _in("attributes", "mask"), group="People"),
    Measure("Head model", lambda record: _people(record, "head_model"), group="People"),
    Measure("Distance of the head", lambda record: [pose["camera_from_head"][2][3] for pose in _people(record, "head_pose")],
            "m", key("camera.distance_m"), "Camera"),
    Measure("Light", _in("attributes", "light_rig"), group="Light"),
    Measure("World", _in("attributes", "hdri"), group="Light"),
    Measure("Background", _in("attributes", "background"), group="Light"),
)
