"""FaceSpec + passes + evaluated geometry -> the labels of a frame."""

from typing import Any

import numpy as np

from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import FramePasses
from facings.labels.camera import Pinhole
from facings.labels.rle import rle_of_all
from facings.scenes.face.head_pose import angles_from_rotation
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.label.attributes import expression_label
from facings.scenes.face.label.boxes import HEAD, boxes_label
from facings.scenes.face.label.contour import jaw_contour, landmark_places
from facings.scenes.face.label.eye_contours import iris_ellipse, margins_on
from facings.scenes.face.label.eyes import gaze_label, openness_label
from facings.scenes.face.label.face_mesh import mesh_points
from facings.scenes.face.label.landmark_scheme import JAW
from facings.scenes.face.label.parsing import Parsing, parse
from facings.scenes.face.label.person import PersonRecord
from facings.scenes.face.label.point_states import PointStates
from facings.scenes.face.label.scene import FaceScene
from facings.scenes.face.label.wflw import lids_on, wflw_points
from facings.scenes.face.semantics import SEMANTIC_CLASSES
from facings.scenes.face.spec import FaceSpec

MATTE = "matte"
"""The optional pass that only faces have."""


class FaceLabeller:
    """Labels frames one after the other."""

    def __init__(self, *, dense_vertices: bool = False, class_masks: bool = False, face_mesh: bool = False,
                 eye_contours: bool = False) -> None:
        """`dense_vertices` stores the array `vertices`: the head model's, (V, 3) float32 metres in the camera's frame;
        `class_masks` adds `masks` to the record: COCO's run lengths of person, head and each class,
        `face_mesh` the 478 points of that name, `eye_contours` lids and irises. A scene with `brow_edges_m` gets WFLW's
        landmarks."""
        self._dense_vertices, self._class_masks = dense_vertices, class_masks
        self._face_mesh, self._eye_contours = face_mesh, eye_contours
        self._person = PersonRecord()

    def label(self, spec: FaceSpec, passes: FramePasses, scene: FaceScene) -> FrameLabels:
        """Return the labels of one frame.

        The person's record holds, beside the common keys: `landmarks`, `contour_landmarks`, `pupils`, `irises`,
        `head_pose`, `gaze`, `eye_openness`, `expression`, `boxes`, `head_model` and `attributes`, and where they are wanted
        `face_mesh`, `wflw_landmarks`, `eye_contours` and `masks`.
        """
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        parsing = parse(passes, scene)
        world_from_head = scene.world_from_body @ scene.shape.body_from_head
        record: dict[str, Any] = {**self._person.make(scene, parsing.instance, camera, world_from_head)}
        camera_from_head = camera.camera_from_world @ world_from_head
        record |= _points(scene, camera, parsing.coverage, self._face_mesh, self._eye_contours)
        landmarks = np.array(record["landmarks"]["points_in_camera_m"])
        record |= {
            "head_pose": {"camera_from_head": camera_from_head.tolist(),
                          **angles_from_rotation(camera_from_head[:3, :3]).degrees},
            "gaze": gaze_label(scene.shape, camera.camera_from_world @ scene.world_from_body, camera_from_head),
            "eye_openness": openness_label(scene),
            "expression": expression_label(spec.head, scene.shape.model.missing_expressions),
            "boxes": boxes_label(scene, parsing.solid, passes.depth_m, camera, camera_from_head, landmarks),
            "head_model": scene.shape.model.name,
            "attributes": scene.attributes,
        }
        if self._class_masks:
            record["masks"] = _masks(parsing)
        optional = dict(passes.optional)
        if MATTE in spec.picture.passes:
            optional[MATTE] = parsing.matte
        arrays = {}
        if self._dense_vertices:
            arrays["vertices"] = _in_camera(scene.head_vertices_m, camera).astype(np.float32)
        return FrameLabels(parsing.instance, parsing.semantic, passes.depth_m, optional, [record], {}, arrays)


