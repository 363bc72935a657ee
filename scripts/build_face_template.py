"""Builds the shipped face template: `python scripts/build_face_template.py [--out FOLDER]`.

Everything in it is modelled here and dedicated to the public domain (CC0). Once an artist has changed the `.blend`, this
script no longer describes it.
"""

import argparse
import math
import os
import sys
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from facings.blender.shader_graph import MaterialGraph
from facings.scenes.face.realise.template_contract import CONTRACT
from shelf_templates.finish import SCENES, save_checked
from shelf_templates.roles import area_light, empty, file_under, mark
from shelf_templates.scene_settings import add_camera, start

EYES_Z_M = 1.6
"""The head's anchor: between the eyes of somebody who stands."""


def build() -> bpy.types.Scene:
    """Return the template's scene, new in this process's Blender."""
    scene = start()
    view: Any = scene.view_settings
    view.look = "None"
    view.view_transform = "AgX"
    view.look = "AgX - Medium High Contrast"
    view.exposure = 0.0
    world: Any = scene.world
    world.cycles_visibility.glossy = True
    scene["facings_scene"] = "face"
    add_camera(scene, (0.0, -1.1, EYES_Z_M), 80.0)
    anchor = mark(empty("head anchor", (0.0, 0.0, EYES_Z_M), (0.0, 0.0, 0.0)), "head_anchor", None)
    anchor.empty_display_size = 0.2
    file_under("person", [anchor])
    _add_lamps()
    _add_backdrops()
    return scene


def _add_lamps() -> None:
    """A portrait set: key, fill, rim and top, two coloured lamps that are off unless a recipe asks, and a flash."""
    eyes = (0.0, 0.03, EYES_Z_M)
    lamps = (
        ("key", (-0.70, -0.95, 0.55), (0.5, 0.5), 11.0, (1.0, 0.96, 0.90), (3.0, 16.0)),
        ("fill", (0.95, -0.70, 0.10), (0.9, 0.9), 4.0, (0.92, 0.96, 1.0), (0.5, 6.0)),
        ("rim", (0.45, 0.85, 0.50), (0.35, 0.6), 9.0, (1.0, 1.0, 1.0), (0.0, 14.0)),
        ("top", (0.0, -0.10, 1.25), (0.8, 0.8), 6.0, (1.0, 0.98, 0.95), (0.0, 8.0)),
        ("sun", (-1.6, -1.9, 2.1), (0.12, 0.12), 120.0, (1.0, 0.93, 0.82), (0.0, 0.0)),
        ("gel left", (1.10, -0.35, 0.20), (0.4, 0.8), 14.0, (1.0, 1.0, 1.0), (0.0, 0.0)),
        ("gel right", (-1.10, -0.35, 0.20), (0.4, 0.8), 14.0, (1.0, 1.0, 1.0), (0.0, 0.0)),
    )
    made = []
    for name, (x, y, z), size_m, energy_w, color, reach_w in lamps:
        lamp = area_light(name, (x, y, EYES_Z_M + z), eyes, size_m, energy_w, color)
        made.append(mark(lamp, "light", None, group=name.replace(" ", "_"), energy_range_w=f"{reach_w[0]:g} {reach_w[1]:g}"))
    flash = area_light("flash", (0.05, -1.1, EYES_Z_M + 0.06), eyes, (0.03, 0.02), 9.0, (1.0, 0.98, 0.96))
    made.append(mark(flash, "camera_light", None, group="flash", energy_range_w="0 0"))
    file_under("lights", made)


