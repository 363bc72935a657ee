"""Builds the shipped face template: `python scripts/build_face_template.py`.

Everything in it is modelled here and dedicated to the public domain (CC0). Once an artist has changed the `.blend`, this
script no longer describes it.
"""

import math
import os
import shutil
import sys
import tempfile
from pathlib import Path

import bpy
import numpy as np

SCENES = Path(__file__).resolve().parents[1] / "blender_scenes"
EYES_Z_M = 1.6
"""The head's anchor: between the eyes of somebody who stands."""


def build() -> bpy.types.Scene:
    """Return the template's scene, new in this process's Blender."""
    from shelf_templates.roles import empty, file_under, mark
    from shelf_templates.scene_settings import add_camera, start

    scene = start()
    scene.view_settings.look = "None"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.0
    scene.world.cycles_visibility.glossy = True
    scene["facings_scene"] = "face"
    camera = add_camera(scene, (0.0, -1.1, EYES_Z_M), 80.0)
    camera.data.lens = 80.0
    anchor = mark(empty("head anchor", (0.0, 0.0, EYES_Z_M), (0.0, 0.0, 0.0)), "head_anchor", None)
    anchor.empty_display_size = 0.2
    file_under("person", [anchor])
    _add_lamps()
    _add_backdrops()
    return scene


def _add_lamps() -> None:
    """A portrait set: key, fill, rim and top, two coloured lamps that are off unless a recipe asks, and a flash."""
    from shelf_templates.roles import area_light, file_under, mark

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
    from shelf_templates.roles import file_under, mark

    shown = []
    for name, points, faces, uv, material in (
        ("wall", *_profile(depth_m=1.3, radius_m=0.01, height_m=2.6), _paint("plaster", 0.75, 90.0, 0.25)),
        ("sweep", *_profile(depth_m=1.7, radius_m=0.7, height_m=3.2), _paint("paper", 0.9, 400.0, 0.03)),
        ("picture", *_screen(), _screen_material()),
    ):
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata(points, [], faces)
        mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", np.array(uv, np.float32).ravel())
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
    material = bpy.data.materials.new(name)
    nodes, links = material.node_tree.nodes, material.node_tree.links
    principled = next(n for n in nodes if n.bl_idname == "ShaderNodeBsdfPrincipled")
    info, place = nodes.new("ShaderNodeObjectInfo"), nodes.new("ShaderNodeTexCoord")
    grain, cloud = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeTexNoise")
    for noise, noise_scale, detail in ((grain, scale, 6.0), (cloud, 1.3, 4.0)):
        links.new(place.outputs["Object"], noise.inputs["Vector"])
        noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = noise_scale, detail
    reach = nodes.new("ShaderNodeMapRange")
    reach.inputs["To Min"].default_value, reach.inputs["To Max"].default_value = 0.88, 1.06
    links.new(cloud.outputs["Fac"], reach.inputs["Value"])
    tint = nodes.new("ShaderNodeMix")
    tint.data_type, tint.blend_type = "RGBA", "MULTIPLY"
    tint.inputs["Factor"].default_value = 1.0
    links.new(info.outputs["Color"], tint.inputs[6])
    links.new(reach.outputs["Result"], tint.inputs[7])
    links.new(tint.outputs[2], principled.inputs["Base Color"])
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = strength, 0.004
    links.new(grain.outputs["Fac"], bump.inputs["Height"])
    links.new(bump.outputs["Normal"], principled.inputs["Normal"])
    principled.inputs["Roughness"].default_value = roughness
    return material


def _screen_material() -> bpy.types.Material:
    """The user's picture, shining by itself: it was lit when it was taken."""
    material = bpy.data.materials.new("picture")
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    output, glow = nodes.new("ShaderNodeOutputMaterial"), nodes.new("ShaderNodeEmission")
    image = nodes.new("ShaderNodeTexImage")
    image.interpolation, image.extension = "Cubic", "EXTEND"
    links.new(image.outputs["Color"], glow.inputs["Color"])
    links.new(glow.outputs["Emission"], output.inputs["Surface"])
    return material


def main() -> None:
    """Build the template, check it and put it among the shipped scenes."""
    from facings.blender.template_check import violations
    from facings.scenes.face.realise.template_contract import CONTRACT

    scene = build()
    bpy.context.view_layer.update()
    problems = violations(scene, CONTRACT)
    if problems:
        sys.exit("\n".join(map(str, problems)))
    # A .blend remembers where it was saved: save it somewhere that says nothing about the machine.
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "face_studio.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(draft), compress=True, check_existing=False)
        target = SCENES / draft.name
        shutil.copyfile(draft, target)
    print(f"{target.name}: {target.stat().st_size / 1024:.0f} KiB, {len(scene.objects)} objects", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main()
    # Blender's own teardown may crash after the work is done.
    sys.stdout.flush()
    os._exit(0)
