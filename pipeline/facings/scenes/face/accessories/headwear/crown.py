"""The part of a hat around the skull: where its lower edge runs, and walls that enclose the head."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.accessories.head_measures import HeadMeasures, RadiusMap, directions
from facings.scenes.face.accessories.solids import shell
from facings.scenes.face.geometry import Mesh


@dataclass(frozen=True, eq=False)
class EdgeLine:
    """The lower edge of a hat on the head."""

    azimuth_rad: np.ndarray
    """(n,) from the face towards the subject's left, evenly over a full turn."""
    elevation_rad: np.ndarray
    """(n,) seen from the head's centre."""


def edge_line(head: HeadMeasures, skull: RadiusMap, front_m: float, side_m: float, back_m: float, *, columns: int = 144,
              tilt_rad: float = 0.0, rise_m: np.ndarray | None = None) -> EdgeLine:
    """Return the line that runs at the given heights above the head's centre, lower on the left by `tilt_rad`.

    `rise_m` (columns,) is added to the height, for notches.
    """
    azimuth = np.arange(columns) / columns * 2 * np.pi
    a0 = (front_m + back_m) / 4 + side_m / 2
    a1, a2 = (front_m - back_m) / 2, (front_m + back_m) / 4 - side_m / 2
    height = a0 + a1 * np.cos(azimuth) + a2 * np.cos(2 * azimuth)
    # It turns about the lower side, which an ear keeps from sinking.
    lean = 0.075 * head.scale * np.tan(abs(tilt_rad))
    height = height - np.sign(tilt_rad) * lean * np.sin(azimuth) + lean * np.sin(azimuth) ** 2
    if rise_m is not None:
        height = height + rise_m
    elevation = np.arctan2(height, 0.09)
    for _ in range(5):
        # The radius depends on the elevation that the height asks for.
        radius = skull.at(azimuth, elevation)
        elevation = np.arcsin(np.clip(height / radius, -0.95, 0.95))
    return EdgeLine(azimuth, elevation)


def dome(skull: RadiusMap, edge: EdgeLine, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points (R, n, 3) on the skull above an edge, and the rays (R, n, 3) to them.

    `rows` (R,) run from 0, the edge, to at most 1, the top.
    """
    elevation = edge.elevation_rad + (np.pi / 2 - 1e-3 - edge.elevation_rad) * rows[:, None]
    azimuth = np.broadcast_to(edge.azimuth_rad, elevation.shape)
    ray = directions(azimuth, elevation)
    return skull.centre_m + ray * skull.at(azimuth, elevation)[..., None], ray


def wall(outer_m: np.ndarray, skull: RadiusMap, thickness_m: float | np.ndarray, clearance_m: float | np.ndarray,
         ) -> tuple[Mesh, np.ndarray, np.ndarray]:
    """Return the wall of a hat, and its outer and inner points (R, n, 3).

    `outer_m` is moved out where its inside would come closer than `clearance_m` to the skin.
    """
    thickness = np.broadcast_to(np.asarray(thickness_m, float), outer_m.shape[:2])
    outer = skull.pushed_out(outer_m, thickness + clearance_m)
    _, ray, _ = skull.clearance(outer)
    inner = outer - ray * thickness[..., None]
    return shell(outer, inner), outer, inner


def hair_room_m(height: np.ndarray, edge_m: float, room_m: float) -> np.ndarray:
    """Return the gap to the skin at heights from 0 (edge) to 1 (top): `edge_m` at the sweatband, `room_m` for hair above it."""
    share = np.clip(height / 0.3, 0, 1)
    return edge_m + (room_m - edge_m) * share * share * (3 - 2 * share)
