"""What workers are told: the job that they share, each request, and what `dataset.json` says of the run."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from facings.dataset.header import DatasetHeader
from facings.frames.scene_kind import LoadedRecipe
from facings.process.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class FrameJob:
    """A recipe to make frames of, and where they go: what every worker of a run knows; travels by pickle."""

    loaded: LoadedRecipe
    header: DatasetHeader
    out: Path | None
    """The dataset's folder; None where the worker cannot reach it, or there is none: frames are then handed back."""
    device: str


@dataclass(frozen=True)
class FrameRequest:
    """What a worker is asked for."""

    frame: int
    tell_spec: bool = False
    """Tell the spec (`events.Sampled`) before the frame is made, for whoever reports what failed."""
    spec: Any = None
    """The spec to render instead of sampling one."""


def dataset_header(loaded: LoadedRecipe, seed: int, progress: Progress = silent) -> DatasetHeader:
    """Return what `dataset.json` says of a run; its fingerprint decides whether a folder may be continued."""
    kind = loaded.kind
    return DatasetHeader(
        scene=kind.name, seed=seed, recipe=loaded.resolved,
        versions={"facings": version("facings"), "blender": version("bpy")},
        semantic_classes=[dict(entry) for entry in kind.semantic_classes], categories=kind.categories(loaded),
        assets=kind.assets(loaded, progress),
    )
