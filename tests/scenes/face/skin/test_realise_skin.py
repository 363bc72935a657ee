"""The materials in Blender: made once, refilled, and readable for the label render."""

import bpy
import numpy as np
from skin_for_tests import painter, skin

from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.realise.skin import SkinMaterials
from facings.scenes.face.semantics import REGION
from facings.scenes.face.skin.detail import FULL, HALF, Detail
from facings.scenes.face.skin.folds import Folds
from facings.scenes.face.skin.shade import HairShade
from facings.scenes.face.skin.spec import SkinSpec


def put(materials: SkinMaterials, spec: SkinSpec, shade: HairShade, detail: Detail = FULL) -> list[bpy.types.Material]:
    return materials.realise(spec, painter("ict", detail).paint(spec, Folds(), shade), shade)


def _counts() -> tuple[int, ...]:
    data = bpy.data
    return len(data.images), len(data.materials), len(data.node_groups), sum(len(m.node_tree.nodes) for m in data.materials)


def _pixels(materials: SkinMaterials, name: str) -> np.ndarray:
    image = materials._images[name]
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    return values


def test_materials_are_kept_refilled_and_write_parsing_classes():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    made = SkinMaterials()
    first = put(made, skin(1), HairShade(scalp=1.0, beard=0.5))
    counts, fine = _counts(), _pixels(made, "fine")
    assert len(first) == len(PARTS) == len(set(first))
    for seed in (2, 3):
        assert put(made, skin(seed, tone=8.0), HairShade()) == first
        assert _counts() == counts
    assert (fine != _pixels(made, "fine")).any()
    # Images of another size in between leave nothing behind.
    put(made, skin(2), HairShade(), HALF)
    assert len(_pixels(made, "fine")) == 4 * HALF.fine_px**2
    put(made, skin(1), HairShade(scalp=1.0, beard=0.5))
    np.testing.assert_array_equal(fine, _pixels(made, "fine"))
    _every_material_writes_its_parsing_class(first)


def _every_material_writes_its_parsing_class(materials: list[bpy.types.Material]) -> None:
    for material in materials:
        output = [node for node in material.node_tree.nodes if node.type == "OUTPUT_AOV"]
        assert [node.aov_name for node in output] == [REGION]
        source = output[0].inputs["Value"].links[0].from_node
        assert source.attribute_name == REGION
