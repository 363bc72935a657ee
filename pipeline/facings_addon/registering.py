"""Registers classes, and tells Blender's properties of a class without a call in an annotation."""

from typing import Any

import bpy


def with_properties(**properties: Any) -> Any:
    """Return a decorator that gives a class Blender's properties, as annotations would."""
    def decorate(kind: type) -> type:
        kind.__annotations__ = properties
        return kind
    return decorate


def register_classes(classes: tuple[type, ...]) -> None:
    """Register them in order."""
    for kind in classes:
        bpy.utils.register_class(kind)


def unregister_classes(classes: tuple[type, ...]) -> None:
    """Unregister those that are registered, the last first."""
    for kind in reversed(classes):
        if getattr(kind, "is_registered", False):
            bpy.utils.unregister_class(kind)
