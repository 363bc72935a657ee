"""What becomes of a template's settings, by the tables in `panels`: neutralised, refused, or recorded as the artist's grading.

The standard library and `bpy` alone, as in `template_contract`.
"""

from collections.abc import Iterator
from typing import Any

import bpy

from facings.blender.panels.colour import COLOUR, WORKING_SPACE
from facings.blender.panels.cycles import CYCLES, CYCLES_LAYER, CYCLES_OBJECT, WORLD
from facings.blender.panels.layer import CAMERA, LAYER, OBJECT
from facings.blender.panels.render import OUTPUT, RENDER, SCENE
from facings.blender.panels.setting import Setting
from facings.blender.template_animation import animation_violations, without_animation
from facings.blender.template_compositor import compositor_grading, compositor_violations, rendered_layer_name, set_aside
from facings.blender.template_contract import Violation
from facings.blender.template_visibility import instanced_objects, layer_collections, rendered_layer, rendered_objects

SETTINGS: tuple[Setting, ...] = (*SCENE, *RENDER, *OUTPUT, *COLOUR, *CYCLES, *LAYER, *CYCLES_LAYER, *OBJECT, *CYCLES_OBJECT,
                                 *CAMERA, *WORLD)
"""Every property of the panels, by RNA type and name."""


def neutralise(scene: bpy.types.Scene) -> tuple[str, ...]:
    """Set what could part a picture from its labels to what cannot; return a line for each that was otherwise."""
    said = _one_layer(scene)
    for where, thing, setting in _settings(scene, "neutralised"):
        found = getattr(thing, setting.name)
        if found != setting.value:
            setattr(thing, setting.name, setting.value)
            said.append(f"{setting.place}{where}: {_shown(setting.value)} instead of {_shown(found)}; {setting.reason}")
    render: Any = scene.render
    if render.use_sequencer and scene.sequence_editor is not None and len(scene.sequence_editor.strips):
        said.append("Output > Post Processing > Sequencer: off; its strips would stand instead of the render")
    render.use_sequencer = render.use_border = False
    render.compositor_device = render.compositor_denoise_device = "CPU"
    for layer in scene.view_layers:
        layer.use_grease_pencil = False
    for marker in scene.timeline_markers:
        if marker.camera is not None:
            marker.camera = None
            said.append(f"Timeline > Markers > {marker.name}: its camera is unbound; the recipe has its own")
    for _, entry in layer_collections(scene):
        if entry.indirect_only:
            for thing in entry.collection.all_objects:
                thing.visible_camera = False
    return (*said, *without_animation(scene), *set_aside(scene))


def setting_violations(scene: bpy.types.Scene) -> list[Violation]:
    """Return a violation for each setting by which the picture would not be what its labels say, or not sRGB."""
    result = []
    if not rendered_layer_name(scene):
        result.append(Violation("view layers", "none is rendered.", "Switch one on (View Layer > Use for Rendering).",
                                "use", "view_layer"))
    for where, thing, setting in _settings(scene, "refused"):
        found = getattr(thing, setting.name)
        if found != setting.value:
            result.append(Violation(where.strip() or "scene", f"{setting.place} is {_shown(found)}.",
                                    f"Set it to {_shown(setting.value)}: {setting.reason}.", setting.name, "setting"))
    for _, thing, setting in _settings(scene, "recorded"):
        found = getattr(thing, setting.name)
        if found in setting.never:
            result.append(Violation("scene", f"{setting.place} is {_shown(found)}.",
                                    "Choose another: pictures are stored as sRGB, and the recipe's exposure must act."))
        if setting.limits and not setting.limits[0] <= found <= setting.limits[1]:
            result.append(Violation("scene", f"{setting.place} is {_shown(found)}.",
                                    f"Set it to {setting.limits[0]:g} to {setting.limits[1]:g}: beyond, little is seen.",
                                    setting.name, "setting"))
    space = getattr(getattr(bpy.data, "colorspace", None), "working_space", WORKING_SPACE)
    if space != WORKING_SPACE:
        result.append(Violation("scene", f"Render > Color Management > Working Space is {space}.",
                                f"Set it to {WORKING_SPACE}: colours in recipes are numbers of that space."))
    for thing in (*rendered_objects(scene), *instanced_objects(scene)):
        if thing.type == "GREASEPENCIL":
            result.append(Violation(thing.name, "is Grease Pencil, which has no labels.",
                                    "Disable it in renders, or convert it to a mesh or curves.",
                                    "hide_render", "hide_render"))
    return list(dict.fromkeys(result)) + animation_violations(scene) + compositor_violations(scene)


def mend_setting(scene: bpy.types.Scene, violation: Violation) -> None:
    """Set what a violation of `setting_violations` is about to what it may be: a recorded number to the limit that is near."""
    for where, thing, setting in _settings(scene, "refused"):
        if setting.name == violation.property and (where.strip() or "scene") == violation.object:
            setattr(thing, setting.name, setting.value)
    for _, thing, setting in _settings(scene, "recorded"):
        if setting.name == violation.property and setting.limits:
            low, high = setting.limits
            setattr(thing, setting.name, min(max(getattr(thing, setting.name), low), high))


def grading(scene: bpy.types.Scene) -> dict[str, Any]:
    """Return what of the artist's grades the picture: place in Blender's interface -> value, and the compositor's nodes."""
    found: dict[str, Any] = {setting.place: _plain(getattr(thing, setting.name))
                             for _, thing, setting in _settings(scene, "recorded")}
    nodes = compositor_grading(scene)
    return found | ({"Compositor": nodes} if nodes else {})


def owners(scene: bpy.types.Scene) -> Iterator[tuple[str, str, Any]]:
    """Yield (RNA type, which one, the thing) for all that has settings."""
    any_scene: Any = scene
    for thing in (scene, scene.render, scene.render.image_settings, scene.view_settings, scene.display_settings,
                  scene.sequencer_colorspace_settings, scene.unit_settings, any_scene.cycles, any_scene.cycles_curves):
        yield type(thing).__name__, "", thing
    layer: Any = rendered_layer(scene)
    if layer is not None:
        for thing in (layer, layer.cycles):
            yield type(thing).__name__, "", thing
    for _, entry in layer_collections(scene):
        yield "LayerCollection", f" collection {entry.name}", entry
    for thing in (*rendered_objects(scene), *instanced_objects(scene)):
        any_thing: Any = thing
        if thing.type == "LIGHT":
            continue  # of a lamp, the flags say on which objects it shines
        yield "Object", f" {thing.name}", thing
        yield "CyclesObjectSettings", f" {thing.name}", any_thing.cycles


def _settings(scene: bpy.types.Scene, verdict: str) -> Iterator[tuple[str, Any, Setting]]:
    by_owner: dict[str, list[Setting]] = {}
    for setting in SETTINGS:
        if setting.verdict == verdict:
            by_owner.setdefault(setting.owner, []).append(setting)
    for owner, where, thing in owners(scene):
        for setting in by_owner.get(owner, ()):
            yield where, thing, setting


def _one_layer(scene: bpy.types.Scene) -> list[str]:
    rendered = rendered_layer(scene)
    others = [layer for layer in scene.view_layers if layer.use and layer != rendered]
    for layer in others:
        layer.use = False
    return [f"View Layer > Use for Rendering: off for {layer.name}; labels are of {rendered_layer_name(scene)}"
            for layer in others]


def _plain(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, bpy.types.ID):
        return f"'{value.name}'"
    return "empty" if value is None else f"{_plain(value)}"
