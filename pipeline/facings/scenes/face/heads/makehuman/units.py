"""ARKit's expression coefficients on the MakeHuman head, as recipes of MakeHuman's own targets and bones.

MakeHuman's 34 expression units (mean of its three ethnicities) move both halves of the mouth at once; a *part* in the table
takes one side or one lip of them. Where the units have no counterpart, detail targets of mouth and cheek or the jaw's,
tongue's and lids' bones do it: `missing_expressions` is empty.
"""

from dataclasses import dataclass

UNITS = "expression/units/{race}/"


@dataclass(frozen=True)
class Use:
    """One target's share in a coefficient."""

    target: str
    """An expression unit's name, or a detail target's path, which has a slash."""
    weight: float
    part: str = "all"
    """Of the face: all, left, right, lower_lid, upper_lip, lower_lip, or a lip with a side, as upper_lip_left."""


def _sides(name: str, *uses: tuple) -> dict[str, tuple[Use, ...]]:
    """Return a coefficient's two sides; {side} and {s} in a target or part stand for left and l, right and r."""
    return {name + side.capitalize(): tuple(Use(target.format(side=side, s=side[0]), weight, part.format(side=side))
                                            for target, weight, part in uses)
            for side in ("left", "right")}


USES: dict[str, tuple[Use, ...]] = {
    **_sides("eyeBlink", ("eye-{side}-closure", 1.0, "all")),
    **_sides("eyeSquint", ("eye-{side}-slit", 0.45, "all"), ("cheek/{s}-cheek-trans-vert-up", 0.3, "all")),
    **_sides("eyeWide", ("eye-{side}-opened-up", 1.0, "all")),
    **_sides("eyeLookDown", ("eye-{side}-closure", 0.4, "all")),
    **_sides("eyeLookUp", ("eye-{side}-opened-up", 0.55, "all")),
    "jawOpen": (Use("mouth-open", 0.8),),
    "mouthFunnel": (Use("mouth-protusion", 0.9),),
    "mouthPucker": (Use("mouth-pursing", 1.0),),
    "mouthLeft": (Use("mouth/mouth-trans-out", 1.2),),
    "mouthRight": (Use("mouth/mouth-trans-in", 1.2),),
    **_sides("mouthSmile", ("mouth-corner-puller", 1.0, "{side}")),
    **_sides("mouthFrown", ("mouth-depression", 0.9, "{side}")),
    **_sides("mouthDimple", ("mouth-compression", 0.7, "{side}")),
    **_sides("mouthStretch", ("mouth-retraction", 1.0, "{side}")),
    "mouthShrugLower": (Use("mouth-eversion", 0.8, "lower_lip"),),
    "mouthShrugUpper": (Use("mouth-eversion", 0.8, "upper_lip"),),
    **_sides("mouthPress", ("mouth/mouth-upperlip-height-min", 0.5, "{side}"),
             ("mouth/mouth-lowerlip-height-min", 0.5, "{side}"), ("mouth-compression", 0.2, "{side}")),
    **_sides("mouthLowerDown", ("mouth-depression-retraction", 0.9, "lower_lip_{side}")),
    **_sides("mouthUpperUp", ("mouth-elevation", 0.8, "upper_lip_{side}")),
    **_sides("browDown", ("eyebrows-{side}-down", 1.0, "all")),
    "browInnerUp": (Use("eyebrows-left-inner-up", 1.0), Use("eyebrows-right-inner-up", 1.0)),
    **_sides("browOuterUp", ("eyebrows-{side}-extern-up", 1.0, "all"), ("eyebrows-{side}-up", 0.8, "all")),
    "cheekPuff": (Use("cheek/l-cheek-inner-inflate", 1.0), Use("cheek/r-cheek-inner-inflate", 1.0),
                  Use("cheek/l-cheek-volume-inflate", 1.0), Use("cheek/r-cheek-volume-inflate", 1.0)),
    **_sides("cheekSquint", ("cheek/{s}-cheek-trans-vert-up", 1.2, "all"), ("eye-{side}-slit", 0.4, "lower_lid")),
    **_sides("noseSneer", ("nose-{side}-elevation", 1.5, "all"), ("nose-{side}-dilatation", 0.4, "all"),
             ("mouth-elevation", 0.2, "upper_lip_{side}")),
}
"""By ARKit name; `makehuman.expressions` makes the others of the skeleton's weights or by moving the lips."""
