"""Independent random generators by name: a further name changes no other one's draws."""

import hashlib
import math
from collections.abc import Mapping

import numpy as np


def name_key(name: str) -> int:
    """Return the 64-bit number that stands for a name in seeds; the same on every machine and for ever."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def spawn_by_name(rng: np.random.Generator, *names: str) -> tuple[np.random.Generator, ...]:
    """Return a new generator for each name, in their order.

    Each depends on the state of `rng`'s seed sequence and on its own name alone: not on the others, nor on what `rng` has
    drawn. As after `rng.spawn`, a second call gives others. Raises ValueError where a name comes twice, TypeError for a
    generator that was not made from a SeedSequence.
    """
    if len(set(names)) < len(names):
        raise ValueError(f"a name comes twice in {', '.join(names)}; its two streams would be the same")
    seeds = rng.bit_generator.seed_seq
    if not isinstance(seeds, np.random.SeedSequence):
        raise TypeError("the generator was not made from a SeedSequence, so that nothing can be spawned from it")
    parent = seeds.spawn(1)[0]
    return tuple(
        np.random.default_rng(np.random.SeedSequence(parent.entropy, spawn_key=(*parent.spawn_key, name_key(name))))
        for name in names
    )


def choose_by_name(weights: Mapping[str, float], rng: np.random.Generator) -> str:
    """Return one of the names, as likely as its share of the weights.

    Each name waits for a time that is exponentially distributed with its weight as rate, and the first is taken (Efraimidis
    and Spirakis 2006, "Weighted random sampling with a reservoir"). A further name thus changes only the draws that it wins.
    Raises ValueError where no weight is above 0.
    """
    waits = {
        name: child.exponential() / weight if weight > 0 else math.inf
        for (name, weight), child in zip(weights.items(), spawn_by_name(rng, *weights), strict=True)
    }
    first = min(waits, key=lambda name: waits[name], default=None)
    if first is None or waits[first] == math.inf:
        raise ValueError("no weight is above 0")
    return first
