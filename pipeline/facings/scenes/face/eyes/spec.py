"""The sampled values of a pair of eyes."""

from dataclasses import dataclass

Rgb = tuple[float, float, float]
"""Linear RGB."""


@dataclass(frozen=True)
class IrisSpec:
    """One iris."""

    colour_name: str
    outer: Rgb
    """Of the stroma beyond the collarette."""
    inner: Rgb
    """Between pupil and collarette."""
    limbal_ring: float
    """How dark the ring at the rim is: 0 none (old age), 1 striking (youth)."""
    fibres: float
    """Contrast of the radial fibres: 0 smooth (dark brown), 1 coarse (blue, grey)."""
    collarette: float
    """Where the zigzag ridge lies between pupil's edge (0) and rim (1)."""
    crypts: int
    """Openings in the stroma."""
    flecks: int
    """Spots of pigment."""
    sector: float
    """Share of the round that a sector of the inner colour fills out to the rim: mostly 0 (sectoral heterochromia)."""
    seed: int
    """Of everything finer."""


@dataclass(frozen=True)
class ScleraSpec:
    """The white of both eyes."""

    tint: Rgb
    """Where it is cleanest."""
    redness: float
    """0 clear, 1 bloodshot: veins, and pink towards the corners."""
    yellowness: float
    """0 young, 1 old: fat and age make it yellowish, most between iris and corners."""
    seed: int


@dataclass(frozen=True)
class EyesSpec:
    """Both eyes; their size and turn are the head's (`HeadShape`, `HeadSpec.pupil_radius_m`)."""

    irises: tuple[IrisSpec, IrisSpec]
    """Right, left."""
    sclera: ScleraSpec
    wetness: float
    """0 dry to 1 about to cry: thickness of the tear film's rim, and how smooth it is."""
