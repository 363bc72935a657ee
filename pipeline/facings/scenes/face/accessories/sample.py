"""Which accessories a person wears."""

import math

import numpy as np

from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.accessories.catalogue import GLASSES_STYLES, HEADWEAR_COLOURS, HEADWEAR_STYLES, MASK_COLOURS
from facings.scenes.face.accessories.recipe import (
    AccessoriesRecipe,
    EarringRecipe,
    GlassesRecipe,
    HeadwearRecipe,
    MaskRecipe,
)
from facings.scenes.face.accessories.spec import (
    AccessoriesSpec,
    EarringSpec,
    GlassesSpec,
    HeadwearSpec,
    MaskSpec,
    NoseStudSpec,
)
from facings.scenes.face.person import PersonSpec

COVERS_EARS = ("beanie", "bobble_hat", "hijab", "turban", "headphones")
"""Headwear under which ear-rings would not be seen, or would be pressed into the neck."""


def sample_accessories(recipe: AccessoriesRecipe, person: PersonSpec, rng: np.random.Generator) -> AccessoriesSpec:
    """Return what one person wears. The same recipe, person and generator state give the same spec."""
    # A stream for each kind: another hat never changes the glasses.
    keys, of_glasses, of_headwear, of_mask, of_earrings, of_stud = spawn_by_name(
        rng, "keys", "glasses", "headwear", "mask", "earrings", "nose_stud")
    drawn = evaluate(recipe, keys)
    if not drawn.enabled:
        return AccessoriesSpec(None, None, None, None, None)
    glasses = _glasses(drawn.glasses, person, of_glasses)
    headwear = _headwear(drawn.headwear, person, of_headwear)
    mask = _mask(drawn.mask, of_mask)
    jewellery = drawn.earrings
    earrings = _earrings(jewellery, person, of_earrings)
    if headwear is not None and headwear.style in COVERS_EARS:
        earrings = None
    stud = None
    draw, right = of_stud.random(2)
    if draw < jewellery.nose_stud_rate and person.age_years >= 15 and (mask is None or mask.worn != "over_nose"):
        stud = NoseStudSpec(jewellery.metal, bool(right < 0.5))
    if mask is not None and mask.worn == "over_nose" and glasses is not None and glasses.slide_mm:
        # Slid glasses would lie in the mask.
        glasses = GlassesSpec(**{**vars(glasses), "slide_mm": 0.0})
    return AccessoriesSpec(glasses, headwear, mask, earrings, stud)


def _glasses(recipe: GlassesRecipe, person: PersonSpec, rng: np.random.Generator) -> GlassesSpec | None:
    rate = recipe.rate
    if rate is None:
        rate = 0.0 if person.age_years < 3 else float(np.interp(person.age_years, [3, 12, 40, 65], [0.08, 0.18, 0.27, 0.42]))
    worn, sun, mirror, slid, tortoise = rng.random(5)
    old = np.clip((person.age_years - 45) / 25, 0, 1)
    often = [style.worn_by for style in GLASSES_STYLES.values()]
    weights = [((1 - person.gender) * by.feminine + person.gender * by.masculine) * (1 - old) + by.old * old for by in often]
    style = recipe.style or _pick(tuple(GLASSES_STYLES), weights, rng)
    if worn >= rate:
        return None
    is_sun = bool(sun < recipe.sun_rate)
    patterned = bool(tortoise < recipe.tortoise_rate)
    return GlassesSpec(
        style=style,
        colour="#8a4a1c" if patterned else recipe.colour,
        second_colour="#170c06" if patterned else "#17171a",
        pattern="tortoise" if patterned else "plain",
        metal=recipe.metal,
        width=recipe.width,
        lens_tint=recipe.sun_tint if is_sun else 0.0,
        lens_colour=recipe.sun_colour if is_sun else "#f4f7f5",
        lens_mirror=bool(is_sun and mirror < recipe.mirror_rate),
        slide_mm=1000 * recipe.slide_m if slid < recipe.slid_rate else 0.0,
        crooked_deg=math.degrees(recipe.crooked_rad),
    )


def _headwear(recipe: HeadwearRecipe, person: PersonSpec, rng: np.random.Generator) -> HeadwearSpec | None:
    rate = recipe.rate
    worn, patterned, backwards, pick_colour, pick_second, pick_pattern = rng.random(6)
    old, child = np.clip((person.age_years - 50) / 20, 0, 1), np.clip((14 - person.age_years) / 4, 0, 1)
    weights = []
    for by in (style.worn_by for style in HEADWEAR_STYLES.values()):
        grown = (1 - person.gender) * by.feminine + person.gender * by.masculine
        weights.append((grown * (1 - old) + grown * 0.3 * old + by.old * old * (1 if by.feminine * by.masculine else grown / 3))
                       * (1 - child) + by.child * child)
    style = recipe.style or _pick(tuple(HEADWEAR_STYLES), weights, rng)
    seed = int(rng.integers(2**31))
    if worn >= rate:
        return None
    usual = HEADWEAR_COLOURS[style]
    colour = recipe.colour or usual[int(pick_colour * len(usual))]
    second = recipe.second_colour or usual[int(pick_second * len(usual))]
    if recipe.second_colour is None and style in ("fedora", "straw_hat", "headphones", "flat_cap", "beret"):
        second = ("#1b1b1e", "#2e2a28", "#23304d", "#6d1f28", "#17171a")[int(pick_second * 5)]
    patterns = HEADWEAR_STYLES[style].patterns
    pattern = patterns[int(pick_pattern * len(patterns))] if patterns and patterned < recipe.pattern_rate else "plain"
    turn = math.degrees(recipe.turn_rad) + (180.0 if style == "baseball_cap" and backwards < recipe.backwards_rate else 0.0)
    low_mm, tilt_deg = 1000 * recipe.low_m, math.degrees(recipe.tilt_rad)
    return HeadwearSpec(style, colour, second, pattern, recipe.size, low_mm, turn, tilt_deg, seed)


def _mask(recipe: MaskRecipe, rng: np.random.Generator) -> MaskSpec | None:
    worn, pick = rng.random(2)
    seed = int(rng.integers(2**31))
    if worn >= recipe.rate:
        return None
    usual = MASK_COLOURS[recipe.style]
    colour, second = usual[int(pick * len(usual))]
    return MaskSpec(recipe.style, recipe.colour or colour, second, "plain", recipe.worn, seed)


def _earrings(recipe: EarringRecipe, person: PersonSpec, rng: np.random.Generator) -> EarringSpec | None:
    rate, single = recipe.rate, recipe.one_side_rate
    if rate is None:
        grown = float(np.interp(person.age_years, [4, 16], [0.2, 1.0])) if person.age_years >= 4 else 0.0
        rate = float(np.interp(person.gender, [0.1, 0.8], [0.40, 0.03])) * grown
    if single is None:
        single = float(np.interp(person.gender, [0.2, 0.9], [0.03, 0.4]))
    worn, one, side = rng.random(3)
    if worn >= rate:
        return None
    right = bool(one >= single or side < 0.5)
    left = bool(one >= single or side >= 0.5)
    stone = "#efe9df" if recipe.style == "pearl_drop" else recipe.stone
    return EarringSpec(recipe.style, recipe.metal, stone, recipe.size, right, left)


def _pick(names: tuple[str, ...], weights: list[float], rng: np.random.Generator) -> str:
    share = np.asarray(weights, float)
    return names[int(rng.choice(len(names), p=share / share.sum()))]
