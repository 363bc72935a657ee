"""Expression coefficients under the 52 names of Apple's ARKit (`ARFaceAnchor.BlendShapeLocation`), for either head model."""

from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.shape import HeadSpec


def expression_label(head: HeadSpec) -> dict[str, float]:
    """Return all 52 coefficients, 0 where not in play."""
    weights = {part.name: part.weight for part in head.expression}
    return {name: float(weights.get(name, 0.0)) for name in ARKIT}


def not_in_model(missing: tuple[str, ...]) -> list[str]:
    """Return the names among the 52 that the head model has no shape for, so that they are always 0."""
    return [name for name in ARKIT if name in missing]
