"""Reads a dataset folder: frames by position or number, their records, maps and poses as numpy, each when asked for."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from errno import ENOENT
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast, overload

import numpy as np

from facings.dataset.header import DatasetHeader, parse_header
from facings.dataset.images import decode_array, decode_exr, decode_picture, decode_png
from facings.dataset.layout import BEFORE_SENSOR, DEPTH, HEADER, IMAGES, INSTANCE, SEMANTIC, frame_numbers, record_path
from facings.dataset.migrations import migrated_record
from facings.dataset.record_text import record_of, record_text
from facings.errors import InputError
from facings.labels.boundaries import touching
from facings.labels.camera import Pinhole
from facings.labels.object_coordinates import object_coordinates

if TYPE_CHECKING:
    from facings.dataset.records import FrameRecord
    from facings.labels.instance_record import InstanceRecord


class Dataset:
    """A dataset folder as a sequence of frames, in the order of their numbers.

    The frames are those whose records are there when the dataset is opened. It may be pickled, so that a data loader's
    processes can share it.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        """Open the folder; raises InputError where it is no dataset."""
        self.path = Path(path)
        header_file = self.path / HEADER
        if not header_file.is_file():
            what = "does not exist" if not self.path.exists() else f"holds no {HEADER}"
            raise InputError(f"{self.path} {what}, so it is no dataset. Give the folder that facings render "
                             "was given as --out.")
        self.header: DatasetHeader = parse_header(header_file.read_text("utf-8", "replace"), str(header_file))
        self.numbers: list[int] = frame_numbers(self.path)

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator["Frame"]:
        source = FolderSource(self.path)
        return (Frame(source, number) for number in self.numbers)

    @overload
    def __getitem__(self, position: int) -> "Frame": ...

    @overload
    def __getitem__(self, position: slice) -> list["Frame"]: ...

    def __getitem__(self, position):
        """The frame at a position (0 is the first, -1 the last), or the list of frames of a slice."""
        if isinstance(position, slice):
            return [self._frame(number) for number in self.numbers[position]]
        if not -len(self) <= position < len(self):
            raise IndexError(f"position {position} of {len(self)} frames in {self.path}")
        return self._frame(self.numbers[position])

    def frame(self, number: int) -> "Frame":
        """Return the frame of this number; raises InputError where the dataset has none."""
        if not (self.path / record_path(number)).is_file():
            span = f"{self.numbers[0]} to {self.numbers[-1]}" if self.numbers else "none yet"
            raise InputError(f"{self.path} has no frame {number}: {record_path(number)} is not there. It holds "
                             f"{len(self)} frames ({span}).")
        return self._frame(number)

    def _frame(self, number: int) -> "Frame":
        return Frame(FolderSource(self.path), number)

    def figures(self, frame: "Frame") -> Mapping[str, Any]:
        """Return what the scene kind counts in one of the frames beside its labels; {} where it counts nothing.

        Raises InputError where the kind is not installed.
        """
        from facings.frames.scene_kind import scene_kind  # reading alone needs no kind

        return scene_kind(self.header.scene, f"{self.path}: ").reading.figures(frame.record, self.categories)

    @property
    def categories(self) -> list[dict[str, Any]]:
        """[{'id', 'name', 'supercategory'}, ...]: the whole catalogue, used or not. A kind may add keys."""
        return self.header.categories

    @property
    def semantic_classes(self) -> list[dict[str, Any]]:
        """[{'id', 'name', 'color'}, ...]: what the values of a semantic map mean."""
        return self.header.semantic_classes

    def __repr__(self) -> str:
        return f"<Dataset {self.path}: {len(self)} frames of {self.header.scene}>"


class FrameSource(Protocol):
    """Where a frame's files come from."""

    @property
    def place(self) -> str:
        """For messages: the dataset's folder, 'memory'."""
        ...

    def read(self, relative: str) -> bytes:
        """Return a file's bytes by its path relative to the dataset ('depth/000000.exr'); raises OSError where it is gone."""
        ...


