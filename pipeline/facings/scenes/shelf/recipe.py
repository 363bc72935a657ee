"""The recipe of a shelf: what the common recipe has, and bays, stock, price tags, fixture, catalogue and camera."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from facings.recipes.distributions import Choice, LogUniform, Normal, Uniform, vary
from facings.recipes.files import find_file
from facings.recipes.numeric import Integer, Number
from facings.recipes.part import Part, later
from facings.recipes.picture import PictureSettings
from facings.recipes.recipe import LabelSettings, LensSettings, Recipe, Template
from facings.recipes.values import Colour, File, Flag, OneOf, Row, Share, Text, rising
from facings.recipes.variants import Overlay, Variant, Variants
from facings.scenes.shelf.spec import Edit


class CameraPlace(LensSettings):
    """Where the camera stands, by what it looks at: a point on the shelf's front, seen from a distance and an angle."""

    along: Annotated[float, Number(ge=-1, le=1)] = vary(Uniform(-0.7, 0.7))
    """Where along the row it looks: -1 the left end, 0 the middle, 1 the right end."""
    target_height_m: Annotated[float, Number(ge=0, le=3, unit="m")] = vary(Normal(0.95, 0.2, 0.3, 1.7))
    """How high on the shelf it looks."""
    distance_m: Annotated[float, Number(gt=0, le=20, unit="m")] = vary(Uniform(0.9, 2.4))
    """From the shelf's front, straight out into the aisle."""
    height_m: Annotated[float, Number(gt=0, le=6, unit="m")] = vary(Normal(1.45, 0.15, 0.5, 1.9))
    """Above the floor."""
    yaw_rad: Annotated[float, Number(ge=-75, le=75, unit="deg")] = Field(
        default=vary(Normal(0.0, 14.0, -45.0, 45.0)), alias="yaw_deg")
    """0 looks straight at the shelf; above 0 it stands further left and looks to the right, along the row."""
    pitch_rad: Annotated[float, Number(ge=-60, le=60, unit="deg")] = Field(
        default=vary(Normal(0.0, 2.0, -6.0, 6.0)), alias="pitch_deg")
    """Raised above what it looks at."""
    roll_rad: Annotated[float, Number(ge=-180, le=180, unit="deg")] = Field(
        default=vary(Normal(0.0, 1.5, -5.0, 5.0)), alias="roll_deg")
    """The camera turned clockwise about its axis."""


class CameraView(CameraPlace, Variant):
    """One of several ways to take the picture: the keys that it names replace those of `camera`."""


class CameraSettings(CameraPlace):
    """The camera, and the views it chooses from by weight (none: always as the camera's own keys say)."""

    views: Variants[CameraView] = {}


class BayRecipe(Part):
    """How long the row is, and how many boards hang in it."""

    count: Annotated[int | None, Integer(ge=1, le=40)] = None
    """null: as many as the template has room for."""
    boards: Annotated[tuple[int, int] | None, Row(Integer(ge=1, le=20), limit=rising)] = later(None)
    """At least and at most so many boards in a bay, the base deck among them: as many as suit its products, anywhere between
    the lowest and the highest place that the template lets a board hang; null: the template's own, each in its range."""


