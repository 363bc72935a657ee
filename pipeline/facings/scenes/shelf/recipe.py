"""The recipe of a shelf: what the common recipe has, and bays, stock, price tags, fixture, catalogue and camera."""

from typing import Any

from pydantic import field_serializer, field_validator

from facings.recipes.distributions import Choice, LogUniform, Normal, Uniform
from facings.recipes.files import find_file
from facings.recipes.leaves import Colour, File, Flag, Integer, Number, Row, Text
from facings.recipes.recipe import LensSettings, Part, Recipe, Template
from facings.recipes.value_types import NumberKind


class CameraPlace(LensSettings):
    """Where the camera stands, by what it looks at: a point on the shelf's front, seen from a distance and an angle."""

    along: Number(ge=-1, le=1) = Uniform(-0.7, 0.7)
    """Where along the row it looks: -1 the left end, 0 the middle, 1 the right end."""
    target_height_m: Number(ge=0, le=3) = Normal(0.95, 0.2, 0.3, 1.7)
    """How high on the shelf it looks."""
    distance_m: Number(gt=0, le=20) = Uniform(0.9, 2.4)
    """From the shelf's front, straight out into the aisle."""
    height_m: Number(gt=0, le=6) = Normal(1.45, 0.15, 0.5, 1.9)
    """Above the floor."""
    yaw_deg: Number(ge=-75, le=75) = Normal(0.0, 14.0, -45.0, 45.0)
    """0 looks straight at the shelf; above 0 it stands further left and looks to the right, along the row."""
    pitch_deg: Number(ge=-60, le=60) = Normal(0.0, 2.0, -6.0, 6.0)
    """Raised above what it looks at."""
    roll_deg: Number(ge=-180, le=180) = Normal(0.0, 1.5, -5.0, 5.0)
    """The camera turned clockwise about its axis."""


