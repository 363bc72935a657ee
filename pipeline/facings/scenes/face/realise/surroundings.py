"""Turns the template's lamps and backdrops with the camera, and shows the background that a spec names."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bpy
from mathutils import Matrix

from facings.blender.cycles_facts import show_instead
from facings.blender.lamps import Lamps
from facings.blender.pictures import photo
from facings.blender.template_contract import image_nodes, objects_of, placement
from facings.blender.template_evaluated import set_free
from facings.blender.visibility import show
from facings.blender.world_light import WorldLight
from facings.errors import InputError
from facings.frames.spec import CameraSpec
from facings.scenes.face.realise.template_contract import PICTURE, PLACED
from facings.scenes.face.surroundings.spec import SurroundingsSpec

_BLENDER_FROM_OPENCV = Matrix.Diagonal((1, -1, -1, 1))


class Surroundings:
    """World, lamps and backdrops of one opened template; `realise` is called once a frame."""

    def __init__(self, scene: bpy.types.Scene, files: Mapping[str, Path]) -> None:
        self._files = files
        self._anchor = placement(objects_of(scene, "head_anchor")[0])
        self._things = {role: objects_of(scene, role) for role in PLACED}
        self._places = {o.name: placement(o) for things in self._things.values() for o in things}
        camera = placement(objects_of(scene, "camera")[0])
        self._in_camera = {o.name: camera.inverted() @ self._places[o.name] for o in self._things["camera_light"]}
        self._lamps = Lamps(scene)
        self._world = WorldLight(scene, files)
        self._colors = {o.name: tuple(float(v) for v in _channels(o)) for o in self._things["backdrop"]}
        self._picture: bpy.types.Image | None = None
        self._shown = ""
        for things in self._things.values():
            for thing in things:
                set_free(thing)

    def realise(self, spec: SurroundingsSpec, camera: CameraSpec) -> None:
        """Arrange everything for one frame."""
        for thing in self._things["light"]:
            thing.matrix_world = self._turned(spec.lights_yaw_rad) @ self._places[thing.name]
        world_from_camera = Matrix(camera.world_from_camera) @ _BLENDER_FROM_OPENCV
        for lamp in self._things["camera_light"]:
            lamp.matrix_world = world_from_camera @ self._in_camera[lamp.name]
        for thing in self._things["backdrop"]:
            name = thing["facings_backdrop"]
            show(thing, name == spec.background)
            thing.matrix_world = self._turned(spec.backdrop_yaw_rad) @ self._places[thing.name]
            artist = self._colors[thing.name]
            _channels(thing)[:] = (*(a * b for a, b in zip(artist, spec.backdrop_color, strict=False)), artist[3])
            if name == PICTURE == spec.background:
                self._show(thing, spec.picture)
        self._lamps.realise(spec.lights, (*self._things["light"], *self._things["camera_light"]))
        self._world.realise(spec.world)

    def _turned(self, yaw_rad: float) -> Matrix:
        turn = Matrix.Rotation(yaw_rad if math.isfinite(yaw_rad) else 0.0, 4, "Z")
        return self._anchor @ turn @ self._anchor.inverted()

    def _show(self, thing: bpy.types.Object, picture: str | None) -> None:
        if picture is None or picture not in self._files:
            raise InputError(f"The background picture {picture!r} is not among this run's files. Name the folder of pictures"
                             " in the recipe again.")
        nodes = [node for slot in thing.material_slots for node in image_nodes(slot.material)]
        if not nodes:
            return
        if self._picture is not None and self._shown == picture:
            return
        old, self._picture, self._shown = self._picture, photo(self._files[picture]), picture
        show_instead(nodes[0], self._picture)
        if old is not None:
            bpy.data.images.remove(old)


def _channels(thing: bpy.types.Object) -> Any:
    """Its colour's four channels, which bpy's stubs take for no sequence."""
    return thing.color
