"""Sheets of several panels, and where each lies in texture space."""

from collections.abc import Sequence

from facings.goods.packages.package import ArtNet, Panel, PanelKind

_GAP_MM = 3.0
Margins = tuple[float, float, float, float]
UvRect = tuple[float, float, float, float]


def stacked(panels: Sequence[tuple[PanelKind, float, float, Margins]], px_per_mm: float) -> ArtNet:
    """Return a sheet with the panels (kind, width, height, safe margins; mm) one below another."""
    placed, y = [], 0.0
    for kind, width, height, safe in panels:
        placed.append(Panel(kind, 0.0, y, width, height, safe))
        y += height + _GAP_MM
    return ArtNet(max(p.width_mm for p in placed), y - _GAP_MM, px_per_mm, tuple(placed))


def uv_rect(net: ArtNet, index: int) -> UvRect:
    """Return (u0, v0, u1, v1) of a panel, half a pixel inside it so that no neighbour's colour is drawn in."""
    panel, inset = net.panels[index], 0.5 / net.px_per_mm
    left, right = panel.x_mm + inset, panel.x_mm + panel.width_mm - inset
    top, bottom = panel.y_mm + inset, panel.y_mm + panel.height_mm - inset
    return (left / net.width_mm, 1 - bottom / net.height_mm, right / net.width_mm, 1 - top / net.height_mm)