class CameraView(CameraPlace):
    """One of several ways to take the picture: the keys that it names replace those of `camera`."""

    weight: Number(ge=0, constant=True) = 1.0

    def named(self) -> dict[str, Any]:
        """Return the keys that the recipe gave this view, without the weight."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set - {"weight"})}


class CameraSettings(CameraPlace):
    """The camera, and the views it chooses from by weight (none: always as the camera's own keys say)."""

    views: dict[str, CameraView] = {}

    @field_validator("views")
    @classmethod
    def _some_weight(cls, views: dict[str, CameraView]) -> dict[str, CameraView]:
        if views and not any(view.weight > 0 for view in views.values()):
            raise ValueError("has no weight above 0, so that no view could be chosen")
        return views

    @field_serializer("views")
    def _only_named(self, views: dict[str, CameraView]) -> dict[str, Any]:
        # A view's defaults would otherwise come back as named keys and replace the camera's own.
        return {name: view.model_dump(mode="json", exclude_unset=True) for name, view in views.items()}


class BayRecipe(Part):
    """How long the row is."""

    count: Integer(ge=1, le=40, optional=True) = None
    """null: as many as the template has room for."""


def _rising(ends: tuple) -> str | None:
    return None if ends[0] <= ends[1] else f"runs from {ends[0]} down to {ends[1]}; the smaller number comes first"


class StockRecipe(Part):
    """How the shop fills its shelves and what customers have done to them; rates are shares from 0 to 1."""

    families: Row(NumberKind(ge=1, le=100, whole=True), 2, limit=_rising) = (5, 12)
    """At least and at most so many families (flavours of one brand in one package) in a bay."""
    continue_rate: Number(ge=0, le=1) = 0.2
    """Bays that go on with their left neighbour's department."""
    brand_blocking: Flag() = True
    """Families of one brand next to each other; false scatters them."""
    facings: Row(NumberKind(ge=1, le=30, whole=True), 2, limit=_rising) = (1, 6)
    """At least and at most so many items of one product side by side."""
    hand_room_mm: Number(ge=5, le=300) = 25.0
    """Free height above the tallest product of a board."""
    max_depth: Integer(ge=1, le=20) = 3
    """Items behind one another: up to twice as many of thin ones, half as many on boards at eye level and above."""
    stacking: Flag() = True
    """Whether packages that can be stacked are."""
    fill: Number(ge=0, le=1) = Normal(0.9, 0.08, 0.55, 1.0)
    """How much of a facing's places hold an item; customers take from the front and the top."""
    fill_spread: Number(ge=0, le=0.5) = 0.1
    """How far one product's filling differs from another's: one standard deviation."""
    fronted_rate: Number(ge=0, le=1) = Uniform(0.4, 0.9)
    """Facings whose items staff have pulled forward again."""
    gap_rate: Number(ge=0, le=1) = LogUniform(0.01, 0.12)
    """Facings that are wholly empty; each is labelled as a gap."""
    misplaced_rate: Number(ge=0, le=1) = LogUniform(0.004, 0.04)
    """Facings in whose front another product stands."""
    turned_rate: Number(ge=0, le=1) = Uniform(0.01, 0.06)
    """Items whose front does not face the aisle."""
    lying_rate: Number(ge=0, le=1) = Uniform(0.0, 0.02)
    """Facings whose front item lies."""
    pulled_back_rate: Number(ge=0, le=1) = Uniform(0.04, 0.2)
    pulled_back_max_mm: Number(ge=0, le=400) = 140.0
    """Facings whose first item stands well behind the edge, and how far at most."""
    jitter_position_mm: Number(ge=0, le=30) = Uniform(0.5, 4.0)
    jitter_yaw_round_deg: Number(ge=0, le=90) = Uniform(4.0, 14.0)
    jitter_yaw_box_deg: Number(ge=0, le=30) = Uniform(0.4, 2.5)
    jitter_yaw_soft_deg: Number(ge=0, le=45) = Uniform(2.0, 7.0)
    """How crooked items stand, by the shape of the package: one standard deviation."""
    soft_scale_jitter: Number(ge=0, le=0.2) = 0.04
    """How much fuller or flatter one bag is than another, relative."""
    tint_jitter: Number(ge=0, le=0.5) = 0.02
    """Difference in print colour between two items of one product, relative."""


class PriceTagRecipe(Part):
    """The tags on the price rails."""

    width_mm: Number(ge=20, le=200) = 66.0
    height_mm: Number(ge=10, le=100) = 38.0
    missing_rate: Number(ge=0, le=1) = Uniform(0.0, 0.12)
    roll_deg: Number(ge=0, le=10) = 0.5
    """How crooked tags hang: one standard deviation."""
    promotion_rate: Number(ge=0, le=1) = Uniform(0.02, 0.2)
    """Products on offer: a yellow tag."""
    wobbler_rate: Number(ge=0, le=1) = Uniform(0.0, 0.25)
    """Of those on offer: a second tag that sticks out into the aisle."""
    price_jitter: Number(ge=0, le=0.3) = 0.07
    """How far prices differ from the catalogue's, relative: one standard deviation."""
    currency: Text(pattern=r"\S{1,4}", meaning="a currency of 1 to 4 characters, such as EUR,") = "EUR"


class FixtureRecipe(Part):
    """How the shelving looks."""

    color: Colour() = Choice(("#e9e9e4", "#d7d9d9", "#f2f1ec", "#b9bdc0", "#5b6066", "#2f3236"), (5, 4, 3, 2, 1, 1))
    """Painted metal, sRGB."""
    rail_color: Colour() = Choice(("#f3f3f0", "#d8dadb", "#c8322b", "#2a5fa8", "#3a3d40"), (6, 3, 1, 1, 1))
    header_color: Colour() = Choice(("#1f4e8c", "#a82c2c", "#2f6f4a", "#e0a526", "#3a3d42", "#7a3b6b"))
    wear: Number(ge=0, le=1) = Uniform(0.0, 0.7)
    """0 new, 1 scratched and dirty."""
    lit: Flag(optional=True) = None
    """Lights under the boards; null: in a refrigerated case only."""
    doors: Flag() = True
    """Glass doors, where the template has some."""
    door_open_rate: Number(ge=0, le=1) = 0.06
    """Doors that stand open."""
    door_open_deg: Number(ge=0, le=110) = Uniform(25.0, 85.0)
    """How far those do."""


class CatalogueRecipe(Part):
    """What may stand on the shelf."""

    extra: tuple[File(find_file, "the path of a catalogue (.yaml)", constant=True), ...] = ()
    """Further catalogues, merged over the one that ships; their models' paths are relative to them."""
    departments: tuple[Text(constant=True), ...] | None = None
    """Only these; null: every department that the template stocks."""


class ShelfRecipe(Recipe):
    """All keys of a recipe with `scene: shelf`."""

    scene: Text("shelf", constant=True) = "shelf"
    template: Template = "shelf_gondola"
    camera: CameraSettings = CameraSettings()
    bays: BayRecipe = BayRecipe()
    stock: StockRecipe = StockRecipe()
    price_tags: PriceTagRecipe = PriceTagRecipe()
    fixture: FixtureRecipe = FixtureRecipe()
    catalogue: CatalogueRecipe = CatalogueRecipe()

    @classmethod
    def uncover(cls, data: dict[str, Any], path: tuple[str, ...]) -> None:
        """Take a camera key that the command line sets out of the views: it is meant for all of them."""
        views = data["camera"].get("views") if path[0] == "camera" and isinstance(data["camera"], dict) else None
        if len(path) < 2 or not isinstance(views, dict):
            return
        for view in views.values():
            if isinstance(view, dict):
                view.pop(path[1], None)
