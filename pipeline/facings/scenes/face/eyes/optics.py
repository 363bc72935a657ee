"""The eye's proportions: ball, cornea, limbus, iris. Eye frame: origin at the ball's centre, looks to -Y, X to the
subject's left, Z up; metres.

Real numbers (Atchison & Smith, *Optics of the Human Eye*): ball radius 12 mm, cornea radius 7.8 mm, visible iris 11.7 mm
across, anterior chamber 3.0 mm deep. Head models have larger balls to fit their lids, so the iris keeps its real share
of the gap between the lids' corners (11.7 of 30 mm), and the cornea stands out by a share of the ball's radius.

The cornea magnifies the iris by 1.13 and lifts it by half a millimetre. Rays here are not bent at the cornea, which
would shift what labels measure; the iris lies where it *appears* to lie instead.
"""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads.shape import HeadShape

_IRIS_OF_FISSURE = 0.205
_SMALLEST_M, _LARGEST_M = 0.0049, 0.0062
_BULGE = 0.062
_CHAMBER_OF_IRIS = 0.10
"""How deep the iris' rim lies behind the limbus, and how much deeper its middle zone does, in iris radii."""
_FILM_M = 0.00004


@dataclass(frozen=True)
class EyeOptics:
    """One eye's measures in metres."""

    ball_m: float
    iris_m: float
    """Radius of the visible iris: that of the limbus."""
    pupil_m: float

    @property
    def limbus_rad(self) -> float:
        """Angle between the axis and the limbus, at the ball's centre."""
        return float(np.arcsin(self.iris_m / self.ball_m))

    @property
    def limbus_depth_m(self) -> float:
        """How far before the ball's centre the limbus' plane lies."""
        return float(np.sqrt(self.ball_m**2 - self.iris_m**2))

    @property
    def apex_m(self) -> float:
        """How far before the ball's centre the cornea ends."""
        return self.ball_m * (1 + _BULGE)

    def iris_depth_m(self, radius_m: np.ndarray) -> np.ndarray:
        """How far before the ball's centre the iris lies at a distance from the axis: a shallow bowl with a raised rim
        at the pupil, where it rests on the lens."""
        share = np.clip((radius_m - self.pupil_m) / (self.iris_m - self.pupil_m), 0, 1)
        bowl = _CHAMBER_OF_IRIS * (1 + 0.9 * np.sin(np.pi * share**0.75))
        return self.limbus_depth_m - self.iris_m * (bowl - 0.05 * np.exp(-((share / 0.12) ** 2)))

    def shell_m(self, angle_rad: np.ndarray) -> np.ndarray:
        """Distance from the ball's centre to the tear film at an angle from the axis: cornea, then the film on the ball."""
        angle = np.asarray(angle_rad, float)
        sag = self.apex_m - self.limbus_depth_m
        radius = (self.iris_m**2 + sag**2) / (2 * sag)
        centre = self.apex_m - radius
        within = np.clip(radius**2 - (centre * np.sin(angle)) ** 2, 0, None)
        cornea = centre * np.cos(angle) + np.sqrt(within)
        # A smooth maximum: the groove at the limbus is soft.
        soft = 0.02 * self.iris_m
        difference = np.where(angle < np.pi / 3, cornea, 0.0) - self.ball_m
        return self.ball_m + soft * np.logaddexp(0.0, np.clip(difference / soft, -60, 60)) + _FILM_M


def iris_radius_m(shape: HeadShape, side: int) -> float:
    """Radius of the visible iris of one eye (0 right, 1 left): by the neutral head's lid corners, so that neither
    expression nor gaze changes it."""
    corners = shape.neutral_m[shape.model.lid_upper[side][[0, -1]]].astype(float)
    return float(np.clip(_IRIS_OF_FISSURE * np.linalg.norm(corners[1] - corners[0]), _SMALLEST_M, _LARGEST_M))


def eye_optics(shape: HeadShape, side: int, pupil_radius_m: float) -> EyeOptics:
    """Return the measures of one eye. A pupil too wide for its iris is narrowed to two thirds of it."""
    iris = iris_radius_m(shape, side)
    return EyeOptics(float(shape.eye_radius_m[side]), iris, min(float(pupil_radius_m), iris * 0.68))

