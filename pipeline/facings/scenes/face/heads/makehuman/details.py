"""The facial details among MakeHuman's targets, by name: which shape a face, which undo each other, which mirror which."""

from itertools import chain

DETAIL_GROUPS = ("head", "eyes", "nose", "mouth", "chin", "cheek", "forehead", "eyebrows", "neck", "ears", "asym")
"""Folders of the targets that shape a face."""

OPPOSITES = (("less", "more"), ("min", "max"), ("decr", "incr"), ("in", "out"), ("down", "up"), ("backward", "forward"),
             ("concave", "convex"), ("small", "big"), ("deflate", "inflate"), ("compress", "uncompress"),
             ("lesshump", "morehump"), ("lessgreek", "moregreek"), ("decrease", "increase"), ("pointed", "triangle"),
             ("round", "square"), ("point", "potato"), ("skinny", "fat"))
"""Endings of pairs of targets that undo each other."""

_NOT_OF_A_FACE = ("breast", "trunk", "head-trans", "neck-trans-horiz", "nose-trans-horiz", "mouth-trans-in", "mouth-trans-out")
"""Details below the neck, and those that shift a head or put a feature off the midline."""


def details(target_names: tuple[str, ...]) -> list[str]:
    """Return the facial details among target names."""
    return [name for name in target_names
            if name.split("/")[0] in DETAIL_GROUPS and not any(word in name for word in _NOT_OF_A_FACE)]


def opposites(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return pairs of details that undo each other, of paired features only the left one's."""
    known = set(names)
    pairs = chain.from_iterable(_pairs_of(name, known) for name in names)
    return [pair for pair in pairs if "/r-" not in pair[0]]


def _pairs_of(name: str, known: set[str]) -> list[tuple[str, str]]:
    if name.split("/")[0] not in DETAIL_GROUPS:
        return []
    return [(name, name.removesuffix(low) + high) for low, high in OPPOSITES
            if name.endswith(f"-{low}") and name.removesuffix(low) + high in known]


def mirrored(low: str, high: str, known: set[str]) -> tuple[str, str] | None:
    """Return the pair of the other side that belongs to a left one's; None where there is none among the `known`."""
    pair = low.replace("/l-", "/r-"), high.replace("/l-", "/r-")
    return pair if pair != (low, high) and set(pair) <= known else None
