"""Folders for what only passes through: on a RAM disk where there is one, gone with the run, swept after a killed one."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from facings.process.durable import new_run, run_is_dead

_PREFIX = "facings-"
_ROOM = 2**30
"""Passes of a large picture take a hundred megabytes; containers often have a RAM disk of 64."""


@contextlib.contextmanager
def run_scratch() -> Iterator[Path]:
    """Make a folder for this run and what its workers leave; sweeps those of dead runs first."""
    base = scratch_base()
    sweep_scratch(base)
    folder = base / f"{_PREFIX}{new_run()}"
    folder.mkdir(mode=0o700)
    owner = os.getpid()
    try:
        yield folder
    finally:
        # A child that was forked meanwhile ends this context too, when its copy of it is forgotten.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def scratch_base() -> Path:
    """Return the folder that holds the scratch folders of all runs."""
    ram = Path("/dev/shm")
    fits = os.access(ram, os.W_OK) and shutil.disk_usage(ram).free > _ROOM
    return ram if fits else Path(tempfile.gettempdir())


def sweep_scratch(base: Path) -> int:
    """Remove the scratch folders of this user's runs that are dead; return how many."""
    swept = 0
    for folder in base.glob(f"{_PREFIX}*") if os.name != "nt" else ():
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.getuid() and run_is_dead(folder.name.removeprefix(_PREFIX)):
                shutil.rmtree(folder)
                swept += 1
    return swept
