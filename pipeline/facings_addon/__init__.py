"""The artist's side of Facings: checks a template as it is edited, and shows the random frames that a batch will make.

The standard library and `bpy` alone. No pipeline code runs in this Blender: a kept process (`facings serve`) realises frames
of a copy of the file, and what it writes is linked for a while. The contract's checker lies in `core`, copied there from
Facings when the extension is built.
"""

from . import (
    batch_operators,
    batch_panel,
    batch_session,
    extreme_frames,
    frame_operators,
    label_overlay,
    panels,
    preferences,
    properties,
    recipe_fields,
    recipe_operators,
    recipe_panel,
    recipe_session,
    role_operators,
    session,
    set_up_operators,
    template_operators,
)

_PARTS = (preferences, properties, template_operators, role_operators, frame_operators, set_up_operators, recipe_fields,
          recipe_session, recipe_operators, batch_session, batch_operators, panels, recipe_panel, batch_panel, extreme_frames,
          label_overlay, session)


def register() -> None:
    """Called by Blender when the extension is switched on."""
    done = []
    try:
        for part in _PARTS:
            part.register()
            done.append(part)
    except Exception:
        for part in reversed(done):
            part.unregister()
        raise


def unregister() -> None:
    """Called by Blender when it is switched off: nothing of it is left."""
    for part in reversed(_PARTS):
        part.unregister()
