"""Where MediaPipe itself sees its points in pictures of other people than those whom they were measured on."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import facings

PYTHON = Path(__file__).parents[4] / ".venv" / "mediapipe" / "bin" / "python"
"""MediaPipe knows no Python 3.13; `scripts/install_readers.sh` sets it up apart."""
DETECT = Path(__file__).parents[4] / "scripts" / "face_mesh" / "detect.py"
FRAMES = 200
RIGHT_EYE = [33, 246, 161, 160, 159, 158, 157, 173, 133, 7, 163, 144, 145, 153, 154, 155]
LEFT_EYE = [263, 466, 388, 387, 386, 385, 384, 398, 362, 249, 390, 373, 374, 380, 381, 382]
LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 146, 91, 181, 84, 17, 314, 405, 321, 375, 78, 191, 80, 81, 82, 13, 312,
        311, 310, 415, 308, 95, 88, 178, 87, 14, 317, 402, 318, 324]
IRISES = [*range(468, 478)]
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
        172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
MOST_SHIFT = {"right eye": (RIGHT_EYE, 1.5), "left eye": (LEFT_EYE, 1.5), "lips": (LIPS, 1.5), "irises": (IRISES, 1.5),
              "oval": (OVAL, 4.0)}
"""In per cent of the distance of the eyes' outer corners: a pixel of these pictures is about 2. The oval's forehead lies under
hair here, and MediaPipe guesses it: 2 to 4 % lower than the places that it was measured at on other people."""


@pytest.mark.slow
def test_mediapipe_sees_its_points_there(tmp_path):
    if not PYTHON.exists():
        pytest.skip(f"no Python 3.11 with MediaPipe at {PYTHON}: scripts/install_readers.sh sets one up where it can")
    facings.render(facings.load_recipe("face", {
        "labels.face_mesh": True, "picture.resolution": [192, 192], "picture.samples": 6,
        "head_pose.yaw_deg": {"uniform": [-45, 45]}, "head_pose.pitch_deg": {"uniform": [-20, 20]},
        "accessories.mask.rate": 0}), tmp_path / "set", frames=FRAMES, seed=4711)
    subprocess.run([PYTHON, DETECT, tmp_path / "set", tmp_path / "found.json"], check=True, stderr=subprocess.DEVNULL)
    found = json.loads((tmp_path / "found.json").read_text())["frames"]
    off = []
    for frame in facings.open(tmp_path / "set"):
        detected = found.get(f"{frame.record['frame']:06d}")
        if detected is not None:
            ours = np.array(frame.instances[0]["face_mesh"]["points_px"], float)
            off.append(100 * (np.array(detected) - ours) / np.linalg.norm(ours[33] - ours[263]))
    assert len(off) > 0.9 * FRAMES
    shifts = {name: np.median(np.median(np.array(off)[:, numbers], 1), 0) for name, (numbers, _) in MOST_SHIFT.items()}
    print(f"median {np.median(np.linalg.norm(off, axis=2)):.2f} %, shifts {shifts}")
    # MediaPipe scatters by as much about places that it has seen itself; what counts is that it does so evenly.
    assert np.median(np.linalg.norm(off, axis=2)) < 4.5
    for name, (_, most) in MOST_SHIFT.items():
        assert np.abs(shifts[name]).max() < most, (name, shifts[name])
    shutil.rmtree(tmp_path / "set")
