"""The recipe of a table top: what the common recipe has, goods and a camera on a dome."""

from typing import Annotated, Literal

from pydantic import Field

from facings.recipes.distributions import Uniform, vary
from facings.recipes.numeric import Integer, Number
from facings.recipes.part import Part
from facings.recipes.recipe import LensSettings, Recipe
from facings.recipes.values import OneOf, Share, Text


class DomeCamera(LensSettings):
    """Where the camera stands about the middle of the table, and what it is."""

    distance_m: Annotated[float, Number(gt=0, le=5, unit="m")] = vary(Uniform(0.9, 1.3))
    azimuth_rad: Annotated[float, Number(ge=-360, le=360, unit="deg")] = Field(
        default=vary(Uniform(-180.0, 180.0)), alias="azimuth_deg")
    elevation_rad: Annotated[float, Number(ge=5, le=80, unit="deg")] = Field(
        default=vary(Uniform(25.0, 60.0)), alias="elevation_deg")


class GoodsRecipe(Part):
    """What lies on the table."""

    count: Annotated[int, Integer(ge=1, le=40)] = 6
    departments: tuple[Annotated[str, Text(constant=True)], ...] | None = None
    """Only these; null: all."""
    lying_rate: Share = 0.3
    """Items that lie, where their package can."""


class TableTopRecipe(Recipe):
    """All keys of a recipe with `scene: table_top`."""

    scene: Annotated[Literal["table_top"], OneOf(constant=True)] = "table_top"
    camera: DomeCamera = DomeCamera()
    goods: GoodsRecipe = GoodsRecipe()
