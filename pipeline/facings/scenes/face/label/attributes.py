"""What the record says of a person and a picture in words and plain numbers, taken from the spec."""

from typing import Any

from facings.scenes.face.accessories.spec import AccessoriesSpec
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.spec import HeadSpec
from facings.scenes.face.spec import FaceSpec


def attributes_of(spec: FaceSpec) -> dict[str, Any]:
    """Return the attributes of one frame; styles go by the names that recipes know, null is none at all.

    `identity`: the person's number, where the set shows one in many frames; `age_years`; `gender`: 0 feminine to 1 masculine;
    `ethnicity`: shares; `skin_tone_monk`: Monk Skin Tone scale, 1 to 10;
    `body_weight`: 0 thin to 1 heavy; hair, brows, beard, make-up, what is worn, expression, light and background.
    """
    person, make_up = spec.person, spec.skin.make_up
    identity = {} if spec.identity is None else {"identity": spec.identity}
    return {
        **identity,
        "age_years": person.age_years, "gender": person.gender,
        "ethnicity": {"african": person.african, "asian": person.asian, "caucasian": person.caucasian},
        "skin_tone_monk": person.skin_tone, "body_weight": person.body_weight,
        "hair_style": spec.hair.style, "hair_colour": spec.hair.colour.name, **_facial_hair(spec.facial_hair),
        "eye_colour": {"right": spec.eyes.irises[0].colour_name, "left": spec.eyes.irises[1].colour_name},
        "make_up": {"foundation": make_up.foundation, "blush": make_up.blush.amount, "eyeshadow": make_up.eyeshadow.amount,
                    "eyeliner": make_up.eyeliner.amount, "lipstick": make_up.lipstick.amount},
        **_worn(spec.accessories),
        "garment": spec.garment.style,
        "expression": spec.head.expression_name,
        "light_rig": spec.surroundings.rig, "hdri": spec.surroundings.world.hdri,
        "background": spec.surroundings.background,
    }


def _facial_hair(hair: FacialHairSpec) -> dict[str, Any]:
    beard = hair.beard
    return {
        "brow_style": hair.brows.style, "brow_colour": hair.brows.colour.name,
        "beard_style": None if beard is None else beard.style, "beard_colour": None if beard is None else beard.colour.name,
    }


def _worn(accessories: AccessoriesSpec) -> dict[str, Any]:
    glasses, headwear, mask = accessories.glasses, accessories.headwear, accessories.mask
    return {
        "glasses": None if glasses is None else glasses.style, "lens_tint": None if glasses is None else glasses.lens_tint,
        "headwear": None if headwear is None else headwear.style,
        "mask": None if mask is None else mask.style, "mask_worn": None if mask is None else mask.worn,
        "earrings": None if accessories.earrings is None else accessories.earrings.style,
        "nose_stud": accessories.nose_stud is not None,
    }


def expression_label(head: HeadSpec, missing: tuple[str, ...]) -> dict[str, object]:
    """Return the expression's name, all 52 coefficients (0 where not in play), and those that the head model lacks.

    The names are Apple's (`ARFaceAnchor.BlendShapeLocation`), for either head model.
    """
    weights = {part.name: part.weight for part in head.expression}
    return {"name": head.expression_name, "arkit": {name: float(weights.get(name, 0.0)) for name in ARKIT},
            "not_in_model": [name for name in ARKIT if name in missing]}
