"""Claims on the front: roundels, scalloped seals, ribbons and stars; and the energy lozenge of front-of-pack labels."""

import numpy as np

from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import PAPER, RGB, contrast, darker, lighter, readable
from facings.goods.artwork.design import Design
from facings.goods.artwork.lettering import Box
from facings.goods.artwork.shaping import capitals

_KINDS = ("disc", "seal", "burst", "ribbon", "ring")


def flash(canvas: Canvas, design: Design, box: Box) -> None:
    """Draw the claim into a square-ish box; its kind depends on the SKU's seed."""
    if design.art.claim is None:
        return
    ground = canvas.colour_under(box)
    colour = (
        design.accent
        if contrast(design.accent, ground) > 1.5
        else readable(design.main, ground, 1.6, (design.deep, PAPER))
    )
    ink = readable(PAPER, colour, 3.0, (design.deep,))
    kind = _KINDS[design.choice("flash", len(_KINDS))]
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    r = min(box[2] - box[0], box[3] - box[1]) / 2
    canvas.shape(
        (cx - r * 0.97, cy - r * 0.90, cx + r * 1.03, cy + r * 1.10), darker(ground, 0.75), "ellipse", opacity=0.22
    )
    if kind == "disc":
        canvas.shape((cx - r, cy - r, cx + r, cy + r), colour, "ellipse")
        canvas.shape((cx - r * 0.90, cy - r * 0.90, cx + r * 0.90, cy + r * 0.90), ink, "ellipse", opacity=0.9)
        canvas.shape((cx - r * 0.86, cy - r * 0.86, cx + r * 0.86, cy + r * 0.86), colour, "ellipse")
    elif kind == "ring":
        canvas.shape((cx - r, cy - r, cx + r, cy + r), PAPER, "ellipse")
        canvas.shape((cx - r * 0.93, cy - r * 0.93, cx + r * 0.93, cy + r * 0.93), colour, "ellipse")
        canvas.shape((cx - r * 0.78, cy - r * 0.78, cx + r * 0.78, cy + r * 0.78), PAPER, "ellipse")
        ink = readable(colour, PAPER, 3.0, (design.deep,))
    elif kind == "ribbon":
        for side in (-1, 1):
            tail = [
                (cx + side * r * 0.10, cy + r * 0.5),
                (cx + side * r * 0.62, cy + r * 0.35),
                (cx + side * r * 0.80, cy + r * 1.22),
                (cx + side * r * 0.50, cy + r * 1.06),
                (cx + side * r * 0.28, cy + r * 1.24),
            ]
            canvas.outline(tail, darker(colour, 0.35))
        canvas.outline(_scallops(cx, cy, r * 0.93, 18, 0.05), colour)
        canvas.shape((cx - r * 0.76, cy - r * 0.76, cx + r * 0.76, cy + r * 0.76), lighter(colour, 0.12), "ellipse")
    else:
        points = 22 if kind == "seal" else 14
        canvas.outline(_scallops(cx, cy, r, points, 0.06) if kind == "seal" else _points(cx, cy, r, points), colour)
        if kind == "seal":
            canvas.shape((cx - r * 0.84, cy - r * 0.84, cx + r * 0.84, cy + r * 0.84), ink, "ellipse", opacity=0.85)
            canvas.shape((cx - r * 0.81, cy - r * 0.81, cx + r * 0.81, cy + r * 0.81), colour, "ellipse")
    first, second = design.art.claim
    wide = r * 0.62
    canvas.fit("claim", first, "league-spartan", (cx - wide, cy - r * 0.54, cx + wide, cy + r * 0.10), ink)
    canvas.fit(
        "claim",
        capitals(second),
        "inter",
        (cx - r * 0.60, cy + r * 0.18, cx + r * 0.60, cy + r * 0.44),
        ink,
        weight=750,
        most_lines=2 if " " in second and len(second) > 9 else 1,
        leading=1.05,
    )


def _scallops(cx: float, cy: float, r: float, count: int, depth: float) -> list[tuple[float, float]]:
    a = np.linspace(0, 2 * np.pi, count * 12, endpoint=False)
    reach = r * (1 - depth + depth * np.abs(np.cos(a * count / 2)) ** 0.7)
    return list(zip(cx + reach * np.cos(a), cy + reach * np.sin(a), strict=True))


def _points(cx: float, cy: float, r: float, count: int) -> list[tuple[float, float]]:
    a = np.arange(2 * count) * np.pi / count
    reach = np.where(np.arange(2 * count) % 2 == 0, r, r * 0.84)
    return list(zip(cx + reach * np.cos(a), cy + reach * np.sin(a), strict=True))


def energy_lozenge(canvas: Canvas, design: Design, box: Box, kilojoule: int, ink: RGB, paper: RGB) -> None:
    """The voluntary energy statement of the front (Regulation (EU) 1169/2011, articles 30 and 35), share of 8400 kJ."""
    width, height = box[2] - box[0], box[3] - box[1]
    canvas.shape(box, paper, radius=height * 0.3)
    line = max(1.0, height * 0.035)
    canvas.shape((box[0] + line, box[1] + line, box[2] - line, box[3] - line), ink, radius=height * 0.28, opacity=0.9)
    canvas.shape(
        (box[0] + 2 * line, box[1] + 2 * line, box[2] - 2 * line, box[3] - 2 * line), paper, radius=height * 0.26
    )
    rows = (
        ("ENERGY", 0.10, 0.27, 600),
        (f"{kilojoule} kJ", 0.34, 0.52, 700),
        (f"{round(kilojoule / 4.184)} kcal", 0.56, 0.72, 600),
        (f"{round(kilojoule / 84)} %", 0.78, 0.92, 800),
    )
    for text, top, bottom, weight in rows:
        area = (box[0] + width * 0.12, box[1] + height * top, box[2] - width * 0.12, box[1] + height * bottom)
        canvas.fit("energy", text, "inter", area, ink, weight=weight)
