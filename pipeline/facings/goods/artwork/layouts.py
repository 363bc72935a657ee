"""Layouts: how a front is divided into boxes, upright and wide, and what lies behind them.

The boxes of the ten that ship are the table `assets/layouts.yaml`; their grounds are drawn by `artwork.grounds`. An
installed package adds a `Layout` of its own under the entry points `facings.layouts`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from facings.goods.artwork.design import Design
from facings.goods.artwork.grounds import GROUNDS, Field, Span, field_of
from facings.goods.vocabulary import LAYOUTS
from facings.recipes.tables import Entry, misfit, table

Share = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the safe area."""

SIDE_NAME_END = 0.74


class Front(Entry):
    """Where things stand on a front, and in which manner."""

    mark: Share
    name: Share
    descriptor: Share
    hero: Share
    claim: Share
    weight: Share
    align: Literal["left", "centre"] = "centre"
    upper: bool = True
    """The name in capitals."""
    plate: Literal["", "tilted", "label"] = ""
    """Behind the name."""
    window: Literal["", "disc", "arch", "panel"] = ""
    """Round the hero."""
    frame: bool = False
    upright_mark: bool = False


@dataclass(frozen=True)
class Layout:
    """One way to divide a front."""

    tall: Front
    wide: Front
    ground: Callable[[Design, Field], np.ndarray]
    """The background of one panel, (H, W, 3) float32, sRGB 0..255: see `artwork.grounds`."""
    side_name_end: float = SIDE_NAME_END
    """Where a tall side's upper colour ends, as a share of its height."""


class LayoutEntry(Entry):
    """One layout's part of the table."""

    tall: Front
    wide: Front | None = None
    """None: the table's `wide_base`, in the manner of `tall`."""
    side_name_end: float = SIDE_NAME_END


class LayoutTable(Entry):
    """The whole table: one entry for each layout that ships."""

    wide_base: Front
    layouts: dict[str, LayoutEntry]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name in LAYOUTS.shipped:
            if name not in self.layouts:
                raise misfit(("layouts",), f"lacks the layout {name!r}")
        for name in self.layouts:
            if name not in LAYOUTS.shipped:
                raise misfit(("layouts", name), "is no layout that ships; further ones come from installed packages")
        return self


def layout(name: str) -> Layout:
    """Return the layout that ships, or that an installed package adds; raises InputError where neither is there."""
    return _shipped()[name] if name in LAYOUTS.shipped else LAYOUTS.installed(name, Layout)


def ground(design: Design, span: Span, width_px: int, height_px: int) -> np.ndarray:
    """Return the background of one panel as uint8 (H, W, 3), sRGB."""
    drawn = layout(design.art.layout).ground(design, field_of(span, width_px, height_px))
    return np.clip(drawn + 0.5, 0, 255).astype(np.uint8)


@cache
def _shipped() -> dict[str, Layout]:
    told = table("layouts.yaml", LayoutTable)
    return {name: Layout(entry.tall, entry.wide or _widened(told.wide_base, entry.tall), GROUNDS[name], entry.side_name_end)
            for name, entry in told.layouts.items()}


def _widened(base: Front, tall: Front) -> Front:
    manner = {"upper": tall.upper, "plate": tall.plate if tall.plate != "label" else "",
              "window": "disc" if tall.window else "", "frame": tall.frame}
    return base.model_copy(update=manner)
