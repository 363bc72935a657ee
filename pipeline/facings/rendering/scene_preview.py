"""Frames of one template as an artist looks at them: as a scene in a file, as label maps, as the batch's picture."""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from facings.dataset.layout import IMAGES
from facings.dataset.preview_overlay import drawn_labels
from facings.dataset.preview_style import class_colours, depth_colours, instance_colours
from facings.dataset.reader import Frame
from facings.errors import InputError
from facings.frames.loading import check_run, load_recipe
from facings.frames.scene_kind import LoadedRecipe
from facings.frames.spec import to_json
from facings.process.digest import file_sha256
from facings.process.progress import Progress
from facings.process.timings import Stopwatch
from facings.rendering.frame_maker import FrameMaker, frame_record, label_files

_MOST_LISTED = 12


class ScenePreview:
    """Samples and realises frames of recipes in one template; keeps it open while neither changes. Imports bpy."""

    def __init__(self, template: Path, device: str = "auto") -> None:
        self.template, self.device = template, device
        self._maker: FrameMaker | None = None
        self._opened = ""
        """What the open stage was made from."""
        self._written = False
        """Pictures of the open stage were packed, by which the batch's would be encoded anew."""

    def load(self, recipe: str, changes: Mapping[str, Any], quality: str | None = None) -> LoadedRecipe:
        """Return a recipe with this template; raises InputError."""
        return load_recipe(recipe, changes, quality=quality, template=str(self.template.absolute()))

    def sample(self, loaded: LoadedRecipe, seed: int, frame: int, progress: Progress) -> Any:
        """Return the spec of a frame; raises InputError."""
        check_run(1, frame, seed)
        return loaded.sample(seed, frame, progress)

    def realise(self, loaded: LoadedRecipe, seed: int, frame: int, out: Path, progress: Progress) -> dict[str, Any]:
        """Write a frame's scene to the .blend `out`; return the names of its scene and camera, and the picture's size."""
        spec = self.sample(loaded, seed, frame, progress)
        with self._stage(loaded) as maker:
            self._realised(maker, loaded, spec, progress)
            from facings.blender.scene_file import write_scene

            name = f"Facings seed {seed} frame {frame}"
            self._written = True
            try:
                write_scene(maker.stage.scene, out, name)
            except OSError as error:
                raise InputError(f"{out} cannot be written ({error.strerror or error}).") from error
            return {"file": str(out), "scene": name, "camera": maker.stage.scene.camera.name,
                    "size": [spec.picture.width_px, spec.picture.height_px], "holds": summary(spec)}

    def labels(self, loaded: LoadedRecipe, seed: int, frame: int, folder: Path, progress: Progress) -> dict[str, Any]:
        """Write a frame's labels as pictures into `folder`; return their paths by what they show, and the legend."""
        from facings.blender.session import scratch_folder

        spec = self.sample(loaded, seed, frame, progress)
        with self._stage(loaded) as maker:
            realised = self._realised(maker, loaded, spec, progress)
            scratch = scratch_folder()
            try:
                labels = maker.stage.label(spec, maker.stage.label_passes(spec, realised, scratch), realised)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        return _written_labels(loaded, Frame.from_files(frame_record(spec, labels), label_files(spec, labels)), folder)

    def look(self, loaded: LoadedRecipe, seed: int, frame: int, folder: Path, progress: Progress) -> dict[str, Any]:
        """Write a frame's picture, byte for byte the batch's on this device, and its labels; return what `labels` does and
        'picture'."""
        spec = self.sample(loaded, seed, frame, progress)
        with self._stage(loaded, fresh=self._written) as maker:
            files, record = maker.make(spec, progress)
        shown = Frame.from_files(record, files)
        told = _written_labels(loaded, shown, folder)
        picture = shown.file(IMAGES)
        path = folder / f"picture{Path(picture).suffix}"
        path.write_bytes(files[picture])
        return told | {"picture": str(path)}

    def forget(self) -> None:
        """Let go of the open stage: Blender has another file open, or the stage failed."""
        self._maker, self._opened, self._written = None, "", False

    def _realised(self, maker: FrameMaker, loaded: LoadedRecipe, spec: Any, progress: Progress) -> Any:
        prepared = loaded.kind.prepare(loaded, spec, progress)
        progress("", 0, 0)  # a last chance to cancel before Blender works
        return maker.realise(spec, prepared, Stopwatch(maker.thread))

    @contextlib.contextmanager
    def _stage(self, loaded: LoadedRecipe, *, fresh: bool = False) -> Iterator[FrameMaker]:
        """The open template, opened anew where it or the recipe is another; after an error it is not used again."""
        told = [file_sha256(self.template), loaded.resolved, sorted(map(str, loaded.files.values()))]
        wanted = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        if self._maker is None or wanted != self._opened or fresh:
            self.forget()
            self._maker, self._opened = FrameMaker(loaded, self.device), wanted
        try:
            yield self._maker
        except BaseException:
            self.forget()
            raise


def _written_labels(loaded: LoadedRecipe, frame: Frame, folder: Path) -> dict[str, Any]:
    kind, instance, semantic, depth_m = loaded.kind, frame.instance_map(), frame.semantic_map(), frame.depth()
    classes = class_colours(kind.semantic_classes)
    ids = instance_colours(max(len(frame.instances), int(instance.max())))
    hit = depth_m[np.isfinite(depth_m)]
    near_m, far_m = (float(v) for v in np.percentile(hit, (0.5, 99.5))) if hit.size else (0.0, 1.0)
    pictures = {
        "instances": _covering(ids[instance], instance > 0),
        "classes": _covering(classes[semantic], semantic > 0),
        "depth": Image.fromarray(depth_colours(depth_m, near_m, far_m)),
        "drawn": drawn_labels(frame, kind.reading),
    }
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {}
    for name, picture in pictures.items():
        told[name] = str(folder / f"{name}.png")
        picture.save(told[name], compress_level=1)
    shown = [entry for entry in kind.semantic_classes if (semantic == entry["id"]).any()]
    return told | {
        "size": [frame.width_px, frame.height_px], "depth_m": [round(near_m, 3), round(far_m, 3)],
        "legend": [{"name": entry["name"], "colour": classes[entry["id"]].tolist()} for entry in shown],
        "count": sum(bool(each["visible_px"]) for each in frame.instances),
    }


def summary(spec: Any) -> dict[str, Any]:
    """Return a spec's values for a person: numbers and words as they are, of lists how long they are, of the rest the first."""
    found: dict[str, Any] = {}
    for key, value in to_json(spec).items():
        if isinstance(value, list):
            found[key] = len(value)
        elif isinstance(value, dict):
            inner = {name: part for name, part in value.items() if isinstance(part, int | float | str | bool)}
            found |= {f"{key}.{name}": part for name, part in list(inner.items())[:_MOST_LISTED]}
        else:
            found[key] = value
    return found


def _covering(colours: np.ndarray, there: np.ndarray) -> Image.Image:
    """(H, W, 3) colours where there is something, else nothing."""
    return Image.fromarray(np.dstack([colours, np.where(there, 255, 0)]).astype(np.uint8))
