"""What is kept of the pictured person from frame to frame."""

import bpy
import numpy as np
import pytest

from facings.scenes.face.geometry import Mesh, Strands
from facings.scenes.face.realise.figure import Figure

pytestmark = pytest.mark.blender

SQUARE = Mesh(np.float32([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]), np.int32([0, 1, 2, 3]), np.int32([0]))
HAIRS = Strands(np.zeros((5, 3, 3), np.float32), np.full((5, 3), 1e-4, np.float32))


def frame(figure: Figure, *, dressed: bool) -> list[str]:
    figure.begin(np.eye(4))
    figure.put_mesh("head", SQUARE, [], "skin")
    if dressed:
        figure.put_mesh("hat", SQUARE, [], "hat", subdivision=1)
        figure.put_strands("fringe", HAIRS, bpy.data.materials.new("hair"), "hair")
    return [item.name for item in figure.finish()]


def test_what_a_frame_does_not_show_holds_no_geometry():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    figure = Figure(bpy.context.scene.collection)
    for _ in range(2):
        assert frame(figure, dressed=True) == ["fringe", "hat", "head"]
        assert len(bpy.data.objects["hat"].data.vertices) == 9
        assert len(bpy.data.objects["fringe"].data.points) == 15
        assert frame(figure, dressed=False) == ["head"]
        assert {len(mesh.vertices) for mesh in bpy.data.meshes if mesh.users} == {0, 4}
        assert [len(hairs.points) for hairs in bpy.data.hair_curves] == [0]
        assert len(bpy.data.meshes) == 2
