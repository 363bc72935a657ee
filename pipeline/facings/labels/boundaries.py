"""Where instances touch: what parts items of one mask for networks that see classes only."""

import numpy as np


def touching(instance_map: np.ndarray) -> np.ndarray:
    """Return (H, W) bool: pixels of an instance beside which, or above or below, lies one of another instance.

    The border is two pixels wide, one on either side; against what is no instance (0 in the (H, W) map) there is none.
    """
    found = np.zeros(instance_map.shape, bool)
    for axis in (0, 1):
        first, second = (np.s_[:-1, :], np.s_[1:, :]) if axis == 0 else (np.s_[:, :-1], np.s_[:, 1:])
        a, b = instance_map[first], instance_map[second]
        meets = (a != b) & (a > 0) & (b > 0)
        found[first] |= meets
        found[second] |= meets
    return found
