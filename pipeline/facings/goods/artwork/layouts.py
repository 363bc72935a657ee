"""Ten ways to divide a front: boxes for mark, name, descriptor, hero, claim and weight, upright and wide."""

from dataclasses import dataclass, replace

from facings.goods.artwork.design import Design

Share = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the safe area."""


@dataclass(frozen=True)
class Layout:
    """Where things stand on an upright front, and in which manner."""

    mark: Share
    name: Share
    descriptor: Share
    hero: Share
    claim: Share
    weight: Share
    align: str = "centre"
    upper: bool = True
    plate: str = ""
    """Behind the name: '', 'box', 'tilted', 'label', 'strip'."""
    window: str = ""
    """Round the hero: '', 'disc', 'arch', 'panel'."""
    frame: bool = False
    upright_mark: bool = False


_TALL = {
    "band": Layout(
        (0.08, 0.03, 0.92, 0.20),
        (0.06, 0.22, 0.94, 0.385),
        (0.08, 0.40, 0.92, 0.445),
        (0.02, 0.47, 0.98, 0.935),
        (0.71, 0.475, 0.99, 0.63),
        (0.05, 0.94, 0.95, 0.99),
    ),
    "diagonal": Layout(
        (0.05, 0.03, 0.80, 0.20),
        (0.05, 0.22, 0.88, 0.38),
        (0.05, 0.39, 0.72, 0.435),
        (0.06, 0.48, 1.0, 0.935),
        (0.02, 0.66, 0.28, 0.82),
        (0.05, 0.94, 0.95, 0.99),
        align="left",
    ),
    "premium": Layout(
        (0.16, 0.08, 0.84, 0.22),
        (0.12, 0.26, 0.88, 0.41),
        (0.14, 0.425, 0.86, 0.465),
        (0.14, 0.50, 0.86, 0.88),
        (0.69, 0.475, 0.93, 0.60),
        (0.2, 0.895, 0.8, 0.93),
        window="disc",
        frame=True,
    ),
    "stripe": Layout(
        (0.075, 0.05, 0.295, 0.95),
        (0.40, 0.07, 0.97, 0.29),
        (0.40, 0.305, 0.97, 0.365),
        (0.35, 0.38, 1.0, 0.93),
        (0.72, 0.37, 0.98, 0.51),
        (0.40, 0.94, 0.97, 0.985),
        align="left",
        upper=False,
        upright_mark=True,
    ),
    "burst": Layout(
        (0.06, 0.02, 0.94, 0.24),
        (0.04, 0.26, 0.96, 0.39),
        (0.10, 0.405, 0.90, 0.45),
        (0.0, 0.44, 1.0, 0.94),
        (0.0, 0.74, 0.30, 0.94),
        (0.05, 0.945, 0.95, 0.99),
        plate="tilted",
    ),
    "clean": Layout(
        (0.14, 0.05, 0.86, 0.19),
        (0.10, 0.22, 0.90, 0.36),
        (0.10, 0.375, 0.90, 0.42),
        (0.06, 0.44, 0.94, 0.91),
        (0.02, 0.72, 0.28, 0.90),
        (0.05, 0.93, 0.95, 0.98),
        upper=False,
    ),
    "window": Layout(
        (0.10, 0.03, 0.90, 0.18),
        (0.06, 0.735, 0.94, 0.865),
        (0.10, 0.875, 0.90, 0.915),
        (0.06, 0.20, 0.94, 0.70),
        (0.72, 0.20, 1.0, 0.35),
        (0.05, 0.955, 0.95, 0.995),
        window="arch",
    ),
    "retro": Layout(
        (0.10, 0.115, 0.90, 0.27),
        (0.06, 0.285, 0.94, 0.405),
        (0.12, 0.415, 0.88, 0.455),
        (0.10, 0.52, 0.90, 0.94),
        (0.0, 0.46, 0.27, 0.64),
        (0.05, 0.967, 0.95, 0.998),
    ),
    "photo": Layout(
        (0.06, 0.03, 0.62, 0.16),
        (0.06, 0.18, 0.94, 0.31),
        (0.06, 0.325, 0.94, 0.365),
        (0.0, 0.40, 1.0, 0.95),
        (0.72, 0.02, 0.98, 0.19),
        (0.05, 0.95, 0.95, 0.992),
        align="left",
        plate="",
    ),
    "pattern": Layout(
        (0.20, 0.13, 0.80, 0.26),
        (0.16, 0.28, 0.84, 0.41),
        (0.18, 0.42, 0.82, 0.46),
        (0.10, 0.50, 0.90, 0.93),
        (0.70, 0.50, 0.97, 0.68),
        (0.08, 0.935, 0.92, 0.985),
        plate="label",
        upper=False,
    ),
}

_WIDE = {
    "stripe": Layout(
        (0.04, 0.08, 0.29, 0.92),
        (0.38, 0.08, 0.72, 0.40),
        (0.38, 0.44, 0.70, 0.54),
        (0.64, 0.12, 1.0, 0.94),
        (0.84, 0.04, 1.0, 0.36),
        (0.38, 0.84, 0.60, 0.94),
        align="left",
        upper=False,
        upright_mark=True,
    ),
    "window": Layout(
        (0.02, 0.05, 0.50, 0.40),
        (0.02, 0.44, 0.50, 0.70),
        (0.02, 0.73, 0.50, 0.82),
        (0.54, 0.05, 0.98, 0.92),
        (0.86, 0.02, 1.0, 0.40),
        (0.02, 0.86, 0.40, 0.96),
        window="panel",
    ),
    "pattern": Layout(
        (0.06, 0.12, 0.46, 0.42),
        (0.06, 0.45, 0.46, 0.70),
        (0.06, 0.73, 0.46, 0.82),
        (0.52, 0.08, 0.98, 0.94),
        (0.84, 0.04, 1.0, 0.40),
        (0.54, 0.88, 0.98, 0.97),
        plate="label",
        upper=False,
    ),
}
_WIDE_BASE = Layout(
    (0.03, 0.05, 0.52, 0.37),
    (0.03, 0.41, 0.52, 0.64),
    (0.03, 0.665, 0.52, 0.75),
    (0.53, 0.04, 0.99, 0.95),
    (0.82, 0.02, 1.0, 0.36),
    (0.03, 0.86, 0.40, 0.95),
)


def layout_of(design: Design, wide: bool) -> Layout:
    """The layout for an upright or a wide front."""
    name = design.art.layout
    if not wide:
        return _TALL[name]
    if name in _WIDE:
        return _WIDE[name]
    tall = _TALL[name]
    return replace(
        _WIDE_BASE,
        align="centre",
        upper=tall.upper,
        plate=tall.plate if tall.plate != "label" else "",
        window="disc" if tall.window else "",
        frame=tall.frame,
    )
