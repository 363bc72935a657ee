"""The garments that exist."""

from collections.abc import Callable
from dataclasses import dataclass

from facings.scenes.face.garments import jackets, knit_tops, shirts
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
    "polo": Style(shirts.polo_shirt, ("pique",), {"plain": 6, "stripes": 2}, "rib", masculine=1.5),
    "shirt": Style(shirts.button_shirt, ("poplin", "twill"), {"plain": 5, "pinstripes": 2, "checks": 2, "tartan": 2},
                   palette="shirt", feminine=1.2, masculine=2, child=0.7, elder=2, tie_rate=0.15),
    "suit": Style(jackets.suit, ("wool",), {"plain": 5, "pinstripes": 1.5, "melange": 1, "tartan": 0.5}, "shirt",
                  palette="suit", feminine=0.8, masculine=2, child=0.1, tie_rate=0.75),
    "hoodie": Style(jackets.hoodie, ("fleece", "jersey"), {"plain": 5, "melange": 4}, "same", feminine=1.2, masculine=1.4,
                    child=2, elder=0.3, metal=True),
    "denim_jacket": Style(jackets.denim_jacket, ("denim",), {"plain": 1}, "tee", palette="denim", elder=0.4, metal=True),
    "padded_coat": Style(jackets.padded_coat, ("nylon",), {"plain": 1}, "tee", palette="coat", metal=True),
}
