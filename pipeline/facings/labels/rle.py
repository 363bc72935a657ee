"""COCO's compressed run-length masks of all instances in one pass over the instance map.

The format is pycocotools' (`common/maskApi.c`, rleEncode and rleToString): pixels column by column, run lengths that
start with the zeros', each (from the fourth on) as the difference to the one two before, in 5-bit groups printed from
the character '0' on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def rle_of_all(instance_map: np.ndarray) -> dict[int, dict]:
    """Return {id: {'size': [height, width], 'counts': str}} for each id > 0 in the (H, W) unsigned map, ids ascending.

    The time goes with the number of pixels, not with instances times pixels. The masks are disjoint by construction.
    """
    starts, lengths, ids = _runs(instance_map)
    foreground = ids > 0
    return _encoded(starts[foreground], lengths[foreground], ids[foreground], instance_map.shape)


@dataclass(frozen=True)
class Runs:
    """The runs of one mask in a picture that is read column by column; masks of several may overlap."""

    starts: np.ndarray
    """(R,) int64, ascending; neighbouring runs do not touch."""
    lengths: np.ndarray
    number: int
    """The mask's own."""

    @classmethod
    def of(cls, mask: np.ndarray, x: int, y: int, height_px: int, number: int) -> "Runs":
        """Return those of a (h, w) bool mask whose corner lies at (x, y) in a picture of that height."""
        edges = np.diff(np.pad(mask.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
        columns, begin = np.nonzero(edges == 1)
        end = np.nonzero(edges == -1)[1]
        starts = (x + columns) * height_px + y + begin
        lengths = end - begin
        # A run down to the foot of the picture goes on at the head of the next column.
        first = np.r_[True, starts[1:] != starts[:-1] + lengths[:-1]][:len(starts)]
        return cls(starts[first], np.bincount(np.cumsum(first) - 1, lengths).astype(np.int64)[:first.sum()], number)


def rle_of_runs(masks: Sequence[Runs], shape: tuple[int, int]) -> dict[int, dict]:
    """Return {number: {'size': [height, width], 'counts': str}} of masks in a picture of that shape, but for empty ones."""
    if not masks:
        return {}
    starts, lengths = (np.concatenate(parts) for parts in zip(*((mask.starts, mask.lengths) for mask in masks), strict=True))
    return _encoded(starts, lengths, np.repeat([mask.number for mask in masks], [len(mask.starts) for mask in masks]), shape)


def _encoded(starts: np.ndarray, lengths: np.ndarray, ids: np.ndarray, shape: tuple[int, ...]) -> dict[int, dict]:
    height, width = shape
    order = np.argsort(ids, kind="stable")  # within an instance the runs stay in pixel order
    starts, lengths, ids = starts[order], lengths[order], ids[order]
    if len(ids) == 0:
        return {}
    first = np.r_[True, ids[1:] != ids[:-1]]
    ends = starts + lengths
    # Each run gives two counts: the zeros since the instance's last run, and its own length.
    counts = np.stack([starts - np.where(first, 0, np.r_[0, ends[:-1]]), lengths], 1).ravel()
    last = np.r_[first[1:], True]
    begin = 2 * np.flatnonzero(first)
    trailing = height * width - ends[last]
    owners = np.repeat(np.cumsum(first) - 1, 2)
    counts, owners = _with_trailing(counts, owners, 2 * (np.flatnonzero(last) + 1), trailing)
    size = [int(height), int(width)]
    texts = _texts(counts, owners, len(begin))
    return {int(i): {"size": size, "counts": text} for i, text in zip(ids[first], texts, strict=True)}


def _runs(instance_map: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts, lengths and values (int64) of the equal runs of the map read column by column."""
    flat = np.ascontiguousarray(instance_map.T).ravel()
    starts = np.r_[0, np.flatnonzero(flat[1:] != flat[:-1]) + 1]
    return starts, np.diff(starts, append=len(flat)), flat[starts].astype(np.int64)


def _with_trailing(counts: np.ndarray, owners: np.ndarray, at: np.ndarray,
                   trailing: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Insert each instance's closing run of zeros, unless it is empty."""
    some = trailing > 0
    return np.insert(counts, at[some], trailing[some]), np.insert(owners, at[some], np.flatnonzero(some))


def _texts(counts: np.ndarray, owners: np.ndarray, instances: int) -> list[str]:
    begin = np.searchsorted(owners, np.arange(instances))
    position = np.arange(len(counts)) - begin[owners]
    two_before = np.r_[0, 0, counts[:-2]]
    value = counts - np.where(position > 2, two_before, 0)
    # Seven groups of 5 bits hold every 32-bit difference; a group is the last when what remains is only its sign.
    shifted = value[:, None] >> (5 * np.arange(8))
    group = shifted[:, :7] & 0x1F
    rest = shifted[:, 1:]
    more = np.where(group & 0x10, rest != -1, rest != 0)
    used = np.cumsum(more, 1) - more == np.arange(7)
    characters = (group | np.where(more, 0x20, 0)) + 48
    text = characters[used].astype(np.uint8).tobytes().decode("ascii")
    cuts = np.r_[0, np.cumsum(np.bincount(owners, used.sum(1), instances))].astype(np.int64)
    return [text[a:b] for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
