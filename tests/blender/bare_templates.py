"""Templates with as little in them as labels and pictures can be compared by: one empty bay, a stone in the place of a head."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from facings.assets.folders import blender_scenes_dir
from facings.blender import template
from facings.blender.camera import Exposure, realise_camera
from facings.blender.label_objects import number_objects
from facings.blender.label_scene import LabelScene
from facings.blender.template import TemplateReading
from facings.frames.spec import CameraSpec, LightSpec, PictureSpec, WorldSpec
from facings.scenes.face.realise.surroundings import Surroundings
from facings.scenes.face.surroundings.spec import SurroundingsSpec
from facings.scenes.face.template_info import FACE_TEMPLATES
from facings.scenes.shelf.realise.fixture import Fixture
from facings.scenes.shelf.semantics import SEMANTIC_CLASSES
from facings.scenes.shelf.signs import header_signs
from facings.scenes.shelf.spec import BaySpec, BoardSpec, FixtureSpec, ShelfSpec
from facings.scenes.shelf.template_info import SHELF_TEMPLATES

WIDTH, HEIGHT = 64, 48
PICTURE = PictureSpec(WIDTH, HEIGHT, 2, False, None, "png", 90, ())
WORLD = WorldSpec("bpy:interior.exr", 0.4, 0.3)
STONE = 1
"""Its pass index."""


class Bare:
    """A kind's shipped template in one arrangement."""

    file: str
    reading: TemplateReading
    camera: CameraSpec

    @classmethod
    def shipped(cls) -> Path:
        """The file."""
        return blender_scenes_dir() / f"{cls.file}.blend"

    @classmethod
    def variant(cls, folder: Path, change: Callable[[Any], Any]) -> Path:
        """Save the shipped template in a folder, changed."""
        bpy.ops.wm.open_mainfile(filepath=str(cls.shipped()), load_ui=False, use_scripts=False)
        change(bpy.context.scene)
        path = folder / f"{change.__name__}.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(path), copy=True, compress=True, relative_remap=False)
        return path

    @classmethod
    def arranged(cls, path: Path) -> Any:
        """Open a template and realise the arrangement; return its scene."""
        info = template.read_info(path, cls.reading)
        scene: Any = template.open_template(path, cls.reading)
        exposure = Exposure(scene)
        realise_camera(scene, scene.camera, cls.camera, WIDTH, HEIGHT)
        exposure.realise(scene, cls.camera)
        cls.realise(scene, info)
        bpy.context.view_layer.update()
        return scene

    @classmethod
    def labels(cls, path: Path, scratch: Path) -> np.ndarray:
        """Return the index of each pixel of the arrangement in a template."""
        return LabelScene(cls.arranged(path)).render((), (), scratch).index

    @classmethod
    def realise(cls, scene: Any, info: Any) -> None:
        """Arrange an open template and number its objects."""
        raise NotImplementedError


def camera_at(y_m: float, z_m: float) -> CameraSpec:
    """A camera before the middle that looks along +Y."""
    pose = ((1.0, 0.0, 0.0, 0.013), (0.0, 0.0, 1.0, y_m), (0.0, -1.0, 0.0, z_m), (0.0, 0.0, 0.0, 1.0))
    return CameraSpec(70.0, 70.0, WIDTH / 2, HEIGHT / 2, pose, None, 4.0, 0.05, 0.0, None, 10.0)


class Shelf(Bare):
    """One empty bay."""

    file, reading, camera = "shelf_gondola", SHELF_TEMPLATES, camera_at(-1.6, 1.7)

    @classmethod
    def realise(cls, scene: Any, info: Any) -> None:
        boards = tuple(BoardSpec(k, slot.z_m, slot.front_y_m, slot.back_y_m, 0.2, True) for k, slot in enumerate(info.boards))
        bay = BaySpec(0, -info.bay_width_m / 2, info.bay_width_m, "snacks", "Snacks", boards, ())
        fixture = FixtureSpec((0.7,) * 3, (0.8,) * 3, (0.1, 0.2, 0.4), 0.3, False)
        spec = ShelfSpec(1, "shelf", 0, 0, info.name, info.sha256, PICTURE, cls.camera, WORLD, (), fixture, (bay,), (), (), ())
        Fixture(scene).realise(spec, header_signs(spec, info.signs))
        number_objects(scene, (), SEMANTIC_CLASSES)


class Face(Bare):
    """A stone in the place of a head."""

    file, reading, camera = "face_studio", FACE_TEMPLATES, camera_at(-1.0, 1.6)

    @classmethod
    def around(cls, backdrop: str, yaw_rad: float = 0.4) -> SurroundingsSpec:
        """What surrounds the stone."""
        lights = tuple(LightSpec(group, 0.5, (1.0, 0.5, 0.25)) for group in ("key", "flash"))
        return SurroundingsSpec("", backdrop, WORLD, lights, yaw_rad, yaw_rad, (0.2, 0.3, 0.4), None)

    @classmethod
    def realise(cls, scene: Any, info: Any) -> None:
        backdrop = "sweep" if "sweep" in info.backdrops else "world"
        Surroundings(scene, {}).realise(cls.around(backdrop), cls.camera)
        place = np.array(info.world_from_body)[:3, 3]
        mesh: Any = bpy.data.meshes.new("stone")
        ends = [place + sign * 0.1 * np.eye(3)[axis] for axis in range(3) for sign in (1, -1)]
        mesh.from_pydata(ends, [], [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)])
        stone = bpy.data.objects.new("stone", mesh)
        scene.collection.objects.link(stone)
        number_objects(scene, (stone,), {"background": 0})
