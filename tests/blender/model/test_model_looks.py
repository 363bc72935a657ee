"""A converted .blend looks as Blender renders the file: its parts, colours, textures and patterns."""

import bpy
import pytest
from model_scenes import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    assert_alike,
    body_shown,
    box,
    converted,
    file_shown,
    fresh,
    link,
    material,
    node,
    picture,
    save,
)

CASES = {}


def case(build):
    """A scene whose lowest part stands on (0, 0, 0), 0.2 m high unless the builder returns another height."""
    CASES[build.__name__] = build
    return build


def two(lower, upper, uvs=("UVMap", "UVMap")):
    size = (0.05, 0.05, 0.1)
    return box("body", size, (0, 0, 0.05), lower, uvs[0]), box("cap", size, (0, 0, 0.15), upper, uvs[1])


@case
def uv_maps_of_different_names(folder):
    two(*textured(folder), ("UVMap", "map1"))


@case
def the_uv_map_that_renders_use_is_not_the_active_one(folder):
    for thing in two(*textured(folder)):
        layers = thing.data.uv_layers
        other = layers.new(name="light", do_init=False)
        for corner in other.data:
            corner.uv = (0.1, 0.1)
        layers[0].active_render = True
        layers.active = other


@case
def a_uv_map_by_name_beside_the_common_one(folder):
    lower, upper = material("A", image=load(folder, "a", GREEN, RED)), material("B")
    by_name, texture = node(upper, "UVMap", uv_map="labels"), node(upper, "TexImage", image=load(folder, "b", BLUE, YELLOW))
    upper.node_tree.links.new(by_name.outputs["UV"], texture.inputs["Vector"])
    link(upper, texture.outputs["Color"])
    _, cap = two(lower, upper, ("first", "second"))
    labels = cap.data.uv_layers.new(name="labels")
    for corner in labels.data:
        corner.uv = (0.9, 0.5)
    cap.data.uv_layers[0].active_render = True


@case
def object_coordinates(folder):
    made = material("checks")
    checker, place = node(made, "TexChecker"), node(made, "TexCoord")
    checker.inputs["Scale"].default_value = 2
    made.node_tree.links.new(place.outputs["Object"], checker.inputs["Vector"])
    link(made, checker.outputs["Color"])
    box("body", (1, 1, 4), (0, 0, 2), made)
    return 4


@case
def generated_coordinates_of_a_turned_part(folder):
    made = material("ramp")
    ramp, place, split = node(made, "ValToRGB"), node(made, "TexCoord"), node(made, "SeparateXYZ")
    for element, colour in zip(ramp.color_ramp.elements, (RED, GREEN), strict=True):
        element.color = (*colour, 1)
    made.node_tree.links.new(place.outputs["Generated"], split.inputs[0])
    made.node_tree.links.new(split.outputs["X"], ramp.inputs[0])
    link(made, ramp.outputs["Color"])
    lower, _ = two(made, made)
    lower.rotation_euler.y = 1.5707963
    lower.scale.x = 1  # 0.1 m high only when upright
    lower.dimensions = (0.1, 0.05, 0.05)


@case
def coordinates_of_another_object(folder):
    made = material("checks")
    checker, place = node(made, "TexChecker"), node(made, "TexCoord")
    place.object = bpy.data.objects.new("origin", None)
    bpy.context.scene.collection.objects.link(place.object)
    place.object.location, place.object.scale = (0.01, 0.02, 0.03), (0.05, 0.05, 0.05)
    checker.inputs["Scale"].default_value = 1
    made.node_tree.links.new(place.outputs["Object"], checker.inputs["Vector"])
    link(made, checker.outputs["Color"])
    two(made, material("plain", BLUE))


@case
def a_pattern_without_a_vector(folder):
    made = material("checks")
    checker = node(made, "TexChecker")
    checker.inputs["Scale"].default_value = 3
    link(made, checker.outputs["Color"])
    two(made, made)


