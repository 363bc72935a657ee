"""A scene kind for tests of batches: one cube a frame, rendered by Cycles in milliseconds, and faults on demand.

Faults are no part of a recipe, so that a disturbed run and an undisturbed one make the same dataset. The environment's
TOY_FAULTS maps frame numbers to 'unsampled', to 'raise', 'bad_input', 'abort', 'exit', 'hang', 'hog' or 'slow' when the frame
is realised, or to one of these with 'prepare_' or 'label_' before it when it is prepared or labelled; with TOY_ONCE, a folder,
each happens once only. With TOY_CLOCK, the clock goes backwards. With TOY_BROKEN, no worker gets further than this module,
nor with TOY_EXIT, which calls `sys.exit` as a script does that was not meant to be imported.
"""

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np

from facings.errors import InputError
from facings.frames.frame_labels import FrameLabels
from facings.frames.kind_reading import KindReading
from facings.frames.passes import FramePasses
from facings.frames.pictures import sample_picture
from facings.frames.spec import CameraSpec, PictureSpec
from facings.frames.streams import stream
from facings.process.progress import silent
from facings.recipes.numeric import Number
from facings.recipes.recipe import Recipe

if "TOY_BROKEN" in os.environ and "facings.rendering.worker_process" in sys.argv + sys.orig_argv:
    print("this node is broken", file=sys.stderr, flush=True)
    os._exit(1)  # as a library that does not load ends a process
if "TOY_EXIT" in os.environ and "facings.rendering.worker_process" in sys.argv + sys.orig_argv:
    sys.exit("no script is to be imported")
if "TOY_CLOCK" in os.environ:
    _real, _start = time.time, time.time()
    time.time = lambda: _start - 1e6 - 100 * (_real() - _start)


class ToyRecipe(Recipe):
    """How large the cube is."""

    size_m: Annotated[float, Number(gt=0, le=2, unit="m")] = 1.0


@dataclass(frozen=True)
class ToySpec:
    """One frame."""

    schema: int
    scene: str
    seed: int
    frame: int
    picture: PictureSpec
    camera: CameraSpec
    colour: tuple[float, float, float]
    size_m: float


class ToyKind:
    """See `facings.frames.scene_kind.SceneKind`."""

    name = "toy"
    package = "facings-toy"
    recipe_model = ToyRecipe
    spec_type = ToySpec
    record_type = dict
    reading = KindReading()
    semantic_classes = ({"id": 0, "name": "background"}, {"id": 1, "name": "cube"})

    def code(self):
        return {"realise": ("facings_toy",)}

    def categories(self, loaded):
        return [{"id": 1, "name": "cube", "supercategory": "toy"}]

    def assets(self, loaded, progress=silent):
        return []

    def input_files(self, loaded):
        return {}

    def sample(self, loaded, seed, frame, progress=silent):
        if fault(frame, ("unsampled",)):
            raise RuntimeError("this frame cannot be sampled")
        rng = stream(seed, frame, "cube")
        picture = sample_picture(loaded.recipe, seed, frame)
        pose = np.eye(4)
        pose[:3, :3] = np.diag([1.0, -1.0, -1.0])
        pose[2, 3] = 4.0
        camera = CameraSpec(float(picture.width_px), float(picture.width_px), picture.width_px / 2, picture.height_px / 2,
                            tuple(map(tuple, pose.tolist())), None, 4.0, 0.036, 0.0, None, 10.0)
        return ToySpec(1, "toy", seed, frame, picture, camera, tuple(rng.random(3).tolist()), loaded.recipe.size_m)

    def prepare(self, loaded, spec, progress=silent):
        misbehave(spec.frame, "prepare_")
        return None

    def stage(self, loaded):
        return ToyStage()


class ToyStage:
    """A scene with a cube, a camera that looks down on it and a sun."""

    def __init__(self):
        import bpy

        bpy.ops.wm.read_factory_settings(use_empty=True)
        bpy.ops.mesh.primitive_cube_add(size=1)
        self._cube = bpy.context.object
        self._cube.rotation_euler = (0.5, 0.4, 0.3)
        bpy.ops.object.camera_add(location=(0, 0, 4))
        self.scene = bpy.context.scene
        self.scene.camera = bpy.context.object
        bpy.ops.object.light_add(type="SUN", rotation=(0.6, 0.2, 0))
        self.scene.render.engine = "CYCLES"
        self._material = bpy.data.materials.new("cube")
        self._cube.data.materials.append(self._material)

    def realise(self, spec, prepared):
        misbehave(spec.frame)
        self._material.diffuse_color = (*spec.colour, 1.0)
        self._material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (*spec.colour, 1.0)
        self._cube.scale = (spec.size_m,) * 3
        self.scene.render.resolution_x, self.scene.render.resolution_y = spec.picture.width_px, spec.picture.height_px

    def label_passes(self, spec, realised, scratch):
        nothing = np.zeros((spec.picture.height_px, spec.picture.width_px), np.int32)
        return FramePasses(nothing, np.full(nothing.shape, np.inf, np.float32), {})

    def label(self, spec, passes, realised):
        misbehave(spec.frame, "label_")
        return FrameLabels(passes.index.astype(np.uint16), passes.index.astype(np.uint8), passes.depth_m, {}, [], {})


def misbehave(frame, when=""):
    """Do what TOY_FAULTS says of a frame."""
    found = fault(frame, [when + kind for kind in ("raise", "bad_input", "abort", "exit", "hang", "hog", "slow")])
    match found and found.removeprefix(when):
        case "raise":
            raise RuntimeError(f"frame {frame} is poison")
        case "bad_input":
            raise InputError(f"frame {frame} asks for what is not there.")
        case "abort":
            print("last words", flush=True)
            os.abort()
        case "exit":
            sys.exit("a script of its own ends here")
        case "hang":
            time.sleep(3600)
        case "hog":
            held = []
            while True:
                held.append(np.ones(2**24, np.uint8))
                time.sleep(0.01)
        case "slow":
            time.sleep(float(os.environ.get("TOY_SLOW_S", "1")))


def fault(frame, kinds):
    """Return what of `kinds` is to happen now, if anything."""
    faults = json.loads(os.environ.get("TOY_FAULTS", "{}"))
    kind = faults.get(str(frame), faults.get("all"))
    if kind not in kinds:
        return None
    if os.environ.get("TOY_ONCE"):
        mark = Path(os.environ["TOY_ONCE"]) / f"{kind}-{frame}"
        if mark.exists():
            return None
        mark.touch()
    return kind


KIND = ToyKind()
