"""Expression coefficients under the 52 names of Apple's ARKit (`ARFaceAnchor.BlendShapeLocation`), for either head model."""

from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.spec import HeadSpec


def expression_label(head: HeadSpec, missing: tuple[str, ...]) -> dict[str, object]:
    """Return the expression's name, all 52 coefficients (0 where not in play), and those that the head model lacks."""
    weights = {part.name: part.weight for part in head.expression}
    return {"name": head.expression_name, "arkit": {name: float(weights.get(name, 0.0)) for name in ARKIT},
            "not_in_model": [name for name in ARKIT if name in missing]}