class StockRecipe(Part):
    """How the shop fills its shelves and what customers have done to them; rates are shares from 0 to 1."""

    families: Annotated[tuple[int, int], Row(Integer(ge=1, le=100), limit=rising)] = (5, 12)
    """At least and at most so many families (flavours of one brand in one package) in a bay."""
    continue_rate: Share = 0.2
    """Bays that go on with their left neighbour's department."""
    brand_blocking: Annotated[bool, Flag()] = True
    """Families of one brand next to each other; false scatters them."""
    facings: Annotated[tuple[int, int], Row(Integer(ge=1, le=30), limit=rising)] = (1, 6)
    """At least and at most so many items of one product side by side."""
    hand_room_m: Annotated[float, Number(ge=5, le=300, unit="mm")] = Field(default=25.0, alias="hand_room_mm")
    """Free height above the tallest product of a board."""
    max_depth: Annotated[int, Integer(ge=1, le=20)] = 3
    """Items behind one another: up to twice as many of thin ones, half as many on boards at eye level and above."""
    stacking: Annotated[bool, Flag()] = True
    """Whether packages that can be stacked are."""
    fill: Share = vary(Normal(0.9, 0.08, 0.55, 1.0))
    """How much of a facing's places hold an item; customers take from the front and the top."""
    fill_spread: Annotated[float, Number(ge=0, le=0.5)] = 0.1
    """How far one product's filling differs from another's: one standard deviation."""
    fronted_rate: Share = vary(Uniform(0.4, 0.9))
    """Facings whose items staff have pulled forward again."""
    gap_rate: Share = vary(LogUniform(0.01, 0.12))
    """Facings that are wholly empty; each is labelled as a gap."""
    misplaced_rate: Share = vary(LogUniform(0.004, 0.04))
    """Facings in whose front another product stands."""
    turned_rate: Share = vary(Uniform(0.01, 0.06))
    """Items whose front does not face the aisle."""
    lying_rate: Share = vary(Uniform(0.0, 0.02))
    """Facings whose front item lies."""
    pulled_back_rate: Share = vary(Uniform(0.04, 0.2))
    pulled_back_max_m: Annotated[float, Number(ge=0, le=400, unit="mm")] = Field(default=140.0, alias="pulled_back_max_mm")
    """Facings whose first item stands well behind the edge, and how far at most."""
    tray_rate: Share = later(0.0)
    """Runs that stand in a shelf-ready tray of board, low and printed in front, where its walls find room between the runs."""
    jitter_position_m: Annotated[float, Number(ge=0, le=30, unit="mm")] = Field(
        default=vary(Uniform(0.5, 4.0)), alias="jitter_position_mm")
    jitter_yaw_round_rad: Annotated[float, Number(ge=0, le=90, unit="deg")] = Field(
        default=vary(Uniform(4.0, 14.0)), alias="jitter_yaw_round_deg")
    jitter_yaw_box_rad: Annotated[float, Number(ge=0, le=30, unit="deg")] = Field(
        default=vary(Uniform(0.4, 2.5)), alias="jitter_yaw_box_deg")
    jitter_yaw_soft_rad: Annotated[float, Number(ge=0, le=45, unit="deg")] = Field(
        default=vary(Uniform(2.0, 7.0)), alias="jitter_yaw_soft_deg")
    """How crooked items stand, by the shape of the package: one standard deviation."""
    soft_scale_jitter: Annotated[float, Number(ge=0, le=0.2)] = 0.04
    """How much fuller or flatter one bag is than another, relative."""
    tint_jitter: Annotated[float, Number(ge=0, le=0.5)] = 0.02
    """Difference in print colour between two items of one product, relative."""


class PriceTagRecipe(Part):
    """The tags on the price rails."""

    width_m: Annotated[float, Number(ge=20, le=200, unit="mm")] = Field(default=66.0, alias="width_mm")
    height_m: Annotated[float, Number(ge=10, le=100, unit="mm")] = Field(default=38.0, alias="height_mm")
    missing_rate: Share = vary(Uniform(0.0, 0.12))
    roll_rad: Annotated[float, Number(ge=0, le=10, unit="deg")] = Field(default=0.5, alias="roll_deg")
    """How crooked tags hang: one standard deviation."""
    promotion_rate: Share = vary(Uniform(0.02, 0.2))
    """Products on offer: a yellow tag."""
    wobbler_rate: Share = vary(Uniform(0.0, 0.25))
    """Of those on offer: a second tag that sticks out into the aisle."""
    card_rate: Share = later(0.0)
    """Of those on offer without a wobbler: a promotion card that hangs below the rail, where no deeper board lies under it."""
    price_jitter: Annotated[float, Number(ge=0, le=0.3)] = 0.07
    """How far prices differ from the catalogue's, relative: one standard deviation."""
    currency: Annotated[str, Text(pattern=r"\S{1,4}", meaning="a currency of 1 to 4 characters, such as EUR,")] = "EUR"


class FixtureRecipe(Part):
    """How the shelving looks."""

    color: Colour = vary(Choice(("#e9e9e4", "#d7d9d9", "#f2f1ec", "#b9bdc0", "#5b6066", "#2f3236"), (5, 4, 3, 2, 1, 1)))
    """Painted metal, sRGB."""
    rail_color: Colour = vary(Choice(("#f3f3f0", "#d8dadb", "#c8322b", "#2a5fa8", "#3a3d40"), (6, 3, 1, 1, 1)))
    header_color: Colour = vary(Choice(("#1f4e8c", "#a82c2c", "#2f6f4a", "#e0a526", "#3a3d42", "#7a3b6b")))
    wear: Share = vary(Uniform(0.0, 0.7))
    """0 new, 1 scratched and dirty."""
    lit: Annotated[bool | None, Flag()] = None
    """Lights under the boards; null: in a refrigerated case only."""
    doors: Annotated[bool, Flag()] = True
    """Glass doors, where the template has some."""
    door_open_rate: Share = 0.06
    """Doors that stand open."""
    door_open_rad: Annotated[float, Number(ge=0, le=110, unit="deg")] = Field(
        default=vary(Uniform(25.0, 85.0)), alias="door_open_deg")
    """How far those do."""


