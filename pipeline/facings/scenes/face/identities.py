"""A recipe's key `identities`: one person over many frames.

    identities: {count: 200, frames_each: 20}

Frames 0 to 19 show person 0, the next twenty person 1, and so on; after the last person the first comes again. What is a
person's own is drawn from the streams of the frame that has the person's number, so that person k is the one whom frame k of
the recipe shows without the key; all else is drawn from the frame's own streams, and each frame renders alone.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np

from facings.frames.streams import stream
from facings.recipes.numeric import Integer
from facings.recipes.part import Part
from facings.scenes.face.garments.spec import GarmentSpec

Varying = Literal["hairdo", "make_up", "accessories", "garment"]
_BODY = ("shoulder_half_m", "shoulder_slope", "girth", "bust", "muscle")
"""What of a garment's spec is the body's."""


class IdentitiesRecipe(Part):
    """How many people there are, and what changes from one frame of a person to the next beside pose, light and expression."""

    count: Annotated[int, Integer(ge=1, le=2**31 - 1, constant=True)] = 100
    frames_each: Annotated[int, Integer(ge=1, le=2**31 - 1, constant=True)] = 10
    """Frames of a person that follow one another."""
    vary: tuple[Varying, ...] = ("hairdo", "make_up", "accessories", "garment")
    """What else each frame draws anew. Head, skin, eyes, brows, beard, the hair's colour and its line are the person's."""


class Streams:
    """The random streams of a frame's parts: the person's, and the frame's own."""

    def __init__(self, recipe: IdentitiesRecipe | None, seed: int, frame: int) -> None:
        """Without a recipe both are the frame's."""
        self.identity = None if recipe is None else frame // recipe.frames_each % recipe.count
        """The person's number, None where each frame shows somebody else."""
        self._vary = () if recipe is None else recipe.vary
        self._seed, self._frame = seed, frame

    def of_frame(self, name: str) -> np.random.Generator:
        """Return a new generator of what every frame draws for itself."""
        return stream(self._seed, self._frame, name)

    def of_person(self, name: str) -> np.random.Generator:
        """Return a new generator of what is the person's own."""
        return stream(self._seed, self._frame if self.identity is None else self.identity, name)

    def of(self, part: Varying) -> Callable[[str], np.random.Generator]:
        """Return the streams of a part that recipes let vary: the frame's, or the person's."""
        return self.of_frame if part in self._vary else self.of_person


def on_body(garment: GarmentSpec, body: GarmentSpec) -> GarmentSpec:
    """Return a garment on the body for which another one was drawn."""
    return replace(garment, **{name: getattr(body, name) for name in _BODY})
