"""Parts of a run: disjoint, covering, and the same whatever else is asked."""

import pytest

from facings.batch.shard import Shard, parse_shard, slurm_shard
from facings.errors import InputError


@pytest.mark.parametrize("count", [1, 2, 3, 7, 50])
def test_parts_are_disjoint_and_cover_all_frames(count):
    frames = range(5, 48)
    parts = [Shard(number, count).of(frames) for number in range(1, count + 1)]
    assert sorted(frame for part in parts for frame in part) == list(frames)
    # Another range of the same frames: nobody's frames move to another part.
    for number, part in enumerate(parts, 1):
        assert set(Shard(number, count).of(range(200))) >= set(part)


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "1/0", "a/b", "1/3/5", "-1/3", "1.0/3"])
def test_what_is_no_shard(text):
    with pytest.raises(InputError, match="K/N is expected"):
        parse_shard(text)


def slurm(**values) -> dict[str, str]:
    return {f"SLURM_ARRAY_TASK_{name}": str(value) for name, value in values.items()}


@pytest.mark.parametrize("variables, shard", [
    ({}, Shard()), (slurm(ID=3), Shard()), (slurm(ID=0, COUNT=1, MIN=0, MAX=0), Shard()),
    (slurm(ID=0, COUNT=8, MIN=0, MAX=7), Shard(1, 8)), (slurm(ID=7, COUNT=8, MIN=0, MAX=7, STEP=1), Shard(8, 8)),
    (slurm(ID=1, COUNT=8, MIN=1, MAX=8), Shard(1, 8)), (slurm(ID=20, COUNT=3, MIN=10, MAX=30, STEP=10), Shard(2, 3)),
])
def test_the_place_in_a_slurm_array(variables, shard):
    assert slurm_shard(variables) == shard


@pytest.mark.parametrize("variables", [slurm(ID=5, COUNT=3, MIN=1, MAX=9), slurm(ID=3, COUNT=2, MIN=0, MAX=3)])
def test_an_array_with_holes_is_refused(variables):
    with pytest.raises(InputError, match="holes"):
        slurm_shard(variables)
