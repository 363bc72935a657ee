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
from facings.scenes.shelf.spec import Moment, ShelfSpec
from facings.scenes.shelf.template_info import ShelfTemplateInfo

_TREMORS = 3
"""Sines of a hand, each along or about every axis."""
_TREMOR_HZ = (0.7, 6.0)


@dataclass(frozen=True)
class CameraPath:
    """Where a carried camera goes."""

    start: CameraSpec
    motion: SequenceRecipe
    """Its keys drawn, in metres and radians."""
    tremor: np.ndarray
    """(3, 2, 3, 3): of each sine, for places and turns, the frequency in hertz, the phase and the amplitude along each axis."""
    info: ShelfTemplateInfo

    @classmethod
    def sample(cls, start: CameraSpec, motion: SequenceRecipe, info: ShelfTemplateInfo,
               rng: np.random.Generator) -> "CameraPath":
        """Return a path that begins with a camera; slow sines are the larger ones, as of hands."""
        shape = (_TREMORS, 2, 3)
        hertz = np.exp(rng.uniform(*np.log(_TREMOR_HZ), size=shape))
        return cls(start, motion, np.stack([hertz, rng.uniform(0, 2 * np.pi, size=shape), 0.6 / np.sqrt(hertz)], 2), info)

    def moment(self, scene: ShelfSpec, frame: int) -> ShelfSpec:
        """Return the spec of a frame that shows a scene from this path."""
        moments = self.motion.moments
        number, moment = divmod(frame, moments)
        cameras = [self.at(k / self.motion.fps) if 0 <= k < moments else None for k in (moment - 1, moment + 1)]
        return replace(scene, camera=self.at(moment / self.motion.fps),
                       sequence=Moment(number, moment, moments, self.motion.fps, *cameras))

    def at(self, time_s: float) -> CameraSpec:
        """Return the camera after a time; at 0 it is the start's, and at the aisle's or the room's end it stops."""
        motion, info, end = self.motion, self.info, self.info.room_x_m - CLEARANCE_M
        pose = np.array(self.start.world_from_camera, float)
        moved = time_s * np.array([motion.along_m, motion.towards_m, 0.0]) + motion.shake_m * self._shaken(0, time_s)
        low, high = ((-end, -info.camera_y_max_m, CLEARANCE_M), (end, -info.camera_y_min_m, info.ceiling_z_m - CLEARANCE_M))
        pose[:3, 3] = np.clip(pose[:3, 3] + moved, low, high)
        turn = time_s * np.array([0.0, 0.0, motion.turn_rad]) + motion.shake_rad * self._shaken(1, time_s)
        pose[:3, :3] = Rotation.from_rotvec(turn).as_matrix() @ pose[:3, :3]
        return replace(self.start, world_from_camera=tuple(map(tuple, pose.tolist())))

    def _shaken(self, what: int, time_s: float) -> np.ndarray:
        """Return (3,) how far the hand has gone from where it was at 0, about 1 on the average."""
        hertz, phase, amplitude = self.tremor[:, what].transpose(1, 0, 2)
        return (amplitude * (np.sin(2 * np.pi * hertz * time_s + phase) - np.sin(phase))).sum(0)