def _points(scene: FaceScene, camera: Pinhole, coverage: np.ndarray, with_mesh: bool, with_eyes: bool) -> dict[str, Any]:
    """All points of the face with their states; those of the face mesh, of WFLW and of the lids where they are wanted."""
    model = scene.shape.model
    landmarks = _in_camera(scene.head_vertices_m[model.landmarks], camera)
    lines = _in_camera(scene.head_vertices_m[model.contour_paths], camera)
    normals = scene.head_normals[model.contour_paths] @ camera.camera_from_world[:3, :3].T
    # On the mean head, so that the place in a line is the same whatever the face does.
    places = landmark_places(model.vertices_m[model.contour_paths], model.vertices_m[model.landmarks[JAW]])
    jaw, jaw_targets, on_outline = jaw_contour(landmarks[JAW], lines, normals, places)
    brows = _in_camera(scene.brow_contour_m, camera)
    contour, targets = np.concatenate([jaw, brows]), np.concatenate([jaw_targets, brows])
    pupils, rings = _in_camera(scene.pupils_m, camera), _in_camera(scene.iris_rings_m, camera)
    further, aims = {}, {}
    if with_mesh:
        further["face_mesh"] = aims["face_mesh"] = _in_camera(mesh_points(scene), camera)
    if scene.brow_edges_m is not None:
        lids, edges = (_in_camera(points, camera) for points in (lids_on(model).of(scene.head_vertices_m), scene.brow_edges_m))
        further["wflw_landmarks"], aims["wflw_landmarks"] = (
            wflw_points(landmarks, outline, edges, lids, pupils) for outline in (jaw, jaw_targets))
    margins = _in_camera(margins_on(model).of(scene.head_vertices_m), camera) if with_eyes else np.empty((0, 3))
    states = PointStates(scene.surfaces, camera, coverage,
                         np.concatenate([landmarks, targets, pupils, *rings, *aims.values(), margins]))
    result: dict[str, Any] = {
        "landmarks": _label(landmarks, camera, states.of(landmarks)),
        "contour_landmarks": _label(contour, camera, states.of(contour, targets))
        | {"on_outline": [*on_outline.tolist(), *[False] * len(brows)]},
        "pupils": _label(pupils, camera, states.of(pupils)),
        "irises": {side: _label(ring, camera, states.of(ring)) for side, ring in zip(SIDES, rings, strict=True)},
    }
    result |= {key: _label(points, camera, states.of(points, aims[key])) for key, points in further.items()}
    if with_eyes:
        quarters = [_label(margin, camera, states.of(margin)) for margin in margins.reshape(4, -1, 3)]
        result["eye_contours"] = {
            side: {"upper_lid": upper, "lower_lid": lower, "iris_ellipse": iris_ellipse(ring, camera)}
            for side, ring, upper, lower in zip(SIDES, rings, quarters[::2], quarters[1::2], strict=True)}
    return result


def _label(points_in_camera_m: np.ndarray, camera: Pinhole, states: list[str]) -> dict[str, list]:
    pixels = camera.project(points_in_camera_m)
    return {"points_px": [p.tolist() if np.isfinite(p).all() else None for p in pixels],
            "points_in_camera_m": points_in_camera_m.tolist(), "states": states}


def _masks(parsing: Parsing) -> dict[str, dict]:
    """COCO masks: `person` and `head` (without neck) are what solid surfaces show, the classes those of the semantic map."""
    names = {number: name for name, number in SEMANTIC_CLASSES.items()}
    whole = {"person": parsing.instance, "head": np.isin(parsing.solid, HEAD).astype(np.uint8)}
    result = {name: masks[1] for name, shown in whole.items() if (masks := rle_of_all(shown))}
    return result | {names[number]: mask for number, mask in rle_of_all(parsing.semantic).items()}


def _in_camera(points_m: np.ndarray, camera: Pinhole) -> np.ndarray:
    transform = camera.camera_from_world
    return points_m @ transform[:3, :3].T + transform[:3, 3]
