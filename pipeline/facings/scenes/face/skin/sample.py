"""SkinRecipe -> SkinSpec: what the recipe leaves open follows from the person's age, tone and gender."""

from dataclasses import replace

import numpy as np

from facings.frames.colour import linear_from_hex
from facings.frames.spec import Vec3
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.person import PersonSpec
from facings.scenes.face.skin.make_up_styles import COLOURS, MAKE_UP_STYLES
from facings.scenes.face.skin.recipe import LipRecipe, MakeUpRecipe, MarkRecipe, PigmentRecipe, ReliefRecipe, SkinRecipe
from facings.scenes.face.skin.spec import LipSpec, MakeUpSpec, MarkSpec, MouthSpec, PaintSpec, PigmentSpec, ReliefSpec, SkinSpec
from facings.scenes.face.skin.tone import linear_from_lab, tone_albedo

NO_MAKE_UP = MakeUpSpec(
    foundation=0.0, blush=PaintSpec(0.0, (0.0, 0.0, 0.0)), eyeshadow=PaintSpec(0.0, (0.0, 0.0, 0.0)), eyeshadow_reach=0.0,
    eyeliner=PaintSpec(0.0, (0.0, 0.0, 0.0)), eyeliner_wing_m=0.0, lipstick=PaintSpec(0.0, (0.0, 0.0, 0.0)),
    lipstick_gloss=0.0)


def sample_skin(recipe: SkinRecipe, person: PersonSpec, rng: np.random.Generator) -> SkinSpec:
    """Return the skin of a person."""
    keys, seeds, pigment, marks, relief, lips, make_up, mouth, depth = spawn_by_name(
        rng, "keys", "seed", "pigment", "marks", "relief", "lips", "make_up", "mouth", "translucency")
    settings = evaluate(recipe, keys)
    return SkinSpec(
        seed=int(seeds.integers(2**31)),
        albedo=_albedo(settings.pigment, person),
        translucency_m=float(np.interp(person.skin_tone, [1, 10], [0.0017, 0.0011]) * depth.uniform(0.9, 1.1)),
        oil=float(settings.relief.oil * np.interp(person.age_years, [4, 13, 20, 80], [0.35, 0.8, 1.0, 0.7])),
        fuzz=float(settings.relief.fuzz),
        pigment=_pigment(settings.pigment, person, pigment),
        marks=_marks(settings.marks, person, marks),
        relief=_relief(settings.relief, person, relief),
        lips=_lips(settings.lips, person, lips),
        make_up=_make_up(settings.make_up, person, make_up),
        mouth=_mouth(settings.mouth.teeth_stain, person, mouth),
    )


def _albedo(settings: PigmentRecipe, person: PersonSpec) -> Vec3:
    # Asian skin is the most yellow one at equal lightness (Xiao et al. 2017).
    warmth = float(np.clip(settings.warmth + 0.45 * person.asian - 0.15 * person.caucasian, -1, 1))
    return tone_albedo(person.skin_tone, warmth)


def _light(person: PersonSpec) -> float:
    """1 for tones whose skin burns and reddens, 0 for those where melanin hides it."""
    return float(np.clip((6.5 - person.skin_tone) / 4, 0, 1))


def _given(value: float | None, usual: float) -> float:
    return float(np.clip(usual, 0, 1)) if value is None else float(value)


def _pigment(settings: PigmentRecipe, person: PersonSpec, rng: np.random.Generator) -> PigmentSpec:
    age, light = person.age_years, _light(person)
    worn = float(np.interp(age, [25, 75], [0, 1]))
    child = float(np.clip((12 - age) / 10, 0, 1))
    circles = 0.20 + 0.25 * worn + 0.12 * (1 - light) - 0.15 * child + rng.normal(0, 0.15)
    return PigmentSpec(
        flush=float(np.clip(settings.flush + 0.12 * child, 0, 1) * (0.45 + 0.55 * light)),
        blotches=float(settings.blotches * (0.6 + 0.4 * worn) * (1 - 0.35 * child)),
        sallow=float(settings.sallow),
        eye_circles=_given(settings.eye_circles, circles),
        tan=float(settings.tan * (1 - 0.5 * child)),
        capillaries=_given(settings.capillaries, light * (0.05 + 0.5 * worn * rng.random() ** 0.7)),
        veins=_given(settings.veins, light * (0.15 + 0.3 * worn) * rng.random()),
    )


def _marks(settings: MarkRecipe, person: PersonSpec, rng: np.random.Generator) -> MarkSpec:
    age, light = person.age_years, _light(person)
    freckled = rng.random() < 0.15 + 0.22 * light * person.caucasian
    freckles = rng.beta(1.6, 2.2) * (0.35 + 0.65 * light) if freckled else rng.uniform(0, 0.08)
    grown = float(np.interp(age, [2, 25], [0.1, 1]))
    moles = min(rng.poisson(rng.gamma(1.6, 5.0) * grown), 50)
    youth = float(np.interp(age, [10, 13, 18, 24, 35, 50], [0, 0.7, 1, 0.55, 0.25, 0.1]))
    pimples = min(rng.poisson(rng.gamma(0.7, 9.0) * youth), 60)
    scarred = rng.random() < 0.14 * float(age > 15)
    return MarkSpec(
        freckles=_given(settings.freckles, freckles * float(np.interp(age, [2, 8], [0.1, 1]))),
        moles=int(moles if settings.moles is None else round(settings.moles)),
        age_spots=_given(settings.age_spots, np.interp(age, [38, 85], [0, 0.9]) * rng.beta(2, 2.2) * (0.4 + 0.6 * light)),
        pimples=int(pimples if settings.pimples is None else round(settings.pimples)),
        scars=_given(settings.scars, rng.uniform(0.2, 0.9) if scarred else 0.0),
    )