@case
def what_is_hidden_in_the_viewport_alone(folder):
    _, cap = two(material("A", RED), material("B", GREEN))
    cap.hide_viewport = True
    box("tray", (0.1, 0.1, 0.02), (0, 0, 0.01), material("C", BLUE)).hide_set(True)


@case
def what_is_hidden_in_renders(folder):
    two(material("A", RED), material("B", GREEN))
    box("guide", (3, 3, 0.1), (0, 0, 1)).hide_render = True
    box("holdout", (3, 3, 0.1), (0, 0, 1)).is_holdout = False
    bpy.data.objects["holdout"].hide_render = True


@case
def an_excluded_and_a_disabled_collection(folder):
    two(material("A", RED), material("B", GREEN))
    for name in ("disabled", "excluded", "nested"):
        collection = bpy.data.collections.new(name)
        (bpy.data.collections["disabled"] if name == "nested" else bpy.context.scene.collection).children.link(collection)
        guide = box(f"guide {name}", (3, 3, 0.1), (0, 0, 1))
        bpy.context.scene.collection.objects.unlink(guide)
        collection.objects.link(guide)
    bpy.data.collections["disabled"].hide_render = True
    bpy.context.view_layer.layer_collection.children["excluded"].exclude = True


@case
def modifiers_of_renders_alone(folder):
    lower = box("body", (0.05, 0.05, 0.1), (0, 0, 0.05), material("A", RED))
    more = lower.modifiers.new("array", "ARRAY")
    more.use_relative_offset, more.use_constant_offset, more.constant_offset_displace = False, True, (0, 0, 0.1)
    more.show_viewport, more.show_render = False, True
    other = lower.modifiers.new("mirror", "MIRROR")
    other.show_viewport, other.show_render = True, False
    level = lower.modifiers.new("subdivided", "SUBSURF")
    level.levels, level.render_levels, level.subdivision_type = 0, 2, "SIMPLE"


@case
def a_mirror_of_renders_alone(folder):
    half = box("half", (0.025, 0.05, 0.2), (0.0125, 0, 0.1), material("A", image=load(folder, "a", GREEN, RED)))
    half.data.transform(half.matrix_world)
    half.matrix_world.identity()
    half.location = (0, 0, 0)
    mirror = half.modifiers.new("mirror", "MIRROR")
    mirror.show_viewport, mirror.show_render = False, True


@case
def a_nested_collection_instance(folder):
    inner, middle, outer = (bpy.data.collections.new(name) for name in ("inner", "middle", "outer"))
    cap = box("cap", (0.05, 0.05, 0.1), (0, 0, 0), material("A", RED))
    bpy.context.scene.collection.objects.unlink(cap)
    inner.objects.link(cap)
    for held, holder in ((inner, middle), (middle, outer), (outer, bpy.context.scene.collection)):
        empty = bpy.data.objects.new(f"instance of {held.name}", None)
        empty.instance_type, empty.instance_collection, empty.location = "COLLECTION", held, (0, 0, 0.05)
        holder.objects.link(empty)
    box("body", (0.05, 0.05, 0.1), (0, 0, 0.05), material("B", GREEN))


@case
def a_material_by_geometry_nodes(folder):
    thing, _ = two(material("A", RED), material("B", BLUE))
    tree = bpy.data.node_groups.new("paint", "GeometryNodeTree")
    tree.interface.new_socket("Geometry", in_out="INPUT", socket_type="NodeSocketGeometry")
    tree.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    begin, end, paint = (tree.nodes.new(kind) for kind in ("NodeGroupInput", "NodeGroupOutput", "GeometryNodeSetMaterial"))
    paint.inputs["Material"].default_value = material("C", GREEN)
    tree.links.new(begin.outputs[0], paint.inputs["Geometry"])
    tree.links.new(paint.outputs[0], end.inputs[0])
    thing.modifiers.new("paint", "NODES").node_group = tree


