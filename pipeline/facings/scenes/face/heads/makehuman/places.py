"""Landmarks, lids, lips, nose, ears and neck on MakeHuman's base mesh: the numbers in `assets/faces/makehuman.json`."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from facings.assets.folders import assets_dir


@dataclass(frozen=True, eq=False)
class Places:
    """Vertices of the base mesh; what is named for the right side has its mirror image on the left."""

    landmarks: np.ndarray
    """(68,) iBUG's order."""
    right_lid_rings: np.ndarray
    """(4, 28): the lids' outer rim, inner rim, and two rings behind it; from the outer corner over the upper lid."""
    right_inner_canthus: int
    """Where in such a ring the inner corner is."""
    lip_outer: np.ndarray
    """(38,) the border of the red, from the right corner over the upper lip."""
    lip_inner: np.ndarray
    """(38,) where the lips meet, likewise."""
    left_lip_corner_place: int
    """Where in the lips' rings the left corner is; there are more vertices above than below."""
    right_lip_corner: np.ndarray
    """(8,) the line that parts upper from lower lip, from the border of the red to the lining of the mouth."""
    nose: np.ndarray
    """Stations from between the eyes down its right side and under the nostril to the midline."""
    right_ear: np.ndarray
    """Stations around the ear's root."""
    neck: np.ndarray
    """Stations from under the chin along the right side of the jaw and below the ear to the nape's middle."""


@cache
def places() -> Places:
    """Return the shipped places."""
    values = json.loads((assets_dir() / "faces" / "makehuman.json").read_text())
    del values["about"]
    fields: dict[str, Any] = {name: value if isinstance(value, int) else np.array(value) for name, value in values.items()}
    return Places(**fields)
