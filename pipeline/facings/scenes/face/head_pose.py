r"""Head pose and gaze as angles: how a rotation of the head before the camera reads as yaw, pitch and roll, and back.

The head frame has its origin midway between the eyeballs' centres, X to the subject's left, Y down and Z from the face to
the back of the head; the camera has OpenCV's X right, Y down and Z forward. For a face that looks straight into the camera
the axes agree:

      .-------.
     /         \
    |  ( ) o ( )--> X  to the subject's left, the picture's right
    |      |    |      (Z from o into the picture, to the back of the head)
     \     v   /
      '--- Y -'        down, to the chin

The rotation of `camera_from_head` is

    R = Ry(-yaw) Rx(-pitch) Rz(roll)

         |  cos yaw  0  -sin yaw |   | 1      0           0     |   | cos roll  -sin roll  0 |
       = |     0     1      0    | . | 0   cos pitch  sin pitch | . | sin roll   cos roll  0 |
         |  sin yaw  0   cos yaw |   | 0  -sin pitch  cos pitch |   |     0          0     1 |

so that yaw > 0 turns the face to the picture's right (the subject's own left), pitch > 0 makes it look up, and roll > 0
tips the head clockwise in the picture. Yaw and roll lie in (-180, 180] degrees, pitch in [-90, 90].
"""

import math
from dataclasses import dataclass

import numpy as np

_GIMBAL = 1e-9
"""Below this cosine of the pitch the face looks along the picture's vertical, and yaw and roll turn about the same axis."""


@dataclass(frozen=True)
class HeadAngles:
    """Yaw, pitch and roll of a head before the camera, radians."""

    yaw_rad: float
    pitch_rad: float
    roll_rad: float

    @property
    def degrees(self) -> dict[str, float]:
        """As the records have it: {'yaw_deg', 'pitch_deg', 'roll_deg'}."""
        return {"yaw_deg": math.degrees(self.yaw_rad), "pitch_deg": math.degrees(self.pitch_rad),
                "roll_deg": math.degrees(self.roll_rad)}


def rotation_from_angles(angles: HeadAngles) -> np.ndarray:
    """Return the (3, 3) rotation of `camera_from_head`."""
    cy, sy = math.cos(angles.yaw_rad), math.sin(angles.yaw_rad)
    cp, sp = math.cos(angles.pitch_rad), math.sin(angles.pitch_rad)
    cr, sr = math.cos(angles.roll_rad), math.sin(angles.roll_rad)
    yaw = np.array([[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]])
    pitch = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return yaw @ pitch @ roll


def angles_from_rotation(rotation: np.ndarray) -> HeadAngles:
    """Return the angles of a (3, 3) rotation of `camera_from_head`; where the pitch is +-90 degrees, roll is 0.

    The middle row of R is (cos pitch sin roll, cos pitch cos roll, sin pitch), its last column
    (-sin yaw cos pitch, sin pitch, cos yaw cos pitch).
    """
    R = np.asarray(rotation, float)
    cosine = math.hypot(R[1, 0], R[1, 1])
    pitch = math.atan2(R[1, 2], cosine)
    if cosine < _GIMBAL:
        # With roll 0 the first column is (cos yaw, 0, sin yaw).
        return HeadAngles(math.atan2(R[2, 0], R[0, 0]), pitch, 0.0)
    return HeadAngles(math.atan2(-R[0, 2], R[2, 2]), pitch, math.atan2(R[1, 0], R[1, 1]))


def angles_from_direction(direction: np.ndarray) -> tuple[float, float]:
    """Return yaw and pitch in radians of a (3,) direction, in the camera frame or likewise in the head's own.

    A head of these angles looks along R (0, 0, -1) = (sin yaw cos pitch, -sin pitch, -cos yaw cos pitch).
    """
    x, y, z = np.asarray(direction, float)
    return math.atan2(x, -z), math.atan2(-y, math.hypot(x, z))
