"""Lengths on a head that people differ in, as linear functions of its vertices, and what a person's traits do to them."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.person import PersonSpec

_AXES = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True)
class Measure:
    """A length, and how many of its standard deviations it changes with each trait."""

    terms: tuple[tuple[str, float], ...]
    """`"17z", 0.5`: half the Z of landmark 17 (iBUG); they are summed."""
    masculine: float = 0.0
    """From the middle to wholly masculine; the opposite towards feminine."""
    african: float = 0.0
    asian: float = 0.0
    caucasian: float = 0.0
    heavy: float = 0.0
    """From average to heavy; the opposite towards thin."""
    old: float = 0.0
    """At 80 years, from 35."""
    child: float = 0.0
    """At 6 years, from 18."""

    def goal(self, person: PersonSpec) -> float:
        """Return how many standard deviations a person's measure lies from the mean, on average."""
        return (self.masculine * (2 * person.gender - 1)
                + self.african * person.african + self.asian * person.asian + self.caucasian * person.caucasian
                + self.heavy * (2 * person.body_weight - 1)
                + self.old * min(max((person.age_years - 35) / 45, 0.0), 1.3)
                + self.child * min(max((18 - person.age_years) / 12, 0.0), 1.2))


MEASURES = {
    "jaw width": Measure((("12x", 1), ("4x", -1)), masculine=0.8, asian=0.3, heavy=0.7, child=-0.5),
    "cheek width": Measure((("14x", 1), ("2x", -1)), masculine=0.2, asian=0.5, heavy=1.0, child=0.2),
    "chin height": Measure((("57z", 1), ("8z", -1)), masculine=0.8, child=-1.2),
    "chin projection": Measure((("33y", 1), ("8y", -1)), masculine=0.4, african=-0.6, caucasian=0.3, child=-0.5),
    "face height": Measure((("27z", 1), ("8z", -1)), masculine=0.5, asian=-0.2, child=-1.2),
    "brow ridge": Measure((("37y", 0.5), ("44y", 0.5), ("19y", -0.5), ("24y", -0.5)), masculine=1.0, asian=-0.6, caucasian=0.4,
                          child=-0.9),
    "brow height": Measure((("19z", 0.5), ("24z", 0.5), ("37z", -0.5), ("44z", -0.5)), masculine=-0.6, asian=0.3, old=-0.4),
    "eye opening": Measure((("37z", 0.5), ("44z", 0.5), ("41z", -0.5), ("46z", -0.5)), masculine=-0.3, asian=-0.9, old=-0.5,
                           child=0.7),
    "eye slant": Measure((("36z", 0.5), ("45z", 0.5), ("39z", -0.5), ("42z", -0.5)), masculine=-0.2, asian=0.6, old=-0.4),
    "nose width": Measure((("35x", 1), ("31x", -1)), masculine=0.3, african=1.4, asian=0.3, caucasian=-0.8, child=-0.4),
    "nose length": Measure((("27z", 1), ("33z", -1)), masculine=0.4, african=-0.4, caucasian=0.3, old=0.5, child=-1.0),
    "nose projection": Measure((("33y", 1), ("30y", -1)), masculine=0.3, african=-0.7, asian=-0.5, caucasian=0.7, old=0.3,
                               child=-0.8),
    "nose bridge": Measure((("39y", 0.5), ("42y", 0.5), ("28y", -1)), masculine=0.4, african=-1.0, asian=-0.9, caucasian=0.9,
                           child=-0.9),
    "upper lip": Measure((("51z", 1), ("62z", -1)), masculine=-0.4, african=1.3, caucasian=-0.5, old=-0.9),
    "lower lip": Measure((("66z", 1), ("57z", -1)), masculine=-0.4, african=1.4, caucasian=-0.5, old=-0.8),
    "lip projection": Measure((("33y", 1), ("51y", -0.5), ("57y", -0.5)), african=1.0, asian=0.2, caucasian=-0.5, old=-0.4),
    "mouth width": Measure((("54x", 1), ("48x", -1)), masculine=0.4, african=0.3, asian=-0.2, child=-0.7),
    "neck width": Measure((("neck", 1),), masculine=1.0, heavy=0.9, child=-1.0),
}
"""Directions after anthropometric surveys (L. G. Farkas et al., "International anthropometric study of facial morphology in
various ethnic groups/races", 2005); the amounts are set so that neighbouring groups overlap widely."""


def measure_rows(model: HeadModel) -> np.ndarray:
    """Return (len(MEASURES), V * 3) float64 rows that take flattened vertices to the measures in metres."""
    rows = np.zeros((len(MEASURES), len(model.vertices_m), 3))
    for row, measure in zip(rows, MEASURES.values(), strict=True):
        for place, factor in measure.terms:
            if place == "neck":
                half = _middle_of_neck(model)
                row[half, 0] += factor * np.sign(model.vertices_m[half, 0]) / len(half)
            else:
                row[model.landmarks[int(place[:-1])], _AXES[place[-1]]] += factor
    return rows.reshape(len(rows), -1)


def _middle_of_neck(model: HeadModel) -> np.ndarray:
    """Return vertices that follow the middle joint, at the sides."""
    follows = (model.skin_weights[:, 1] > 0.5) & (np.abs(model.vertices_m[:, 0]) > 0.03)
    return np.flatnonzero(follows)
