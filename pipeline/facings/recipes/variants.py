"""Variants: named mappings of which each frame chooses one by weight, and whose keys replace the recipe's own.

Three places can hold a value, and the first that does counts: the command line, the chosen variant, the recipe's own key.
The first rule is kept by `uncover`, when a recipe is read; the second by `overlaid`, when a frame is sampled.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args

import numpy as np
from pydantic import AfterValidator, PlainSerializer

from facings.recipes.draws import choose_by_name
from facings.recipes.numeric import Number
from facings.recipes.part import Part

Path = tuple[str, ...]


class Variant(Part):
    """One of several variants: its own keys, all but the weight, replace those of the recipe that it names."""

    weight: Annotated[float, Number(ge=0, constant=True)] = 1.0


AnyPart = TypeVar("AnyPart", bound=Part)
AnyVariant = TypeVar("AnyVariant", bound=Variant)


def _some_weight(variants: dict[str, AnyVariant]) -> dict[str, AnyVariant]:
    if variants and not any(variant.weight > 0 for variant in variants.values()):
        raise ValueError("has no weight above 0, so that none could be chosen")
    return variants


def _only_named(variants: dict[str, AnyVariant]) -> dict[str, Any]:
    # A variant's defaults would otherwise come back as named keys and replace the recipe's own.
    return {name: each.model_dump(mode="json", by_alias=True, exclude_unset=True) for name, each in variants.items()}


Variants = Annotated[dict[str, AnyVariant], AfterValidator(_some_weight), PlainSerializer(_only_named)]
"""The type of a key that holds variants by name, `Variants[CameraView]`."""


@dataclass(frozen=True)
class Overlay:
    """Which of a recipe's keys the variants at one place replace."""

    variants: Path
    """The key that holds them: ('camera', 'views')."""
    replaced: Mapping[Path, Path]
    """A mapping of the recipe -> where in a variant its keys are; () is the variant itself."""

    def uncover(self, data: Any, path: Path) -> None:
        """Remove from all variants in a recipe's raw data what would replace the key at `path`."""
        variants = _found(data, self.variants)
        if not isinstance(variants, dict):
            return
        for own, inside in self.replaced.items():
            key = inside + path[len(own):]
            if path[: len(own)] != own or not key:
                continue
            for variant in variants.values():
                holder = _found(variant, key[:-1])
                if isinstance(holder, dict):
                    holder.pop(key[-1], None)


def uncover(overlays: Collection[Overlay], data: Any, changed: Collection[Path]) -> None:
    """Let the keys at the paths `changed`, which the command line has set in a recipe's raw data, count in all variants."""
    for path in changed:
        # A mapping that was made for the sake of a key inside is no key that was set.
        if not any(other[: len(path)] == path and other != path for other in changed):
            for overlay in overlays:
                overlay.uncover(data, path)


def overlaid(own: AnyPart, variant: Part) -> AnyPart:
    """Return a recipe's part with the keys that `variant` names in the place of its own; mappings are merged key by key.

    A null in the variant leaves the recipe's own value where that cannot be null.
    """
    update = {}
    for name, field in type(own).model_fields.items():
        value = getattr(variant, name) if name in variant.model_fields_set else None
        if value is not None or (name in variant.model_fields_set and NoneType in get_args(field.annotation)):
            update[name] = merged(getattr(own, name), value)
    return own.model_copy(update=update)


def merged(own: Any, named: Any) -> Any:
    """Return a value of the recipe's own under one that a variant names."""
    if isinstance(own, Part) and isinstance(named, Part):
        return overlaid(own, named)
    if isinstance(own, dict) and isinstance(named, dict):
        return own | {key: merged(own.get(key), value) for key, value in named.items()}
    return named


def choose(variants: Mapping[str, Variant], rng: np.random.Generator) -> str | None:
    """Return the name of one of `variants`, by weight; None where there is none."""
    return choose_by_name({name: variant.weight for name, variant in variants.items()}, rng) if variants else None


def _found(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data
