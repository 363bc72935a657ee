"""What a report shows of a dataset: quantities of its frames and their instances, named by the scene kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Iterable[float | str]

Leaves = Sequence[tuple[float, Any]]
"""[(weight, constant or distribution as a recipe writes it), ...]: what a recipe asks a value to be."""


@dataclass(frozen=True)
class Measure:
    """One quantity: numbers become a histogram, words a bar each."""

    title: str
    """'Head yaw'."""
    values: Callable[[Mapping[str, Any]], Values]
    """Those of one frame, from its record; none where it has none."""
    unit: str = ""
    """'°', 'm'; of words nothing."""
    asked: Callable[[Mapping[str, Any]], Leaves] | None = None
    """What a resolved recipe asks for, in the same unit; None where nothing in it says so alone."""
    group: str = "Content"
    """The part of the report that it stands in."""
    extreme: bool = False
    """Whether the frames with its least and its greatest value are shown as examples."""


def key(path: str) -> Callable[[Mapping[str, Any]], Leaves]:
    """Return what reads a dotted key of a resolved recipe; where variants beside it replace it, theirs, by their weights."""
    *parents, name = path.split(".")

    def leaves(recipe: Mapping[str, Any]) -> Leaves:
        part: Any = recipe
        for parent in parents:
            part = part.get(parent, {})
        if name not in part or part[name] is None:
            return ()
        views = part.get("views") or {}
        return [(float(view.get("weight", 1.0)), view.get(name, part[name])) for view in views.values()] or [(1.0, part[name])]

    return leaves
