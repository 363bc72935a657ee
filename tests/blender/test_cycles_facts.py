"""One test a fact of `facings.blender.cycles_facts`: where a new Blender fails one, the code that relies on it is wrong."""

import bpy
import numpy as np
import pytest

from facings.blender import cycles_facts as facts
from facings.blender.label_scene import LabelScene
from facings.blender.render import changed, enable_passes, render_passes, render_picture
from facings.blender.shader_graph import MaterialGraph
from facings.blender.template_contract import RENDERED_TYPES
from facings.frames.passes import SEMANTIC_BASE
from facings.frames.spec import PictureSpec

SIZE = 32
PICTURE = PictureSpec(width_px=SIZE, height_px=SIZE, samples=1, denoise=False, max_bounces=None, format="png",
                      jpeg_quality=90, passes=())
NEVER_RENDERED = {"ARMATURE", "CAMERA", "EMPTY", "GREASEPENCIL", "LATTICE", "LIGHT", "LIGHT_PROBE", "SPEAKER"}
"""Object types that Cycles gives no pass index: lamps are seen as light only."""


@pytest.fixture
def scene() -> bpy.types.Scene:
    """Nothing but a camera 5 m above the origin that looks down."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine, scene.cycles.samples = "CYCLES", 1
    scene.render.resolution_x = scene.render.resolution_y = SIZE
    scene.world = bpy.data.worlds.new("world")
    scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    scene.camera.location.z = 5.0
    scene.collection.objects.link(scene.camera)
    facts.rebuild_each_render(scene)
    enable_passes(scene, tuple(facts.OPTIONAL_PASSES))
    return scene


def link(name: str, data: bpy.types.ID, z_m: float = 0.0) -> bpy.types.Object:
    thing = bpy.data.objects.new(name, data)
    thing.location.z = z_m
    bpy.context.scene.collection.objects.link(thing)
    return thing


def plane(name: str = "plane", material: bpy.types.Material | None = None, half_m: float = 5.0,
          z_m: float = 0.0) -> bpy.types.Object:
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([(x * half_m, y * half_m, 0) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))], [], [(0, 1, 2, 3)])
    if material is not None:
        mesh.materials.append(material)
    return link(name, mesh, z_m)


def diffuse() -> bpy.types.Material:
    graph = MaterialGraph("diffuse")
    return graph.surface(graph.node("BsdfDiffuse").outputs[0])


def glowing(graph: MaterialGraph, value) -> bpy.types.Material:
    return graph.surface(graph.node("Emission", {"Color": value}).outputs[0])


def test_the_depth_pass_holds_one_large_number_where_nothing_is_hit(scene, tmp_path):
    plane(half_m=0.5)
    facts.set_output(scene, facts.EXR_LAYERS)
    depth_m = render_passes(scene, tmp_path)[facts.DEPTH.name]
    assert set(np.unique(depth_m).tolist()) == {5.0, np.float32(facts.NOTHING_M)}
    assert set(np.unique(facts.depth_or_inf(depth_m)).tolist()) == {5.0, np.inf}


def test_passes_have_their_names_and_channels(scene, tmp_path):
    enable_passes(scene, tuple(facts.OPTIONAL_PASSES), ("number",), ("colour",))
    graph = MaterialGraph("writes")
    graph.aov("number", 0.25)
    graph.aov("colour", colour=(0.1, 0.2, 0.3))
    tilted = plane(material=graph.surface(graph.node("BsdfDiffuse", {"Color": (0.5, 0.6, 0.7)}).outputs[0]))
    tilted.data.uv_layers.new(name="UVMap").uv.foreach_set("vector", [0.25, 0.75] * 4)
    tilted.rotation_euler.y = 0.3
    tilted.pass_index = 7
    found = {name: values[SIZE // 2, SIZE // 2] for name, values in render_passes(scene, tmp_path).items()}
    assert found[facts.INDEX.name] == [7]
    assert np.allclose(found["number"], [0.25])
    assert np.allclose(found["colour"][:3], [0.1, 0.2, 0.3])
    wanted = {"normal": [np.sin(0.3), 0, np.cos(0.3)], "uv": [0.25, 0.75], "albedo": [0.5, 0.6, 0.7]}
    for name, values in wanted.items():
        kind = facts.OPTIONAL_PASSES[name]
        assert np.allclose(found[kind.name][:kind.channels], values, atol=1e-3), name
    x, y, z = found[facts.OPTIONAL_PASSES["position"].name]
    assert np.isclose(z, -np.tan(0.3) * x, atol=1e-5) and x != 0 and y != 0
    assert np.isclose(found[facts.DEPTH.name], 5.0 - z)


def test_data_passes_are_those_of_sample_0_through_the_pixels_centre(scene, tmp_path):
    plane().rotation_euler = (0.4, 0.3, 0.0)
    of_one = LabelScene(scene).render((), ("position",), tmp_path)
    with changed(*((scene.cycles, name, value) for name, value in facts.CENTRE_FILTER.items()),
                 (scene.cycles, "samples", 5)):
        of_five = render_passes(scene, tmp_path)
    assert np.array_equal(of_five[facts.DEPTH.name][..., 0], of_one.depth_m)
    # The camera's own axes are the world's; half the sensor at 50 mm is 0.36 of the distance.
    across = of_one.optional["position"][..., 0] / of_one.depth_m
    centres = ((np.arange(SIZE) + 0.5) / SIZE * 2 - 1) * 0.36
    assert np.abs(across - centres).max() < 1e-4 * 0.72 / SIZE


def test_the_filters_middle_is_off_in_proportion_to_its_width(scene, tmp_path):
    """The reason for so narrow a filter; where this fails, it may be as wide as the picture's."""
    plane()

    def off_px(width_px: float) -> float:
        with changed((scene.cycles, "samples", 1), (scene.cycles, "pixel_filter_type", "BLACKMAN_HARRIS"),
                     (scene.cycles, "filter_width", width_px)):
            position = render_passes(scene, tmp_path)[facts.OPTIONAL_PASSES["position"].name]
        centres = ((np.arange(SIZE) + 0.5) / SIZE * 2 - 1) * 0.36 * 5
        return float(np.abs(position[..., 0] - centres).max() * SIZE / 3.6)

    assert 3e-4 < off_px(1.5) / 1.5 < 7e-4


