"""Renders packages side by side on a table, for whoever works on their shapes, surfaces and print.

    .venv/bin/python scripts/package_lineup.py --kinds drinks_can,jar --out /tmp/lineup.png
    .venv/bin/python scripts/package_lineup.py --skus zipp-orange-330 --view above --art checker --out /tmp/lineup.png

`--skus` and `--catalogue` take products of the shipped catalogue; otherwise sample sizes of the kinds stand in.
`--art checker` prints a millimetre grid with the panels' names instead of the artwork: it shows stretched, mirrored
or misplaced print at once.
"""

import argparse
import math
import os
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Vector
from PIL import Image, ImageDraw, ImageFont

from facings.blender.pictures import new_image
from facings.blender.shader_graph import MaterialGraph
from facings.blender.world_light import WorldLight
from facings.frames.spec import WorldSpec
from facings.goods import packages
from facings.goods.artwork import draw
from facings.goods.catalogue import load_catalogue
from facings.goods.entries import Content, Product
from facings.goods.packages import ArtNet
from facings.goods.realise import materials

# kind, size_mm, content
SAMPLES: tuple[tuple[str, tuple[float, float, float], dict], ...] = (
    ("drinks_can", (66.2, 66.2, 115.2), {}), ("drinks_can", (58, 58, 145), {}), ("drinks_can", (66.2, 66.2, 168), {}),
    ("food_tin", (75, 75, 110), {}), ("food_tin", (100, 100, 119), {}), ("food_tin", (85, 85, 36), {}),
    ("pet_bottle", (65, 65, 230), {"liquid": "cola", "cap_colour": "#c01820"}),
    ("pet_bottle", (64, 64, 222), {"liquid": "water", "cap_colour": "#2060c0"}),
    ("pet_bottle", (89, 89, 318), {"liquid": "orange", "cap_colour": "#e07010"}),
    ("pet_bottle", (88, 88, 312), {"liquid": "tea", "cap_colour": "#f0f0f0"}),
    ("glass_bottle", (75, 75, 302), {"liquid": "wine_red", "glass": "green", "cap_colour": "#701020"}),
    ("glass_bottle", (82, 82, 298), {"liquid": "wine_white", "glass": "clear", "cap_colour": "#c0a040"}),
    ("glass_bottle", (61, 61, 207), {"liquid": "beer", "glass": "brown", "cap_colour": "#d0b030"}),
    ("glass_bottle", (66, 66, 265), {"liquid": "oil", "glass": "clear", "cap_colour": "#203818"}),
    ("glass_bottle", (58, 58, 190), {"liquid": "vinegar", "glass": "clear", "cap_colour": "#202020"}),
    ("jar", (68, 68, 98), {"filling": "jam", "cap_colour": "#c02030"}),
    ("jar", (80, 80, 125), {"filling": "sauce", "cap_colour": "#f0e8d0"}),
    ("jar", (75, 75, 105), {"filling": "honey", "cap_colour": "#d8a020"}),
    ("jar", (82, 82, 140), {"filling": "pickles", "cap_colour": "#207030"}),
    ("jar", (66, 66, 115), {"filling": "olives", "cap_colour": "#406020"}),
    ("jar", (72, 72, 95), {"filling": "spread", "cap_colour": "#f4f4f4"}),
    ("jar", (62, 62, 92), {"filling": "pesto", "cap_colour": "#204020"}),
    ("jar", (76, 76, 110), {"filling": "beans", "cap_colour": "#d0d0d0"}),
    ("jar", (56, 56, 70), {"filling": "baby_food", "cap_colour": "#60a8e0"}),
    ("tub", (95, 95, 110), {"cap_colour": "#f8f8f8"}), ("tub", (155, 110, 100), {"cap_colour": "#e8d8b0"}),
    ("flat_tub", (140, 95, 65), {"cap_colour": "#f0d040"}), ("flat_tub", (120, 120, 55), {}),
    ("cup", (75, 75, 85), {}), ("cup", (95, 95, 72), {}),
    ("squeeze_bottle", (78, 50, 190), {"body_colour": "#b81818", "cap_colour": "#f4f4f4"}),
    ("squeeze_bottle", (70, 70, 165), {"filling": "honey", "cap_colour": "#e0a020"}),
    ("squeeze_bottle", (78, 46, 225), {"liquid": "detergent_green", "cap_colour": "#f4f4f4"}),
    ("jug", (190, 95, 270), {"body_colour": "#4b2aa0", "cap_colour": "#f0a010"}),
    ("jug", (130, 80, 280), {"body_colour": "#1898b0", "cap_colour": "#f4f4f4"}),
    ("aerosol", (50, 50, 150), {"cap_colour": "#202428"}), ("aerosol", (65, 65, 235), {"cap_colour": "#d02040"}),
    ("tube", (56, 38, 155), {"cap_colour": "#f4f4f4"}), ("tube", (50, 36, 140), {"cap_colour": "#2060b0"}),
)


