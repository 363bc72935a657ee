"""The words that a catalogue may use: package kinds, layouts, hero pictures, marks and type faces.

Three of them grow: an installed package adds package kinds, layouts and heroes by entry points of the groups
`facings.package_kinds`, `facings.layouts` and `facings.heroes`, each under the name that a catalogue uses. Asking for
the words imports nothing, so that a catalogue is checked quickly.
"""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from facings.errors import InputError, nearest


class Vocabulary:
    """The names of one sort of thing, in order: those that ship, then those of installed packages."""

    def __init__(self, noun: str, shipped: tuple[str, ...], group: str | None = None) -> None:
        """`noun` is what errors call one of them; `group` names the entry points that add further ones."""
        self.noun = noun
        self.shipped = shipped
        self._group = group

    def __iter__(self) -> Iterator[str]:
        return iter((*self.shipped, *self._installed))

    def __len__(self) -> int:
        return len(self.shipped) + len(self._installed)

    def __contains__(self, name: object) -> bool:
        return name in self.shipped or name in self._installed

    def known(self, name: str) -> str:
        """Return `name`; raises ValueError, as pydantic's validators do, where no part has it."""
        if name not in self:
            hint = nearest(name, list(self)) or f" Known: {', '.join(self)}."
            raise ValueError(f"holds {name!r}, which is no {self.noun}.{hint}")
        return name

    def installed(self, name: str, kind: type) -> Any:
        """Return what an installed package gives under `name`, an instance of `kind` (imports the package).

        Raises InputError where no package has that name, or what it gives is something else.
        """
        if name not in self._installed:
            raise InputError(f"There is no {self.noun} {name!r}.{nearest(name, list(self))}")
        entry = self._installed[name]
        part = entry.load()
        if not isinstance(part, kind):
            raise InputError(f"The {self.noun} {name!r} comes from {entry.value}, which is no"
                             f" {kind.__module__}.{kind.__qualname__}.")
        return part

    def code(self, name: str) -> str:
        """Return a digest (hex) of the installed package's Python code that gives `name`; '' for what ships."""
        return _code(self._installed[name]) if name in self._installed else ""

    @property
    def modules(self) -> set[str]:
        """The modules of installed packages that give some of them."""
        return {entry.module for entry in self._installed.values()}

    @cached_property
    def _installed(self) -> dict[str, EntryPoint]:
        if self._group is None:
            return {}
        found: dict[str, EntryPoint] = {}
        for entry in sorted(entry_points(group=self._group), key=lambda e: (e.name, e.value)):
            if entry.name in self.shipped or entry.name in found:
                other = found[entry.name].value if entry.name in found else "Facings itself"
                raise InputError(f"The {self.noun} {entry.name!r} is registered by {entry.value} and by {other};"
                                 " each needs a name of its own.")
            found[entry.name] = entry
        return found


def _code(entry: EntryPoint) -> str:
    """The whole top-level package counts: what an entry's module imports decides as much as the module itself."""
    top = find_spec(entry.module.partition(".")[0])
    if top is None or top.origin is None:
        raise InputError(f"{entry.value}, which {entry.name!r} comes from, cannot be imported.")
    origin = Path(top.origin)
    files = sorted(origin.parent.rglob("*.py")) if top.submodule_search_locations else [origin]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


LAYOUTS = Vocabulary("layout", (
    "band", "diagonal", "premium", "stripe", "burst", "clean", "window", "retro", "photo", "pattern",
), group="facings.layouts")
"""How the front is divided: see `artwork.layouts`."""

MARKS = Vocabulary("mark", (
    "plain", "outline", "oval", "ribbon", "shield", "badge", "stacked", "script", "underline", "monogram",
))
"""How a brand's name becomes its mark: see `artwork.marks`."""

FONTS = Vocabulary("type face", (
    "anton", "abril-fatface", "archivo-black", "bangers", "bebas-neue", "bitter", "chewy", "comfortaa",
    "dancing-script", "fredoka", "inter", "kaushan-script", "league-spartan", "lobster", "lobster-two",
    "luckiest-guy", "montserrat", "oswald", "pacifico", "playfair-display", "quicksand", "righteous", "titan-one",
    "yanone-kaffeesatz",
))
"""Type faces, by the name of their npm package under @fontsource (inter comes with bpy)."""

HEROES = Vocabulary("hero picture", (
    # fruit and vegetables
    "apple", "banana", "berry_blue", "cherry", "grape", "lemon", "lime", "mango", "orange", "peach", "pear",
    "pineapple", "raspberry", "strawberry", "broccoli", "carrot", "chilli", "corn", "cucumber", "garlic",
    "mushroom", "olive", "onion", "pea", "pepper", "potato", "tomato", "bean_red", "chickpea", "leaf_mint",
    "leaf_basil", "leaf_tea",
    # grain, sweet and snack
    "almond", "biscuit", "cereal_ring", "cereal_flake", "chip", "chip_ridged", "chocolate", "coffee_bean", "cookie",
    "croissant", "fusilli", "hazelnut", "honey", "macaroni", "nacho", "oat", "peanut", "penne", "popcorn",
    "pretzel", "rice", "spaghetti", "wafer", "wheat", "bread", "gummy",
    # dairy, meat, fish, drinks
    "butter", "cheese", "egg", "fish", "ham", "ice_cube", "milk_splash", "water_drop", "yoghurt_swirl",
    "cola_glass",
    # household and care
    "bubbles", "cotton", "feather", "flower", "lavender", "paw", "shirt", "sparkle", "toothbrush", "wave", "dish",
), group="facings.heroes")
"""The illustration on the front."""

PACKAGE_KINDS = Vocabulary("package kind", (
    # turned or moulded
    "drinks_can", "food_tin", "pet_bottle", "glass_bottle", "jar", "tub", "flat_tub", "squeeze_bottle", "jug",
    "aerosol", "tube", "cup",
    # folded, filled or wrapped
    "carton", "gable_top", "brick", "pillow_bag", "pouch", "flow_wrap", "multipack", "tray", "egg_carton",
    "paper_bag", "roll_pack",
), group="facings.package_kinds")
"""See `packages`; every kind is a module of that name."""


def installed_modules() -> tuple[str, ...]:
    """Return the modules of installed packages that add package kinds, layouts or heroes, in alphabetical order."""
    return tuple(sorted(LAYOUTS.modules | HEROES.modules | PACKAGE_KINDS.modules))