def test_a_pass_index_is_clamped(scene):
    thing = plane()
    thing.pass_index = facts.MAX_PASS_INDEX + 1
    assert thing.pass_index == facts.MAX_PASS_INDEX
    assert SEMANTIC_BASE < facts.MAX_PASS_INDEX


def test_types_that_are_rendered_carry_a_pass_index(scene, tmp_path):
    strands = bpy.data.hair_curves.new("strands")
    strands.add_curves([2])
    strands.position_data.foreach_set("vector", np.float32([-1, 0, 0, 1, 0, 0]))
    strands.attributes.new("radius", "FLOAT", "POINT").data.foreach_set("value", np.float32([0.3, 0.3]))
    cloud = bpy.data.pointclouds.new("points")
    cloud.resize(1)
    cloud.attributes.new("radius", "FLOAT", "POINT").data.foreach_set("value", np.float32([0.5]))
    bpy.ops.curve.primitive_bezier_circle_add()
    bpy.context.object.data.dimensions, bpy.context.object.data.fill_mode = "2D", "BOTH"
    bpy.ops.surface.primitive_nurbs_surface_sphere_add()
    bpy.ops.object.metaball_add()
    bpy.ops.object.text_add()
    bpy.context.object.data.body, bpy.context.object.data.size = "###", 3.0
    for thing in (plane(half_m=1.0), link("strands", strands), link("points", cloud)):
        thing.location = (0, 0, 0)
    things = [thing for thing in scene.objects if thing.type != "CAMERA"]
    # Volumes are rendered too, but are no surface that a ray meets.
    assert {thing.type for thing in things} == set(RENDERED_TYPES) - {"VOLUME"}
    for number, thing in enumerate(things, 1):
        thing.pass_index = number
        passes = LabelScene(scene).render([other for other in things if other != thing], (), tmp_path)
        assert set(np.unique(passes.index)) == {0, number}, thing.type
    known = {item.identifier for item in bpy.types.Object.bl_rna.properties["type"].enum_items}
    assert known == set(RENDERED_TYPES) | NEVER_RENDERED


@pytest.mark.parametrize("settings", [facts.PNG_8_BIT, facts.EXR_LAYERS], ids=["picture", "passes"])
def test_output_settings_narrow_one_another(scene, settings):
    other = facts.EXR_LAYERS if settings is facts.PNG_8_BIT else facts.PNG_8_BIT
    facts.set_output(scene, other)
    with pytest.raises(TypeError, match="not found in"):
        facts.set_output(scene, dict(reversed(settings.items())))
    facts.set_output(scene, settings)
    assert {name: getattr(scene.render.image_settings, name) for name in settings} == settings


def test_object_info_random_follows_the_name(scene, tmp_path):
    graph = MaterialGraph("random")
    random = graph.node("ObjectInfo").outputs["Random"]
    thing = plane("first", glowing(graph, graph.combine_rgb(random, random, random)))

    def seen() -> int:
        return int(render_picture(scene, PICTURE, tmp_path)[0, 0, 0])

    first = seen()
    thing.name = "second"
    assert seen() != first
    thing.name = "first"
    assert seen() == first


