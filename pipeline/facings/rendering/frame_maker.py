"""One frame from spec to files: the whole way in a few lines."""

import shutil
from collections.abc import Callable
from concurrent.futures import wait
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from facings.dataset.images import encode_array, encode_exr, encode_png
from facings.dataset.layout import DEPTH, INSTANCE, SEMANTIC, frame_name
from facings.dataset.migrations import RECORD_SCHEMA
from facings.frames.frame_labels import FrameLabels
from facings.frames.scene_kind import LoadedRecipe, Spec, Stage
from facings.frames.spec import to_json
from facings.labels.camera import Pinhole
from facings.labels.lens_fit import may_bend
from facings.labels.rle import rle_of_all
from facings.process.helper_thread import HelperThread
from facings.process.progress import Progress, silent
from facings.process.system import give_back_freed
from facings.process.timings import FrameTimings, Stopwatch
from facings.rendering.picture_maker import Picture, make_picture, picture_files
from facings.rendering.picture_metadata import metadata_of

_T = TypeVar("_T")


class FrameMaker:
    """Makes one frame after the other in this process's Blender; the template stays open, what can be reused stays loaded."""

    def __init__(self, loaded: LoadedRecipe, device: str = "cpu") -> None:
        """Open the recipe's template. `device` is 'auto', 'cpu', 'cuda', ..., or 'cuda:1' for one of several GPUs.

        Raises InputError where the template breaks its contract or the device is not there.
        """
        from facings.blender.lens import require_lens_device
        from facings.blender.session import quiet, select_device

        self.thread = HelperThread("label")
        """Labels and encodes beside the render of the picture."""
        self.timings: FrameTimings | None = None
        """Of the last frame that `make` made."""
        self._loaded = loaded
        with quiet():
            self.stage: Stage = loaded.kind.stage(loaded)
            self.device = select_device(device)
        if may_bend(loaded.recipe):
            require_lens_device(self.device)

    def make(self, spec: Any, progress: Progress = silent) -> tuple[dict[str, bytes], dict[str, Any]]:
        """Return the data files of a frame, by path relative to the dataset's folder, and its record without checksums."""
        watch = Stopwatch(self.thread)
        with watch.stage("prepare"):
            prepared = self._loaded.kind.prepare(self._loaded, spec, progress)
        realised = self.realise(spec, prepared, watch)
        del prepared  # it is in Blender
        made = self.finish(spec, realised, watch)
        self.timings = watch.timings()
        return made

    def realise(self, spec: Any, prepared: Any, watch: Stopwatch) -> Any:
        """Put a spec and what was prepared for it into Blender; return what `finish` needs."""
        from facings.blender.lens import require_lens_device
        from facings.blender.session import apply_device

        if spec.camera.lens is not None:  # a spec need not be the recipe's
            require_lens_device(self.device)
        apply_device(self.stage.scene, self.device)
        with watch.stage("realise"):
            return self.stage.realise(spec, prepared)

    def finish(self, spec: Any, realised: Any, watch: Stopwatch) -> tuple[dict[str, bytes], dict[str, Any]]:
        """Return the data files and the record of what was realised, as `make` does."""
        rle_in_record = self._loaded.recipe.labels.rle_in_record

        def encoded(labels: FrameLabels) -> tuple[dict[str, bytes], dict[str, Any]]:
            with watch.beside("encode labels", "picture"):
                return label_files(spec, labels), frame_record(spec, labels, rle_in_record=rle_in_record)

        picture, (files, record) = self._render(spec, realised, watch, encoded)
        with watch.stage("encode picture"):
            xmp = metadata_of(spec, self._licences) if spec.picture.metadata else None
            files = picture_files(spec, picture, xmp) | files
        give_back_freed()
        return files, record

    @cached_property
    def _licences(self) -> list[str]:
        return [str(asset["licence"]) for asset in self._loaded.kind.assets(self._loaded)]

    def render(self, spec: Any, prepared: Any) -> tuple[np.ndarray, FrameLabels]:
        """Return the picture, (H, W, 3) uint8 sRGB, and the labels of a spec and what was prepared for it."""
        watch = Stopwatch(self.thread)
        picture, labels = self._render(spec, self.realise(spec, prepared, watch), watch, lambda labels: labels)
        return picture.pixels, labels

    def _render(self, spec: Any, realised: Any, watch: Stopwatch, use: Callable[[FrameLabels], _T]) -> tuple[Picture, _T]:
        """Return the picture, and what `use` makes of the labels beside its render."""
        from facings.blender.session import scratch_folder

        stage, scratch = self.stage, scratch_folder()

        def label() -> _T:
            with watch.beside("label", "picture"):
                labels = stage.label(spec, passes, realised)
            return use(labels)

        try:
            with watch.stage("label render"):
                passes = stage.label_passes(spec, realised, scratch)
            labelling = self.thread.submit(label)
            try:
                with watch.stage("picture"):
                    picture = make_picture(stage.scene, spec, scratch)
            finally:
                with watch.stage("wait for labels"):  # whatever happens, nothing of this frame goes on beside the next one
                    wait([labelling])
            return picture, labelling.result()
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def label_files(spec: Spec, labels: FrameLabels) -> dict[str, bytes]:
    """Return the encoded maps by their paths; equal arrays give equal bytes."""
    name = frame_name(spec.frame)
    files = {
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
            "distortion_model": camera.distortion_model, "distortion": list(camera.distortion),
            "world_from_camera": camera.world_from_camera.tolist(),
        },
        "instances": instances, **labels.further,
    }
