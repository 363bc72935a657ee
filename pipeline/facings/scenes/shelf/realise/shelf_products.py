"""Products in Blender: one object an item, meshes and materials shared by SKU and kept between frames."""

import json
from collections import OrderedDict
from dataclasses import dataclass, field

import bpy

from facings.blender.label_objects import SHAPE
from facings.goods.packages.package import Package
from facings.goods.products import Products, load_package
from facings.goods.realise.materials import material, mesh
from facings.scenes.shelf.spec import PlacedProduct

INNER = "inner:"
"""Surfaces so named belong to the product inside a multipack or tray and carry its print."""

LOADED_SKUS = 96
"""SKUs that stay loaded after the frames that used them; a frame that needs more loads more for its own time."""


@dataclass
class _Loaded:
    meshes: list[bpy.types.Mesh]
    materials: list[bpy.types.Material]
    images: list[bpy.types.Image] = field(default_factory=list)


class ShelfProducts:
    """Places items in a collection, reusing its objects and what is loaded from one frame to the next."""

    def __init__(self, products: Products, collection: bpy.types.Collection) -> None:
        self._products = products
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._loaded: OrderedDict[str, _Loaded] = OrderedDict()

    def realise(self, placed: tuple[PlacedProduct, ...]) -> list[bpy.types.Object]:
        """Return one object an item, in the order of `placed`; surplus objects of earlier frames are hidden."""
        self._load({p.sku for p in placed})
        for index, item in enumerate(placed):
            variants = self._loaded[item.sku].meshes
            body = variants[item.variant % len(variants)]
            if index == len(self._objects):
                # Object Info's Random depends on the name, so a name depends on the place in the spec alone.
                self._objects.append(bpy.data.objects.new(f"product.{index:05d}", body))
                self._objects[index].rotation_mode = "QUATERNION"
                self._collection.objects.link(self._objects[index])
            instance = self._objects[index]
            instance.data = body
            instance.location = item.position_m
            instance.rotation_quaternion = item.rotation_wxyz
            instance.scale = item.scale
            instance.color = (*item.tint, 1.0)
            _show(instance, True)
        for surplus in self._objects[len(placed):]:
            _show(surplus, False)
        self._forget({p.sku for p in placed})
        return self._objects[:len(placed)]

    def _load(self, skus: set[str]) -> None:
        self._products.make_prints(skus)
        self._products.shapes(skus)
        for sku in sorted(skus):
            if sku not in self._loaded:
                product = self._products.catalogue.product(sku)
                self._loaded[sku] = self._model(sku) if product.model is not None else self._package(sku)
            self._loaded.move_to_end(sku)

    def _package(self, sku: str) -> _Loaded:
        package: Package = load_package(self._products.body_folder(sku))
        inner = self._products.catalogue.product(sku).content.inner
        images: dict[str, bpy.types.Image] = {}
        materials = []
        for surface in package.surfaces:
            image = None
            if surface.printed:
                owner = inner if inner and surface.name.startswith(INNER) else sku
                if owner not in images:
                    images[owner] = bpy.data.images.load(str(self._products.print_path(owner)))
                    images[owner].name = f"print.{sku}.{owner}"
                image = images[owner]
            materials.append(material(surface, image, f"{sku}.{surface.name}"))
        meshes = []
        for number, data in enumerate(package.variants):
            body = mesh(data, f"{sku}.{number}")
            body[SHAPE] = f"{sku}.{number}"
            for slot in materials:
                body.materials.append(slot)
            meshes.append(body)
        return _Loaded(meshes, materials, list(images.values()))

    def _model(self, sku: str) -> _Loaded:
        folder = self._products.body_folder(sku)
        name = json.loads((folder / "model.json").read_text())["mesh"]
        before = set(bpy.data.images)
        with bpy.data.libraries.load(str(folder / "model.blend"), link=False) as (_, wanted):
            wanted.meshes = [name]
        body = wanted.meshes[0]
        body.name = body[SHAPE] = f"{sku}.0"
        images = sorted(set(bpy.data.images) - before, key=lambda i: i.name)
        return _Loaded([body], [m for m in body.materials if m is not None], images)

    def _forget(self, in_use: set[str]) -> None:
        surplus = len(self._loaded) - max(LOADED_SKUS, len(in_use))
        for sku in [s for s in self._loaded if s not in in_use][:max(surplus, 0)]:
            gone = self._loaded.pop(sku)
            stand_in = next(iter(self._loaded.values())).meshes[0]
            for surplus_object in self._objects:
                if surplus_object.data in gone.meshes:
                    surplus_object.data = stand_in
            bpy.data.batch_remove([*gone.meshes, *gone.materials, *gone.images])


def _show(item: bpy.types.Object, shown: bool) -> None:
    item.hide_render = not shown
    item.hide_viewport = not shown
