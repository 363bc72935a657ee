"""Lids and lips that meet and do not pass each other: coefficients adapted to this identity and to one another.

A mode moves the lids by the same way on everybody. On wide eyes a full blink would leave a slit, and blink, squint and a
downward look together would push the upper lid past the lower one. `mouthClose` is meant to undo what `jawOpen` does to the
lips, and a pack's own may do more.
"""

from functools import cache

import numpy as np

from facings.scenes.face.heads.model import SIDES, HeadModel

_MIDDLE = (0.35, 0.65)
"""The part of the margins, from the outer to the inner corner, that is measured."""

_TONGUE_NEEDS = 0.3
"""`jawOpen` at which the tongue can come out wholly."""


@cache
def _openers(model: HeadModel) -> tuple[dict[str, np.ndarray], float]:
    """Return what a unit of each mode adds to the right and left opening in metres, and the least opening a mode leaves."""
    count = len(model.vertices_m)
    effect = {}
    for name in model.expression.names:
        change = openings(model, model.expression.mode(name, count))
        if np.abs(change).max() > 5e-5:
            effect[name] = change
    blink = effect["eyeBlinkRight"] + effect["eyeBlinkLeft"]
    # Where the pack's own blink leaves the margins apart they are brought together.
    return effect, min(0.0, float((openings(model, model.vertices_m.astype(np.float64)) + blink).mean()))


def openings(model: HeadModel, vertices_m: np.ndarray) -> np.ndarray:
    """Return (2,): how far the middles of the right and left lids' margins are apart, upwards."""
    result = np.empty(2)
    for side, margins in enumerate(zip(model.lid_upper, model.lid_lower, strict=True)):
        heights = []
        for margin in margins:
            ends = [round(share * (len(margin) - 1)) for share in _MIDDLE]
            heights.append(vertices_m[margin[ends[0]:ends[1] + 1], 2].mean())
        result[side] = heights[0] - heights[1]
    return result


def closed_lids(model: HeadModel, neutral_m: np.ndarray, weights: dict[str, float]) -> dict[str, float]:
    """Return expression weights with which this identity's lids close as the coefficients say, and no further than shut."""
    effect, shut = _openers(model)
    own = openings(model, neutral_m)
    result = dict(weights)
    for side, name in enumerate(SIDES):
        blink = f"eyeBlink{name.capitalize()}"
        active = {key: weight * effect[key][side] for key, weight in weights.items() if key in effect}
        if blink in active:
            stretch = (own[side] - shut) / max(-effect[blink][side], 1e-6)
            result[blink] = weights[blink] * stretch
            active[blink] *= stretch
        opened = own[side] + sum(change for change in active.values() if change > 0)
        closed = -sum(change for change in active.values() if change < 0)
        # What brings the lids together at this eye is weakened alike; modes of both eyes are left alone.
        if opened - closed < shut:
            local = {key: -change for key, change in active.items() if change < 0 and key.endswith(name.capitalize())}
            excess = shut - (opened - closed)
            if local and sum(local.values()) > 0:
                share = max(0.0, 1 - excess / sum(local.values()))
                for key in local:
                    result[key] *= share
    return result


@cache
def _lip_effect(model: HeadModel) -> dict[str, float]:
    """Return what a unit of each mode adds to the distance between the middles of the lips, in metres."""
    upper, lower = model.landmarks[[62, 66]]
    count = len(model.vertices_m)
    height = {name: model.expression.mode(name, count)[[upper, lower], 2] for name in model.expression.names}
    return {name: float(z[0] - z[1]) for name, z in height.items()}


def agreeing_mouth(model: HeadModel, weights: dict[str, float]) -> dict[str, float]:
    """Return expression weights with `mouthClose` no stronger than what the others part the lips, and `tongueOut` no
    stronger than the jaw leaves it room."""
    result = dict(weights)
    if weights.get("mouthClose"):
        effect = _lip_effect(model)
        parted = sum(weight * effect.get(name, 0.0) for name, weight in weights.items() if name != "mouthClose")
        enough = max(0.0, parted / -effect["mouthClose"]) if effect["mouthClose"] < 0 else 0.0
        result["mouthClose"] = min(weights["mouthClose"], enough)
    if weights.get("tongueOut"):
        result["tongueOut"] = min(weights["tongueOut"], max(weights.get("jawOpen", 0.0), 0.0) / _TONGUE_NEEDS)
    return result
