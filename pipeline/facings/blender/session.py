"""The one Blender of a process: quiet, headless, on the asked-for device."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy

from facings.errors import InputError
from facings.process.scratch import scratch_base


def select_device(device: str) -> str:
    """Make Cycles render on `device` ('auto' takes the fastest GPU kind found, else the CPU); return what was taken.

    'cuda:1', 'auto:1' take one GPU of the kind alone, the second here (counted round where there are fewer). Raises
    InputError where the device is not there.
    """
    preferences = bpy.context.preferences.addons["cycles"].preferences
    device, _, number = device.partition(":")
    wanted = ("optix", "cuda", "hip", "oneapi", "metal") if device == "auto" else (device,)
    if device != "cpu":
        for kind in wanted:
            try:
                preferences.compute_device_type = kind.upper()
            except TypeError:
                continue
            preferences.refresh_devices()
            found = [d for d in preferences.devices if d.type == kind.upper()]
            if found:
                taken = [found[int(number) % len(found)]] if number else found
                for d in preferences.devices:
                    d.use = d in taken
                return kind
        if device != "auto":
            raise InputError(f"--device {device}: Cycles finds no such device on this machine. `facings doctor` lists"
                             " what it finds; `--device auto` takes the best of them.")
    preferences.compute_device_type = "NONE"
    return "cpu"


def blender_version() -> str:
    """Return Blender's version as its own splash shows it."""
    return bpy.app.version_string


def cycles_of(owner: Any) -> Any:
    """Return Cycles' own settings of a scene, a material or a lamp: its add-on adds them to Blender's types."""
    return owner.cycles


def apply_device(scene: bpy.types.Scene, device: str) -> None:
    """Set a scene to the device that `select_device` returned."""
    cycles_of(scene).device = "CPU" if device == "cpu" else "GPU"


@contextmanager
def quiet() -> Iterator[None]:
    """Send what Blender prints on its own to nowhere: it writes to the process's file descriptors, not to Python's.

    A worker process (environment FACINGS_CHATTER) lets it through: there it goes to whoever keeps the end of it.
    """
    if os.environ.get("FACINGS_CHATTER"):
        yield
        return
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(saved[0], 1)
        os.dup2(saved[1], 2)
        for handle in (*saved, nowhere):
            os.close(handle)


def scratch_folder() -> Path:
    """Return a new empty folder, on a RAM disk where there is one: it only carries passes from Blender to numpy.

    A worker process makes it in its run's own scratch folder (environment FACINGS_SCRATCH), which goes with the run.
    """
    return Path(tempfile.mkdtemp(prefix="facings-", dir=os.environ.get("FACINGS_SCRATCH") or scratch_base()))
