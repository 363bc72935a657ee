"""Operators of the Role panel: what the selected objects are to the batch."""

from typing import Any

import bpy

from . import contracts
from .properties import contract_here, role_items
from .registering import register_classes, unregister_classes, with_properties
from .template_operators import UNDOABLE, OfKnownTemplate, checked


class _OfSelection(OfKnownTemplate):
    """What is done to the selected objects."""

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not super().poll(context):
            return False
        if not context.selected_objects:
            cls.poll_message_set("Select the objects first.")
            return False
        return True


@with_properties(role=bpy.props.EnumProperty(name="Role", items=role_items, description="What the selected objects are"))
class FACINGS_OT_set_role(_OfSelection):
    """Say what the selected objects are: each role has a meaning, shown when the mouse rests on it"""

    bl_idname, bl_label, bl_options = "facings.set_role", "Role", UNDOABLE
    role: Any

    def execute(self, context: Any) -> Any:
        scene = contracts.template_scene()
        contract = contracts.contract(contracts.kind_of(scene))
        role = contract.roles[self.role]
        fitting = [thing for thing in context.selected_objects if thing.type in role.types]
        others = [thing.name for thing in context.selected_objects if thing.type not in role.types]
        if not fitting:
            self.report({"ERROR"}, f"The role {role.name} is for {', '.join(role.types)}; nothing of it is selected.")
            return {"CANCELLED"}
        fixes = contracts.core("blender.template_fixes")
        for thing in fitting:
            fixes.give_role(thing, role, scene, contract)
        if others:
            self.report({"WARNING"}, f"Left as they are, for the role is not for their type: {', '.join(others[:5])}")
        return checked()


class FACINGS_OT_decoration(_OfSelection):
    """Make the selected objects decoration: seen in every picture, labelled as background unless they say otherwise"""

    bl_idname, bl_label, bl_options = "facings.decoration", "Decoration", UNDOABLE

    def execute(self, context: Any) -> Any:
        scene = contracts.template_scene()
        contract = contracts.contract(contracts.kind_of(scene))
        fixes = contracts.core("blender.template_fixes")
        rendered = contracts.core("blender.template_contract").LAMP_TYPES
        for thing in context.selected_objects:
            if thing.type in rendered:
                fixes.make_decoration(thing, scene, contract)
                thing.hide_render = False
        return checked()


@with_properties(part=bpy.props.StringProperty(name="Part"))
class FACINGS_OT_add_part(OfKnownTemplate):
    """Add a valid part, and select it"""

    bl_idname, bl_label, bl_options = "facings.add_part", "Add", UNDOABLE
    part: Any

    @classmethod
    def description(cls, context: Any, properties: Any) -> str:
        contract = contract_here()
        known = {} if contract is None else contract.parts
        return known[properties.part][0] if properties.part in known else "Add a valid part, and select it"

    def execute(self, context: Any) -> Any:
        scene = contracts.template_scene()
        contract = contracts.contract(contracts.kind_of(scene))
        if self.part not in contract.parts:
            self.report({"ERROR"}, f"There is no part {self.part!r}; these are: {', '.join(contract.parts)}.")
            return {"CANCELLED"}
        try:
            thing = contract.parts[self.part][1](scene, contract)
        except contracts.core("blender.template_contract").CannotAdd as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        for other in context.view_layer.objects:
            other.select_set(other == thing)
        if thing.name in context.view_layer.objects:
            context.view_layer.objects.active = thing
        return checked()


class FACINGS_OT_not_rendered(_OfSelection):
    """Keep the selected objects out of pictures and labels: they are for you alone"""

    bl_idname, bl_label, bl_options = "facings.not_rendered", "Not Rendered", UNDOABLE

    def execute(self, context: Any) -> Any:
        for thing in context.selected_objects:
            thing.hide_render = True
            for name in ("facings_role", "facings_semantic"):
                if name in thing:
                    del thing[name]
        return checked()


_CLASSES = (FACINGS_OT_set_role, FACINGS_OT_decoration, FACINGS_OT_not_rendered, FACINGS_OT_add_part)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
