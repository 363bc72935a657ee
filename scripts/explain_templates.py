"""Lets the shipped templates explain themselves, and opens them with the camera's view: `python scripts/explain_templates.py`.

Run it after a change of a contract's words: `facings.blender.template_explained` writes them into the files.
"""

import argparse
import math
from pathlib import Path

import bpy
from mathutils import Matrix

from facings.blender.template_contract import objects_of
from facings.blender.template_explained import TEXT, explain
from facings.scenes.face.realise.template_contract import CONTRACT as FACE
from facings.scenes.shelf.realise.template_check import CONTRACT as SHELF
from shelf_templates.finish import SCENES, save_checked

TEMPLATES = {"shelf_gondola": SHELF, "shelf_cooler": SHELF, "face_studio": FACE}


def main() -> None:
    """Explain each template anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SCENES)
    options = parser.parse_args()
    for name, contract in TEMPLATES.items():
        bpy.ops.wm.open_mainfile(filepath=str(SCENES / f"{name}.blend"))
        scene = bpy.context.scene
        assert scene is not None
        if contract is FACE:
            stand_in_head(scene)
        explain(scene, contract)
        open_at_the_camera()
        save_checked(scene, contract, options.out / f"{name}.blend")


def open_at_the_camera() -> None:
    """Let every 3D view look through the camera, with the sidebar open, and the text stand where the timeline was."""
    for screen in bpy.data.screens:
        for area in screen.areas:
            if screen.name == "Layout" and area.type == "DOPESHEET_EDITOR":
                area.type = "TEXT_EDITOR"
            for space in area.spaces:
                if isinstance(space, bpy.types.SpaceView3D):
                    space.region_3d.view_perspective = "CAMERA"
                    space.show_region_ui = True
                    space.overlay.show_relationship_lines = False
                elif isinstance(space, bpy.types.SpaceTextEditor):
                    space.text = bpy.data.texts[TEXT]
                    space.show_word_wrap = True
                    space.show_line_numbers = False


def stand_in_head(scene: bpy.types.Scene) -> None:
    """Put a plain head where the person is, to aim lamps at: it never renders, cannot be picked, and moves with the anchor."""
    import bmesh  # which bpy brings along once it is imported

    old = bpy.data.objects.get(_HEAD)
    if old is not None:
        bpy.data.meshes.remove(old.data)
    shape = bmesh.new()
    for place, sides, segments in _BALLS:
        matrix = Matrix.Translation(place) @ Matrix.Diagonal((*sides, 1.0))
        bmesh.ops.create_uvsphere(shape, u_segments=segments, v_segments=segments // 2, radius=1.0, matrix=matrix)
    nose = Matrix.Translation((0.0, -0.016, -0.028)) @ Matrix.Rotation(math.radians(14), 4, "X")
    bmesh.ops.create_cone(shape, cap_ends=True, segments=8, radius1=0.016, radius2=0.004, depth=0.05, matrix=nose)
    neck = Matrix.Translation((0.0, 0.11, -0.15))
    bmesh.ops.create_cone(shape, cap_ends=True, segments=24, radius1=0.054, radius2=0.05, depth=0.14, matrix=neck)
    mesh = bpy.data.meshes.new(_HEAD)
    shape.to_mesh(mesh)
    shape.free()
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    anchor, = objects_of(scene, "head_anchor")
    head = bpy.data.objects.new(_HEAD, mesh)
    head.parent, head.hide_render, head.hide_select = anchor, True, True
    anchor.users_collection[0].objects.link(head)


_HEAD = "stand-in head"
_BALLS = (
    ((0.0, 0.095, 0.03), (0.075, 0.1, 0.095), 32),  # the skull
    ((0.0, 0.06, -0.035), (0.062, 0.072, 0.085), 32),  # the jaw
    ((0.031, 0.004, 0.0), (0.014, 0.01, 0.008), 12), ((-0.031, 0.004, 0.0), (0.014, 0.01, 0.008), 12),  # the eyes
)
"""Place in the anchor's frame, half sides, metres, and segments: a head of 23 by 15 by 20 cm between crown and chin."""


if __name__ == "__main__":
    main()
