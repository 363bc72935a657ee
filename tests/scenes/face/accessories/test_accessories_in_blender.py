"""Accessories as Blender objects: classes, clear lenses, nothing that grows."""

from dataclasses import replace

import bpy
import numpy as np
from heads_for_tests import head
from specs_for_tests import STUD, accessories, earrings, glasses, headwear, mask

from facings.scenes.face.accessories.build import build_accessories
from facings.scenes.face.realise.accessories import Accessories
from facings.scenes.face.realise.figure import SEE_THROUGH, Figure


def shown(figure: Figure, worn: Accessories, spec: object, name: str = "ict", neck: tuple = (0.0, 0.0, 0.0)) -> dict:
    figure.begin(np.eye(4))
    shape = head(name, {}, {}, neck)
    pieces = [piece.bent(shape) for piece in build_accessories(spec, shape)]
    worn.realise(pieces, shape.posed_from_unposed, figure)
    return {item.name.split(".")[0]: item for item in figure.finish()}


def test_labels_look_through_clear_lenses_only() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure, worn = Figure(bpy.context.scene.collection), Accessories()
    for tint, mirror, clear in ((0.0, False, True), (0.5, False, True), (0.6, False, False), (0.2, True, False)):
        spec = accessories(glasses=glasses("aviator", lens_tint=tint, lens_mirror=mirror))
        items = shown(figure, worn, spec)
        assert bool(items["glasses lenses"][SEE_THROUGH]) is clear
        assert not items["glasses frame"][SEE_THROUGH]
        assert items["glasses lenses"]["facings_semantic"] == "glasses"


def test_pieces_have_their_classes_and_ride_with_the_head() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure, worn = Figure(bpy.context.scene.collection), Accessories()
    spec = accessories(glasses=glasses("round"), headwear=headwear("fedora"), mask=mask("surgical", "on_chin"),
                       earrings=earrings("drop"), nose_stud=STUD)
    items = shown(figure, worn, spec, neck=(30.0, 10.0, 0.0))
    classes = {name: item["facings_semantic"] for name, item in items.items()}
    assert classes == {"glasses frame": "glasses", "glasses lenses": "glasses", "headwear": "headwear", "mask": "facewear",
                       "ear-ring right": "right_ear", "ear-ring left": "left_ear", "nose stud": "nose"}
    posed = head("ict", {}, {}, (30.0, 10.0, 0.0)).posed_from_unposed
    for item in items.values():
        np.testing.assert_allclose(np.array(item.matrix_basis), posed, atol=1e-6)


def test_a_head_scarf_bends_with_the_neck() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure, worn = Figure(bpy.context.scene.collection), Accessories()
    item = shown(figure, worn, accessories(headwear=headwear("hijab")), neck=(40.0, 0.0, 0.0))["headwear"]
    np.testing.assert_allclose(np.array(item.matrix_basis), np.eye(4))


def test_nothing_grows_over_frames() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure, worn = Figure(bpy.context.scene.collection), Accessories()
    specs = [accessories(glasses=glasses("wayfarer", pattern=pattern), headwear=headwear(hat), earrings=earrings("gem_stud"))
             for pattern, hat in (("plain", "baseball_cap"), ("tortoise", "beanie"))]
    counts = []
    for _ in range(3):
        for spec in specs:
            shown(figure, worn, spec)
        counts.append((len(bpy.data.objects), len(bpy.data.meshes), len(bpy.data.materials), len(bpy.data.images)))
    assert counts[0] == counts[1] == counts[2]


def test_the_same_spec_gives_the_same_bytes() -> None:
    shape = head("ict")
    spec = accessories(glasses=glasses("cat_eye"), headwear=headwear("turban"), mask=mask("cloth"),
                       earrings=earrings("large_hoop"))
    again = replace(shape)
    for one, other in zip(build_accessories(spec, shape), build_accessories(spec, again), strict=True):
        assert one.mesh.vertices_m.tobytes() == other.mesh.vertices_m.tobytes()
