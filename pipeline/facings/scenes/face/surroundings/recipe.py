"""The recipe's part on light and background: rigs to choose from, and what stands behind the person."""

from pydantic import field_serializer, field_validator

from facings.recipes.distributions import Choice, Uniform
from facings.recipes.files import find_pictures
from facings.recipes.leaves import Colour, File, Number, Text
from facings.recipes.recipe import LightSettings, Part, WorldSettings


class RigRecipe(Part):
    """One way to light a picture: the keys that it names replace those of the recipe and of `surroundings`."""

    weight: Number(ge=0, constant=True) = 1.0
    world: WorldSettings = WorldSettings()
    lights: dict[str, LightSettings] = {}
    lights_yaw_deg: Number(ge=-360, le=360, optional=True) = None
    background: Text(optional=True) = None


class SurroundingsRecipe(Part):
    """Light and background."""

    background: Text() = "world"
    """'world' shows the world light; 'picture' one of `pictures`; any other name is a backdrop of the template."""
    color: Colour() = Choice(("#d9d6d0", "#b7c1c8", "#8d99a3", "#c9b79c", "#7d6a58", "#9fb09a", "#3c4148", "#e9e4da",
                              "#6d7f91"))
    """Of backdrops that take a colour."""
    pictures: File(find_pictures, "the path of a folder with pictures (.jpg, .png, .webp)", optional=True, constant=True) = None
    lights_yaw_deg: Number(ge=-360, le=360) = Uniform(-70.0, 70.0)
    """How far the template's lamps are turned about the person, from where they stand for the camera."""
    rigs: dict[str, RigRecipe] = {}
    """One is chosen by weight; none: always as the recipe's own `world` and `lights` say."""

    @field_validator("rigs")
    @classmethod
    def _some_weight(cls, rigs: dict[str, RigRecipe]) -> dict[str, RigRecipe]:
        if rigs and not any(rig.weight > 0 for rig in rigs.values()):
            raise ValueError("has no weight above 0, so that no rig could be chosen")
        return rigs

    @field_serializer("rigs")
    def _only_named(self, rigs: dict[str, RigRecipe]) -> dict:
        # A rig's defaults would otherwise come back as named keys and replace the recipe's own.
        return {name: rig.model_dump(mode="json", exclude_unset=True) for name, rig in rigs.items()}
