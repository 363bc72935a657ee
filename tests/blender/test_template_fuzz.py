"""Sixty templates with settings of Blender's panels drawn at random: each is refused by name, or its labels are what Embree
finds in the scene, and its picture is that of the plain template where all that was changed is neutralised."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from embree_oracle import SceneOracle

from facings.assets.folders import blender_scenes_dir
from facings.blender import template
from facings.blender.camera import Exposure, realise_camera
from facings.blender.label_objects import number_objects
from facings.blender.label_scene import LabelScene
from facings.blender.render import render_picture
from facings.blender.template_settings import SETTINGS, owners
from facings.blender.template_visibility import rendered_objects
from facings.errors import InputError
from facings.frames.spec import CameraSpec, PictureSpec, WorldSpec
from facings.labels.camera import Pinhole
from facings.scenes.face.realise.surroundings import Surroundings
from facings.scenes.face.surroundings.spec import SurroundingsSpec
from facings.scenes.face.template_info import FACE_TEMPLATES
from facings.scenes.shelf.realise.fixture import Fixture
from facings.scenes.shelf.semantics import SEMANTIC_CLASSES
from facings.scenes.shelf.signs import header_signs
from facings.scenes.shelf.spec import BaySpec, BoardSpec, FixtureSpec, ShelfSpec
from facings.scenes.shelf.template_info import SHELF_TEMPLATES

SEED, TEMPLATES_A_KIND, CHANGES = 2026, 30, 12
WIDTH, HEIGHT = 64, 48
PICTURE = PictureSpec(WIDTH, HEIGHT, 2, False, None, "png", 90, ())
NOT_HERE = {
    "hide_render": "what is hidden is another test's", "visible_camera": "the same",
    "show_instancer_for_render": "the same", "engine": "refused before anything is looked at",
    "matrix_world": "location, rotation and scale say it", "matrix_local": "the same", "matrix_basis": "the same",
    "matrix_parent_inverse": "no part has a parent", "dimensions": "scale says it", "pass_index": "each frame sets it",
    "use": "there is one layer",
}
WORLD = WorldSpec("bpy:interior.exr", 0.4, 0.3)


def camera_at(y_m: float, z_m: float) -> CameraSpec:
    """A camera before the middle that looks along +Y."""
    pose = ((1.0, 0.0, 0.0, 0.013), (0.0, 0.0, 1.0, y_m), (0.0, -1.0, 0.0, z_m), (0.0, 0.0, 0.0, 1.0))
    return CameraSpec(70.0, 70.0, WIDTH / 2, HEIGHT / 2, pose, None, 4.0, 0.05, 0.0, None, 10.0)


class Shelf:
    """One empty bay."""

    file, reading, camera = "shelf_gondola", SHELF_TEMPLATES, camera_at(-1.6, 1.7)

    @staticmethod
    def realise(scene: Any, info: Any) -> None:
        boards = tuple(BoardSpec(k, slot.z_m, slot.front_y_m, slot.back_y_m, 0.2, True) for k, slot in enumerate(info.boards))
        bay = BaySpec(0, -info.bay_width_m / 2, info.bay_width_m, "snacks", "Snacks", boards, ())
        fixture = FixtureSpec((0.7,) * 3, (0.8,) * 3, (0.1, 0.2, 0.4), 0.3, False)
        spec = ShelfSpec(1, "shelf", 0, 0, info.name, info.sha256, PICTURE, Shelf.camera, WORLD, (), fixture, (bay,), (), (),
                         ())
        Fixture(scene).realise(spec, header_signs(spec, info.signs))
        number_objects(scene, (), SEMANTIC_CLASSES)


class Face:
    """A ball in the place of a head."""

    file, reading, camera = "face_studio", FACE_TEMPLATES, camera_at(-1.0, 1.6)

    @staticmethod
    def realise(scene: Any, info: Any) -> None:
        backdrop = "sweep" if "sweep" in info.backdrops else "world"
        spec = SurroundingsSpec("", backdrop, WORLD, (), 0.4, 0.2, (0.2, 0.3, 0.4), None)
        Surroundings(scene, {}).realise(spec, Face.camera)
        place = np.array(info.world_from_body)[:3, 3]
        mesh: Any = bpy.data.meshes.new("head")
        ends = [place + sign * 0.1 * np.eye(3)[axis] for axis in range(3) for sign in (1, -1)]
        mesh.from_pydata(ends, [], [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)])
        head = bpy.data.objects.new("head", mesh)
        scene.collection.objects.link(head)
        number_objects(scene, (head,), {"background": 0})


def things_with_settings(scene: Any) -> dict[str, list[Any]]:
    """All that has settings, by RNA type."""
    camera: Any = next(thing for thing in scene.objects if thing.type == "CAMERA")
    found: dict[str, list[Any]] = {"Camera": [camera.data], "CameraDOFSettings": [camera.data.dof], "World": [scene.world],
                                   "CyclesWorldSettings": [scene.world.cycles],
                                   "CyclesVisibilitySettings": [scene.world.cycles_visibility]}
    for owner, _, thing in owners(scene):
        found.setdefault(owner, []).append(thing)
    return found


def drawn_value(rng: np.random.Generator, prop: Any) -> Any:
    """A value of a property; None where it has none of a simple type."""
    if prop.type == "BOOLEAN":
        value = rng.random(prop.array_length or 1) < 0.5
        return value.tolist() if prop.is_array else bool(value[0])
    if prop.type == "ENUM":
        known = [item.identifier for item in prop.enum_items]
        chosen = [str(name) for name in rng.permutation(known)[:1]]
        return None if not known else set(chosen) if prop.is_enum_flag else chosen[0]
    if prop.type in ("INT", "FLOAT"):
        # Not without end: what takes for ever is no other label.
        low, high = max(prop.soft_min, -20.0), min(prop.soft_max, 20.0)
        value = rng.uniform(low, max(high, low), prop.array_length or 1)
        number = int if prop.type == "INT" else float
        return [number(v) for v in value] if prop.is_array else number(value[0])
    return None


def changed_at_random(scene: Any, rng: np.random.Generator, verdicts: tuple[str, ...]) -> list[str]:
    """Give settings of some verdicts other values; return what was changed."""
    said = []
    things = things_with_settings(scene)
    settings = [s for s in SETTINGS if s.verdict in verdicts and s.name not in NOT_HERE and s.owner in things]
    by_owner = sorted({setting.owner for setting in settings})
    while len(said) < CHANGES:
        owner = str(rng.choice(by_owner))
        setting = settings[rng.choice([k for k, s in enumerate(settings) if s.owner == owner])]
        thing = things[owner][rng.integers(len(things[owner]))]
        prop = thing.bl_rna.properties[setting.name]
        value = None if prop.is_readonly else drawn_value(rng, prop)
        if value is None:
            continue
        try:
            setattr(thing, setting.name, value)
        except (TypeError, ValueError):
            continue  # a choice that another setting does not offer
        said.append(f"{getattr(thing, 'name', owner)}.{setting.name} = {value!r}")
    return said


def rendered(path: Path, kind: Any, scratch: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture and the index of a template in one arrangement; Embree confirms the second."""
    info = template.read_info(path, kind.reading)
    scene: Any = template.open_template(path, kind.reading)
    exposure = Exposure(scene)
    realise_camera(scene, scene.camera, kind.camera, WIDTH, HEIGHT)
    exposure.realise(scene, kind.camera)
    kind.realise(scene, info)
    bpy.context.view_layer.update()
    index = LabelScene(scene).render((), (), scratch).index
    picture = render_picture(scene, PICTURE, scratch)
    assert list(scratch.iterdir()) == []
    shown = set(rendered_objects(scene))
    for thing in scene.objects:
        thing.hide_viewport = False
    for collection in bpy.data.collections:
        collection.hide_viewport = False
    bpy.context.view_layer.update()
    oracle = SceneOracle(scene, [thing for thing in scene.objects if thing not in shown])
    camera = Pinhole.of(kind.camera, WIDTH, HEIGHT)
    centre = oracle.cast(camera)
    off = (index != centre.index) & ~oracle.ties(camera, index, centre)
    assert not off.any(), f"{off.sum()} pixels: {np.unique(index[off])} instead of {np.unique(centre.index[off])}"
    return picture, index


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Shelf, Face])
def test_templates_with_settings_drawn_at_random(tmp_path, monkeypatch, kind) -> None:
    here, scratch, shipped = tmp_path / "here", tmp_path / "scratch", blender_scenes_dir() / f"{kind.file}.blend"
    for folder in (here, scratch):
        folder.mkdir()
    monkeypatch.chdir(here)
    plain = rendered(shipped, kind, scratch)
    assert len(np.unique(plain[1])) > 1
    wrong, refused = [], 0
    for number in range(TEMPLATES_A_KIND):
        rng = np.random.default_rng((SEED, number))
        neutral = number % 3 == 0
        bpy.ops.wm.open_mainfile(filepath=str(shipped), load_ui=False, use_scripts=False)
        said = changed_at_random(bpy.context.scene, rng, ("neutralised",) if neutral else ("neutralised", "facings", "free"))
        path = tmp_path / f"{number}.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(path), copy=True, compress=True, relative_remap=False)
        print(f"seed {SEED}, template {number}: {'; '.join(said)}", flush=True)
        try:
            picture, index = rendered(path, kind, scratch)
            if neutral and not (np.array_equal(picture, plain[0]) and np.array_equal(index, plain[1])):
                wrong.append(f"{number}: another picture than the plain template's")
        except InputError as error:
            refused += 1
            print(f"  refused: {error}", flush=True)
            if neutral or str(path) not in str(error):
                wrong.append(f"{number}: {error}")
        except Exception as error:
            wrong.append(f"{number}: {type(error).__name__} {error}")
        path.unlink()
        left = [other.name for folder in (tmp_path, here) for other in folder.iterdir() if other not in (here, scratch)]
        wrong += [f"{number}: left {name}" for name in left]
    assert wrong == [], "\n".join(wrong)
    assert refused < TEMPLATES_A_KIND / 2
