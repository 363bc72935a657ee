"""Which head models a recipe may use here: let in by its licences, and to be had on this machine."""

from collections.abc import Callable
from typing import Any

from facings.assets.packs.manifest import pack
from facings.assets.packs.store import pack_folder
from facings.errors import InputError
from facings.recipes.distributions import named_by
from facings.scenes.face.heads.library import HEADS, is_converted

FALLBACK = "makehuman"
"""It can show everybody, and comes from a package registry."""


def available_heads(wanted: Any, licences: tuple[str, ...], progress: Callable[[str, int, int], None]) -> tuple[str, ...]:
    """Return the names of the head models to choose from, the fallback last, after fetching what the cache lacks.

    `wanted` is the recipe's leaf for the head model. A model out of reach is left out, with a remark, where another can
    stand for it. Raises InputError where none is left.
    """
    licensed = [name for name in HEADS if pack(HEADS[name]).licence in licences]
    if not licensed:
        offered = ", ".join(f"{pack(p).title} is {pack(p).licence}" for p in HEADS.values())
        raise InputError(f"assets.licences lets in {', '.join(licences) or 'nothing'}, which leaves no head model:"
                         f" {offered}. Add one of these licences.")
    asked = [name for name in licensed if name in named_by(wanted) or name == FALLBACK]
    found, troubles = [], []
    for name in asked or licensed:
        try:
            if not is_converted(name):
                pack_folder(HEADS[name], progress)
            found.append(name)
        except InputError as error:
            troubles.append((name, error))
    if not found:
        raise troubles[0][1]
    for name, error in troubles:
        others = " and ".join(pack(HEADS[other]).title for other in found)
        progress(f"{pack(HEADS[name]).title} is out of reach; heads come from {others} alone. {error}", 0, 0)
    return tuple(found)
