"""Formats of faces that are folders: YOLO's keypoints, 300-W's points, WIDER FACE's boxes. All from the records alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

import numpy as np

from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Frame
from facings.export.folder import Content, FolderExporter, FolderOptions, Job, Unit, file_name
from facings.export.yolo import data_yaml, yolo_files, yolo_line
from facings.frames.kind_reading import KindReading
from facings.scenes.face.export_keypoints import KeypointOptions, keypoint, landmarks_of
from facings.scenes.face.label.landmark_scheme import MIRRORED, NAMES
from facings.scenes.face.label.states import OUTSIDE
from facings.scenes.face.records import FaceRecord, PersonInstance

_EVENT = "0--Facings"
"""In place of WIDER's own: '0--Parade', ..."""


@dataclass(frozen=True)
class PointFolderOptions(FolderOptions):
    """Which points, beside what every folder may be asked."""

    variant: Literal["fixed", "contour"] = field(default="fixed", metadata={"flag": "points"})
    """'fixed': points of the skin; 'contour': jaw and brows on the outlines that annotators draw, the rest the same."""


@dataclass(frozen=True)
class ContourFolderOptions(PointFolderOptions):
    """The same, with the outlines that annotators draw unless asked otherwise."""

    variant: Literal["fixed", "contour"] = field(default="contour", metadata={"flag": "points"})


def seen_faces(frame: Frame) -> Iterator[PersonInstance]:
    """Yield the instances of which any part of the face is seen."""
    record = cast(FaceRecord, frame.record)
    return (person for person in record["instances"] if person["boxes"]["face"]["visible_xywh_px"] is not None)


class YoloPoseExporter(FolderExporter):
    """The format `yolo-pose`: class 0 is a face, boxed by what is seen of it, with iBUG's 68 landmarks as keypoints.

    By Ultralytics' documentation of the pose task: x, y divided by the picture's width and height, and 2 for a visible point, 1
    for a hidden one, 0 (with x = y = 0) for one outside. `flip_idx` names each point's partner in a mirrored picture.
    """

    name = "yolo-pose"
    summary = "face boxes with 68 keypoints for Ultralytics' YOLO"
    options = PointFolderOptions
    unheld = ("what hides a point", "points in 3D", "head pose, gaze, expression", "masks")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture and its lines."""
        return yolo_files(job, unit, (_pose_line(person, unit.only, job) for person in seen_faces(unit.only)))

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield `data.yaml`."""
        yield "data.yaml", data_yaml(job.splits.names, ["face"], [f"kpt_shape: [{len(NAMES)}, 3]\n",
                                                                  f"flip_idx: {list(MIRRORED)}\n"])


def _pose_line(person: PersonInstance, frame: Frame, job: Job) -> str:
    x, y, width, height = cast(list[int], person["boxes"]["face"]["visible_xywh_px"])
    size = np.array([frame.width_px, frame.height_px])
    box = np.array([[x + width / 2, y + height / 2], [width, height]]) / size
    points, states = landmarks_of(person, _variant(job))
    told = []
    for point, state in zip(points, states, strict=True):
        px, py, visibility = keypoint(point, state)
        told += [f"{px / size[0]:.6f}", f"{py / size[1]:.6f}", str(visibility)]
    return yolo_line(0, box, *told)


class PointsExporter(FolderExporter):
    """The format `300w`: a picture and its points in `NAME.pts`, side by side in a folder a part.

    By iBUG's files (Sagonas et al. 2013), the points are those of MATLAB: the centre of the first pixel is (1, 1), so a point
    is ours plus half a pixel. A further face of a picture is `NAME_2.pts`.
    """

    name = "300w"
    summary = "68 landmarks in .pts files as 300-W has them"
    options = ContourFolderOptions
    unheld = ("states of points (all are listed, hidden ones too)", "points in 3D", "head pose, gaze, expression", "masks")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture and a file of points a face."""
        part = job.part(unit.only)
        yield job.file(unit.only, IMAGES, part)
        for person in seen_faces(unit.only):
            points, _ = landmarks_of(person, _variant(job))
            if all(point is not None for point in points):
                suffix = "" if person["id"] == 1 else f"_{person['id']}"
                yield f"{part}/{frame_name(unit.only.number)}{suffix}.pts", points_text(points).encode()


def points_text(points: Sequence[Sequence[float]]) -> str:
    """Return a `.pts` file of points in our pixels."""
    lines = (f"{x + 0.5:.4f} {y + 0.5:.4f}\n" for x, y in points)
    return "".join(("version: 1\n", f"n_points: {len(points)}\n", "{\n", *lines, "}\n"))


class WiderExporter(FolderExporter):
    """The format `wider`: WIDER FACE's folders and `wider_face_split/wider_face_PART_bbx_gt.txt`.

    By its readme (Yang et al. 2016): the file's path, the number of faces, and of each x, y, width, height, blur, expression,
    illumination, invalid, occlusion, pose. Its boxes hold forehead, chin and cheeks, guessed where they are hidden, hence our
    `geometric` box of the face. Occlusion is 1 where a third of the landmarks or less are hidden by something else, 2 beyond;
    pose is 1 ('atypical') where roll or pitch passes 30 degrees or yaw 90; expression is 1 ('exaggerated') where the jaw stands
    open by more than half. Pictures are sharp and lit: blur and illumination are 0.
    """

    name = "wider"
    summary = "face boxes as WIDER FACE has them"
    options = FolderOptions
    unheld = ("landmarks", "head pose, gaze and expression, but for its three flags", "masks")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture."""
        yield job.file(unit.only, IMAGES, f"WIDER_{job.part(unit.only)}/images/{_EVENT}")

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the boxes of each part."""
        for part in job.splits.names:
            yield f"wider_face_split/wider_face_{part}_bbx_gt.txt", _wider_lines(job, part)


def _wider_lines(job: Job, part: str) -> Iterator[str]:
    for frame in job.frames(part):
        faces = [wider_face(person) for person in seen_faces(frame)]
        yield f"{_EVENT}/{file_name(frame)}\n{len(faces)}\n"
        # A picture without faces has one line of zeros, as theirs have.
        yield from (" ".join(map(str, face)) + "\n" for face in faces or [[0] * 10])


def wider_face(person: PersonInstance) -> list[int]:
    """Return a face's ten numbers."""
    box = cast(list[int], person["boxes"]["face"]["geometric_xywh_px"])
    states = [state for state in person["landmarks"]["states"] if state != OUTSIDE]
    hidden = sum(state.startswith("hidden_by") for state in states) / max(1, len(states))
    pose = person["head_pose"]
    atypical = abs(pose["roll_deg"]) > 30 or abs(pose["pitch_deg"]) > 30 or abs(pose["yaw_deg"]) > 90
    exaggerated = person["expression"]["arkit"]["jawOpen"] > 0.5
    return [*box, 0, int(exaggerated), 0, 0, 0 if not hidden else 1 if hidden <= 1 / 3 else 2, int(atypical)]


def _variant(job: Job) -> KeypointOptions:
    return KeypointOptions(cast(PointFolderOptions, job.options).variant)


def face_folders(reading: KindReading) -> tuple[FolderExporter, ...]:
    """Return the formats of this module."""
    return YoloPoseExporter(reading), PointsExporter(reading), WiderExporter(reading)
