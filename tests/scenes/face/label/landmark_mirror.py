"""What each of the 68 landmarks becomes in a mirrored picture."""


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
