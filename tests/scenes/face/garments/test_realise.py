"""Garments in Blender: refilled, never added to."""

import bpy
import numpy as np
from tests.scenes.face.heads_for_tests import PERSON, head

from facings.scenes.face.garments.build import Dressed, tailor_for
from facings.scenes.face.garments.recipe import GarmentRecipe
from facings.scenes.face.garments.sample import sample_garment
from facings.scenes.face.garments.spec import GarmentSpec
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.garments import Garments


def dressed(spec: GarmentSpec) -> Dressed:
    shape = head("ict")
    return tailor_for(shape.model).dress(spec, shape)


def counts() -> dict[str, int]:
    return {name: len(getattr(bpy.data, name)) for name in ("objects", "meshes", "materials", "images", "node_groups")}


def test_one_person_after_the_other_adds_nothing_to_blender():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure, garments, skin = Figure(bpy.context.scene.collection), Garments(), bpy.data.materials.new("skin")

    def put(style: str) -> list[str]:
        figure.begin(np.eye(4))
        spec = sample_garment(GarmentRecipe(style=style), PERSON, np.random.default_rng(1))
        garments.realise(spec, dressed(spec), figure, skin)
        return [item.name for item in figure.finish()]

    assert put("t_shirt") == ["garment", "torso"]
    before = counts()
    for style in ("suit", "padded_coat", "suit", "t_shirt"):
        put(style)
        assert counts() == before


def test_materials_show_the_fabric_and_write_the_parsing_class():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure, garments, skin = Figure(bpy.context.scene.collection), Garments(), bpy.data.materials.new("skin")
    figure.begin(np.eye(4))
    spec = sample_garment(GarmentRecipe(style="sweater", colour="#ff0000", pattern="plain"), PERSON, np.random.default_rng(1))
    garments.realise(spec, dressed(spec), figure, skin)
    cloth = next(item for item in figure.finish() if item.name == "garment")
    assert cloth["facings_semantic"] == "clothing"
    assert len(cloth.data.materials) == 4
    for material in cloth.data.materials:
        assert any(node.type == "OUTPUT_AOV" for node in material.node_tree.nodes)
    pattern = next(image for image in bpy.data.images if image.name == "garment main pattern")
    pixels = np.empty(pattern.size[0] * pattern.size[1] * 4, np.float32)
    pattern.pixels.foreach_get(pixels)
    assert np.allclose(pixels.reshape(-1, 4), (1.0, 0.0, 0.0, 1.0), atol=1e-6)