def products(kinds: list[str], skus: list[str], from_catalogue: bool) -> list[Product]:
    """Return the catalogue's products of these kinds or SKUs, or the sample sizes of the kinds."""
    if from_catalogue or skus:
        return [p for p in load_catalogue().products if p.sku in skus or p.package in kinds]
    result = []
    for i, (kind, size, content) in enumerate(SAMPLES):
        if kind in kinds:
            result.append(Product(id=2 + i, sku=f"{kind.replace('_', '-')}-{i}", name=kind, brand="b", department="d",
                                  package=kind, size_mm=size, content=Content.model_validate(content)))
    return result


def size_mm(product: Product) -> tuple[float, float, float]:
    """Return width, depth and height; a ValueError where the product is a model file of the user's."""
    if product.size_mm is None:
        raise ValueError(f"{product.sku} is a model file, not a package")
    return product.size_mm


def checker(net: ArtNet, hue: int) -> Image.Image:
    """Return a 10 mm chequered sheet with each panel's name, outline, safe area and millimetre rule."""
    scale = net.px_per_mm
    size = (max(8, round(net.width_mm * scale)), max(8, round(net.height_mm * scale)))
    y, x = np.mgrid[:size[1], :size[0]]
    odd = ((x / scale // 10 + y / scale // 10) % 2).astype(bool)
    base = np.array(Image.new("HSV", (1, 1), (hue, 150, 200)).convert("RGB"))[0, 0].astype(float)
    sheet = Image.fromarray(np.where(odd[..., None], base, base * 0.25 + 190).astype(np.uint8))
    draw = ImageDraw.Draw(sheet)
    for panel in net.panels:
        x0, y0, w, h = (v * scale for v in (panel.x_mm, panel.y_mm, panel.width_mm, panel.height_mm))
        draw.rectangle((x0, y0, x0 + w - 1, y0 + h - 1), outline="black", width=2)
        left, top, right, bottom = (v * scale for v in panel.safe_mm)
        draw.rectangle((x0 + left, y0 + top, x0 + w - right - 1, y0 + h - bottom - 1), outline="red", width=2)
        font = ImageFont.load_default(min(h, w) * 0.2)
        draw.text((x0 + w / 2, y0 + h / 2), panel.kind.upper(), fill="black", font=font, anchor="mm")
    return sheet


def artwork(product: Product, net: ArtNet, kind: str, index: int) -> Image.Image:
    """Return the product's print, or the chequered sheet where `kind` is 'checker' or the product has no artwork."""
    if kind == "artwork" and product.art is not None:
        return draw(product, load_catalogue().brand(product.brand), net)
    return checker(net, index * 67 % 256)


def add_product(product: Product, variant: int, x_m: float, turn_deg: float, art: str, index: int) -> float:
    """Add one product with its left side at `x_m`; return where the next one may start."""
    package = packages.build(product)
    data = package.variants[variant % len(package.variants)]
    mesh = materials.mesh(data, product.sku)
    image = new_image(product.sku, np.asarray(artwork(product, package.net, art, index).convert("RGB")))
    for surface in package.surfaces:
        mesh.materials.append(materials.material(surface, image, f"{product.sku} {surface.name}"))
    item: Any = bpy.data.objects.new(product.sku, mesh)
    width = size_mm(product)[0] / 1000
    item.location = (x_m + width / 2, 0, 0)
    item.rotation_euler.z = math.radians(turn_deg)
    bpy.context.scene.collection.objects.link(item)
    print(f"{product.sku}: {(data.face_sizes - 2).sum()} triangles, {len(package.variants)} variants")
    return x_m + width + 0.022


def studio(width_m: float, height_m: float, view: str, picture_width: int, samples: int) -> None:
    """Set table, wall, lights and a long-lens camera from the front or from 35 degrees above."""
    scene: Any = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising = samples, True
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.cycles.max_bounces, scene.cycles.transmission_bounces = 10, 10
    scene.view_settings.look = "None"
    scene.view_settings.view_transform = "Khronos PBR Neutral"
    graph = MaterialGraph("table")
    table = graph.surface(graph.principled(base_color=(0.42, 0.42, 0.43)))
    profile = np.array([(-0.8, 0), (0.35, 0), (0.42, 0.02), (0.46, 0.08), (0.47, 1.2)])
    vertices = [(x, y, z) for y, z in profile for x in (-3, 3)]
    sheet = bpy.data.meshes.new("table")
    sheet.from_pydata(vertices, [], [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(profile) - 1)])
    sheet.materials.append(table)
    scene.collection.objects.link(bpy.data.objects.new("table", sheet))
    for x, y, z, size, energy in ((-0.7, -0.9, 1.1, 0.5, 14), (0.9, -0.5, 0.9, 0.4, 8), (0, 0.1, 1.3, 0.8, 9)):
        light: Any = bpy.data.lights.new("area", "AREA")
        light.size, light.energy = size, energy
        lamp = bpy.data.objects.new("area", light)
        lamp.location = (x, y, z)
        aim(lamp, (0, 0, height_m / 2))
        scene.collection.objects.link(lamp)
    WorldLight(scene, {}).realise(WorldSpec(hdri="bpy:interior.exr", rotation_rad=0.0, strength=0.45))
    pitch = math.radians(35 if view == "above" else 4)
    camera: Any = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    seen_height = height_m * math.cos(pitch) + 0.09 * math.sin(pitch) + 0.02
    distance = 1.6
    camera.location = (0, -distance * math.cos(pitch), height_m / 2 + distance * math.sin(pitch))
    aim(camera, (0, 0, height_m / 2))
    camera.data.sensor_fit = "HORIZONTAL"
    camera.data.lens = camera.data.sensor_width * distance / (width_m * 1.04)
    scene.collection.objects.link(camera)
    scene.camera = camera
    scene.render.resolution_x = picture_width
    scene.render.resolution_y = round(picture_width * seen_height * 1.1 / (width_m * 1.04))


def aim(item: Any, target: tuple[float, float, float]) -> None:
    """Turn a camera or lamp so that its -Z looks at `target`."""
    item.rotation_euler = (Vector(target) - item.location).to_track_quat("-Z", "Y").to_euler()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--skus", default="")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--view", choices=("front", "above"), default="front")
    parser.add_argument("--art", choices=("artwork", "checker"), default="artwork")
    parser.add_argument("--catalogue", action="store_true", help="the shipped catalogue's products of these kinds")
    parser.add_argument("--variant", type=int, default=0)
    parser.add_argument("--turn", type=float, default=0.0, help="degrees about Z")
    parser.add_argument("--limit", type=int, default=12)
    parser.add_argument("--width", type=int, default=720)
    parser.add_argument("--samples", type=int, default=24)
    arguments = parser.parse_args()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    wanted = products([k for k in arguments.kinds.split(",") if k], [s for s in arguments.skus.split(",") if s],
                      arguments.catalogue)[:arguments.limit]
    total = sum(size_mm(p)[0] / 1000 + 0.022 for p in wanted) - 0.022
    x = -total / 2
    for index, product in enumerate(wanted):
        x = add_product(product, arguments.variant, x, arguments.turn, arguments.art, index)
    studio(total + 0.03, max(size_mm(p)[2] for p in wanted) / 1000, arguments.view, arguments.width, arguments.samples)
    scene = bpy.context.scene
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(arguments.out.resolve())
    bpy.ops.render.render(write_still=True)
    os._exit(0)  # bpy's teardown may crash once the picture is written


if __name__ == "__main__":
    main()
