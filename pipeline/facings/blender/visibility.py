"""Shows and hides objects that are kept from frame to frame."""

import bpy


def show(thing: bpy.types.Object, shown: bool) -> None:
    """Show an object, or hide it from renders and from the dependency graph; one that is so already is left untouched.

    What is set, even to what it was, Blender evaluates anew.
    """
    if thing.hide_render == shown:
        thing.hide_render = not shown
    if thing.hide_viewport == shown:
        thing.hide_viewport = not shown