@case
def instances_by_geometry_nodes(folder):
    inner = box("cap", (0.05, 0.05, 0.1), (0, 0, 0), material("C", GREEN))
    inner.hide_render = True
    thing = box("body", (0.05, 0.05, 0.1), (0, 0, 0.05), material("A", RED))
    tree = bpy.data.node_groups.new("stack", "GeometryNodeTree")
    tree.interface.new_socket("Geometry", in_out="INPUT", socket_type="NodeSocketGeometry")
    tree.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    begin, end, join, move, info = (tree.nodes.new(kind) for kind in (
        "NodeGroupInput", "NodeGroupOutput", "GeometryNodeJoinGeometry", "GeometryNodeTransform", "GeometryNodeObjectInfo"))
    info.inputs["Object"].default_value = inner
    info.inputs["As Instance"].default_value = True
    move.inputs["Translation"].default_value = (0, 0, 0.1)
    tree.links.new(info.outputs["Geometry"], move.inputs["Geometry"])
    tree.links.new(begin.outputs[0], join.inputs[0])
    tree.links.new(move.outputs[0], join.inputs[0])
    tree.links.new(join.outputs[0], end.inputs[0])
    thing.modifiers.new("stack", "NODES").node_group = tree


@case
def materials_of_objects_not_of_meshes(folder):
    lower = box("body", (0.05, 0.05, 0.1), (0, 0, 0.05), material("A", RED))
    upper = bpy.data.objects.new("cap", lower.data)
    bpy.context.scene.collection.objects.link(upper)
    upper.location = (0, 0, 0.15)
    upper.material_slots[0].link = "OBJECT"
    upper.material_slots[0].material = material("B", GREEN)


@case
def two_colour_attributes(folder):
    made = material("shown")
    link(made, node(made, "VertexColor").outputs["Color"])
    lower, upper = two(made, made)
    for thing, names, domain in ((lower, ("Col", "Other"), "CORNER"), (upper, ("Other", "paint"), "POINT")):
        for name, colour in zip(names, (GREEN, YELLOW), strict=True):
            attribute = thing.data.color_attributes.new(name, "FLOAT_COLOR", domain)
            for value in attribute.data:
                value.color = (*colour, 1)
        thing.data.color_attributes.render_color_index = 0
        thing.data.color_attributes.active_color_index = 1


@case
def an_attribute_by_name_in_two_domains(folder):
    made = material("shown")
    link(made, node(made, "Attribute", attribute_name="paint").outputs["Color"])
    lower, upper = two(made, made)
    for thing, domain, kind, colour in ((lower, "FACE", "FLOAT_COLOR", GREEN), (upper, "POINT", "BYTE_COLOR", RED)):
        for value in thing.data.attributes.new("paint", kind, domain).data:
            value.color = (*colour, 1)


@case
def facts_of_the_object(folder):
    made = material("shown")
    link(made, node(made, "ObjectInfo").outputs["Color"])
    property_of = material("property")
    link(property_of, node(property_of, "Attribute", attribute_type="OBJECT", attribute_name="tint").outputs["Color"])
    lower, upper = two(made, property_of)
    lower.color, upper["tint"] = (*RED, 1), GREEN
    box("tray", (0.1, 0.1, 0.02), (0, 0, 0.01), made).color = (*BLUE, 1)


@case
def random_numbers_of_objects_and_instances(folder):
    made = material("random")
    link(made, node(made, "ObjectInfo").outputs["Random"])
    thing, _ = two(made, made)
    row = thing.modifiers.new("row", "NODES")
    row.node_group = tree = bpy.data.node_groups.new("row", "GeometryNodeTree")
    tree.interface.new_socket("Geometry", in_out="INPUT", socket_type="NodeSocketGeometry")
    tree.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    begin, end, points, spread = (tree.nodes.new(kind) for kind in (
        "NodeGroupInput", "NodeGroupOutput", "GeometryNodeMeshLine", "GeometryNodeInstanceOnPoints"))
    points.inputs["Count"].default_value = 3
    points.inputs["Start Location"].default_value = (-0.06, 0, 0)
    points.inputs["Offset"].default_value = (0.06, 0, 0)
    tree.links.new(points.outputs[0], spread.inputs["Points"])
    tree.links.new(begin.outputs[0], spread.inputs["Instance"])
    tree.links.new(spread.outputs[0], end.inputs[0])


