"""Who is pictured: the sampled values that every part of a face may depend on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonSpec:
    """One person; chosen first, so that skin, hair, beard, accessories and garments fit together."""

    age_years: float
    """0.5 to 95."""
    gender: float
    """How masculine the head and its grooming are: 0 feminine to 1 masculine."""
    african: float
    asian: float
    caucasian: float
    """Shares of ethnicity as MakeHuman names them; they sum to 1."""
    skin_tone: float
    """Monk Skin Tone scale (Monk 2022): 1 lightest to 10 darkest, in between too."""
    body_weight: float
    """0 thin, 0.5 average, 1 heavy."""
