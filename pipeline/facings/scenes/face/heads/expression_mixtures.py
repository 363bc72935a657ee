"""Named expressions as mixtures of ARKit's coefficients, after the facial action units of each emotion and speech sound.

P. Ekman, W. V. Friesen, J. C. Hager, "Facial Action Coding System", 2002. A star stands for both sides, `<` for one side
that is drawn, `>` for the other one.
"""

MIXTURES: dict[str, tuple[dict[str, float], ...]] = {
    "neutral": ({},),
    "smile_closed": (
        {"mouthSmile*": 0.65, "cheekSquint*": 0.40, "eyeSquint*": 0.20, "mouthDimple*": 0.20},
        {"mouthSmile*": 0.45, "cheekSquint*": 0.20, "mouthPress*": 0.25, "mouthDimple*": 0.35},
        {"mouthSmile<": 0.60, "mouthSmile>": 0.30, "mouthDimple<": 0.30, "cheekSquint<": 0.30},
    ),
    "smile_open": (
        {"mouthSmile*": 0.75, "mouthUpperUp*": 0.30, "mouthLowerDown*": 0.15, "jawOpen": 0.10, "cheekSquint*": 0.50,
         "eyeSquint*": 0.25},
        {"mouthSmile*": 0.90, "mouthUpperUp*": 0.35, "mouthLowerDown*": 0.30, "jawOpen": 0.04, "cheekSquint*": 0.60,
         "eyeSquint*": 0.35, "mouthStretch*": 0.15},
    ),
    "laugh": (
        {"mouthSmile*": 0.85, "jawOpen": 0.42, "mouthUpperUp*": 0.35, "mouthLowerDown*": 0.25, "cheekSquint*": 0.80,
         "eyeSquint*": 0.60, "eyeBlink*": 0.25, "noseSneer*": 0.15},
        {"mouthSmile*": 0.95, "jawOpen": 0.26, "mouthUpperUp*": 0.45, "mouthLowerDown*": 0.35, "cheekSquint*": 0.90,
         "eyeSquint*": 0.70, "eyeBlink*": 0.55, "browInnerUp": 0.20},
    ),
    "talk": (
        {"jawOpen": 0.38, "mouthLowerDown*": 0.15, "mouthUpperUp*": 0.10},
        {"jawOpen": 0.14, "mouthStretch*": 0.30, "mouthSmile*": 0.20, "mouthLowerDown*": 0.30, "mouthUpperUp*": 0.15},
        {"jawOpen": 0.24, "mouthFunnel": 0.60, "mouthPucker": 0.20},
        {"jawOpen": 0.08, "mouthPucker": 0.70, "mouthFunnel": 0.25},
        {"jawOpen": 0.05, "mouthRollLower": 0.50, "mouthUpperUp*": 0.30},
        {"mouthPress*": 0.40, "mouthRollUpper": 0.30, "mouthRollLower": 0.30},
        {"jawOpen": 0.05, "mouthStretch*": 0.40, "mouthLowerDown*": 0.35, "mouthUpperUp*": 0.20},
        {"jawOpen": 0.20, "mouthLowerDown*": 0.25, "mouthShrugUpper": 0.20},
    ),
    "surprise": (
        {"browInnerUp": 0.80, "browOuterUp*": 0.75, "eyeWide*": 0.80, "jawOpen": 0.40, "mouthFunnel": 0.12},
        {"browInnerUp": 0.60, "browOuterUp*": 0.80, "eyeWide*": 0.60, "jawOpen": 0.16},
    ),
    "anger": (
        {"browDown*": 0.90, "eyeSquint*": 0.40, "noseSneer*": 0.35, "mouthPress*": 0.50, "mouthFrown*": 0.25,
         "jawForward": 0.15},
        {"browDown*": 1.00, "eyeWide*": 0.25, "noseSneer*": 0.60, "mouthUpperUp*": 0.45, "mouthLowerDown*": 0.55,
         "mouthStretch*": 0.20, "jawOpen": 0.12},
    ),
    "disgust": (
        {"noseSneer*": 0.85, "mouthUpperUp*": 0.45, "browDown*": 0.50, "mouthFrown*": 0.40, "eyeSquint*": 0.45,
         "cheekSquint*": 0.30},
        {"noseSneer*": 0.60, "mouthShrugLower": 0.55, "mouthFrown*": 0.50, "browDown*": 0.35, "eyeSquint*": 0.30},
    ),
    "fear": (
        {"browInnerUp": 0.90, "browOuterUp*": 0.30, "browDown*": 0.20, "eyeWide*": 0.90, "mouthStretch*": 0.55,
         "jawOpen": 0.16},
    ),
    "sadness": (
        {"browInnerUp": 0.85, "browDown*": 0.15, "mouthFrown*": 0.60, "mouthShrugLower": 0.40, "eyeBlink*": 0.15},
        {"browInnerUp": 0.60, "mouthFrown*": 0.45, "mouthPress*": 0.30, "eyeBlink*": 0.25, "cheekSquint*": 0.20},
    ),
    "contempt": (
        {"mouthSmile<": 0.50, "mouthDimple<": 0.60, "mouthPress>": 0.25, "noseSneer<": 0.20, "browDown>": 0.25,
         "eyeSquint*": 0.20},
    ),
    "squint": ({"eyeSquint*": 0.90, "browDown*": 0.45, "cheekSquint*": 0.50, "noseSneer*": 0.15},),
    "blink": ({"eyeBlink*": 1.00},),
    "wink": ({"eyeBlink<": 1.00, "cheekSquint<": 0.60, "mouthSmile<": 0.45, "eyeSquint<": 0.30, "browDown<": 0.20},),
    "pout": ({"mouthPucker": 0.35, "mouthShrugLower": 0.75, "mouthFrown*": 0.30, "browDown*": 0.25},),
    "kiss": ({"mouthPucker": 0.90, "mouthFunnel": 0.10}, {"mouthPucker": 0.80, "eyeBlink*": 0.90}),
    "cheeks_puffed": ({"cheekPuff": 0.90, "mouthPress*": 0.35, "browInnerUp": 0.20},),
    "mouth_aside": ({"mouth<": 0.70, "jaw<": 0.35, "mouthPress<": 0.20, "browOuterUp<": 0.35},),
    "tongue_out": (
        {"tongueOut": 1.00, "jawOpen": 0.30, "mouthLowerDown*": 0.10},
        {"tongueOut": 0.90, "jawOpen": 0.38, "mouthSmile*": 0.50, "cheekSquint*": 0.50, "eyeSquint*": 0.40},
    ),
}

ACTIVITY = (
    "browDown*", "browInnerUp", "browOuterUp<", "eyeSquint*", "eyeWide*", "cheekSquint<", "noseSneer<", "mouthSmile<",
    "mouthFrown*", "mouthPress*", "mouthDimple<", "mouthShrugLower", "mouthStretch<", "mouthRollLower", "mouthUpperUp<",
    "jawForward", "jaw<", "mouth<",
)
"""What faces do besides, a little of one or two at a time."""


def spread(pattern: str, side: str, other: str) -> tuple[str, ...]:
    """Return the ARKit names that a pattern stands for; `side` and `other` are 'Left' and 'Right' in either order."""
    if pattern.endswith("*"):
        return pattern[:-1] + "Left", pattern[:-1] + "Right"
    return (pattern.replace("<", side).replace(">", other),)
