"""Write where MediaPipe's face mesh lies in the pictures of a dataset.

    python detect.py DIR FILE.json      with a Python 3.11 that has mediapipe==0.10.14, which knows no newer one

FILE holds {"pairs": [...], "frames": {frame: [[x, y] x 478]}}: for each point the one that it swaps with when a picture is
mirrored, and pixels from the top-left corner. MediaPipe's own pixels begin elsewhere, by some part of a pixel that grows with
the face: points that it finds in mirrored pictures, turned back, lie twice as far beside the others. That is taken off, from
the rows too, which cannot be told from mirrored pictures. Frames without a face are left out.
"""

import json
import sys
from pathlib import Path

import cv2
import mediapipe
import numpy as np
from scipy.optimize import linear_sum_assignment


def main(folder: Path, file: Path) -> None:
    """Look at every picture."""
    mesh = mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True, max_num_faces=1,
                                                  min_detection_confidence=0.3)

    def points(picture: np.ndarray) -> np.ndarray | None:
        found = mesh.process(picture).multi_face_landmarks
        height, width = picture.shape[:2]
        return np.array([[p.x * width, p.y * height] for p in found[0].landmark]) if found else None

    frames, there, mirrored = [], [], []
    for path in sorted((folder / "images").glob("*.png")):
        picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        one, other = points(picture), points(np.ascontiguousarray(picture[:, ::-1]))
        if one is not None and other is not None:
            frames.append(path.stem)
            there.append(one)
            mirrored.append(other * (-1, 1) + (picture.shape[1], 0))
    eyes = [np.linalg.norm(one[33] - one[263]) for one in there]
    apart = np.median([np.linalg.norm(one[:, None] - other[None], axis=2) / size
                       for one, other, size in zip(there, mirrored, eyes, strict=True)], axis=0)
    pairs = linear_sum_assignment(apart + apart.T)[1]
    if (pairs[pairs] != np.arange(len(pairs))).any():
        raise SystemExit("the points do not pair off: detect in more pictures")
    beside = np.median([(other[pairs] - one)[:, 0].mean() / size
                        for one, other, size in zip(there, mirrored, eyes, strict=True)]) / 2
    print(f"{len(frames)} faces, {100 * beside:.2f} % of the eyes' distance beside")
    found = {frame: (one + beside * size).tolist() for frame, one, size in zip(frames, there, eyes, strict=True)}
    file.write_text(json.dumps({"pairs": pairs.tolist(), "frames": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
