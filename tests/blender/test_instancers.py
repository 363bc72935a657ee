"""What instances bring has the class of the object that brings it, whatever the objects inside say: Embree over Blender's own
list of instances is the oracle. Volumes are looked through."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from glowing_scene import CAMERA, HEIGHT, PICTURE, WIDTH, block, glowing_scene, picture_shows

from facings.blender.camera import realise_camera
from facings.blender.label_objects import number_objects
from facings.blender.label_scene import LabelScene
from facings.blender.render import render_picture
from facings.frames.passes import SEMANTIC_BASE
from facings.labels.camera import Pinhole

CLASSES = {"background": 0, "wall": 1, "sign": 2, "shelf": 3}
"""What `facings_semantic` may say here."""


@pytest.fixture
def scene() -> Any:
    scene = glowing_scene()
    for thing in scene.objects:
        if thing.type == "MESH":
            thing["facings_semantic"] = "shelf"
    return scene


def instancer(collection: bpy.types.Collection, held: bpy.types.Collection, semantic: str | None, place=(0, 0, 0)) -> Any:
    thing: Any = bpy.data.objects.new("instancer", None)
    thing.instance_type, thing.instance_collection, thing.location = "COLLECTION", held, place
    if semantic:
        thing["facings_semantic"] = semantic
    collection.objects.link(thing)
    return thing


def held_block(semantic: str = "shelf") -> bpy.types.Collection:
    """A collection outside the scene that holds a block of pass index 5."""
    collection = bpy.data.collections.new("held")
    block(collection, 5, (0.013, 0.021, 0.0), 0.4)["facings_semantic"] = semantic
    return collection


def geometry_nodes(scene: Any, semantic: str, source, wanted: str = "Geometry") -> Any:
    """A triangle whose corners carry instances of what `source(tree)` returns; itself it is shown too."""
    tree: Any = bpy.data.node_groups.new("nodes", "GeometryNodeTree")
    for side in ("INPUT", "OUTPUT"):
        tree.interface.new_socket("Geometry", in_out=side, socket_type="NodeSocketGeometry")
    start, end = tree.nodes.new("NodeGroupInput"), tree.nodes.new("NodeGroupOutput")
    points, join = tree.nodes.new("GeometryNodeInstanceOnPoints"), tree.nodes.new("GeometryNodeJoinGeometry")
    tree.links.new(start.outputs[0], points.inputs["Points"])
    tree.links.new(source(tree), points.inputs["Instance"])
    tree.links.new(points.outputs[0], join.inputs[0])
    tree.links.new(start.outputs[0], join.inputs[0])
    tree.links.new(join.outputs[0], end.inputs[0])
    mesh: Any = bpy.data.meshes.new("triangle")
    mesh.from_pydata([(-0.31, 1.03, 0.8), (0.53, 1.11, 0.8), (0.21, -0.87, 0.8)], [], [(0, 1, 2)])
    thing: Any = bpy.data.objects.new("scatter", mesh)
    thing["facings_semantic"] = semantic
    thing.modifiers.new("nodes", "NODES").node_group = tree
    scene.collection.objects.link(thing)
    return thing


def an_object(thing: Any):
    def source(tree: Any) -> Any:
        node = tree.nodes.new("GeometryNodeObjectInfo")
        node.inputs["Object"].default_value, node.inputs["As Instance"].default_value = thing, True
        return node.outputs["Geometry"]
    return source


def a_sphere(tree: Any) -> Any:
    node = tree.nodes.new("GeometryNodeMeshUVSphere")
    node.inputs["Radius"].default_value = 0.27
    return node.outputs[0]


def labels_and_oracle(scene: Any, scratch: Path, wanted: tuple[str, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Return the class of each pixel in the label render, and by Embree over `object_instances` with the instancer's class."""
    products = [thing for thing in scene.objects if thing.get("product")]
    number_objects(scene, products, CLASSES)
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    bpy.context.view_layer.update()
    index = LabelScene(scene).render((), wanted, scratch).index
    graph = bpy.context.evaluated_depsgraph_get()
    embree, classes = EmbreeScene(robust=True), [0]
    for item in graph.object_instances:
        if item.object.type != "MESH" or not item.show_self or not len(item.object.data.vertices):
            continue
        parent = item.object.parent
        if not item.is_instance and parent is not None and parent.instance_type == "VERTS":
            continue  # the viewport shows the child itself too, renders do not
        mesh: Any = item.object.data
        mesh.calc_loop_triangles()
        points = np.array([item.matrix_world @ vertex.co for vertex in mesh.vertices], np.float32)
        triangles = np.array([triangle.vertices for triangle in mesh.loop_triangles], np.int32)
        TriangleMesh(embree, points, triangles)
        top = (item.parent if item.is_instance else item.object).original
        classes.append(SEMANTIC_BASE + CLASSES[top.get("facings_semantic", "background")])
    camera = Pinhole.of(CAMERA, WIDTH, HEIGHT)
    rays = camera.rays(0, 0, WIDTH, HEIGHT).reshape(-1, 3) @ camera.world_from_camera[:3, :3].T
    starts = np.repeat(camera.world_from_camera[None, :3, 3], len(rays), 0)
    hit = embree.run(starts.astype(np.float32), rays.astype(np.float32), output=1)
    return index, np.array(classes)[np.where(hit["geomID"] >= 0, hit["geomID"] + 1, 0)].reshape(HEIGHT, WIDTH)


