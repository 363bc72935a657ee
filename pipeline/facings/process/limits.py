"""How much a file may ask for: one that came from elsewhere, small on the disk, may fill the memory or the disk when opened.

Each limit can be raised by a variable of the environment, which messages name.
"""

import os
import re

from facings.errors import InputError

_MOST = {
    "PICTURE_MEGAPIXELS": 300,
    "YAML_MEGABYTES": 16,
    "ARCHIVE_GIGABYTES": 8,
    "MODEL_VERTICES": 20_000_000,
    "MODEL_GIGABYTES": 16,
    "MODEL_SECONDS": 900,
}
"""'FACINGS_MOST_...' -> what all that people use stays below: a sky of 24,576 x 12,288 pixels, 10,000 products."""


def most(what: str) -> int:
    """Return a limit; raises InputError where the environment sets one that is no such number."""
    name = f"FACINGS_MOST_{what}"
    text = os.environ.get(name)
    if text is None:
        return _MOST[what]
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text, re.ASCII):
        raise InputError(f"The environment's {name} is {text[:40]!r}; a whole number from 1 to 999,999,999"
                         " is expected, or no such variable.")
    return int(text)


def raised(what: str) -> str:
    """Return how a limit is raised, as the end of a sentence."""
    return f"at most {most(what):,} are opened unless the environment's FACINGS_MOST_{what} says more"