class CatalogueRecipe(Part):
    """What may stand on the shelf."""

    extra: tuple[Annotated[str, File(find_file, "the path of a catalogue (.yaml)", constant=True)], ...] = ()
    """Further catalogues, merged over the one that ships; their models' paths are relative to them."""
    departments: tuple[Annotated[str, Text(constant=True)], ...] | None = None
    """Only these; null: every department that the template stocks."""


class PairsRecipe(Part):
    """Frames 2k and 2k + 1 show one scene, before and after an edit."""

    edit: Annotated[Edit, OneOf()] = vary(Choice(("item_taken", "gap_filled", "items_swapped", "tag_changed", "light_changed")))
    """A shopper takes an item; staff fill an empty facing; two front items stand in each other's places; a product's tags ask
    another price; the light is drawn anew; nothing."""


class SequenceRecipe(Part):
    """Frames that follow one another: one scene, past which somebody carries the camera."""

    moments: Annotated[int, Integer(ge=2, le=2**31 - 1, constant=True)] = 12
    """Frames of a sequence."""
    fps: Annotated[float, Number(gt=0, le=1000, constant=True)] = 10.0
    along_m: Annotated[float, Number(ge=-5, le=5, unit="m")] = vary(Uniform(-0.6, 0.6))
    """In a second along the row; above 0 to the right."""
    towards_m: Annotated[float, Number(ge=-5, le=5, unit="m")] = vary(Normal(0.0, 0.05, -0.2, 0.2))
    """In a second towards the shelf."""
    turn_rad: Annotated[float, Number(ge=-180, le=180, unit="deg")] = Field(
        default=vary(Normal(0.0, 3.0, -10.0, 10.0)), alias="turn_deg")
    """In a second; above 0 to the left."""
    shake_m: Annotated[float, Number(ge=0, le=100, unit="mm")] = Field(default=vary(LogUniform(0.5, 4.0)), alias="shake_mm")
    shake_rad: Annotated[float, Number(ge=0, le=10, unit="deg")] = Field(default=vary(LogUniform(0.05, 0.4)), alias="shake_deg")
    """How far a hand moves and turns the camera, on the average, in three sines of 0.7 to 6 Hz a direction."""


class ShelfPictureSettings(PictureSettings):
    """How pictures of shelves are rendered and written."""

    passes: tuple[Literal["normal", "albedo", "uv", "position", "flow_forward", "flow_backward"], ...] = ()
    """Further label maps to store; instance, semantic and depth always are. Flow needs `sequence`."""


class ShelfLabelSettings(LabelSettings):
    """Which labels of shelves are written."""

    texts: Annotated[bool, Flag(constant=True)] = later(False)
    """Write each line of text and each bar code that is seen on products and price tags into the frame record."""
    amodal: Annotated[bool, Flag(constant=True)] = later(False)
    """Write each instance's amodal mask, its oriented boxes and what hides it into the frame record."""


class ShelfRecipe(Recipe):
    """All keys of a recipe with `scene: shelf`."""

    scene: Annotated[Literal["shelf"], OneOf(constant=True)] = "shelf"
    template: Template = "shelf_gondola"
    picture: ShelfPictureSettings = ShelfPictureSettings()
    labels: ShelfLabelSettings = ShelfLabelSettings()
    camera: CameraSettings = CameraSettings()
    bays: BayRecipe = BayRecipe()
    stock: StockRecipe = StockRecipe()
    price_tags: PriceTagRecipe = PriceTagRecipe()
    fixture: FixtureRecipe = FixtureRecipe()
    catalogue: CatalogueRecipe = CatalogueRecipe()
    pairs: PairsRecipe | None = later(None)
    """null: each frame is by itself."""
    sequence: SequenceRecipe | None = later(None)
    """null: no frame follows another."""

    overlays: ClassVar = (Overlay(("camera", "views"), {("camera",): ()}),)