def two_instancers(scene: Any) -> set[str]:
    held = held_block()
    instancer(scene.collection, held, "sign", (-0.8, -0.7, 0.3))
    outer = bpy.data.collections.new("outer")
    instancer(outer, held, "sign", (0.1, 0.2, 0.0))
    instancer(scene.collection, outer, "wall", (0.7, 0.4, 0.2))
    return {"shelf", "sign", "wall"}


def without_a_class(scene: Any) -> set[str]:
    instancer(scene.collection, held_block("sign"), None, (-0.8, -0.7, 0.3))
    return {"shelf"}


def nodes_with_an_object(scene: Any) -> set[str]:
    held = held_block()
    geometry_nodes(scene, "sign", an_object(held.objects[0]))
    return {"shelf", "sign"}


def nodes_with_a_mesh(scene: Any) -> set[str]:
    geometry_nodes(scene, "wall", a_sphere)
    return {"shelf", "wall"}


def on_vertices(scene: Any) -> set[str]:
    mesh: Any = bpy.data.meshes.new("points")
    mesh.from_pydata([(-0.71, -0.83, 0.4), (0.37, 0.91, 0.4)], [], [])
    parent: Any = bpy.data.objects.new("parent", mesh)
    parent.instance_type, parent["facings_semantic"] = "VERTS", "sign"
    scene.collection.objects.link(parent)
    block(scene.collection, 5, (0, 0, 0), 0.3).parent = parent
    return {"shelf", "sign"}


def nodes_in_a_collection(scene: Any) -> set[str]:
    inner = geometry_nodes(scene, "shelf", a_sphere)
    scene.collection.objects.unlink(inner)
    held = bpy.data.collections.new("scattered")
    held.objects.link(inner)
    instancer(scene.collection, held, "sign", (0.1, 0.1, 0.1))
    return {"shelf", "sign"}


def particles(scene: Any, kind: str, **settings) -> Any:
    """A square that carries particles of a block of pass index 5, class 'shelf'; its own class is 'sign'."""
    mesh: Any = bpy.data.meshes.new("square")
    mesh.from_pydata([(-0.9, -0.9, 0), (0.9, -0.9, 0), (0.9, 0.9, 0), (-0.9, 0.9, 0)], [], [(0, 1, 2, 3)])
    thing: Any = bpy.data.objects.new("square", mesh)
    mesh.materials.append(bpy.data.materials["glow"])
    thing["facings_semantic"] = "sign"
    scene.collection.objects.link(thing)
    thing.modifiers.new("particles", "PARTICLE_SYSTEM")
    of = thing.particle_systems[0].settings
    of.type, of.count = kind, 12
    for name, value in settings.items():
        setattr(of, name, value)
    return thing


def grown(scene: Any) -> set[str]:
    piece = block(scene.collection, 5, (50, 0, 0), 0.1)
    piece["facings_semantic"] = "shelf"
    particles(scene, "HAIR", render_type="OBJECT", instance_object=piece, particle_size=0.3).location.z = 0.7
    return {"shelf", "sign"}


def thrown(scene: Any) -> set[str]:
    """Particles on their way, in a frame to which the scene jumps."""
    piece = block(scene.collection, 5, (50, 0, 0), 0.1)
    piece["facings_semantic"] = "shelf"
    thing = particles(scene, "EMITTER", render_type="OBJECT", instance_object=piece, particle_size=1.0, frame_end=5)
    thing.show_instancer_for_render = thing.show_instancer_for_viewport = False
    thing.location.z = 0.7
    scene.frame_set(6)
    return {"shelf", "sign"}


