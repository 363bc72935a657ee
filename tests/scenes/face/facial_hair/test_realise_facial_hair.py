"""Eyes and facial hair in Blender: one set of data, refilled."""

from dataclasses import replace

import bpy
import numpy as np
from heads_for_tests import PERSON, head

from facings.scenes.face.eyes.build import build_eyes
from facings.scenes.face.eyes.recipe import EyesRecipe
from facings.scenes.face.eyes.sample import sample_eyes
from facings.scenes.face.facial_hair.build import build_facial_hair
from facings.scenes.face.facial_hair.recipe import BeardRecipe, FacialHairRecipe
from facings.scenes.face.facial_hair.sample import sample_facial_hair
from facings.scenes.face.geometry import StrandLook
from facings.scenes.face.hair.spec import HairColour
from facings.scenes.face.realise.eyes import Eyes
from facings.scenes.face.realise.figure import SEE_THROUGH, Figure
from facings.scenes.face.realise.hair import Hair
from facings.scenes.face.realise.strand_material import StrandMaterial

COLOUR = HairColour("brown", 0.8, 0.4, 0.1, None, 0.0)
COUNTED = ("objects", "meshes", "hair_curves", "materials", "images")


def test_nothing_grows_from_person_to_person():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    shape, figure = head("ict", expression={"eyeBlinkLeft": 0.3}, neck_deg=(25, 5, 0)), Figure(bpy.context.scene.collection)
    eyes, hair = Eyes(), Hair()
    counts, shown, irises = [], [], []
    for seed, style in enumerate(("full_short", "none", "stubble", "full_medium", "none")):
        rng = np.random.default_rng(seed)
        recipe = FacialHairRecipe(beard=BeardRecipe(style=style))
        figure.begin(np.eye(4))
        spec = sample_eyes(EyesRecipe(), PERSON, rng)
        eyes.realise(build_eyes(spec, shape, 0.002), spec.wetness, shape.posed_from_unposed, figure)
        hair.realise(build_facial_hair(sample_facial_hair(recipe, PERSON, COLOUR, rng), shape), figure)
        shown.append([item.name for item in figure.finish()])
        counts.append([len(getattr(bpy.data, kind)) for kind in COUNTED])
        pixels = np.empty(4 * 192 * 768, np.float32)
        bpy.data.objects["eye.ball.right"].data.materials[1].node_tree.nodes["Image Texture"].image.pixels.foreach_get(pixels)
        irises.append(pixels)
    assert counts[1:] == counts[:1] * 4
    assert ["beard" in names for names in shown] == [True, False, True, True, False]
    assert not np.array_equal(irises[0], irises[1])
    assert {f"{part}.{side}" for side in ("right", "left")
            for part in ("eye.ball", "eye.cornea", "eye.tears", "eye.caruncle", "brow", "lashes")} == set(shown[1])
    clear = {name for name in shown[1] if bpy.data.objects[name].get(SEE_THROUGH)}
    assert clear == {"eye.cornea.right", "eye.cornea.left", "eye.tears.right", "eye.tears.left"}
    for side in ("right", "left"):
        assert bpy.data.objects[f"lashes.{side}"]["facings_semantic"] == f"{side}_eye"
        assert bpy.data.objects[f"brow.{side}"]["facings_semantic"] == f"{side}_brow"
        slots = np.empty(len(bpy.data.objects[f"eye.ball.{side}"].data.polygons), np.int32)
        bpy.data.objects[f"eye.ball.{side}"].data.polygons.foreach_get("material_index", slots)
        assert set(slots) == {0, 1, 2}


def test_dye_bleaches_first():
    material = StrandMaterial("test strands")
    look = StrandLook(0.8, 0.4, dye=(0.9, 0.1, 0.3), dye_strength=1.0)
    shown = material.show(look, per_strand=False)
    hair = next(n for n in shown.node_tree.nodes if n.type == "BSDF_HAIR_PRINCIPLED")
    tint = hair.inputs["Tint"].links[0].from_socket
    assert np.allclose(tint.default_value[:3], look.dye)
    assert material.show(replace(look, dye_strength=0.0), per_strand=True) is shown
    assert np.allclose(tint.default_value, 1)
