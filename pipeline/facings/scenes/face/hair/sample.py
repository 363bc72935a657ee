"""Which hair a person wears."""

import numpy as np

from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.hair.colour import sample_colour
from facings.scenes.face.hair.recipe import HairRecipe
from facings.scenes.face.hair.spec import HairColour, Hairline, HairSpec
from facings.scenes.face.hair.styles.catalogue import STYLES, Style
from facings.scenes.face.person import PersonSpec


def sample_hair(recipe: HairRecipe, person: PersonSpec, rng: np.random.Generator,
                own_rng: np.random.Generator | None = None) -> HairSpec:
    """Return the hair of a person. Every key takes its draws whether they are used or not, so that fixing one key
    leaves the others as they were. Colour and hairline come from `own_rng`, where they are not to change with the hairdo."""
    keys, colour_rng, line_rng, style_rng, range_rng = _streams(rng)
    wanted = own = evaluate(recipe, keys)
    if own_rng is not None:
        own_keys, colour_rng, line_rng, _, _ = _streams(own_rng)
        own = evaluate(recipe, own_keys)
    dyed = bool(colour_rng.random() < own.dyed_rate and 14 < person.age_years < 75)
    colour = sample_colour(own.colour, own.grey, dyed, person, colour_rng)
    usual = _style(person, style_rng)
    name = usual if wanted.style is None else wanted.style
    style = STYLES[name]
    line = sample_line(own.receding, name, person, line_rng)
    return _spec(name, style, wanted, colour, line, range_rng)


def _streams(rng: np.random.Generator) -> tuple[np.random.Generator, ...]:
    return spawn_by_name(rng, "keys", "colour", "hairline", "style", "ranges")


def sample_line(receding: float | None, style: str, person: PersonSpec, rng: np.random.Generator) -> Hairline:
    """Return a hairline: receding as age and gender bring it (null), further back over bald styles."""
    draws = rng.random(8)
    man = float(np.clip((person.gender - 0.4) / 0.3, 0, 1))
    # Half of men at fifty have receded visibly (Norwood 1975); women's lines hardly move.
    loss = np.clip((person.age_years - 20) / 55, 0, 1) * (0.15 + 0.85 * man) * draws[0] ** 0.8
    loss = float(loss) if receding is None else receding
    bald = style == "horseshoe"
    return Hairline(
        height_m=float(-0.008 + 0.008 * (draws[1] - 0.4) + 0.004 * loss),
        widows_peak_m=float(0.008 * max(draws[2] - 0.55, 0) / 0.45),
        recession=float(min(1.0, 0.08 + 0.22 * man * draws[3] + 0.8 * loss + (0.5 if bald else 0))),
        crown_loss=float(np.clip(1.3 * (loss - 0.45), 0, 1)) if not bald else 0.0,
        top_loss=float(0.96 + 0.04 * draws[4]) if bald else float(np.clip(1.6 * (loss - 0.72), 0, 0.4)),
        sideburn_m=float(-0.010 + 0.018 * man * draws[5]),
        nape_m=float(0.008 * (draws[6] - 0.5)),
        softness_m=float(0.005 + 0.004 * draws[7]),
        seed=int(rng.integers(2**31)),
    )


def _style(person: PersonSpec, rng: np.random.Generator) -> str:
    weights = np.array([_weight(style, person) for style in STYLES.values()])
    return list(STYLES)[int(np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random(), side="right"))]


def _weight(style: Style, person: PersonSpec) -> float:
    gender = style.masculine[0] * (1 - person.gender) + style.masculine[1] * person.gender
    # Tightly curled hair is what most people of African descent have; straight styles then are straightened hair.
    tight = style.tight[0] * (1 - person.african) + style.tight[1] * person.african
    return gender * tight * float(np.interp(person.age_years, list(style.ages), list(style.ages.values())))


def _spec(name: str, style: Style, wanted: HairRecipe, colour: HairColour, line: Hairline,
          rng: np.random.Generator) -> HairSpec:
    ranges = style.ranges

    def within(span: tuple[float, float]) -> float:
        return float(span[0] + rng.random() * (span[1] - span[0]))

    def within_or_none(span: tuple[float, float] | None) -> float | None:
        draw = rng.random()
        return None if span is None else float(span[0] + draw * (span[1] - span[0]))

    strands = round(ranges.strands * wanted.density)
    hem, fringe = within_or_none(ranges.hem_z_m), within_or_none(ranges.fringe_z_m)
    mirrored = bool(rng.random() < 0.5)
    return HairSpec(
        style=name,
        mirrored=mirrored if wanted.mirrored is None else wanted.mirrored,
        colour=colour,
        line=line,
        strands=strands,
        thickness_m=within(ranges.thickness_m) / float(np.sqrt(wanted.density)),
        length_m=within(ranges.length_m) * wanted.length,
        sides_m=within(ranges.sides_m) * wanted.length,
        volume_m=within(ranges.volume_m) * wanted.volume,
        lift=within(ranges.lift),
        parting_x_m=within(ranges.parting_x_m),
        sweep=within(ranges.sweep),
        clump=within(ranges.clump),
        locks=round(within(ranges.locks)),
        wave_radius_m=within(ranges.wave_radius_m) * wanted.curl,
        wave_length_m=within(ranges.wave_length_m) * wanted.curl,
        frizz=within(ranges.frizz),
        messiness=min(1.2, within(ranges.messiness) * wanted.messiness),
        hem_z_m=None if hem is None else 0.05 + (hem - 0.05) * wanted.length,
        layering=within(ranges.layering),
        fringe_z_m=fringe,
        front_share=within(ranges.front_share),
        tie_height_m=within(ranges.tie_height_m),
        shine=float(rng.random()),
        seed=int(rng.integers(2**31)),
    )