@dataclass(frozen=True)
class FolderSource:
    """The files of a dataset's folder."""

    folder: Path

    @property
    def place(self) -> str:
        return str(self.folder)

    def read(self, relative: str) -> bytes:
        # Unbuffered, at half of what `Path.read_bytes` costs: that counts where 100,000 small files are read.
        with open(f"{self.folder}/{relative}", "rb", buffering=0) as stream:
            return stream.read()


@dataclass(frozen=True)
class MemorySource:
    """Files that were never written."""

    files: Mapping[str, bytes]
    """By path relative to the dataset that they would belong to."""
    place: str = "memory"

    def read(self, relative: str) -> bytes:
        if relative not in self.files:
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), relative)
        return self.files[relative]


class Frame:
    """One frame of a dataset. Files are read when asked for; every array is row-major, the first row at the top."""

    def __init__(self, source: FrameSource, number: int) -> None:
        self.source = source
        self.number = number

    @classmethod
    def from_files(cls, record: Mapping[str, Any], files: Mapping[str, bytes], place: str = "memory") -> "Frame":
        """Return a frame that lies in no folder, from its record and its data files, as `DatasetWriter.write_frame` takes them.

        Its record is what would be read from a folder. `place` is named in messages.
        """
        text = record_text(record, files)
        number = record["frame"]
        return cls(MemorySource({**files, record_path(number): text}, place), number)

    @cached_property
    def record(self) -> "FrameRecord":
        """The frame's record as plain data in the newest schema; raises InputError where it is damaged or of an unknown one."""
        file = f"{self.source.place}/{record_path(self.number)}"
        try:
            record = json.loads(self.source.read(record_path(self.number)))
        except OSError as error:
            raise InputError(f"{file} cannot be read ({error.strerror}): the frame's record is gone.") from None
        except ValueError as error:
            raise InputError(f"{file} is not JSON ({error}). Render the frame again.") from None
        if not isinstance(record, dict):
            raise InputError(f"{file} holds no record. Render the frame again.")
        try:
            return cast("FrameRecord", record_of(migrated_record(record, file)))
        except ValueError as error:
            raise InputError(f"{file} is damaged: {error}. Render the frame again.") from None

    @property
    def instances(self) -> "list[InstanceRecord]":
        """The labelled instances, wholly hidden ones included; `id` is their value in the instance map.

        Scene kinds add keys; each has the types of its own records in its module `records`.
        """
        return self.record["instances"]

    @property
    def width_px(self) -> int:
        return self.record["camera"]["width_px"]

    @property
    def height_px(self) -> int:
        return self.record["camera"]["height_px"]

    @property
    def K(self) -> np.ndarray:
        """(3, 3) float64 intrinsics in pixels; (0, 0) is the picture's top-left corner, not a pixel's centre."""
        return np.array(self.record["camera"]["K"], float)

    @property
    def distortion(self) -> np.ndarray:
        """Float64: k1, k2, p1, p2, k3 of OpenCV's model, or k1 to k4 of its fisheye model: `distortion_model` says which."""
        return np.array(self.record["camera"]["distortion"], float)

    @property
    def distortion_model(self) -> str:
        """'opencv' or 'opencv_fisheye'."""
        return self.record["camera"]["distortion_model"]

    @cached_property
    def camera(self) -> Pinhole:
        """The camera with its lens: `project` gives the pixels of points in its frame, `rays_through` directions of pixels."""
        return Pinhole.of_record(self.record["camera"])

    @property
    def world_from_camera(self) -> np.ndarray:
        """(4, 4) float64, metres: the camera's pose (X right, Y down, Z forward) in the world (Z up)."""
        return np.array(self.record["camera"]["world_from_camera"], float)

    def image(self) -> np.ndarray:
        """(H, W, 3) uint8 sRGB."""
        return self._decoded(IMAGES, decode_picture)

    def instance_map(self) -> np.ndarray:
        """(H, W) uint16: 0 is background, k the instance whose `id` is k. Kept while the frame is, hence read-only."""
        return self._instance_map

    def semantic_map(self) -> np.ndarray:
        """(H, W) uint8 class ids, listed in `dataset.semantic_classes`."""
        return self._decoded(SEMANTIC, decode_png)

    def depth(self) -> np.ndarray:
        """(H, W) float32 metres along the camera's Z, `inf` where nothing was hit."""
        return self._decoded(DEPTH, decode_exr)

    def normal(self) -> np.ndarray | None:
        """(H, W, 3) float32 unit normals in the camera's frame, or None where the recipe stored none."""
        return self.optional("normal")

    def linear(self) -> np.ndarray | None:
        """(H, W, 3) float32 scene-linear picture, or None where the recipe stored none."""
        return self.optional("linear")

    def before_sensor(self) -> np.ndarray | None:
        """(H, W, 3) uint8 sRGB picture without the sensor, or None where the recipe stored none or has no sensor."""
        return self._decoded(BEFORE_SENSOR, decode_picture) if BEFORE_SENSOR in self._files else None

    def optional(self, name: str) -> np.ndarray | None:
        """(H, W) or (H, W, C) float32 of an optional pass ('normal', 'albedo', 'uv', ...), or None where not stored."""
        return self._decoded(name, decode_exr) if name in self._files else None

    def array(self, name: str) -> np.ndarray | None:
        """Float32 array that is no picture ('vertices': (V, 3), metres in the camera's frame), or None where not stored."""
        return self._decoded(name, decode_array) if name in self._files else None

    def mask(self, instance_id: int) -> np.ndarray:
        """(H, W) bool: the pixels where this instance is visible; raises InputError where the frame has no such id."""
        if not any(i["id"] == instance_id for i in self.instances):
            raise InputError(f"frame {self.number} of {self.source.place} has no instance {instance_id}; "
                             f"its ids are 1 to {len(self.instances)}.")
        return self._instance_map == instance_id

    def touching(self) -> np.ndarray:
        """(H, W) bool: the borders between instances that touch in the picture, two pixels wide."""
        return touching(self._instance_map)

    def object_coordinates(self) -> np.ndarray:
        """(H, W, 3) float32: of each pixel of an instance its place in the instance's own box, 0 to 1 (NOCS); else NaN."""
        return object_coordinates(self._instance_map, self.depth(), self.instances, self.camera)

    def file(self, kind: str) -> str:
        """Return the path, relative to the dataset, of the frame's file in folder `kind`; InputError for none."""
        if kind not in self._files:
            stored = ", ".join(self._files) or "none"
            raise InputError(f"frame {self.number} of {self.source.place} has no {kind} file; the record names {stored}.")
        return self._files[kind]

    def read(self, relative: str) -> bytes:
        """Return the bytes of one of the frame's files; raises InputError where it is gone."""
        try:
            return self.source.read(relative)
        except OSError as error:
            raise InputError(f"{self.source.place}/{relative}, which the record of frame {self.number} names, cannot be read "
                             f"({error.strerror}). Render the frame again, or restore the file.") from None

    @cached_property
    def _files(self) -> dict[str, str]:
        return {relative.partition("/")[0]: relative for relative in self.record.get("files", {})}

    @cached_property
    def _instance_map(self) -> np.ndarray:
        # A frame of few instances is still written with 16 bits, so the type needs no care here.
        instance_map = self._decoded(INSTANCE, decode_png)
        instance_map.setflags(write=False)
        return instance_map

    def _decoded(self, kind: str, decode) -> np.ndarray:
        relative = self.file(kind)
        data = self.read(relative)
        try:
            return decode(data)
        except ValueError as error:
            raise InputError(f"{self.source.place}/{relative} is damaged: {error}. Render frame {self.number} "
                             "again.") from None

    def __repr__(self) -> str:
        return f"<Frame {self.number} of {self.source.place}>"