def _relief(settings: ReliefRecipe, person: PersonSpec, rng: np.random.Generator) -> ReliefSpec:
    age = person.age_years + rng.normal(0, 3) if settings.apparent_age_years is None else settings.apparent_age_years
    # Melanin protects: dark skin folds about ten years later (Vashi et al. 2016, "Aging differences in ethnic skin").
    age = age - 9 * (1 - _light(person)) * float(age > 30)
    lean = 1 - 0.35 * (person.body_weight - 0.5)

    def fold(start: float, full: float, youngest: float = 0.0) -> float:
        usual = youngest + (1 - youngest) * float(np.clip((age - start) / (full - start), 0, 1.15)) ** 1.25
        return float(np.clip(usual * settings.wrinkles * lean * np.exp(rng.normal(0, 0.25)), 0, 1.3))

    pores = np.interp(age, [3, 12, 18, 40, 80], [0.05, 0.2, 0.45, 0.65, 0.75]) * (0.8 + 0.35 * person.gender)
    return ReliefSpec(
        pores=_given(settings.pores, pores * np.exp(rng.normal(0, 0.3))),
        forehead=fold(28, 78, 0.02), frown=fold(30, 78, 0.02), crows_feet=fold(27, 75, 0.02), eye_bags=fold(24, 82, 0.08),
        nasolabial=fold(18, 78, 0.10), marionette=fold(38, 82), lip_lines=fold(42, 85), neck_rings=fold(14, 72, 0.15),
        crepe=fold(42, 88), expression=float(np.interp(age, [4, 20, 45, 75], [0.25, 0.6, 1.0, 1.3])),
    )


def _lips(settings: LipRecipe, person: PersonSpec, rng: np.random.Generator) -> LipSpec:
    usual = np.interp(person.skin_tone, [1, 5, 8, 10], [0.08, 0.25, 0.45, 0.5]) + rng.normal(0, 0.1)
    faded = float(np.interp(person.age_years, [40, 85], [1, 0.55]))
    return LipSpec(redness=float(settings.redness * faded), darkness=_given(settings.darkness, usual),
                   dryness=float(settings.dryness), creases=float(np.clip(rng.normal(0.5, 0.18), 0.1, 1)))


def _make_up(settings: MakeUpRecipe, person: PersonSpec, rng: np.random.Generator) -> MakeUpSpec:
    name = settings.style
    grown = float(np.interp(person.age_years, [13, 20, 60, 90], [0, 1, 1, 0.5]))
    wears = rng.random() < settings.rate * grown * float(np.clip(1.25 - 1.5 * person.gender, 0.0, 1.0))
    names = list(MAKE_UP_STYLES)
    weights = np.array([style.weight for style in MAKE_UP_STYLES.values()])
    drawn = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    if name is None:
        name = drawn if wears else "none"
    if name == "none":
        return NO_MAKE_UP
    style = MAKE_UP_STYLES[name]

    def amount(usual: float) -> float:
        return float(np.clip(usual * settings.strength * np.exp(rng.normal(0, 0.25)), 0, 1))

    def paint(usual: float, colours: tuple[str, ...]) -> PaintSpec:
        colour = linear_from_hex(colours[int(rng.integers(len(colours)))])
        depth = float(np.interp(person.skin_tone, [1, 5, 10], [1.0, 0.9, 0.6]))
        red, green, blue = (float(c * depth) for c in colour)
        return PaintSpec(amount(usual), (red, green, blue))

    lipsticks = COLOURS.lipsticks if person.skin_tone < 6 else COLOURS.lipsticks + COLOURS.deep_lipsticks
    made = MakeUpSpec(
        foundation=amount(style.foundation), blush=paint(style.blush, COLOURS.blushes),
        eyeshadow=paint(style.eyeshadow, style.shadow_colours),
        eyeshadow_reach=float(np.clip(style.eyeshadow_reach * np.exp(rng.normal(0, 0.3)), 0, 1)),
        eyeliner=paint(style.eyeliner, COLOURS.liners), eyeliner_wing_m=float(style.wing_mm * rng.uniform(0, 1.3) / 1000),
        lipstick=paint(style.lipstick, lipsticks), lipstick_gloss=float(np.clip(style.gloss * rng.uniform(0.2, 1.6), 0, 1)))
    return made if made.eyeliner_wing_m > 0.002 else replace(made, eyeliner_wing_m=0.0)


def _mouth(stain: float | None, person: PersonSpec, rng: np.random.Generator) -> MouthSpec:
    stain = _given(stain, np.interp(person.age_years, [5, 20, 80], [0.05, 0.2, 0.65]) + rng.normal(0, 0.14))
    # Tooth shades from bleached to A4 (Paravina 2009, "Performance assessment of dental shade guides": L* 80 to 62).
    teeth = linear_from_lab(81 - 15 * stain, 0.3 + 4.0 * stain, 11 + 14 * stain)
    # Gums hold melanin as well.
    brown = max(0.0, person.skin_tone - 6) / 4
    gums = linear_from_lab(*(np.array([47.0, 27.0, 14.0]) + brown * np.array([-12, -9, -2]) + rng.normal(0, 1.5, 3)))
    tongue = linear_from_lab(*(np.array([48.0, 27.0, 12.0]) + rng.normal(0, 1.5, 3)))
    return MouthSpec(teeth, gums, tongue)
