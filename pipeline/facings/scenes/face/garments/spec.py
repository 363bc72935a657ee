"""What one person wears, as sampled."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FabricSpec:
    """One cloth: how its threads lie, and what is dyed or printed into it."""

    weave: str
    """One of `styles.WEAVES`."""
    pattern: str
    """One of `styles.PATTERNS`."""
    colour: tuple[float, float, float]
    """Linear RGB."""
    second_colour: tuple[float, float, float]
    """Of the pattern's stripes, checks, dots or print."""
    repeat_m: float
    """Size of the pattern's unit."""
    seed: int = 0


@dataclass(frozen=True)
class GarmentSpec:
    """A garment, with what is worn below it, and the body that carries it."""

    style: str
    """One of `styles.STYLES`."""
    main: FabricSpec
    second: FabricSpec
    """Of what is worn below: the shirt of a suit, the T-shirt below a jacket; else of collar and cuffs."""
    trim: FabricSpec
    """Tie, bands, cords, contrasting bindings."""
    button_colour: tuple[float, float, float]
    """Linear RGB."""
    metal: bool
    """Buttons and zips of metal."""
    neckline: float
    """0 high and close to 1 low and wide, within what the style allows."""
    opening: float
    """0 buttoned or zipped up to 1 open, within what the style allows."""
    tie: bool
    """Worn with a tie, where the style can have one."""
    looseness: float
    """0 tight to 1 loose."""
    folds: float
    """Depth of folds, 1 as usual."""
    shoulder_half_m: float
    """Half the distance of the acromia."""
    shoulder_slope: float
    """0 square to 1 sloping."""
    girth: float
    """0 thin to 1 heavy."""
    bust: float
    """0 flat to 1 full."""
    muscle: float
    """0 slender to 1 strong."""
    seed: int
    """Of folds and small irregularities."""
