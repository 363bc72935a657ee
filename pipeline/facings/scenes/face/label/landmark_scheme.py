"""The 68 landmarks of iBUG's 300-W (Sagonas et al. 2013): names, what each becomes in a mirrored picture, and lines.

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


def _mirror() -> tuple[int, ...]:
    pairs = [(k, 16 - k) for k in range(17)] + [(k, 43 - k) for k in range(17, 27)] + [(k, k) for k in range(27, 31)]
    pairs += [(k, 66 - k) for k in range(31, 36)]
    for right, left in ((36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46), (48, 54), (49, 53), (50, 52),
                        (51, 51), (55, 59), (56, 58), (57, 57), (60, 64), (61, 63), (62, 62), (65, 67), (66, 66)):
        pairs += [(right, left), (left, right)]
    other = dict(pairs)
    return tuple(other[k] for k in range(68))


MIRROR = _mirror()
"""Landmark k of a picture is landmark MIRROR[k] of the picture flipped left to right."""


def _lines() -> tuple[tuple[int, int], ...]:
    result = []
    for group, members in GROUPS.items():
        result += [(k, k + 1) for k in members[:-1]]
        if group in ("right_eye", "left_eye", "outer_lip", "inner_lip"):
            result.append((members[-1], members[0]))
    return tuple(result)


LINES = _lines()
"""Pairs of landmarks that a drawing joins."""
