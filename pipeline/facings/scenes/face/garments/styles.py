"""The garments that exist."""

from collections.abc import Callable
from dataclasses import dataclass

from facings.scenes.face.garments import knit_tops
from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.person import PersonSpec


@dataclass(frozen=True)
class Style:
    """How a garment is made, and of what."""

    make: Callable[[Fitting], float]
    """Adds its panels; returns how far below the natural neckline skin shows, in mean necks' metres."""
    weaves: tuple[str, ...]
    """Of the main cloth."""
    patterns: dict[str, float]
    """Of the main cloth, with their weights."""
    under: str = "same"
    """The second cloth: 'same' as the main one, a 'contrast' of it, 'rib' in its colour, a 'shirt' or a 'tee' of its own."""

    palette: str = "casual"
    feminine: float = 1.0
    masculine: float = 1.0
    child: float = 1.0
    elder: float = 1.0
    """How often it is worn, beside other styles."""
    tie_rate: float = 0.0
    metal: bool = False

    def worn_by(self, person: PersonSpec) -> float:
        """Return the weight with which a person chooses the style."""
        age = person.age_years
        often = self.feminine + person.gender * (self.masculine - self.feminine)
        return often * (self.child if age < 14 else self.elder if age > 65 else 1.0)


STYLES = {
    "t_shirt": Style(knit_tops.t_shirt, ("jersey",), {"plain": 4, "stripes": 2, "melange": 3, "dots": 0.4, "print": 2}, "rib",
                     feminine=2, masculine=2, child=1.5, elder=0.5),
    "v_neck": Style(knit_tops.v_neck, ("jersey", "knit"), {"plain": 4, "melange": 3, "stripes": 1}, "rib", feminine=1.5,
                    child=0.4),
    "sweater": Style(knit_tops.sweater, ("knit", "wool"), {"plain": 4, "melange": 4, "stripes": 2}, "rib", elder=1.5),
    "turtleneck": Style(knit_tops.turtleneck, ("fine_rib", "knit"), {"plain": 5, "melange": 3}, "rib", masculine=0.6,
                        child=0.4),
    "blouse": Style(knit_tops.blouse, ("satin", "poplin"), {"plain": 4, "dots": 2, "flowers": 2}, feminine=2, masculine=0.0,
                    child=0.4, elder=1.5),
}
