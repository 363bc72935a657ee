"""Items in Blender: one object each, meshes and materials shared by SKU and kept between frames."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy

from facings.blender.label_objects import SHAPE
from facings.blender.visibility import show
from facings.goods.body_files import Body, ModelBody, PackageBody
from facings.goods.packages.contents import INNER
from facings.goods.placement import PlacedItem
from facings.goods.products import LOADED_SKUS
from facings.goods.realise.materials import mesh
from facings.goods.realise.surface_materials import SurfaceMaterials, show_print


@dataclass
class _Loaded:
    """What is in Blender of one SKU."""

    meshes: dict[int, bpy.types.Mesh] = field(default_factory=dict)
    """By variant: those that were asked for."""
    materials: list[bpy.types.Material] = field(default_factory=list)
    """Of a package, in the order of its surfaces."""
    printed: dict[str, list[bpy.types.Material]] = field(default_factory=dict)
    """Its own materials, by the SKU whose print they carry."""
    prints: dict[str, tuple[Path, bpy.types.Image]] = field(default_factory=dict)
    """What they carry now."""
    further: list[bpy.types.ID] = field(default_factory=list)
    """Materials, images and node groups that came with a model."""

    @property
    def own(self) -> list[bpy.types.ID]:
        """All that goes with the SKU, beside its meshes."""
        return [*sum(self.printed.values(), []), *(image for _, image in self.prints.values()), *self.further]


class ItemPool:
    """Places items in a collection, reusing its objects and what is loaded from one frame to the next."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._loaded: OrderedDict[str, _Loaded] = OrderedDict()
        self._materials = SurfaceMaterials()

    def realise(self, placed: Sequence[PlacedItem], bodies: Mapping[str, Body]) -> list[bpy.types.Object]:
        """Return one object an item, in the order of `placed`; surplus objects of earlier frames are hidden.

        `bodies` holds the body of each SKU.
        """
        used = {item.sku for item in placed}
        self._load(used, bodies)
        for index, item in enumerate(placed):
            body = self._mesh(bodies[item.sku], item.variant)
            if index == len(self._objects):
                # Object Info's Random depends on the name, so a name depends on the place in the spec alone.
                self._objects.append(bpy.data.objects.new(f"product.{index:05d}", body))
                self._objects[index].rotation_mode = "QUATERNION"
                self._collection.objects.link(self._objects[index])
            instance: Any = self._objects[index]  # bpy's stubs let nothing be assigned to a colour
            if instance.data != body:
                instance.data = body
            instance.location = item.position_m
            instance.rotation_quaternion = item.rotation_wxyz
            instance.scale = item.scale
            instance.color = (*item.tint, 1.0)
            show(instance, True)
        for surplus in self._objects[len(placed):]:
            show(surplus, False)
        self._forget(used)
        return self._objects[:len(placed)]

    def _load(self, skus: set[str], bodies: Mapping[str, Body]) -> None:
        replaced = []
        for sku in sorted(skus):
            body = bodies[sku]
            if sku not in self._loaded:
                self._loaded[sku] = _model(body) if isinstance(body, ModelBody) else self._package(body)
            self._loaded.move_to_end(sku)
            if isinstance(body, PackageBody):
                replaced += _print(self._loaded[sku], body)
        bpy.data.batch_remove(replaced)

    def _package(self, body: PackageBody) -> _Loaded:
        loaded = _Loaded()
        for surface in body.package.surfaces:
            if not surface.printed:
                loaded.materials.append(self._materials.plain(surface))
                continue
            owner = body.inner if body.inner and surface.name.startswith(INNER) else body.sku
            loaded.materials.append(self._materials.printed(surface, f"{body.sku}.{surface.name}"))
            loaded.printed.setdefault(owner, []).append(loaded.materials[-1])
        return loaded

    def _mesh(self, body: Body, variant: int) -> bpy.types.Mesh:
        """The mesh of a loaded SKU's variant, counted round."""
        loaded = self._loaded[body.sku]
        number = 0 if isinstance(body, ModelBody) else variant % len(body.package.variants)
        if number not in loaded.meshes:
            assert isinstance(body, PackageBody), "a model comes with its only mesh"
            poured: Any = mesh(body.package.variants[number], f"{body.sku}.{number}")
            poured[SHAPE] = f"{body.sku}.{number}"
            for slot in loaded.materials:
                poured.materials.append(slot)
            loaded.meshes[number] = poured
        return loaded.meshes[number]

    def _forget(self, in_use: set[str]) -> None:
        surplus = len(self._loaded) - max(LOADED_SKUS, len(in_use))
        gone = [self._loaded.pop(sku) for sku in [s for s in self._loaded if s not in in_use][:max(surplus, 0)]]
        meshes = {m for forgotten in gone for m in forgotten.meshes.values()}
        if meshes:
            stand_in = next(m for loaded in self._loaded.values() for m in loaded.meshes.values())
            for hidden in self._objects:
                if hidden.data in meshes:
                    hidden.data = stand_in
        # In one call: each looks through everything for users of what goes.
        bpy.data.batch_remove([*meshes, *(thing for forgotten in gone for thing in forgotten.own)])
        self._materials.forget_unused()


def _print(loaded: _Loaded, body: PackageBody) -> list[bpy.types.Image]:
    """Let a package carry its prints as finely as the body has them; return the images that it showed before."""
    replaced = []
    for owner, materials in loaded.printed.items():
        path = body.prints[owner]
        if owner in loaded.prints:
            if loaded.prints[owner][0] == path:
                continue
            replaced.append(loaded.prints[owner][1])
        image = bpy.data.images.load(str(path))
        image.name = f"print.{body.sku}.{owner}"
        for printed in materials:
            show_print(printed, image, reduced=body.levels.get(owner, 0) > 0)
        loaded.prints[owner] = path, image
    return replaced


def _model(body: ModelBody) -> _Loaded:
    before = {*bpy.data.images, *bpy.data.node_groups}
    # Inside the block `wanted.meshes` holds names, behind it meshes; bpy's stubs know neither.
    library: Any = bpy.data.libraries.load(str(body.blend), link=False)
    with library as (_, wanted):
        wanted.meshes = [body.mesh]
    poured: Any = wanted.meshes[0]
    poured[SHAPE] = poured.name = f"{body.sku}.0"
    brought = sorted({*bpy.data.images, *bpy.data.node_groups} - before, key=lambda thing: thing.name)
    return _Loaded({0: poured}, further=[*(m for m in poured.materials if m is not None), *brought])
