"""The naked torso below the neck as a signed distance, and how far rays from its axis go until they leave it.

*Canonical* here and in `chart` means the space of `HeadModel.canonical_m`: the mean ICT head, metres, body frame.
"""

from dataclasses import asdict, astuple, dataclass, replace

import numpy as np
from scipy.ndimage import map_coordinates


@dataclass(frozen=True)
class Build:
    """The measures of a body in canonical metres: those of a person, divided by how much larger the neck is."""

    acromion_x_m: float = 0.185
    """Half the distance of the shoulders' bony tips."""
    acromion_z_m: float = -0.208
    """Their height: lower for sloping shoulders."""
    girth: float = 0.5
    """0 thin, 0.5 average, 1 heavy."""
    bust: float = 0.0
    """0 flat to 1 full breasts."""
    muscle: float = 0.5
    """0 slender to 1 strong shoulders, neck and upper arms."""


LOW = Build(0.135, -0.245, 0.0, -0.01, 0.0)
HIGH = Build(0.235, -0.185, 1.0, 1.0, 1.0)
"""The range that `Radii` interpolates in."""


def distance_m(points_m: np.ndarray, build: Build) -> np.ndarray:
    """Return (...) about how far (..., 3) canonical points lie outside the torso, negative inside; symmetric in X."""
    p = np.stack([np.abs(points_m[..., 0]), points_m[..., 1], points_m[..., 2]], -1)
    girth, muscle, ax, az = build.girth - 0.5, build.muscle - 0.5, build.acromion_x_m, build.acromion_z_m
    wide = ax / 0.185
    arm = 0.047 + 0.014 * girth + 0.010 * muscle
    chest = _ellipsoid(p, (0, 0.108 - 0.012 * girth, -0.40), (0.150 * wide + 0.030 * girth, 0.112 + 0.04 * girth, 0.235))
    belly = _ellipsoid(p, (0, 0.098 - 0.02 * girth, -0.70), (0.135 * wide + 0.05 * girth, 0.100 + 0.06 * girth, 0.32))
    pectoral = _ellipsoid(p, (0.075 * wide, 0.038 - 0.02 * girth, -0.315), (0.085, 0.040 + 0.012 * muscle, 0.066))
    back = _ellipsoid(p, (0.07 * wide, 0.150, -0.29), (0.095, 0.062 + 0.01 * muscle, 0.115))
    trapezius = _round_cone(p, (0.010, 0.108, -0.120), (ax * 0.86, 0.118, az + 0.002), 0.042 + 0.008 * muscle, 0.027)
    collarbone = _round_cone(p, (0.018, 0.050, -0.203), (ax * 0.93, 0.103, az - 0.003), 0.012, 0.017)
    girdle = _round_cone(p, (0.0, 0.105, -0.255), (ax * 0.93, 0.112, az - 0.052), 0.060, 0.048)
    shoulder = _round_cone(p, (ax - 0.010, 0.115, az - 0.046), (ax + 0.020, 0.112, az - 0.17), arm + 0.002, arm)
    upper_arm = _round_cone(p, (ax + 0.019, 0.112, az - 0.16), (ax + 0.046, 0.098, az - 0.76), arm, arm - 0.008)
    result = _join(chest, belly, 0.06)
    result = _join(result, pectoral, 0.035)
    result = _join(result, back, 0.05)
    result = _join(result, girdle, 0.045)
    result = _join(result, trapezius, 0.03)
    result = _join(result, collarbone, 0.018)
    if build.bust > 0:
        radius = 0.040 + 0.026 * build.bust
        breast = _ellipsoid(p, (0.078 * wide, 0.020 - 0.022 * build.bust, -0.365), (radius * 1.05, radius, radius * 1.1))
        result = _join(result, breast, 0.04)
    limb = _join(shoulder, upper_arm, 0.03)
    return _join(result, limb, 0.034)


def leave_m(origins_m: np.ndarray, directions: np.ndarray, build: Build, far_m: float = 0.55) -> np.ndarray:
    """Return (...) how far along (..., 3) unit directions rays from inside finally leave the torso.

    Marched from outside, so that nothing of the body lies beyond.
    """
    reach = np.full(origins_m.shape[:-1], far_m)
    for _ in range(60):
        # The joined distances overestimate near ellipsoids; short steps keep the march outside.
        reach -= 0.7 * distance_m(origins_m + reach[..., None] * directions, build)
    return np.maximum(reach, 0.0)


class Radii:
    """`leave_m` for a fixed family of rays and any build: each measure's extremes were marched, the rest is interpolated."""

    def __init__(self, middle_m: np.ndarray, low_m: np.ndarray, high_m: np.ndarray) -> None:
        self.middle_m, self.low_m, self.high_m = middle_m, low_m, high_m

    @classmethod
    def march(cls, origins_m: np.ndarray, directions: np.ndarray) -> "Radii":
        """Return the radii of rays (R, C, 3), whose column k mirrors column C - k: every second ray of one half is marched."""
        rows, columns = origins_m.shape[:2]
        coarse = np.append(np.arange(0, rows - 1, 2), rows - 1)
        half = np.arange(0, columns // 2 + 1, 2)
        place = np.interp(np.arange(rows), coarse, np.arange(len(coarse)))
        across = np.abs((np.arange(columns) + columns // 2) % columns - columns // 2) / 2
        where = np.stack(np.meshgrid(place, across, indexing="ij"))

        def radii(build: Build) -> np.ndarray:
            marched = leave_m(origins_m[np.ix_(coarse, half)], directions[np.ix_(coarse, half)], build)
            return map_coordinates(marched, where, order=3, mode="mirror")

        ends = []
        for extreme in (LOW, HIGH):
            ends.append(np.stack([radii(replace(Build(), **{name: value})) for name, value in asdict(extreme).items()]))
        low, high = ends
        return cls(radii(Build()), low, high)

    def of(self, build: Build) -> np.ndarray:
        """Return (...) metres."""
        result = self.middle_m.astype(np.float64)
        for k, (value, low, middle, high) in enumerate(zip(astuple(build), astuple(LOW), astuple(Build()), astuple(HIGH),
                                                           strict=True)):
            if value < middle:
                result += (middle - value) / (middle - low) * (self.low_m[k] - self.middle_m)
            elif value > middle:
                result += (value - middle) / (high - middle) * (self.high_m[k] - self.middle_m)
        return result


def _ellipsoid(p: np.ndarray, centre: tuple, radii: tuple) -> np.ndarray:
    # Quilez's first-order bound: exact on the surface, good near it.
    q = (p - np.array(centre)) / np.array(radii)
    inner = np.linalg.norm(q, axis=-1)
    outer = np.linalg.norm(q / np.array(radii), axis=-1)
    return inner * (inner - 1.0) / np.maximum(outer, 1e-9)


def _round_cone(p: np.ndarray, start: tuple, end: tuple, radius_start: float, radius_end: float) -> np.ndarray:
    a, axis = np.array(start), np.array(end) - np.array(start)
    along = np.clip((p - a) @ axis / (axis @ axis), 0.0, 1.0)
    return np.linalg.norm(p - a - along[..., None] * axis, axis=-1) - (radius_start + along * (radius_end - radius_start))


def _join(a: np.ndarray, b: np.ndarray, width_m: float) -> np.ndarray:
    """A union whose seam is rounded over a width (Quilez's polynomial smooth minimum)."""
    h = np.clip(0.5 + 0.5 * (b - a) / width_m, 0.0, 1.0)
    return b + h * (a - b) - width_m * h * (1.0 - h)
