"""What is around the person in one frame."""

from dataclasses import dataclass

from facings.frames.spec import LightSpec, Vec3, WorldSpec


@dataclass(frozen=True)
class SurroundingsSpec:
    """World, lamps and backdrop; angles are about the vertical through the head's anchor, 0 as in the template."""

    rig: str
    """Name of the recipe's rig; empty where it has none."""
    background: str
    """'world' (what the world light shows) or the name of one of the template's backdrops."""
    world: WorldSpec
    lights: tuple[LightSpec, ...]
    lights_yaw_rad: float
    """How far the lamps are turned; lamps at the camera follow the camera instead."""
    backdrop_yaw_rad: float
    backdrop_color: Vec3
    """Linear RGB, for backdrops that take a colour."""
    picture: str | None
    """'sha256:...' of the user's picture on the backdrop that shows one."""