def lamps(scene: Any) -> set[str]:
    """What brings a lamp with a block, and nodes that bring lamps alone."""
    held = held_block()
    held.objects.link(bpy.data.objects.new("bulb", bpy.data.lights.new("bulb", "POINT")))
    instancer(scene.collection, held, "sign", (-0.8, -0.7, 0.3))
    geometry_nodes(scene, "wall", an_object(held.objects["bulb"]))
    return {"shelf", "sign", "wall"}


def mirrored(scene: Any) -> set[str]:
    """An instancer of negative scale, child of an empty that renders do not show."""
    thing = instancer(scene.collection, held_block(), "wall", (0.3, 0.4, 0.2))
    parent: Any = bpy.data.objects.new("parent", None)
    parent.hide_render, parent.scale, parent.rotation_euler = True, (-1.0, 1.3, 0.7), (0, 0, 0.4)
    scene.collection.objects.link(parent)
    thing.parent = parent
    return {"shelf", "wall"}


def linked(scene: Any) -> set[str]:
    """A collection of another file, instanced, and one of its objects overridden here."""
    folder = Path(bpy.app.tempdir)
    held = held_block("sign")
    bpy.data.libraries.write(str(folder / "props.blend"), {held}, fake_user=True)
    bpy.data.collections.remove(held)
    with bpy.data.libraries.load(str(folder / "props.blend"), link=True) as (found, wanted):
        wanted.collections, wanted.objects = ["held"], list(found.objects)
    instancer(scene.collection, wanted.collections[0], "wall", (-0.8, -0.7, 0.3))
    override: Any = wanted.objects[0].override_create()
    override.location, override["facings_semantic"] = (0.9, 0.8, 0.0), "sign"
    scene.collection.objects.link(override)
    return {"shelf", "wall", "sign"}


INSTANCERS = [two_instancers, without_a_class, nodes_with_an_object, nodes_with_a_mesh, on_vertices, nodes_in_a_collection,
              grown, thrown, lamps, mirrored, linked]


@pytest.mark.parametrize("wanted", [(), ("normal",)], ids=["geometry", "shaded"])
@pytest.mark.parametrize("build", INSTANCERS, ids=lambda build: build.__name__)
def test_instances_have_the_class_of_what_brings_them(scene, tmp_path, build, wanted) -> None:
    expected = build(scene)
    before = {kind: len(getattr(bpy.data, kind)) for kind in ("objects", "meshes", "collections")}
    index, oracle = labels_and_oracle(scene, tmp_path, wanted)
    # A silhouette's ties: rays of single precision through pixels' centres may fall on either side.
    assert (index != oracle).sum() <= 1
    assert {SEMANTIC_BASE + CLASSES[name] for name in expected} <= set(np.unique(index))
    assert {kind: len(getattr(bpy.data, kind)) for kind in before} == before


def test_strands_have_the_class_of_what_they_grow_on_and_are_where_the_picture_has_them(scene, tmp_path) -> None:
    thing = particles(scene, "HAIR", count=60, hair_length=1.5, tangent_factor=1.0, root_radius=20.0)
    thing.scale = (0.3, 0.3, 0.3)
    number_objects(scene, (), CLASSES)
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    bpy.context.view_layer.update()
    index = LabelScene(scene).render((), (), tmp_path).index
    thing.particle_systems[0].settings.render_type = "NONE"
    bald = LabelScene(scene).render((), (), tmp_path).index
    grown = index != bald
    assert grown.sum() > 20 and set(np.unique(index[grown])) == {SEMANTIC_BASE + CLASSES["sign"]}
    thing.particle_systems[0].settings.render_type = "PATH"
    assert picture_shows(render_picture(scene, PICTURE, tmp_path), index > 0)


def test_what_a_render_shows_of_an_instance_is_told_from_what_the_viewport_shows(scene, tmp_path) -> None:
    held = held_block()
    held.objects[0].hide_viewport = True
    more: Any = held.objects[0].modifiers.new("more", "ARRAY")
    more.show_viewport, more.relative_offset_displace = False, (1.5, 0, 0)
    instancer(scene.collection, held, "sign", (0.0, -0.9, 0.3))
    number_objects(scene, (), CLASSES)
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    index = LabelScene(scene).render((), (), tmp_path).index
    columns = np.nonzero((index == SEMANTIC_BASE + CLASSES["sign"]).any(0))[0]
    assert len(columns) >= 8 and np.diff(columns).max() >= 2  # two blocks, with a gap between them


