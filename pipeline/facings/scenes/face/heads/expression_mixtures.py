"""Named expressions as mixtures of ARKit's coefficients: the table `assets/faces/expressions.yaml`.

In a pattern a star stands for both sides, `<` for one side that is drawn, `>` for the other one.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from facings.recipes.tables import Entry, misfit, table
from facings.scenes.face.heads.arkit import ARKIT


class Expression(Entry):
    """One named expression."""

    weight: float = 0.6
    """How often a recipe that leaves the choice open takes it."""
    variants: Annotated[tuple[dict[str, float], ...], Field(min_length=1)]
    """Amounts by pattern, 0 to 1; one of them is drawn."""


class ExpressionTable(Entry):
    """The file."""

    expressions: dict[str, Expression]
    activity: tuple[str, ...]

    @model_validator(mode="after")
    def _names_coefficients(self) -> Self:
        places = [(("activity", k), pattern) for k, pattern in enumerate(self.activity)]
        places += [(("expressions", name, "variants", k), pattern) for name, expression in self.expressions.items()
                   for k, variant in enumerate(expression.variants) for pattern in variant]
        for path, pattern in places:
            unknown = [name for name in spread(pattern, "Left", "Right") if name not in ARKIT]
            if unknown:
                raise misfit(path, f"has {pattern!r}, but ARKit has no coefficient {unknown[0]!r}")
        return self


def spread(pattern: str, side: str, other: str) -> tuple[str, ...]:
    """Return the ARKit names that a pattern stands for; `side` and `other` are 'Left' and 'Right' in either order."""
    if pattern.endswith("*"):
        return pattern[:-1] + "Left", pattern[:-1] + "Right"
    return (pattern.replace("<", side).replace(">", other),)


_TABLE = table("faces/expressions.yaml", ExpressionTable)

MIXTURES = {name: expression.variants for name, expression in _TABLE.expressions.items()}
WEIGHTS = tuple(expression.weight for expression in _TABLE.expressions.values())
"""In the order of `MIXTURES`."""
ACTIVITY = _TABLE.activity
"""What faces do besides, a little of one or two at a time."""