def test_noise_follows_the_order_of_lamps_but_not_their_light(scene, tmp_path):
    scene.cycles.use_light_tree = False
    plane()
    lamps = []
    for number in range(3):
        light = bpy.data.lights.new(f"lamp {number}", "AREA")
        light.energy, light.color = 200.0, (1.0, 0.3 * number, 0.2)
        lamps.append(link(light.name, light, 3.0))
        lamps[-1].location.x = number - 1.0
    fresh = render_picture(scene, PICTURE, tmp_path)
    scene.collection.objects.unlink(lamps[0])
    scene.collection.objects.link(lamps[0])
    assert not np.array_equal(render_picture(scene, PICTURE, tmp_path), fresh)
    for lamp in lamps[1:]:
        scene.collection.objects.unlink(lamp)
        scene.collection.objects.link(lamp)
    assert np.array_equal(render_picture(scene, PICTURE, tmp_path), fresh)
    facts.switch_off(lamps[0])
    render_picture(scene, PICTURE, tmp_path)
    lamps[0].data.energy = 200.0
    assert np.array_equal(render_picture(scene, PICTURE, tmp_path), fresh)


def grey_image(value: float) -> bpy.types.Image:
    image = bpy.data.images.new("grey", 8, 8)
    image.pixels.foreach_set(np.tile(np.float32([value, value, value, 1]), 64))
    image.update()
    return image


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "built anew"])
def test_kept_images_are_told_apart_by_their_address(scene, tmp_path, kept):
    """Where this fails, `show_instead` need not say when the image before may go, or `rebuild_each_render` does not help."""
    scene.render.use_persistent_data = kept
    graph = MaterialGraph("image")
    node = graph.image(grey_image(0.0))
    plane(material=glowing(graph, node.outputs["Color"]))

    def is_bright() -> bool:
        return bool(render_picture(scene, PICTURE, tmp_path).mean() > 50)

    assert not is_bright()
    address = node.image.as_pointer()
    bpy.data.images.remove(node.image)
    node.image = grey_image(1.0)
    assert is_bright() or node.image.as_pointer() == address
    assert is_bright() != kept or node.image.as_pointer() != address
    before = facts.show_instead(node, grey_image(0.9))
    bpy.data.images.remove(before)
    assert is_bright()


def test_what_neither_scatters_nor_emits_is_not_there(scene, tmp_path):
    enable_passes(scene, (), colour_outputs=("told",))

    def told(strength: float) -> list[float]:
        graph = MaterialGraph("told")
        graph.aov("told", colour=graph.attribute("told", vector=True, of="OBJECT"))
        material = graph.surface(graph.node("Emission", {"Strength": strength}).outputs[0])
        front, behind = plane(material=material, z_m=1.0), plane(material=material)
        front["told"], behind["told"] = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]
        value = render_passes(scene, tmp_path)["told"][0, 0, :3].tolist()
        for thing in (front, behind):
            bpy.data.objects.remove(thing)
        return value

    assert told(1.0) == [1.0, 0.0, 0.0]
    assert told(0.0) == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(("alpha", "seen"), [(0.6, {1}), (0.3, {1, 2}), (0.0, {2})])
def test_chance_decides_where_alpha_is_below_the_threshold(scene, tmp_path, alpha, seen):
    graph = MaterialGraph("clear")
    clear, opaque = graph.node("BsdfTransparent").outputs[0], graph.node("BsdfDiffuse").outputs[0]
    plane(material=graph.surface(graph.mix_shader(alpha, clear, opaque)), z_m=1.0).pass_index = 1
    plane().pass_index = 2
    assert scene.view_layers[0].pass_alpha_threshold == 0.5
    assert set(np.unique(LabelScene(scene).render((), (), tmp_path).index)) == seen


def test_a_borders_fractions_are_cut_down_to_pixels(scene, tmp_path):
    plane().pass_index = 1
    render = scene.render
    render.use_border, render.use_crop_to_border = True, False
    render.border_min_x, render.border_max_x = 3.5 / SIZE, 10.5 / SIZE
    render.border_min_y, render.border_max_y = 0.9 / SIZE, 5.1 / SIZE
    inside = render_passes(scene, tmp_path)[facts.INDEX.name][..., 0] == 1
    wanted = np.zeros((SIZE, SIZE), bool)
    wanted[SIZE - 5:SIZE, 3:10] = True
    assert np.array_equal(inside, wanted)


def test_a_pixel_aspect_is_1_or_more(scene):
    scene.render.pixel_aspect_x = 0.5
    assert scene.render.pixel_aspect_x == 1.0


def test_what_is_without_light_is_no_light_and_is_met_all_the_same(scene, tmp_path):
    """Where this fails, label renders are right and slow."""
    scene.world = None
    scene.cycles.direct_light_sampling_type = "NEXT_EVENT_ESTIMATION"
    graph = MaterialGraph("glows")
    lamp = plane("lamp", glowing(graph, (1.0, 1.0, 1.0)), half_m=1.0, z_m=2.0)
    lamp.location.x, lamp.pass_index, floor = 3.0, 2, plane(material=diffuse())
    lit = render_picture(scene, PICTURE, tmp_path)[SIZE // 2, SIZE // 2].max()
    facts.without_light(graph.material)
    assert lit > render_picture(scene, PICTURE, tmp_path)[SIZE // 2, SIZE // 2].max() == 0
    floor.hide_render, lamp.location.x = True, 0.0
    assert 2 in LabelScene(scene).render((), (), tmp_path).index
