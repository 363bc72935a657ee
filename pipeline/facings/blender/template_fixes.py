"""Mends, by one step each, what a template breaks of its contract and what needs no judgement.

The standard library and `bpy` alone, as in `template_contract`. Nothing here is undone by itself: in Blender's window the
operator that calls it is one step of undo.
"""

from collections.abc import Callable, Mapping
from typing import Any

import bpy
from mathutils import Matrix, Vector

from facings.blender.template_animation import clear_animation
from facings.blender.template_check import closest, violations
from facings.blender.template_compositor import mute_node
from facings.blender.template_contract import DECORATION, LAMP, Contract, Role, Violation, surface, top_of
from facings.blender.template_explained import describe
from facings.blender.template_settings import mend_setting

BACKGROUND = "background"
_FIRST_GROUP = "fill"


def mend(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    """Take the step that `violation.fix` names. Raises KeyError where it names none."""
    FIXES[violation.fix][1](scene, contract, violation)


def mend_all(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    """Mend what can be mended, and what comes to light by it; return what is left for a person."""
    found = violations(scene, contract)
    while any(violation.fix for violation in found):
        for violation in found:
            if violation.fix:
                mend(scene, contract, violation)
        before, found = found, violations(scene, contract)
        if found == before or (before and before[0].fix == "activate_scene"):
            break
    return found


def give_role(thing: bpy.types.Object, role: Role, scene: bpy.types.Scene, contract: Contract) -> None:
    """Give an object a role and what this asks for; what the object says otherwise stays where it may."""
    thing["facings_role"] = role.name
    if "facings_group" in role.properties and not str(thing.get("facings_group", "")).strip():
        thing["facings_group"] = first_group(scene)
    if role.rendered and thing.type != "LIGHT" and thing.get("facings_semantic") not in contract.semantics:
        _give_class(thing, contract)
    if not role.rendered and thing.type == "MESH":
        thing.hide_render = True
    describe(thing, contract)


def make_decoration(thing: bpy.types.Object, scene: bpy.types.Scene, contract: Contract) -> None:
    """Give an object the role of what only decorates, or that of a lamp."""
    give_role(thing, contract.roles[LAMP if thing.type == "LIGHT" else DECORATION], scene, contract)


def first_group(scene: bpy.types.Scene) -> str:
    """Return the light group that most of the scene's lamps are in, of several the first by alphabet."""
    groups = [group for thing in scene.objects if (group := str(thing.get("facings_group", "")).strip())]
    return min(groups, key=lambda group: (-groups.count(group), group), default=_FIRST_GROUP)


def _give_class(thing: bpy.types.Object, contract: Contract) -> None:
    thing["facings_semantic"] = closest(str(thing.get("facings_semantic", "")), contract.semantics) or BACKGROUND


def _object(scene: bpy.types.Scene, violation: Violation) -> Any:
    found = scene.objects.get(violation.object)
    return found if found is not None else bpy.data.objects[violation.object]


def _decoration(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    make_decoration(_object(scene, violation), scene, contract)


def _closest_role(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    thing = _object(scene, violation)
    thing["facings_role"] = closest(str(thing["facings_role"]), contract.roles)


def _semantic(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    _give_class(_object(scene, violation), contract)


def _choice(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    thing, name = _object(scene, violation), violation.property
    meant = closest(str(thing[name]), contract.choices[name])
    if meant:
        thing[name] = meant
    else:
        del thing[name]


def _lamp_group(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    _object(scene, violation)["facings_group"] = first_group(scene)


def _remove_property(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    del _object(scene, violation)[violation.property]


def _hide_render(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    _object(scene, violation).hide_render = True


def _scene_kind(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    scene["facings_scene"] = contract.scene_kind


def _use_cycles(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    render: Any = scene.render
    render.engine = "CYCLES"


def _setting(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    mend_setting(scene, violation)


def _view_layer(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    scene.view_layers[0].use = True


def _activate_scene(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    window: Any = bpy.context.window or bpy.context.window_manager.windows[0]
    window.scene = bpy.data.scenes[violation.property]


def _pack(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    bpy.data.images[violation.property].pack()


def _mute_node(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    mute_node(scene, violation.property)


def _compositing_off(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    scene.render.use_compositing = False


def _clear_animation(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    clear_animation(_object(scene, violation), violation.property)


def _board_origin(scene: bpy.types.Scene, contract: Contract, violation: Violation) -> None:
    """Move the origin to the left end of the front edge at the upper surface; nothing is seen to move."""
    thing: Any = _object(scene, violation)
    if thing.data.users > 1:
        thing.data = thing.data.copy()
    points, faces = surface(thing)
    corner: Any = Vector([min(p.x for p in points), min(p.y for p in points), top_of(points, faces)])
    thing.data.transform(Matrix.Translation(-corner))
    thing.matrix_basis = thing.matrix_basis @ Matrix.Translation(corner)
    for child in thing.children:
        child.matrix_parent_inverse = Matrix.Translation(-corner) @ child.matrix_parent_inverse
    for layer in scene.view_layers:
        layer.update()


Step = Callable[[bpy.types.Scene, Contract, Violation], None]

FIXES: Mapping[str, tuple[str, Step]] = {
    "decoration": ("Make it decoration, or a lamp of the usual group", _decoration),
    "closest_role": ("Correct the role's spelling", _closest_role),
    "semantic": ("Set its class: the one that is meant, or background", _semantic),
    "choice": ("Correct the property's spelling, or remove it", _choice),
    "lamp_group": ("Put it into the group that most lamps are in", _lamp_group),
    "remove_property": ("Remove the property: the usual range holds", _remove_property),
    "hide_render": ("Disable it in renders", _hide_render),
    "scene_kind": ("Write the kind of scene into the scene", _scene_kind),
    "use_cycles": ("Render with Cycles", _use_cycles),
    "setting": ("Set it to what it may be", _setting),
    "view_layer": ("Switch the first view layer on", _view_layer),
    "activate_scene": ("Make the scene that keeps the contract active", _activate_scene),
    "pack": ("Pack the picture into the file", _pack),
    "mute_node": ("Mute the node", _mute_node),
    "compositing_off": ("Switch compositing off", _compositing_off),
    "board_origin": ("Set its origin to the left end of its front edge at the upper surface", _board_origin),
    "clear_animation": ("Remove its keyframes and drivers", _clear_animation),
}
"""By the name that violations give it: what a button says, and the step."""
