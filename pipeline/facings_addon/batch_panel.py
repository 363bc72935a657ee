"""The Batch panel: many frames, how far they are, what they look like, which failed and why."""

from typing import Any

import bpy

from . import contracts
from .batch_session import BATCH
from .panels import SidebarPanel, sentence, wrapped
from .registering import register_classes, unregister_classes

_MOST_TROUBLE = 5


class FACINGS_PT_batch(SidebarPanel, bpy.types.Panel):
    """Many frames at once, by the command."""

    bl_idname, bl_label, bl_order, bl_options = "FACINGS_PT_batch", "Batch", 6, {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: Any) -> bool:
        return bool(contracts.kind_of(contracts.template_scene()))

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        manager = context.window_manager
        column = layout.column()
        column.use_property_split, column.use_property_decorate = True, False
        for name in ("folder", "frames", "start", "quality", "workers"):
            column.prop(manager, f"facings_batch_{name}")
        run = BATCH.run
        row = layout.row(align=True)
        if run is not None and run.running:
            row.operator("facings.batch_stop", text="Stop Now" if run.stops else "Stop", icon="CANCEL")
        else:
            row.operator("facings.batch_start", icon="RENDER_ANIMATION")
        row.operator("facings.batch_copy", text="", icon="COPYDOWN")
        if BATCH.message:
            wrapped(layout.box(), context, BATCH.message, "ERROR")
        if run is None:
            return
        now = run.progress
        if run.running:
            share = now.done / now.total if now.total else 0.0
            layout.progress(factor=share, text=f"{now.done} of {now.total}" if now.total else now.doing)
            if now.total:
                left = "" if now.seconds_left is None else f", {_duration(now.seconds_left)} to go"
                layout.label(text=f"{now.doing}{left}")
        else:
            wrapped(layout, context, sentence(now.ended), "CHECKMARK" if now.sound else "ERROR")
        if run.pictures:
            layout.operator("wm.path_open", text="Open Folder", icon="FILE_FOLDER").filepath = run.folder
        grid = layout.grid_flow(columns=2, even_columns=True)
        for number, icon in reversed(BATCH.shown):
            cell = grid.column(align=True)
            cell.template_icon(icon, scale=5.0)
            cell.label(text=f"Frame {number}")
        for number, why in list(run.trouble.items())[-_MOST_TROUBLE:]:
            wrapped(layout.box(), context, f"Frame {number}: {why}", "ERROR")


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{seconds:.0f} s" if seconds < 90 else f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"


_CLASSES = (FACINGS_PT_batch,)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
