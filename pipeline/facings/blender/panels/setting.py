"""One setting of Blender's panels, and what becomes of it when a template is opened.

The standard library alone, as in `facings.blender.template_contract`. The tables beside this file list every property that the
panels show; `tests/blender/test_panels.py` compares them with those of the installed Blender, so that a new one is found.
"""

from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["free", "facings", "recorded", "neutralised", "refused"]
"""'free': neither picture nor labels can be wrong by it, since both renders share it or none asks for it.
'facings': set anew for every frame, by the recipe or by the renders.
'recorded': grades the picture's colours, or adds light, without moving it; stays the artist's and is told in `dataset.json`.
'neutralised': set to `value` when the template is opened, and said where it was something else.
'refused': the template breaks the contract where it is anything but `value`."""


@dataclass(frozen=True)
class Setting:
    """A property of one of Blender's types."""

    owner: str
    """Name of the RNA type, such as 'RenderSettings'."""
    name: str
    verdict: Verdict
    place: str
    """Where Blender's interface has it."""
    reason: str
    value: Any = None
    limits: tuple[float, float] | None = None
    """Of a recorded number: beyond them it is refused."""
    never: tuple[str, ...] = ()
    """Of a recorded choice: what is refused."""


def group(verdict: Literal["free", "facings"], owner: str, place: str, reason: str, names: str) -> tuple[Setting, ...]:
    """Return the settings of several names, joined by blanks, that have one place and one reason."""
    return tuple(Setting(owner, name, verdict, place, reason) for name in names.split())


def recorded(owner: str, name: str, place: str, reason: str, *, limits: tuple[float, float] | None = None,
             never: tuple[str, ...] = ()) -> Setting:
    """Return a setting that grades the picture."""
    return Setting(owner, name, "recorded", place, reason, limits=limits, never=never)


def neutralised(owner: str, name: str, value: Any, place: str, reason: str) -> Setting:
    """Return a setting that is `value` whatever the template says."""
    return Setting(owner, name, "neutralised", place, reason, value)


def refused(owner: str, name: str, value: Any, place: str, reason: str) -> Setting:
    """Return a setting that must be `value`."""
    return Setting(owner, name, "refused", place, reason, value)