def volume(shader: str = "ShaderNodeVolumeScatter", density: float = 2.0) -> Any:
    material: Any = bpy.data.materials.new("fog")
    tree = material.node_tree
    tree.nodes.remove(tree.nodes["Principled BSDF"])
    node = tree.nodes.new(shader)
    node.inputs["Density"].default_value = density
    tree.links.new(node.outputs[0], tree.nodes["Material Output"].inputs["Volume"])
    return material


def fog_box(scene: Any) -> None:
    block(scene.collection, 7, (0, 0, 1.5), 1.9, volume())


def principled_fog(scene: Any) -> None:
    block(scene.collection, 7, (0, 0, 1.5), 1.9, volume("ShaderNodeVolumePrincipled"))


def fog_beside_a_surface(scene: Any) -> None:
    thing = block(scene.collection, 7, (0, 0, 1.5), 1.9, volume())
    thing.data.materials.append(bpy.data.materials["glow"])  # a slot that no face uses


def fog_behind_a_clear_surface(scene: Any) -> None:
    material = volume()
    tree = material.node_tree
    tree.links.new(tree.nodes.new("ShaderNodeBsdfTransparent").outputs[0], tree.nodes["Material Output"].inputs["Surface"])
    block(scene.collection, 7, (0, 0, 1.5), 1.9, material)


def fog_around_the_camera(scene: Any) -> None:
    block(scene.collection, 7, (0, 0, 3.0), 8.0, volume(density=0.1))


def fog_in_an_instance(scene: Any) -> None:
    held = bpy.data.collections.new("held")
    block(held, 7, (0, 0, 1.5), 1.9, volume())
    instancer(scene.collection, held, "sign")


def fog_of_the_world(scene: Any) -> None:
    tree = scene.world.node_tree
    node = tree.nodes.new("ShaderNodeVolumeScatter")
    node.inputs["Density"].default_value = 0.2
    tree.links.new(node.outputs[0], tree.nodes["World Output"].inputs["Volume"])


def smoke(scene: Any) -> None:
    """A volume object: one that geometry nodes fill, as there is no file of voxels here."""
    tree: Any = bpy.data.node_groups.new("smoke", "GeometryNodeTree")
    tree.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    cube = tree.nodes.new("GeometryNodeVolumeCube")
    tree.links.new(cube.outputs[0], tree.nodes.new("NodeGroupOutput").inputs[0])
    thing: Any = bpy.data.objects.new("smoke", bpy.data.volumes.new("smoke"))
    thing.modifiers.new("nodes", "NODES").node_group = tree
    thing.location.z = 2.0
    scene.collection.objects.link(thing)


FOGS = [fog_box, principled_fog, fog_beside_a_surface, fog_behind_a_clear_surface, fog_around_the_camera, fog_in_an_instance,
        fog_of_the_world, smoke]


@pytest.mark.parametrize("wanted", [(), ("normal", "albedo")], ids=["geometry", "shaded"])
@pytest.mark.parametrize("fog", FOGS, ids=lambda fog: fog.__name__)
def test_labels_in_fog_are_those_without(scene, tmp_path, fog, wanted) -> None:
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    clear = LabelScene(scene).render((), wanted, tmp_path)
    fog(scene)
    links = {material.name: len(material.node_tree.links) for material in bpy.data.materials}
    foggy = LabelScene(scene).render((), wanted, tmp_path)
    assert set(np.unique(clear.index)) == {0, 1, 2}
    assert (foggy.index == clear.index).all() and np.array_equal(foggy.depth_m, clear.depth_m)
    assert all(np.array_equal(foggy.optional[name], clear.optional[name]) for name in wanted)
    assert {name: len(bpy.data.materials[name].node_tree.links) for name in links} == links


def test_a_volume_behind_a_surface_of_its_own_keeps_its_label(scene, tmp_path) -> None:
    material = volume()
    tree = material.node_tree
    tree.links.new(tree.nodes.new("ShaderNodeBsdfGlass").outputs[0], tree.nodes["Material Output"].inputs["Surface"])
    block(scene.collection, 7, (0, 0, 1.5), 1.0, material)
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    assert 7 in LabelScene(scene).render((), (), tmp_path).index


def test_strands_are_covered_by_surfaces_not_by_fog(scene, tmp_path) -> None:
    for thing in scene.objects:
        thing["strand"] = (1.0, 0.0, 0.0)
    realise_camera(scene, scene.camera, CAMERA, WIDTH, HEIGHT)
    clear = LabelScene(scene, coverage=("strand",)).cover((), tmp_path)
    fog_box(scene)
    assert np.array_equal(LabelScene(scene, coverage=("strand",)).cover((), tmp_path), clear) and clear.max() == 1

