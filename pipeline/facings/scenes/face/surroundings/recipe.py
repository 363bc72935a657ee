"""The recipe's part on light and background: rigs to choose from, and what stands behind the person."""

from typing import Annotated

from pydantic import Field

from facings.recipes.distributions import Choice, Uniform, named_by, vary
from facings.recipes.files import find_pictures
from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.recipe import LightSettings, WorldSettings
from facings.recipes.values import Colour, File, Text
from facings.recipes.variants import Variant, Variants

WORLD, PICTURE = "world", "picture"


class RigRecipe(Variant):
    """One way to light a picture: the keys that it names replace those of the recipe and of `surroundings`."""

    world: WorldSettings = WorldSettings()
    lights: dict[str, LightSettings] = {}
    lights_yaw_rad: Annotated[float | None, Number(ge=-360, le=360, unit="deg")] = Field(default=None, alias="lights_yaw_deg")
    background: Annotated[str | None, Text()] = None


class SurroundingsRecipe(Part):
    """Light and background."""

    background: Annotated[str, Text()] = "world"
    """'world' shows the world light; 'picture' one of `pictures`; any other name is a backdrop of the template."""
    color: Colour = vary(Choice(
        ("#d9d6d0", "#b7c1c8", "#8d99a3", "#c9b79c", "#7d6a58", "#9fb09a", "#3c4148", "#e9e4da", "#6d7f91")))
    """Of backdrops that take a colour."""
    pictures: Annotated[
        str | None, File(find_pictures, "the path of a folder with pictures (.jpg, .png, .webp)", constant=True)] = None
    lights_yaw_rad: Annotated[float, Number(ge=-360, le=360, unit="deg")] = Field(
        default=vary(Uniform(-70.0, 70.0)), alias="lights_yaw_deg")
    """How far the template's lamps are turned about the person, from where they stand for the camera."""
    rigs: Variants[RigRecipe] = {}
    """One is chosen by weight; none: always as the recipe's own `world` and `lights` say."""

    def idle_keys(self) -> frozenset[str]:
        """Return `pictures` where no frame can have a picture as its background."""
        backgrounds = [self.background, *(rig.background for rig in self.rigs.values() if rig.weight > 0)]
        return frozenset() if any(PICTURE in named_by(each) for each in backgrounds) else frozenset({"pictures"})
