"""Items in Blender: one object each, meshes and materials shared by SKU and kept between frames."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import bpy

from facings.blender.label_objects import SHAPE
from facings.goods.body_files import Body, ModelBody, PackageBody
from facings.goods.packages.contents import INNER
from facings.goods.placement import PlacedItem
from facings.goods.products import LOADED_SKUS
from facings.goods.realise.materials import material, mesh


@dataclass
class _Loaded:
    meshes: list[bpy.types.Mesh]
    materials: list[bpy.types.Material]
    images: list[bpy.types.Image] = field(default_factory=list)


class ItemPool:
    """Places items in a collection, reusing its objects and what is loaded from one frame to the next."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._loaded: OrderedDict[str, _Loaded] = OrderedDict()

    def realise(self, placed: Sequence[PlacedItem], bodies: Mapping[str, Body]) -> list[bpy.types.Object]:
        """Return one object an item, in the order of `placed`; surplus objects of earlier frames are hidden.

        `bodies` holds the body of each SKU.
        """
        used = {item.sku for item in placed}
        self._load(used, bodies)
        for index, item in enumerate(placed):
            variants = self._loaded[item.sku].meshes
            body = variants[item.variant % len(variants)]
            if index == len(self._objects):
                # Object Info's Random depends on the name, so a name depends on the place in the spec alone.
                self._objects.append(bpy.data.objects.new(f"product.{index:05d}", body))
                self._objects[index].rotation_mode = "QUATERNION"
                self._collection.objects.link(self._objects[index])
            instance: Any = self._objects[index]  # bpy's stubs let nothing be assigned to a colour
            instance.data = body
            instance.location = item.position_m
            instance.rotation_quaternion = item.rotation_wxyz
            instance.scale = item.scale
            instance.color = (*item.tint, 1.0)
            _show(instance, True)
        for surplus in self._objects[len(placed):]:
            _show(surplus, False)
        self._forget(used)
        return self._objects[:len(placed)]

    def _load(self, skus: set[str], bodies: Mapping[str, Body]) -> None:
        for sku in sorted(skus):
            if sku not in self._loaded:
                body = bodies[sku]
                self._loaded[sku] = _model(body) if isinstance(body, ModelBody) else _package(body)
            self._loaded.move_to_end(sku)

    def _forget(self, in_use: set[str]) -> None:
        surplus = len(self._loaded) - max(LOADED_SKUS, len(in_use))
        for sku in [s for s in self._loaded if s not in in_use][:max(surplus, 0)]:
            gone = self._loaded.pop(sku)
            stand_in = next(iter(self._loaded.values())).meshes[0]
            for surplus_object in self._objects:
                if surplus_object.data in gone.meshes:
                    surplus_object.data = stand_in
            bpy.data.batch_remove([*gone.meshes, *gone.materials, *gone.images])


def _package(body: PackageBody) -> _Loaded:
    sku, images, materials = body.sku, {}, []
    for surface in body.package.surfaces:
        image = None
        if surface.printed:
            owner = body.inner if body.inner and surface.name.startswith(INNER) else sku
            if owner not in images:
                images[owner] = bpy.data.images.load(str(body.prints[owner]))
                images[owner].name = f"print.{sku}.{owner}"
            image = images[owner]
        materials.append(material(surface, image, f"{sku}.{surface.name}"))
    meshes = []
    for number, data in enumerate(body.package.variants):
        poured = mesh(data, f"{sku}.{number}")
        poured[SHAPE] = f"{sku}.{number}"
        for slot in materials:
            poured.materials.append(slot)
        meshes.append(poured)
    return _Loaded(meshes, materials, list(images.values()))


def _model(body: ModelBody) -> _Loaded:
    before = set(bpy.data.images)
    # Inside the block `wanted.meshes` holds names, behind it meshes; bpy's stubs know neither.
    library: Any = bpy.data.libraries.load(str(body.blend), link=False)
    with library as (_, wanted):
        wanted.meshes = [body.mesh]
    poured: Any = wanted.meshes[0]
    poured[SHAPE] = poured.name = f"{body.sku}.0"
    images = sorted(set(bpy.data.images) - before, key=lambda i: i.name)
    return _Loaded([poured], [m for m in poured.materials if m is not None], images)


def _show(item: bpy.types.Object, shown: bool) -> None:
    item.hide_render = not shown
    item.hide_viewport = not shown
