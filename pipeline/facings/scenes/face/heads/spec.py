"""The sampled values of a head: whose it is, what its face does, how the neck bends and where the eyes look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NamedWeight:
    """How much of one mode of a basis."""

    name: str
    weight: float


@dataclass(frozen=True)
class EyeTurn:
    """Where one eye looks, relative to the head (not to the camera)."""

    yaw_rad: float
    """Positive: towards the subject's left."""
    pitch_rad: float
    """Positive: up."""


@dataclass(frozen=True)
class HeadSpec:
    """What `shape_head` needs."""

    model: str
    """'ict' or 'makehuman'."""
    identity: tuple[NamedWeight, ...]
    expression_name: str
    expression: tuple[NamedWeight, ...]
    """ARKit coefficients, lids that follow the gaze included."""
    neck_yaw_rad: float
    """Positive: the head turns to the subject's left."""
    neck_pitch_rad: float
    """Positive: up."""
    neck_roll_rad: float
    """Positive: the head tips towards the subject's left shoulder."""
    eye_turns: tuple[EyeTurn, EyeTurn]
    """Right, left."""
    pupil_radius_m: float
