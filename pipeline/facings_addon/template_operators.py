"""Operators of the Template panel: say the kind, find what is wrong, mend it."""

from typing import Any

import bpy

from . import contracts
from .dressing import shown_scene
from .registering import register_classes, unregister_classes, with_properties
from .session import STATE, redraw

UNDOABLE: Any = {"REGISTER", "UNDO"}


def says_its_kind(operator: Any) -> bool:
    """Poll: the file must say what kind of template it is."""
    if not contracts.kind_of(contracts.template_scene()):
        operator.poll_message_set("The file does not say what kind of template it is. Choose it in the Template panel.")
        return False
    return True


class OfTemplate(bpy.types.Operator):
    """What works where the template itself is what is shown."""

    @classmethod
    def poll(cls, context: Any) -> bool:
        if shown_scene() is not None:
            cls.poll_message_set("A random frame is shown, which cannot be edited. Press Back to Template first.")
            return False
        return True


class OfKnownTemplate(OfTemplate):
    """What needs to know the template's kind too."""

    @classmethod
    def poll(cls, context: Any) -> bool:
        return super().poll(context) and says_its_kind(cls)


def checked() -> Any:
    """Check the template anew, for an operator has changed it; return what the operator ends with."""
    STATE.live.run()
    return {"FINISHED"}


def _kinds(self: Any, context: Any) -> list[tuple[str, str, str]]:
    return [(kind, kind.capitalize(), f"Frames of the kind {kind} are made from it") for kind in contracts.kinds()]


@with_properties(kind=bpy.props.StringProperty(name="Kind"))
class FACINGS_OT_set_kind(OfTemplate):
    """Write into the scene what kind of template this file is"""

    bl_idname, bl_label, bl_options = "facings.set_kind", "Make It a Template", UNDOABLE
    kind: Any

    def execute(self, context: Any) -> Any:
        if self.kind not in contracts.kinds():
            self.report({"ERROR"}, f"There is no kind {self.kind!r}.")
            return {"CANCELLED"}
        contracts.template_scene()["facings_scene"] = self.kind
        return checked()


class FACINGS_OT_check(OfTemplate):
    """Check the template now"""

    bl_idname, bl_label = "facings.check", "Check"

    def execute(self, context: Any) -> Any:
        STATE.live.run()
        redraw()
        count = len(STATE.live.violations)
        self.report({"INFO"}, f"{count} thing{'' if count == 1 else 's'} to mend" if count else "The template is sound")
        return {"FINISHED"}


@with_properties(name=bpy.props.StringProperty(name="Object"))
class FACINGS_OT_select(OfTemplate):
    """Select the object, show it where it is hidden, and bring it into view"""

    bl_idname, bl_label, bl_options = "facings.select", "Select and Frame", UNDOABLE
    name: Any

    def execute(self, context: Any) -> Any:
        scene = contracts.template_scene()
        thing = scene.objects.get(self.name)
        layer = context.view_layer
        if thing is None or thing.name not in layer.objects:
            self.report({"WARNING"}, f"{self.name} is in no collection that the view layer shows.")
            return {"CANCELLED"}
        for other in layer.objects:
            other.select_set(False)
        thing.hide_viewport = False
        thing.hide_set(False)
        thing.select_set(True)
        layer.objects.active = thing
        area = next((a for a in (context.screen.areas if context.screen else ()) if a.type == "VIEW_3D"), None)
        region = next((r for r in area.regions if r.type == "WINDOW"), None) if area else None
        if area is not None and region is not None and not bpy.app.background:
            with context.temp_override(area=area, region=region):
                bpy.ops.view3d.view_selected()
        return {"FINISHED"}


@with_properties(number=bpy.props.IntProperty(name="Number"))
class FACINGS_OT_fix(OfKnownTemplate):
    """Mend this one thing"""

    bl_idname, bl_label, bl_options = "facings.fix", "Fix", UNDOABLE
    number: Any

    @classmethod
    def description(cls, context: Any, properties: Any) -> str:
        found = STATE.live.violations
        return contracts.label_of(found[properties.number]) if properties.number < len(found) else "Mend this one thing"

    def execute(self, context: Any) -> Any:
        scene = contracts.template_scene()
        STATE.live.run()
        found = STATE.live.violations
        if not 0 <= self.number < len(found) or not contracts.label_of(found[self.number]):
            self.report({"WARNING"}, "It is mended already, or only a person can.")
            return {"CANCELLED"}
        contracts.core("blender.template_fixes").mend(scene, contracts.contract(STATE.live.kind), found[self.number])
        return checked()


class FACINGS_OT_fix_all(OfKnownTemplate):
    """Mend everything that needs no judgement"""

    bl_idname, bl_label, bl_options = "facings.fix_all", "Fix All", UNDOABLE

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not super().poll(context):
            return False
        if not STATE.live.pending and not any(contracts.label_of(violation) for violation in STATE.live.violations):
            cls.poll_message_set("There is nothing that can be mended without a person's judgement.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        scene = contracts.template_scene()
        kind = contracts.kind_of(scene)
        left = contracts.core("blender.template_fixes").mend_all(scene, contracts.contract(kind))
        STATE.live.run()
        self.report({"INFO"}, f"{len(left)} left that need you" if left else "The template is sound")
        return {"FINISHED"}


_CLASSES = (FACINGS_OT_set_kind, FACINGS_OT_check, FACINGS_OT_select, FACINGS_OT_fix, FACINGS_OT_fix_all)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
