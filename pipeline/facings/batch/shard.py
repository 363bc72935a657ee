"""Which frames of a run fall to one of several machines."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facings.errors import InputError


@dataclass(frozen=True)
class Shard:
    """Part `number` (from 1) of `count`: every `count`-th frame. The parts of a count are disjoint and cover all frames."""

    number: int = 1
    count: int = 1

    def of(self, frames: Sequence[int]) -> list[int]:
        """Return this part's frames; which part a frame falls to depends on its number alone."""
        return [frame for frame in frames if frame % self.count == self.number - 1]

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parse_shard(text: str) -> Shard:
    """Return the shard that 'K/N' says; raises InputError."""
    number, by, count = text.partition("/")
    if not (by and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise InputError(f"--shard {text}: K/N is expected with K from 1 to N, as in 1/8, 2/8, ... 8/8.")
    return Shard(int(number), int(count))


def slurm_shard(environment: Mapping[str, str] = os.environ) -> Shard:
    """Return the shard of this task in a Slurm job array (`sbatch --array`), the whole outside of one.

    Slurm numbers tasks from SLURM_ARRAY_TASK_MIN in steps of SLURM_ARRAY_TASK_STEP (sbatch(1), "Output environment
    variables"). Raises InputError where the array has holes: then a task's place in it cannot be told.
    """
    count = _number(environment, "COUNT", 1)
    if count <= 1:
        return Shard()
    task, low, step = (_number(environment, name, default) for name, default in (("ID", 0), ("MIN", 0), ("STEP", 1)))
    high = _number(environment, "MAX", low + (count - 1) * step)
    place, rest = divmod(task - low, max(step, 1))
    if rest or not 0 <= place < count or high != low + (count - 1) * step:
        raise InputError(f"This is task {task} of a Slurm job array of {count} tasks from {low} to {high} with step {step}:"
                         " its place cannot be told, the array has holes. Give an array without them"
                         f" (--array=0-{count - 1}), or say --shard K/{count}.")
    return Shard(place + 1, count)


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(environment.get(f"SLURM_ARRAY_TASK_{name}", ""))
    except ValueError:
        return default
