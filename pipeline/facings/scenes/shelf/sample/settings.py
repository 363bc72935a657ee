"""How a shelf is stocked in one frame: sampled scalars in metres and radians, rates as shares from 0 to 1."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StockSettings:
    """What planogram, stock and tags follow; a recipe's distributions have been drawn already."""

    # Planogram: what stands where when the shop has just been filled.
    bays: int | None = None
    """None: as many as the template has room for."""
    departments: tuple[str, ...] | None = None
    """None: every department that the template stocks."""
    continue_rate: float = 0.2
    """Bays that go on with their left neighbour's department."""
    families_min: int = 5
    families_max: int = 12
    """Families (flavours of one brand in one package) of a bay, where the department has as many."""
    brand_blocking: bool = True
    """Families of one brand next to each other, flavours side by side; False scatters them."""
    facings_min: int = 1
    facings_max: int = 10
    hand_room_m: float = 0.025
    """Free height above the tallest product, so that a hand can take it."""
    max_depth: int = 4
    """Items behind one another: twice as many thin ones, half as many on boards at eye level, whose rear nobody sees."""
    stacking: bool = True

    # Stock: what customers and staff have done to it since.
    fill_level: float = 0.92
    """Share of a facing's places that hold an item; customers take from the front and the top."""
    fill_spread: float = 0.1
    """Standard deviation of the fill level between runs."""
    fronted_rate: float = 0.65
    """Facings whose items staff have pulled forward again."""
    gap_rate: float = 0.03
    """Facings that are wholly empty."""
    misplaced_rate: float = 0.01
    """Facings in whose front another product stands."""
    turned_rate: float = 0.02
    """Items whose front does not face the aisle."""
    lying_rate: float = 0.006
    """Facings whose front item lies."""
    pulled_back_rate: float = 0.08
    """Facings whose first item stands well behind the edge."""
    pulled_back_max_m: float = 0.14
    position_jitter_m: float = 0.002
    """Standard deviation sideways, and of how uneven the row's fronts are."""
    yaw_jitter_round_rad: float = 0.16
    yaw_jitter_box_rad: float = 0.022
    yaw_jitter_soft_rad: float = 0.07
    """Standard deviations; cut off at two of them."""
    soft_scale_jitter: float = 0.04
    """How much fuller or flatter a bag is than another, relative."""
    tint_jitter: float = 0.02
    """Difference in print colour between two items, relative."""

    # Price tags.
    tag_width_m: float = 0.066
    tag_height_m: float = 0.038
    tag_missing_rate: float = 0.04
    tag_roll_rad: float = 0.008
    """Standard deviation of how crooked tags hang; a few hang much more crooked."""
    promotion_rate: float = 0.1
    wobbler_rate: float = 0.2
    """Of promotions: a second tag that sticks out into the aisle."""
    price_jitter: float = 0.07
    """Standard deviation of a price about the catalogue's, relative."""
    currency: str = "EUR"

    # Fixture.
    lit: bool | None = None
    """Lights under the boards; None: in a refrigerated case only."""
    door_open_rate: float = 0.06
    door_open_rad: float = 0.9
    """How far a door that stands open is open."""
