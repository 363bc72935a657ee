"""Where a template's parts stand and how large they are is what renders show of them, whatever the viewport hides."""

import itertools
import math
from typing import Any

import bpy
import numpy as np
import pytest
from mathutils import Matrix, Vector

from facings.blender.template_contract import bounds, dimensions, is_sheared, placement, surface
from facings.blender.template_evaluated import set_free


@pytest.fixture
def thing() -> Any:
    """A box of 1 x 2 x 3 m out of the middle, in a scene that shows frame 7."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.frame_set(7)
    thing = box("thing")
    thing.location, thing.rotation_euler, thing.scale = (1.1, -2.3, 0.7), (0.3, -0.2, 0.9), (1.0, 0.5, 2.0)
    return thing


def box(name: str) -> Any:
    mesh: Any = bpy.data.meshes.new(name)
    corners = [(x, y, z) for x in (0, 1) for y in (0, 2) for z in (0, 3)]
    mesh.from_pydata(corners, [], [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
    thing: Any = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def empty(**settings) -> Any:
    thing: Any = bpy.data.objects.new("empty", None)
    bpy.context.scene.collection.objects.link(thing)
    for name, value in settings.items():
        setattr(thing, name, value)
    return thing


def as_it_is(thing: Any) -> None:
    pass


def copied_location(thing: Any) -> None:
    thing.constraints.new("COPY_LOCATION").target = empty(location=(4, 5, 6))


def tracking(thing: Any) -> None:
    constraint = thing.constraints.new("TRACK_TO")
    constraint.target, constraint.influence = empty(location=(4, 5, 6)), 0.7


def child_of_a_child(thing: Any) -> None:
    middle = empty(location=(0.1, 0.2, 0.3), rotation_euler=(0, 0, 1), parent=empty(scale=(-1, 1, 1)))
    middle.constraints.new("COPY_ROTATION").target = empty(rotation_euler=(0, 0.4, 0))
    thing.parent = middle


def mirrored_parents(thing: Any) -> None:
    thing.parent = empty(location=(0.1, 0.2, 0.3), scale=(-2, 2, 2), parent=empty(rotation_euler=(0, 0, 1)))


def on_a_bone(thing: Any) -> None:
    armature: Any = bpy.data.objects.new("rig", bpy.data.armatures.new("rig"))
    bpy.context.scene.collection.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    bone = armature.data.edit_bones.new("bone")
    bone.head, bone.tail = (0, 0, 1), (0.3, 0, 2)
    bpy.ops.object.mode_set(mode="OBJECT")
    armature.pose.bones["bone"].location = (0.5, 0, 0)
    thing.parent, thing.parent_type, thing.parent_bone = armature, "BONE", "bone"


def on_a_corner(thing: Any) -> None:
    parent = box("parent")
    parent.location = (3, 0, 0)
    thing.parent, thing.parent_type, thing.parent_vertices = parent, "VERTEX", (5, 0, 0)


def keyed(thing: Any) -> None:
    for frame, place in ((1, (0, 0, 0)), (11, (5, 5, 5))):
        thing.location = place
        thing.keyframe_insert("location", frame=frame)


def driven(thing: Any) -> None:
    driver = thing.driver_add("location", 2).driver
    driver.expression = "frame / 10"


def shifted(thing: Any) -> None:
    thing.delta_location, thing.delta_scale, thing.delta_rotation_euler = (1, 2, 3), (1, 2, 1), (0, 0.3, 0)


PLACES = [as_it_is, copied_location, tracking, child_of_a_child, mirrored_parents, on_a_bone, on_a_corner, keyed, driven,
          shifted]


def evaluated_places(thing: Any) -> np.ndarray:
    """What Blender says where an object is that nothing hides."""
    bpy.context.scene.frame_set(7)
    bpy.context.view_layer.update()
    return np.array(thing.evaluated_get(bpy.context.evaluated_depsgraph_get()).matrix_world)


def hide(thing: Any) -> None:
    """Hide an object and all that moves it, in every way in which the viewport does."""
    for other in bpy.context.scene.objects:
        other.hide_viewport = True
    collection = bpy.data.collections.new("out")
    bpy.context.scene.collection.children.link(collection)
    bpy.context.scene.collection.objects.unlink(thing)
    collection.objects.link(thing)
    bpy.context.view_layer.layer_collection.children["out"].exclude = True


@pytest.mark.parametrize("change", PLACES, ids=lambda change: change.__name__)
def test_a_part_stands_where_blender_evaluates_it_and_stays_there_when_it_is_set_free(thing, change) -> None:
    change(thing)
    expected = evaluated_places(thing)
    hide(thing)
    before = {kind: len(getattr(bpy.data, kind)) for kind in ("objects", "scenes", "meshes", "collections")}
    found = placement(thing)
    assert np.allclose(np.array(found), expected, atol=1e-6)
    assert {kind: len(getattr(bpy.data, kind)) for kind in before} == before
    copy: Any = thing.copy()
    set_free(copy)
    bpy.context.scene.collection.objects.link(copy)
    copy.hide_viewport, copy.matrix_world = False, found
    assert np.allclose(evaluated_places(copy), expected, atol=2e-6)


def array(thing: Any) -> None:
    modifier = thing.modifiers.new("array", "ARRAY")
    modifier.relative_offset_displace = (2, 0, 0)


def subdivided(thing: Any) -> None:
    modifier = thing.modifiers.new("subdivided", "SUBSURF")
    modifier.levels, modifier.render_levels = 0, 2


def keyed_shape(thing: Any) -> None:
    thing.shape_key_add(name="Basis")
    key = thing.shape_key_add(name="wide")
    for point in key.data:
        point.co.x *= 3
    key.value = 0.5


def bent_by_another(thing: Any) -> None:
    modifier = thing.modifiers.new("cut", "BOOLEAN")
    modifier.object, modifier.solver = box("knife"), "EXACT"
    modifier.object.location = (1.1, -2.3, 0.7)


SHAPES = [as_it_is, array, subdivided, keyed_shape, bent_by_another]


@pytest.mark.parametrize("viewport", [True, False], ids=["both", "renders"])
@pytest.mark.parametrize("change", SHAPES, ids=lambda change: change.__name__)
def test_a_part_is_as_large_as_a_render_shows_it(thing, change, viewport) -> None:
    change(thing)
    for modifier in thing.modifiers:
        if modifier.type == "SUBSURF":
            modifier.levels = modifier.render_levels
    bpy.context.view_layer.update()
    shown: Any = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
    mesh = shown.to_mesh()
    own, faces = np.array([vertex.co for vertex in mesh.vertices]), len(mesh.polygons)
    if not viewport:
        for modifier in thing.modifiers:
            modifier.show_viewport = False
            if modifier.type == "SUBSURF":
                modifier.levels = 0
        hide(thing)
    corners = np.array(list(itertools.product(*zip(own.min(0), own.max(0), strict=True))))
    world = np.array([placement(thing) @ Vector(corner) for corner in corners])
    assert np.allclose(np.array(bounds(thing)), [world.min(0), world.max(0)], atol=1e-5)
    vertices, found = surface(thing)
    assert len(found) == faces and np.allclose(np.array(vertices), own, atol=1e-6)
    assert np.allclose(dimensions(thing), np.ptp(own, axis=0) * np.abs(thing.scale), atol=1e-5)


def test_a_modifier_of_the_viewport_alone_does_not_count(thing) -> None:
    low, high = bounds(thing)
    array(thing)
    thing.modifiers[0].show_render = False
    assert bounds(thing) == (low, high) and len(surface(thing)[1]) == 6


def test_a_curve_has_the_surface_that_a_render_shows(thing) -> None:
    curve: Any = bpy.data.curves.new("rail", "CURVE")
    curve.dimensions, curve.bevel_depth = "3D", 0.1
    line = curve.splines.new("POLY")
    line.points.add(1)
    line.points[1].co = (2, 0, 0, 1)
    vertices, faces = surface(bpy.data.objects.new("rail", curve))
    assert len(faces) > 4 and max(v.x for v in vertices) == pytest.approx(2)
    assert min(v.z for v in vertices) == pytest.approx(-0.1)
    assert surface(empty()) == ([], [])


def test_what_leans_is_told_from_what_is_only_turned_and_scaled(thing) -> None:
    assert not is_sheared(thing)
    thing.parent = empty(rotation_euler=(0.4, 0, 0), scale=(-2, 2, 2))
    assert not is_sheared(thing)
    thing.parent.scale = (1, 1, 2)
    assert is_sheared(thing)
    thing.rotation_euler = (0, 0, math.pi / 2)
    assert not is_sheared(thing)
    thing.matrix_parent_inverse = Matrix(((1, 0.2, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)))
    assert is_sheared(thing)
