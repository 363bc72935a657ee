"""Trains a network in steps that can be stopped and gone on with: what stands in its file is the state after whole rounds."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

Batches = Callable[[int], Iterator[tuple[np.ndarray, ...]]]
"""Yields a network's input and what the loss is given beside its output, from the batch of this number on."""
Loss = Callable[..., torch.Tensor]

_ROUND = 50
"""Batches between two states that are kept."""


def device() -> torch.device:
    """Return the GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def finished(file: Path, plan: str) -> bool:
    """Whether the file holds a network that is trained to the end of this plan."""
    kept = _kept(file, plan)
    return kept is not None and "optimiser" not in kept


def trained(make: Callable[[], nn.Module], batches: Batches, loss: Loss, steps: int, seed: int, file: Path, plan: str,
            told: Callable[[int, float], None], rate: float = 2e-3) -> nn.Module:
    """Return the network after `steps` batches; `file` keeps how far it is, and `told` hears step and loss.

    `plan` says in words of any kind what is trained: what the file holds of another plan is trained anew. AdamW with one cycle
    of its rate. There is no choice of a best step: the last one counts.
    """
    torch.manual_seed(seed)
    network = make().to(device(), memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=max(steps, 2), pct_start=0.15)
    parts: dict[str, Any] = {"network": network, "optimiser": optimiser, "schedule": schedule}
    step = 0
    if (kept := _kept(file, plan)) is not None:
        step = kept["step"]
        for name in parts.keys() & kept.keys():
            parts[name].load_state_dict(kept[name])
    network.train()
    mean = 0.0
    for arrays in batches(step) if step < steps else ():
        inputs, *rest = (torch.from_numpy(array).to(device()) for array in arrays)
        inputs = inputs.to(memory_format=torch.channels_last)  # as the network is: twice as fast on a CPU
        value = loss(network(inputs), *rest)
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        step, mean = step + 1, 0.95 * mean + 0.05 * value.item() if mean else value.item()
        done = step == steps
        if done or step % _ROUND == 0:
            told(step, mean)
            needed = {"network": network} if done else parts
            _keep(file, {"plan": plan, "step": step} | {name: part.state_dict() for name, part in needed.items()})
        if done:
            break
    return network.eval()


def _kept(file: Path, plan: str) -> dict[str, Any] | None:
    """What the file holds of this plan; None where that is nothing."""
    kept = torch.load(file, map_location=device(), weights_only=True) if file.is_file() else {}
    return kept if kept.get("plan") == plan else None


def _keep(file: Path, state: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, file)


def outputs(network: nn.Module, inputs: np.ndarray, size: int = 64) -> np.ndarray:
    """Return what the network gives for (N, ...) float32 inputs, some at a time."""
    with torch.inference_mode():
        return np.concatenate([network(torch.from_numpy(inputs[k:k + size]).to(device())).cpu().numpy()
                               for k in range(0, len(inputs), size)])
