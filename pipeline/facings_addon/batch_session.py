"""What the Batch panel shares: the settings of the next run, the run that was started, pictures of its frames."""

from dataclasses import dataclass, field
from typing import Any

import bpy

from . import session
from .batch_run import BatchRun
from .properties import of_object, with_choice
from .session import redraw

MOST_PICTURES = 6

_QUALITIES = [("recipe", "As the recipe says", "The recipe's own samples and denoising"),
              ("draft", "Draft", "8 samples, denoised"), ("standard", "Standard", "64 samples, denoised"),
              ("final", "Final", "256 samples, denoised")]


@dataclass
class BatchState:
    """See the module."""

    folder: str = ""
    frames: int = 12
    start: int = 0
    quality: str = "draft"
    workers: int = 0
    run: BatchRun | None = None
    shown: list[tuple[int, int]] = field(default_factory=list)
    """Number and icon of the latest frames."""
    message: str = ""


BATCH = BatchState()
_PICTURES: list[Any] = []
"""Blender's collection of previews, once there is a picture."""


def tick() -> None:
    """Read what the run told; have its latest pictures ready to draw."""
    if BATCH.run is None or not BATCH.run.poll():
        return
    latest = BATCH.run.pictures[-MOST_PICTURES:]
    if latest and not bpy.app.background:
        from bpy.utils import previews

        if not _PICTURES:
            _PICTURES.append(previews.new())
        pictures: Any = _PICTURES[0]
        BATCH.shown = [(number, (pictures[path] if path in pictures else pictures.load(path, path, "IMAGE")).icon_id)
                       for number, path in latest]
    redraw()


def forget_pictures() -> None:
    """Let go of the pictures: those of another run may lie under the same names."""
    from bpy.utils import previews

    while _PICTURES:
        previews.remove(_PICTURES.pop())
    BATCH.shown = []


_PROPERTIES = {
    "facings_batch_folder": bpy.props.StringProperty(
        name="Folder", subtype="DIR_PATH", **of_object(BATCH, "folder"),
        description="Where the pictures and labels go. A folder with frames of the same recipe is gone on with"),
    "facings_batch_frames": bpy.props.IntProperty(name="Frames", min=1, **of_object(BATCH, "frames"),
                                                  description="How many frames"),
    "facings_batch_start": bpy.props.IntProperty(name="First", min=0, **of_object(BATCH, "start"),
                                                 description="Number of the first frame"),
    "facings_batch_quality": with_choice(lambda self, context: _QUALITIES, lambda self: BATCH.quality,
                                         lambda self, word: setattr(BATCH, "quality", word), name="Quality",
                                         description="How long each picture is rendered"),
    "facings_batch_workers": bpy.props.IntProperty(
        name="Workers", min=0, soft_max=64, **of_object(BATCH, "workers"),
        description="How many Blender processes render; 0: as many as this machine holds"),
}


def register() -> None:
    """Called by `facings_addon.register`."""
    for name, value in _PROPERTIES.items():
        setattr(bpy.types.WindowManager, name, value)
    session.ON_TICK.append(tick)


def unregister() -> None:
    """Called by `facings_addon.unregister`; a run that was started goes on."""
    session.ON_TICK.remove(tick)
    for name in _PROPERTIES:
        delattr(bpy.types.WindowManager, name)
    forget_pictures()
    BATCH.__init__()
