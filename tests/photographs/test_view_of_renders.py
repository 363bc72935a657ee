"""Field of view and tilt of rendered rooms without EXIF: how near the estimates are, and how often the intervals hold."""

import math

import numpy as np
import pytest
from PIL import Image
from rendered_rooms import rendered

from facings.photographs.segments import segments
from facings.photographs.view import estimated_view

COUNT = 60


@pytest.mark.slow
def test_estimates_of_sixty_rooms(tmp_path):
    errors, held = [], []
    for number in range(COUNT):
        looked = rendered(number, tmp_path / "room.png")
        grey = np.array(Image.open(tmp_path / "room.png").convert("L"))
        view = estimated_view(segments(grey), grey.shape[1], grey.shape[0])
        pairs = ((view.longer_side_fov_rad, looked.fov), (view.pitch_rad, looked.pitch), (view.roll_rad, looked.roll))
        errors.append([abs(found.value - truth) for found, truth in pairs] + [abs(pairs[0][0].value / looked.fov - 1)])
        held.append([found.low <= truth <= found.high for found, truth in pairs])
    _, pitch, roll, fov = np.median(errors, 0)
    print(f"median errors: field of view {fov:.1%}, pitch {math.degrees(pitch):.2f}, roll {math.degrees(roll):.2f} degrees;"
          f" intervals hold {np.mean(held, 0)}")
    assert fov <= 0.10 and math.degrees(pitch) <= 1.5 and math.degrees(roll) <= 1.0
    assert np.mean(held, 0).min() >= 0.8
