"""The colour zones of a face, as smooth masks over the reference head.

Blood shows at cheeks, nose, chin, ears and around the eyes; forehead and the surroundings of the mouth are more yellow,
the shaded neck paler; painters speak of a yellow, a red and a grey third of the face.
"""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.skin.places import Blob, blobs, step


@dataclass(frozen=True, eq=False)
class Zones:
    """Masks over N places."""

    names: tuple[str, ...]
    masks: np.ndarray
    """(names, N) float32, about 0..1."""

    def __getitem__(self, name: str) -> np.ndarray:
        return self.masks[self.names.index(name)]

    def weighted(self, *shares: dict[str, float]) -> np.ndarray:
        """Return (len(shares), N) float32: sums of masks times their shares."""
        weights = np.zeros((len(shares), len(self.names)), np.float32)
        for row, share in zip(weights, shares, strict=True):
            for name, value in share.items():
                row[self.names.index(name)] = value
        return weights @ self.masks


def zones(point_m: np.ndarray) -> Zones:
    """Return the masks at (N, 3) canonical points."""
    made = _masks(point_m)
    return Zones(tuple(made), np.stack(list(made.values())).astype(np.float32))


def _masks(point_m: np.ndarray) -> dict[str, np.ndarray]:
    x, y, z = point_m.T
    ear = step(np.abs(x), 0.0735, 0.084) * step(y, 0.046, 0.058) * step(z, -0.068, -0.055) * step(z, 0.028, 0.012) * step(
        y, 0.125, 0.112)
    rim = step(np.abs(x), 0.079, 0.090) * ear
    front = step(y, 0.06, 0.0)
    face = front * step(z, -0.135, -0.105)
    return {
        "cheek": blobs(point_m, Blob((42, -2, -36), (19, 40, 19), True), Blob((55, 14, -28), (15, 30, 16), True, 0.45)),
        "nose": blobs(point_m, Blob((0, -45, -34), (13, 16, 12)), Blob((15, -27, -43), (7, 12, 8), True, 0.9),
                      Blob((0, -34, -15), (9, 14, 14), weight=0.4)),
        "nose_fold": blobs(point_m, Blob((19, -20, -44), (4.5, 9, 8), True)),
        "chin": blobs(point_m, Blob((0, -25, -97), (20, 24, 12))),
        "ear": ear,
        "ear_rim": rim,
        "forehead": blobs(point_m, Blob((0, -12, 52), (48, 40, 24))),
        "glabella": blobs(point_m, Blob((0, -26, 17), (13, 14, 14))),
        "under_eye": blobs(point_m, Blob((31, -8, -13), (15, 18, 6), True), Blob((17, -13, -10), (7, 12, 6), True, 0.35)),
        "eyelid": blobs(point_m, Blob((31, -11, 7), (16, 14, 6), True)),
        "eye_corner": blobs(point_m, Blob((17, -10, -4), (5, 8, 6), True), Blob((46, -1, -3), (6, 10, 6), True, 0.8)),
        "mouth_ring": blobs(point_m, Blob((0, -27, -70), (36, 30, 22))),
        "moustache": blobs(point_m, Blob((9, -30, -55), (15, 20, 7), True)),
        "jaw": blobs(point_m, Blob((52, 20, -78), (26, 34, 22), True)) * face,
        "temple": blobs(point_m, Blob((65, 16, 26), (16, 26, 22), True)),
        "neck": step(z, -0.108, -0.135),
        "throat": step(z, -0.110, -0.130) * step(np.abs(x), 0.045, 0.02) * step(z, -0.190, -0.165) * step(y, 0.06, 0.03),
        "chest": step(z, -0.170, -0.205) * step(y, 0.06, 0.01),
        "sunny": (face * (0.55 + 0.45 * step(z, -0.095, 0.02))
                  * (1 - 0.5 * blobs(point_m, Blob((31, -9, 0), (17, 16, 12), True)))),
        "oily": blobs(point_m, Blob((0, -14, 48), (34, 30, 24)), Blob((0, -40, -24), (13, 22, 24)),
                      Blob((0, -26, -98), (16, 20, 12), weight=0.7), Blob((36, -8, -28), (18, 24, 14), True, 0.35)),
        "pores": blobs(point_m, Blob((0, -42, -32), (17, 20, 20), weight=0.8), Blob((32, -10, -38), (20, 30, 22), True, 0.7),
                       Blob((0, -22, 30), (34, 30, 26), weight=0.35), Blob((0, -25, -97), (20, 24, 13), weight=0.4)),
        "blush": np.minimum(1, blobs(point_m, Blob((46, 4, -30), (17, 30, 11), True, 0.8),
                                     Blob((60, 18, -18), (13, 24, 10), True, 0.6))),
        "beard": _beard(x, y, z),
    }


def _beard(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Where a shaven beard shows: moustache, chin, jaw up to the sideburns, and the upper throat; the cheeks stay bare."""
    side = np.abs(x)
    # The cheek line runs from the mouth's corner region up to the ear; below lies beard.
    line = np.interp(side, [0, 0.016, 0.026, 0.034, 0.05, 0.062, 0.070, 0.078],
                     [-0.0505, -0.051, -0.060, -0.064, -0.058, -0.045, -0.022, -0.01])
    above = step(z - line, 0.005, -0.006)
    throat = step(z, -0.152, -0.128)
    behind = step(y, 0.068, 0.052)
    sideburn = step(side, 0.064, 0.068) * step(y, 0.036, 0.044) * step(y, 0.060, 0.052) * step(z, 0.004, -0.01)
    return np.maximum(above * throat * behind, sideburn * step(z, -0.06, -0.05)).astype(np.float32)
