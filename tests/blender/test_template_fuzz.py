"""Sixty templates with settings of Blender's panels drawn at random: each is refused by name, or its labels are what Embree
finds in the scene, and its picture is that of the plain template where all that was changed is neutralised."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from bare_templates import HEIGHT, PICTURE, WIDTH, Bare, Face, Shelf
from embree_oracle import SceneOracle

from facings.blender.label_scene import LabelScene
from facings.blender.render import render_picture
from facings.blender.template_settings import SETTINGS, owners
from facings.blender.template_visibility import rendered_objects
from facings.errors import InputError
from facings.labels.camera import Pinhole

SEED, TEMPLATES_A_KIND, CHANGES = 2026, 30, 12
VERDICTS = ("neutralised", "facings", "free", "recorded", "refused")
NOT_HERE = {
    "hide_render": "what is hidden is another test's", "visible_camera": "the same",
    "show_instancer_for_render": "the same", "engine": "refused before anything is looked at",
    "matrix_world": "location, rotation and scale say it", "matrix_local": "the same", "matrix_basis": "the same",
    "matrix_parent_inverse": "no part has a parent", "dimensions": "scale says it", "pass_index": "each frame sets it",
    "use": "there is one layer",
}
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


def rendered(path: Path, kind: type[Bare], scratch: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture and the index of a template in one arrangement; Embree confirms the second."""
    scene = kind.arranged(path)
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
    here, scratch, shipped = tmp_path / "here", tmp_path / "scratch", kind.shipped()
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
        said = changed_at_random(bpy.context.scene, rng, ("neutralised",) if neutral else VERDICTS)
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
