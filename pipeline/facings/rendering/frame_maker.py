"""One frame from spec to files: the whole way in a few lines."""

import shutil
from typing import Any

import numpy as np

from facings.dataset.images import encode_array, encode_exr, encode_picture, encode_png
from facings.dataset.layout import DEPTH, IMAGES, INSTANCE, SEMANTIC, frame_name
from facings.dataset.migrations import RECORD_SCHEMA
from facings.frames.frame_labels import FrameLabels
from facings.frames.scene_kind import LoadedRecipe, Spec, Stage
from facings.frames.spec import to_json
from facings.labels.camera import Pinhole
from facings.labels.rle import rle_of_all
from facings.process.progress import Progress, silent
from facings.process.system import give_back_freed


class FrameMaker:
    """Makes one frame after the other in this process's Blender; the template stays open, what can be reused stays loaded."""

    def __init__(self, loaded: LoadedRecipe, device: str = "cpu") -> None:
        """Open the recipe's template. `device` is 'auto', 'cpu', 'cuda', ..., or 'cuda:1' for one of several GPUs.

        Raises InputError where the template breaks its contract or the device is not there.
        """
        from facings.blender.session import quiet, select_device

        self._loaded = loaded
        with quiet():
            self.stage: Stage = loaded.kind.stage(loaded)
            self.device = select_device(device)

    def make(self, spec: Any, progress: Progress = silent) -> tuple[dict[str, bytes], dict[str, Any]]:
        """Return the data files of a frame, by path relative to the dataset's folder, and its record without checksums."""
        prepared = self._loaded.kind.prepare(self._loaded, spec, progress)
        picture, labels = self.render(spec, prepared)
        files = frame_files(spec, picture, labels)
        record = frame_record(spec, labels, rle_in_record=self._loaded.recipe.labels.rle_in_record)
        give_back_freed()
        return files, record

    def render(self, spec: Any, prepared: Any) -> tuple[np.ndarray, FrameLabels]:
        """Return the picture, (H, W, 3) uint8 sRGB, and the labels of a spec and what was prepared for it."""
        from facings.blender.render import render_picture
        from facings.blender.session import apply_device, scratch_folder

        stage = self.stage
        apply_device(stage.scene, self.device)
        realised = stage.realise(spec, prepared)
        scratch = scratch_folder()
        try:
            passes = stage.label_passes(spec, realised, scratch)
            picture = render_picture(stage.scene, spec.picture, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return picture, stage.label(spec, passes, realised)


def frame_files(spec: Spec, picture: np.ndarray, labels: FrameLabels) -> dict[str, bytes]:
    """Return the encoded picture and maps; the same arrays give the same bytes."""
    name, settings = frame_name(spec.frame), spec.picture
    files = {
        f"{IMAGES}/{name}.{settings.format}": encode_picture(picture, settings.format, settings.jpeg_quality),
        f"{INSTANCE}/{name}.png": encode_png(labels.instance),
        f"{SEMANTIC}/{name}.png": encode_png(labels.semantic),
        f"{DEPTH}/{name}.exr": encode_exr(labels.depth_m),
    }
    files |= {f"{kind}/{name}.exr": encode_exr(values) for kind, values in labels.optional.items()}
    files |= {f"{kind}/{name}.npy": encode_array(values) for kind, values in labels.arrays.items()}
    return files


def frame_record(spec: Spec, labels: FrameLabels, *, rle_in_record: bool = False) -> dict[str, Any]:
    """Return the frame's record without its checksums, which the store adds."""
    camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
    instances = labels.instances
    if rle_in_record:
        masks = rle_of_all(labels.instance)
        instances = [i | ({"segmentation": masks[i["id"]]} if i["id"] in masks else {}) for i in instances]
    return {
        "schema": RECORD_SCHEMA, "frame": spec.frame, "seed": spec.seed, "scene": spec.scene, "spec": to_json(spec),
        "camera": {
            "width_px": camera.width_px, "height_px": camera.height_px, "K": camera.K.tolist(),
            "distortion_model": "opencv", "distortion": [0.0, 0.0, 0.0, 0.0, 0.0],
            "world_from_camera": camera.world_from_camera.tolist(),
        },
        "instances": instances, **labels.further,
    }