@case
def lengths_of_a_large_model(folder):
    lower, upper = material("bumpy", RED), material("dark corners")
    bump, waves = node(lower, "Bump"), node(lower, "TexWave")
    waves.inputs["Scale"].default_value, bump.inputs["Distance"].default_value = 2, 0.5
    lower.node_tree.links.new(waves.outputs["Factor"], bump.inputs["Height"])
    link(lower, bump.outputs["Normal"], lower.node_tree.nodes["Principled BSDF"].inputs["Normal"])
    hidden = node(upper, "AmbientOcclusion")
    hidden.inputs["Distance"].default_value = 1
    link(upper, hidden.outputs["Color"])
    box("body", (2, 2, 2), (0, 0, 1), lower), box("cap", (1, 1, 2), (0, 0, 3), upper)
    return 4


@case
def an_armature_in_a_pose(folder):
    thing = box("body", (0.05, 0.05, 0.2), (0, 0, 0.1), material("A", image=load(folder, "a", GREEN, RED)))
    bpy.ops.object.armature_add(location=(0, 0, 0))
    rig = bpy.context.object
    rig.pose.bones[0].rotation_mode = "XYZ"
    rig.pose.bones[0].rotation_euler = (0, 0.6, 0)
    rig.show_in_front = True
    group = thing.vertex_groups.new(name=rig.pose.bones[0].name)
    group.add([k for k, v in enumerate(thing.data.vertices) if v.co.x > 0], 1, "REPLACE")
    thing.modifiers.new("rig", "ARMATURE").object = rig
    box("tray", (0.15, 0.15, 0.02), (0, 0, 0.01), material("B", BLUE))


@case
def a_shape_key_and_smooth_curves(folder):
    thing = box("body", (0.05, 0.05, 0.1), (0, 0, 0.05), material("A", RED))
    thing.shape_key_add(name="Basis")
    key = thing.shape_key_add(name="wide")
    for point in key.data:
        point.co.x *= 2
    key.value = 1
    bpy.ops.curve.primitive_bezier_circle_add(radius=0.03, location=(0, 0, 0.19))
    ring = bpy.context.object
    ring.data.bevel_depth, ring.data.resolution_u, ring.data.render_resolution_u = 0.01, 1, 12
    ring.data.materials.append(material("B", GREEN))


@case
def a_part_that_is_mirrored_and_smaller(folder):
    two(*textured(folder))[1].scale.x = -1


@case
def textures_in_a_group_and_a_bump(folder):
    made, group = material("A"), bpy.data.node_groups.new("G", "ShaderNodeTree")
    group.interface.new_socket("Color", in_out="OUTPUT", socket_type="NodeSocketColor")
    texture, end = group.nodes.new("ShaderNodeTexImage"), group.nodes.new("NodeGroupOutput")
    texture.image = load(folder, "a", GREEN, RED)
    group.links.new(texture.outputs["Color"], end.inputs[0])
    use = node(made, "Group")
    use.node_tree = group
    link(made, use.outputs[0])
    two(made, material("B", BLUE))


def textured(folder):
    """Two materials of a picture each."""
    return material("A", image=load(folder, "a", GREEN, RED)), material("B", image=load(folder, "b", BLUE, YELLOW))


def load(folder, name, left, right=None):
    return bpy.data.images.load(str(picture(folder / f"{name}.png", left, right)))


@pytest.mark.parametrize("name", CASES)
def test_it_looks_as_blender_renders_it(name, tmp_path):
    fresh()
    height_m = CASES[name](tmp_path) or 0.2
    source = save(tmp_path / "model.blend")
    file = file_shown(source, tmp_path, height_m=height_m)
    assert_alike(body_shown(converted(source, tmp_path), tmp_path), file)
