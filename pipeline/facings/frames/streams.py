"""Independent random generators per frame and purpose.

Frame i's generators depend on the seed, on i and on the stream's name alone, so a frame is the same whoever
draws it, in any order, and a new stream never moves an old one.
"""

import numpy as np

from facings.recipes.draws import name_key


def stream(seed: int, frame: int, name: str) -> np.random.Generator:
    """Return the generator of one purpose (`camera`, `light`, `planogram/bay2`, ...) of one frame.

    Raises ValueError where seed or frame is negative (`numpy.random.SeedSequence` takes only non-negative entropy).
    """
    return np.random.default_rng(np.random.SeedSequence([seed, frame, name_key(name)]))
