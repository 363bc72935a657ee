"""How finely skin is painted: as the picture's pixels ask for, and always fully where its maps are labels."""

from dataclasses import dataclass

import numpy as np

from facings.frames.spec import CameraSpec, PictureSpec

_HALF_FROM_M = 0.0005
"""Where a pixel covers so much of the face, texels of half detail (0.34 to 0.42 mm) are smaller still."""

_LABELS = ("albedo", "normal")
"""Passes that show the skin's textures themselves: a size that the picture does not ask for would change a label."""


@dataclass(frozen=True)
class Detail:
    """Sides of the square textures."""

    broad_px: int
    """Colour zones, blotches, make-up."""
    fine_px: int
    """Marks, lips and wrinkles."""


FULL, HALF = Detail(1024, 2048), Detail(512, 1024)


def detail_for(picture: PictureSpec, camera: CameraSpec, face_in_world_m: np.ndarray) -> Detail:
    """Return the detail that a picture of a face at that place (3,) can show."""
    camera_from_world = np.linalg.inv(np.array(camera.world_from_camera, float))
    depth_m = float(camera_from_world[2] @ np.append(face_in_world_m, 1.0))
    # A lens may magnify.
    seen = camera.lens is not None or depth_m < _HALF_FROM_M * max(camera.fx_px, camera.fy_px)
    return FULL if seen or any(name in picture.passes for name in _LABELS) else HALF
