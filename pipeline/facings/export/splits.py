"""Which part of a split a frame goes to: by a hash of its group alone, so that adding frames moves none.

`train=0.8,val=0.1,test=0.1` cuts the interval from 0 to 1 in this order. A group's place in it is the SHA-256 of its name, and
all frames of a group go together.
"""

import hashlib
import math
import re
from dataclasses import dataclass

from facings.errors import InputError
from facings.frames.kind_reading import KindReading, Record

ALL = "train"
"""The one part where no split is asked for: loaders look for a part of this name."""

_NAME = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True)
class Splits:
    """The parts of a dataset, and which of them a frame belongs to."""

    shares: dict[str, float]
    """Part -> its share; they sum to 1. In the order that was asked for."""
    reading: KindReading

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, in the order that was asked for."""
        return tuple(self.shares)

    def of(self, record: Record) -> str:
        """Return the part that the record's frame belongs to."""
        place, end, last = self._place(record), 0.0, ALL
        for name, share in self.shares.items():
            last, end = (name, end + share) if share else (last, end)
            if place < end:
                return name
        return last  # the shares sum to 1 only within rounding

    def _place(self, record: Record) -> float:
        # The seed keeps two datasets of one recipe from having the same numbers in their test parts.
        group = f"{record['scene']} {record['seed']} {self.reading.group(record)}"
        return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2.0**64


def parse_split(text: str, reading: KindReading) -> Splits:
    """Return the parts that `train=0.8,val=0.2` names; '' is one part. Raises InputError for what cannot be a split."""
    if not text:
        return Splits({ALL: 1.0}, reading)
    shares: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = (piece.strip() for piece in part.partition("="))
        try:
            share = float(number)
        except ValueError:
            share = math.nan
        if not _NAME.fullmatch(name) or name in shares or not 0 <= share <= 1:
            why = "it is there twice" if name in shares else "it is no NAME=SHARE with a share from 0 to 1"
            raise InputError(f"--split {text}: {part.strip()!r} cannot stand there, for {why}. Names are small letters, digits,"
                             " _ and -, as in train=0.8,val=0.1,test=0.1.")
        shares[name] = share
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise InputError(f"--split {text}: the shares sum to {sum(shares.values()):g}, not to 1."
                         " Right is, for example, train=0.8,val=0.1,test=0.1.")
    return Splits(shares, reading)
