"""What is known of the person and the picture by name: plain data for whoever selects or balances frames."""

from typing import Any

from facings.scenes.face.spec import FaceSpec


def attributes_of(spec: FaceSpec) -> dict[str, Any]:
    """Return the attributes of one frame.

    Ages are in years; `gender` is how masculine the head was asked for (0 feminine to 1 masculine); `ethnicity` holds shares as
    MakeHuman names them; `skin_tone_monk` is on the Monk Skin Tone scale, 1 to 10; weights and shares are 0 to 1.
    """
    person, wear = spec.person, spec.accessories
    beard = spec.facial_hair.beard
    return {
        "age_years": person.age_years, "gender": person.gender,
        "ethnicity": {"african": person.african, "asian": person.asian, "caucasian": person.caucasian},
        "skin_tone_monk": person.skin_tone, "body_weight": person.body_weight, "head_model": spec.head.model,
        "expression": spec.head.expression_name, "iris": [iris.colour_name for iris in spec.eyes.irises],
        "hair_style": spec.hair.style, "hair_colour": spec.hair.colour.name, "hair_grey_share": spec.hair.colour.grey_share,
        "beard": "none" if beard is None else beard.style,
        "glasses": "none" if wear.glasses is None else wear.glasses.style,
        "headwear": "none" if wear.headwear is None else wear.headwear.style,
        "mask": "none" if wear.mask is None else wear.mask.style,
        "earrings": "none" if wear.earrings is None else wear.earrings.style,
        "garment": spec.garment.style, "light": spec.surroundings.rig, "background": spec.surroundings.background,
    }
