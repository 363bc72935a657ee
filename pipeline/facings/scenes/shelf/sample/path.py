"""Sequences: one scene in frames that follow one another, seen by a camera that somebody carries past.

    sequence: {moments: 12, fps: 10}

Frames 0 to 11 show the scene of the recipe's frame 0 without the key, 12 to 23 that of its frame 1, and so on; the first of
each by the camera of that frame. Each renders alone.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.transform import Rotation

from facings.frames.spec import CameraSpec
from facings.scenes.shelf.recipe import SequenceRecipe
from facings.scenes.shelf.sample.camera import CLEARANCE_M
from facings.scenes.shelf.spec import Sequence
from facings.scenes.shelf.template_info import ShelfTemplateInfo

_TREMORS = 3
"""Sines of a hand, each along or about every axis."""
_TREMOR_HZ = (0.7, 6.0)


@dataclass(frozen=True)
class Path:
    """Where a carried camera goes."""

    start: CameraSpec
    drawn: SequenceRecipe
    """Its keys drawn, in metres and radians."""
    tremor: np.ndarray
    """(3, 2, 3, 3): of each sine the frequency in hertz, the phase and the amplitude, for places and turns along each axis."""
    info: ShelfTemplateInfo

    def at(self, time_s: float) -> CameraSpec:
        """Return the camera after a time; at 0 it is the start's, and at the aisle's or the room's end it stops."""
        pose = np.array(self.start.world_from_camera, float)
        x, y, z = pose[:3, 3] + time_s * np.array([self.drawn.along_m, self.drawn.towards_m, 0.0]) + self._shaken(
            0, time_s) * self.drawn.shake_m
        info, end = self.info, self.info.room_x_m - CLEARANCE_M
        pose[:3, 3] = (np.clip(x, -end, end), np.clip(y, -info.camera_y_max_m, -info.camera_y_min_m),
                       np.clip(z, CLEARANCE_M, info.ceiling_z_m - CLEARANCE_M))
        turn = np.array([0.0, 0.0, self.drawn.turn_rad]) * time_s + self._shaken(1, time_s) * self.drawn.shake_rad
        pose[:3, :3] = Rotation.from_rotvec(turn).as_matrix() @ pose[:3, :3]
        return replace(self.start, world_from_camera=tuple(map(tuple, pose.tolist())))

    def _shaken(self, what: int, time_s: float) -> np.ndarray:
        """Return (3,) how far the hand has gone from where it was at 0, about 1 on the average."""
        hertz, phase, amplitude = self.tremor[:, what].transpose(1, 0, 2)
        return (amplitude * (np.sin(2 * np.pi * hertz * time_s + phase) - np.sin(phase))).sum(0)


def sample_path(start: CameraSpec, drawn: SequenceRecipe, info: ShelfTemplateInfo, rng: np.random.Generator) -> Path:
    """Return the path that begins with a camera; slow sines are the larger ones, as of hands."""
    shape = (_TREMORS, 2, 3)
    hertz = np.exp(rng.uniform(*np.log(_TREMOR_HZ), size=shape))
    return Path(start, drawn, np.stack([hertz, rng.uniform(0, 2 * np.pi, size=shape), 0.6 / np.sqrt(hertz)], 2), info)


def moment_on(path: Path, settings: SequenceRecipe, frame: int) -> tuple[CameraSpec, Sequence]:
    """Return the camera of a frame, and where in its sequence the frame stands."""
    number, moment = divmod(frame, settings.moments)

    def camera(other: int) -> CameraSpec | None:
        return path.at(other / settings.fps) if 0 <= other < settings.moments else None

    here = path.at(moment / settings.fps)
    return here, Sequence(number, moment, settings.moments, settings.fps, camera(moment - 1), camera(moment + 1))
