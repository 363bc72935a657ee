"""What a shelf template's parts must say of themselves.

The standard library and `bpy` alone, as in `facings.blender.template_contract`. The bay module's left edge lies at x = 0,
the upper boards' front edge at y = 0 and the aisle towards -Y.
"""

import bpy

from facings.blender.template_contract import LAMP_TYPES, RENDERED_TYPES, Role, bounds, objects_of

SCENE_KIND = "shelf"
SEMANTICS = ("shelf", "floor", "ceiling", "wall", "sign", "door", "product", "price_tag", "background")

PAINTS = {
    "metal": "the recipe's colour of the painted metal",
    "rail": "the recipe's colour of the price rails",
    "header": "the recipe's colour of the signs",
}
"""Values of `facings_paint`: which colour a frame writes to the object's own colour (Object Info > Color)."""

VARIANTS = {"doors": "only while the case has its doors", "open": "only while the doors are left away"}
"""Values of `facings_only`."""

WEAR_PROPERTY = "facings_wear"
"""Written to every painted object: 0 new to 1 scratched; materials read it with an Attribute node of type Object."""

_SOLID = RENDERED_TYPES
_LAMP = LAMP_TYPES

ROLES = {
    role.name: role
    for role in (
        Role("camera", "the camera; the sampler moves it", "one", ("CAMERA",), rendered=False),
        Role("bay_part", "belongs to one bay; repeated for every bay", "some", _LAMP),
        Role("upright", "stands at a bay's left edge (x = 0); repeated for every bay and once after the last", "some", _SOLID),
        Role("end_panel", "closes the row at its left or right end", "any", _SOLID, ("facings_end",)),
        Role("base_deck", "the fixed bottom board; repeated for every bay", "some", _SOLID),
        Role("board", "one board; its origin is the left end of its front edge at the upper surface", "some", _SOLID),
        Role("rail", "a price rail, placed like `board` (the base deck gets one too)", "any", _SOLID),
        Role("board_light", "shines from a board that is lit; placed like `board`", "any", _LAMP, ("facings_group",)),
        Role(
            "tag_anchor",
            "where the middle of a price tag's face lies, in `board`'s frame; its X rotation is the tilt",
            "one",
            ("EMPTY",),
            ("facings_tag_height_m",),
            rendered=False,
        ),
        Role(
            "board_volume",
            "a wire box: where products stand on one board of the bay",
            "some",
            ("MESH",),
            ("facings_z_range_m",),
            rendered=False,
        ),
        Role("header", "the sign of a bay: a plane with UV 0..1 and one image texture in its material", "any", ("MESH",)),
        Role("door", "a door with its origin on the hinge's axis; repeated for every bay", "any", _SOLID, ("facings_hinge",)),
        Role("glass", "a pane, child of its door; hidden where labels are read", "any", _SOLID),
        Role("light", "a lamp or an emitting object of the room", "some", _LAMP, ("facings_group",)),
        Role("surroundings", "the room: floor, walls, ceiling and what stands there", "some", _SOLID),
        Role("camera_volume", "a wire box: where the camera may stand", "one", ("MESH",), rendered=False),
    )
}

REPEATED = ("bay_part", "upright", "end_panel", "base_deck", "board", "rail", "board_light", "header", "door", "glass")
"""Roles of what a frame repeats for its bays, each copy in a place of its own."""

PROPERTY_MEANING = {
    "facings_end": "Set it to 'left' or 'right'.",
    "facings_group": "Name the group of lights that recipes scale together: ceiling, board, daylight, fill.",
    "facings_tag_height_m": "Set it to the height in metres that a tag may have.",
    "facings_z_range_m": "Set it to 'min max': how low and how high this board may hang, in metres above the floor.",
    "facings_hinge": "Set it to 'left' or 'right', as the shopper sees it.",
}
"""What each property that a role needs is to say."""

SCENE_PROPERTIES = {
    "facings_scene": f"the kind of scene: '{SCENE_KIND}'",
    "facings_bay_count": "how many bays the room has space for",
    "facings_cooled": "True for a refrigerated case (it stocks cooled departments)",
}


def volumes(scene: bpy.types.Scene) -> list[bpy.types.Object]:
    """Return the board volumes of the bay, bottom to top."""
    return sorted(objects_of(scene, "board_volume"), key=lambda o: (bounds(o)[0].z, o.name))


def doors_of(scene: bpy.types.Scene) -> list[bpy.types.Object]:
    """Return the doors of the bay from left to right."""
    return sorted(objects_of(scene, "door"), key=lambda o: (bounds(o)[0].x, o.name))
