"""How each kind of hairdo is drawn: which hair lies together, how its guides run, how hairs follow them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Grooming, Guides
from facings.scenes.face.hair.styles import gathered, grooming
from facings.scenes.face.hair.styles.aside import side_parted
from facings.scenes.face.hair.styles.catalogue import STYLES
from facings.scenes.face.hair.styles.cropped import cropped
from facings.scenes.face.hair.styles.locked import locks
from facings.scenes.face.hair.styles.loose import hanging, hanging_section
from facings.scenes.face.hair.styles.parting import parting_section
from facings.scenes.face.hair.styles.roots import Extra, HairRoots, one_section
from facings.scenes.face.hair.styles.standing import standing
from facings.scenes.face.hair.styles.swept import slicked, undercut


@dataclass(frozen=True, eq=False)
class Drawing:
    """One way of drawing hair."""

    section: Callable[[HairSpec, np.ndarray], np.ndarray]
    """(spec, roots (N, 3)) -> (N,) int: see `Guides.section`."""
    guides: Callable[[HairSpec, HairRoots, DistanceField, np.random.Generator], Guides]
    groom: Callable[[HairSpec], Grooming]
    extra: Callable[[HairSpec, Guides, DistanceField, np.random.Generator, int], Extra] | None = None
    """Further hairs, with as many points each as the last argument says."""
    points_of_lock: int | None = None
    """Points of a strand where hair lies in locks of its own (`locked.locked_strands`); None: it does not."""
    braided: bool = False
    """Whether such locks are braided, not matted."""


DRAWINGS = {
    "shorn": Drawing(one_section, cropped, grooming.shorn),
    "cropped": Drawing(one_section, cropped, grooming.cut),
    "slicked": Drawing(one_section, slicked, grooming.cut),
    "parted": Drawing(parting_section, side_parted, grooming.cut),
    "undercut": Drawing(one_section, undercut, grooming.cut),
    "standing": Drawing(one_section, standing, grooming.curled),
    "hanging": Drawing(hanging_section, hanging, grooming.hung),
    "ponytail": Drawing(gathered.one_tail, gathered.ponytail, grooming.drawn, gathered.tie_wrap),
    "bun": Drawing(gathered.one_tail, gathered.bun, grooming.knotted, gathered.knot),
    "plait": Drawing(gathered.one_tail, gathered.plait, grooming.woven),
    "plaits": Drawing(gathered.two_tails, gathered.plaits, grooming.woven),
    "braids": Drawing(hanging_section, locks, grooming.woven, points_of_lock=64, braided=True),
    "dreadlocks": Drawing(hanging_section, locks, grooming.woven, points_of_lock=40),
}
"""By the names of `catalogue.Drawn`."""


def drawing_of(style: str) -> Drawing:
    """Return how the hairdo of that name is drawn. Raises KeyError where there is none."""
    return DRAWINGS[STYLES[style].drawn_as]
