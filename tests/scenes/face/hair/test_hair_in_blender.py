"""Hair in Blender: one object that is refilled, whatever follows whatever."""

import dataclasses

import bpy
import numpy as np
import pytest
from tests.scenes.face.hair.test_hairdo import hair_spec
from tests.scenes.face.heads_for_tests import head

from facings.scenes.face.geometry import HairPart
from facings.scenes.face.hair.colour import hair_look
from facings.scenes.face.hair.hairdo import build_hair
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.hair import Hair


@pytest.fixture
def figure():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return Figure(bpy.context.scene.collection)


def put(hair, figure, spec):
    figure.begin(np.eye(4))
    strands = build_hair(spec, head("ict"))
    parts = [] if strands is None else [HairPart("hair", "hair", "hair", strands, hair_look(spec))]
    hair.realise(parts, figure)
    return figure.finish()


def test_nothing_grows_from_frame_to_frame(figure):
    hair = Hair()
    styles = ["bob", "bald", "crew", "plaits"]
    counts = []
    for _ in range(2):
        for style in styles:
            shown = put(hair, figure, hair_spec(style, strands=400))
            assert [item.name for item in shown] == ([] if style == "bald" else ["hair"])
        counts.append([len(data) for data in (bpy.data.objects, bpy.data.hair_curves, bpy.data.materials, bpy.data.images)])
    assert counts[0] == counts[1]


def test_the_object_says_what_it_is_and_carries_each_hairs_colour(figure):
    spec = dataclasses.replace(hair_spec("long_wavy", strands=400))
    item, = put(Hair(), figure, spec)
    assert item["facings_semantic"] == "hair"
    melanin = np.empty(len(item.data.curves), np.float32)
    item.data.attributes["melanin"].data.foreach_get("value", melanin)
    assert melanin.std() > 0.005
    assert item.data.materials[0].node_tree is not None
