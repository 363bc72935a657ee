"""What workers are told: the job that they share, each request, and what `dataset.json` says of the run."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from facings.dataset.header import DatasetHeader
from facings.frames.code_digest import Source, code_digest, known_sources
from facings.frames.scene_kind import LoadedRecipe, recipe_classes
from facings.process.file_state import FileState
from facings.process.progress import Progress, silent

DECIDING = {
    "blender": "bpy", "numpy": "numpy", "scipy": "scipy", "pillow": "pillow", "openexr": "OpenEXR", "imageio": "imageio",
    "embreex": "embreex", "fonttools": "fonttools", "pycocotools": "pycocotools",
}
"""Name in `dataset.json` -> package whose version decides a frame's bytes: what it draws from its generators, computes, and
encodes. Kinds name packages of their own by the version of the package that brings them."""


@dataclass(frozen=True, eq=False)
class FrameJob:
    """A recipe to make frames of, and where they go: what every worker of a run knows; travels by pickle."""

    loaded: LoadedRecipe
    header: DatasetHeader
    out: Path | None
    """The dataset's folder; None where the worker cannot reach it, or there is none: frames are then handed back."""
    device: str
    sources: Mapping[FileState, Source] = field(default_factory=known_sources)
    """What of the code was read where the job was made: its workers need not read it again."""


@dataclass(frozen=True)
class FrameRequest:
    """What a worker is asked for."""

    frame: int
    tell_spec: bool = False
    """Tell the spec (`events.Sampled`) before the frame is made, for whoever reports what failed."""
    spec: Any = None
    """The spec to render instead of sampling one."""
    next_frame: int | None = None
    """What this worker will probably be asked for next; it may sample and prepare that beside this frame's render."""


def dataset_header(loaded: LoadedRecipe, seed: int, progress: Progress = silent) -> DatasetHeader:
    """Return what `dataset.json` says of a run; it decides whether a folder may be continued.

    Raises InputError where the recipe names what cannot be had.
    """
    kind = loaded.kind
    versions = {"facings": package_version("facings"), "python": ".".join(platform.python_version_tuple()[:2]),
                **{name: package_version(package) for name, package in DECIDING.items()}}
    return DatasetHeader(
        scene=kind.name, seed=seed, recipe=loaded.resolved, versions=versions,
        semantic_classes=[dict(entry) for entry in recipe_classes(kind, loaded.recipe)], categories=kind.categories(loaded),
        assets=kind.assets(loaded, progress), kind={"package": kind.package, "version": package_version(kind.package)},
        code=code_digest(type(kind).__module__, kind.code()),
    )


def package_version(package: str) -> str:
    """Return the version of an installed distribution, for people."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