def _add_backdrops() -> None:
    """A plastered room corner, a seamless paper sweep, and a screen for pictures; they cast no shadows on the world."""
    shown = []
    for name, points, faces, uv, material in (
        ("wall", *_profile(depth_m=1.3, radius_m=0.01, height_m=2.6), _paint("plaster", 0.75, 90.0, 0.25)),
        ("sweep", *_profile(depth_m=1.7, radius_m=0.7, height_m=3.2), _paint("paper", 0.9, 400.0, 0.03)),
        ("picture", *_screen(), _screen_material()),
    ):
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata(points, [], faces)
        layer: Any = mesh.uv_layers.new(name="UVMap")
        layer.uv.foreach_set("vector", np.array(uv, np.float32).ravel())
        mesh.polygons.foreach_set("use_smooth", [name == "sweep"] * len(mesh.polygons))
        mesh.materials.append(material)
        thing = bpy.data.objects.new(name, mesh)
        thing.location = (0.0, 0.0, EYES_Z_M)
        # The world's light comes from everywhere, also where a backdrop happens to stand.
        thing.visible_shadow = thing.visible_diffuse = thing.visible_glossy = False
        bpy.context.scene.collection.objects.link(thing)
        shown.append(mark(thing, "backdrop", "background", backdrop=name))
    file_under("backdrops", shown)


def _profile(depth_m: float, radius_m: float, height_m: float) -> tuple[list, list, list]:
    """A floor, a wall behind and a ceiling as one bent strip, about the eyes; corners are rounded by `radius_m`."""
    floor, top, near = -EYES_Z_M, height_m - EYES_Z_M + 1.0, -6.0
    bend = np.linspace(0, math.pi / 2, 13)
    line = [(near, floor)]
    line += [(depth_m - radius_m + radius_m * math.sin(a), floor + radius_m - radius_m * math.cos(a)) for a in bend]
    line += [(depth_m - radius_m + radius_m * math.cos(a), top - radius_m + radius_m * math.sin(a)) for a in bend]
    line += [(near, top)]
    half, columns = 9.0, 2
    points = [(x, y, z) for y, z in line for x in (-half, half)]
    faces = [(k * columns, k * columns + 1, k * columns + 3, k * columns + 2) for k in range(len(line) - 1)]
    length = np.concatenate([[0], np.cumsum([math.dist(a, b) for a, b in zip(line, line[1:], strict=False)])])
    uv = [(u, v) for k in range(len(line) - 1) for u, v in ((-half, length[k]), (half, length[k]), (half, length[k + 1]),
                                                          (-half, length[k + 1]))]
    return points, faces, uv


def _screen() -> tuple[list, list, list]:
    """Part of a sphere behind the person, so that a picture fills the view of a camera that looks up or down too."""
    columns, rows, radius = 25, 17, 3.0
    across = np.linspace(-1.15, 1.15, columns)
    up = np.linspace(-0.95, 0.95, rows)
    points = [(radius * math.sin(a) * math.cos(b), radius * math.cos(a) * math.cos(b), radius * math.sin(b))
              for b in up for a in across]
    faces = [(j * columns + i, j * columns + i + 1, (j + 1) * columns + i + 1, (j + 1) * columns + i)
             for j in range(rows - 1) for i in range(columns - 1)]
    uv = [(i / (columns - 1), j / (rows - 1)) for f in faces for i, j in ((k % columns, k // columns) for k in f)]
    return points, faces, uv


def _paint(name: str, roughness: float, scale: float, strength: float) -> bpy.types.Material:
    """A surface in the object's own colour, with a fine relief and faint unevenness."""
    graph = MaterialGraph(name)
    place = graph.point_in_object()
    grain, cloud = graph.noise(place, scale, 6.0), graph.noise(place, 1.3, 4.0)
    tint = graph.mix(1.0, graph.object_colour(), graph.map_range(cloud, 0.0, 1.0, 0.88, 1.06), blend="MULTIPLY")
    return graph.surface(graph.principled(base_color=tint, normal=graph.bump(grain, 0.004, strength), roughness=roughness))


def _screen_material() -> bpy.types.Material:
    """The user's picture, shining by itself: it was lit when it was taken."""
    graph = MaterialGraph("picture")
    image = graph.image(None, interpolation="Cubic")
    return graph.surface(graph.node("Emission", {"Color": image.outputs["Color"]}).outputs["Emission"])


def main() -> None:
    """Build the template, check it and put it among the shipped scenes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SCENES, help="folder of the .blend file")
    save_checked(build(), CONTRACT, parser.parse_args().out / "face_studio.blend")


if __name__ == "__main__":
    main()
    # Blender's own teardown may crash after the work is done.
    sys.stdout.flush()
    os._exit(0)
