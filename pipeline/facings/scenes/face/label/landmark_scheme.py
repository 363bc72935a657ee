"""The 68 landmarks of iBUG's 300-W (Sagonas et al. 2013): names, and the lines that join them.

Indices count from 0; right and left are the subject's own, and the right side comes first.
"""

GROUPS = {
    "jaw": range(0, 17), "right_brow": range(17, 22), "left_brow": range(22, 27), "nose_bridge": range(27, 31),
    "nose_base": range(31, 36), "right_eye": range(36, 42), "left_eye": range(42, 48), "outer_lip": range(48, 60),
    "inner_lip": range(60, 68),
}

NAMES = tuple(f"{group}_{k}" for group, members in GROUPS.items() for k in range(len(members)))
"""'jaw_0' ... 'jaw_16', 'right_brow_0', ...: unique, in the landmarks' order."""

JAW = slice(0, 17)
BROWS = slice(17, 27)


def _lines() -> tuple[tuple[int, int], ...]:
    result = []
    for group, members in GROUPS.items():
        result += [(k, k + 1) for k in members[:-1]]
        if group in ("right_eye", "left_eye", "outer_lip", "inner_lip"):
            result.append((members[-1], members[0]))
    return tuple(result)


LINES = _lines()
"""Pairs of landmarks that a drawing joins."""


def _mirrored() -> tuple[int, ...]:
    reversed_groups = (range(0, 17), range(17, 27), range(31, 36), (48, 49, 50, 51, 52, 53, 54), (55, 56, 57, 58, 59),
                       (60, 61, 62, 63, 64), (65, 66, 67), (36, 37, 38, 39, 42, 43, 44, 45), (40, 41, 46, 47))
    result = list(range(68))
    for group in reversed_groups:
        for a, b in zip(group, reversed(group), strict=True):
            result[a] = b
    return tuple(result)


MIRRORED = _mirrored()
"""The landmark that takes each one's place in a mirrored face: the right eye's outer corner the left's, and so on."""
