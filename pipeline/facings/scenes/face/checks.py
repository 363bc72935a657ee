"""Checks that what a record says of faces agrees with its camera, with itself, and with the maps."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from facings.dataset.layout import DEPTH, INSTANCE, SEMANTIC
from facings.frames.kind_reading import Finding, Instance, MapFinding, Record
from facings.labels.camera import Pinhole
from facings.labels.rle import rle_of_all
from facings.scenes.face.label.states import STATES

FACE_KEYS = ("landmarks", "contour_landmarks", "pupils", "irises", "head_pose", "gaze", "eye_openness", "expression", "boxes")
COUNTS = {"landmarks": 68, "contour_landmarks": 27, "pupils": 2, "irises.right": 8, "irises.left": 8, "face_mesh": 478,
          "wflw_landmarks": 98,
          **{f"eye_contours.{side}.{lid}_lid": 17 for side in ("right", "left") for lid in ("upper", "lower")}}
SKIN_POINTS = 468
"""Of the face mesh; irises are seen through the cornea, which depth does not look through."""
VERTICES = "vertices"

POINT_TOLERANCE_PX = 0.01
ANGLE_TOLERANCE_DEG = 1e-3
DEPTH_SLACK_M = 0.004
"""How far a visible point may leave the depths of the nine pixels around it, beyond what its own 1 mm tolerance explains."""
SIDE_PIXELS = 30
"""Fewer pixels of an eye say nothing about its side: lashes of one eye may be seen before the other half of the face."""


def face_findings(record: Record) -> Iterator[Finding]:
    """Yield what is wrong with the faces in a record, whose camera is known to be sound."""
    camera = Pinhole.of_record(record["camera"])
    size = np.array([camera.width_px, camera.height_px])
    for instance in record["instances"]:
        name = f"instance {instance['id']}"
        missing = [key for key in FACE_KEYS if key not in instance]
        if missing:
            yield f"{name} lacks {', '.join(missing)}", "every label of a face"
            continue
        for key, points in _point_sets(instance):
            yield from _points(f"{name}'s {key}", points, COUNTS[key], camera, size)
        yield from _pose(name, instance["head_pose"], instance["camera_from_object"])
        yield from _gaze(name, instance["gaze"])
        yield from _sides(name, instance)
        yield from _numbers(name, instance)
        identity, right = instance.get("attributes", {}).get("identity"), record["spec"].get("identity")
        if identity != right:
            yield f"{name}'s identity is {identity}", f"{right}, its spec's,"
        for part, boxes in instance["boxes"].items():
            yield from _box(f"{name}'s visible box of {part}", boxes["visible_xywh_px"], size)


def face_map_findings(arrays: Mapping[str, np.ndarray], record: Record,
                      class_names: Mapping[int, str]) -> Iterator[MapFinding]:
    """Yield where the faces of a sound record disagree with the maps in `arrays` (by folder name)."""
    for instance in (i for i in record["instances"] if "landmarks" in i):
        name = f"instance {instance['id']}"
        if DEPTH in arrays:
            yield from _depths(f"{name}'s landmark", instance["landmarks"], arrays[DEPTH])
            if "face_mesh" in instance:
                skin = {key: values[:SKIN_POINTS] for key, values in instance["face_mesh"].items()}
                yield from _depths(f"{name}'s face_mesh point", skin, arrays[DEPTH])
        if SEMANTIC in arrays:
            yield from _parsing(name, instance, arrays, record["camera"], {v: k for k, v in class_names.items()})
            yield from _masks(name, instance.get("masks"), arrays, class_names, instance["id"])
        if VERTICES in arrays:
            yield from _vertices(name, instance["landmarks"], arrays[VERTICES])


def _point_sets(instance: Instance) -> Iterator[tuple[str, dict[str, list]]]:
    for key in ("landmarks", "contour_landmarks", "pupils"):
        yield key, instance[key]
    for side in ("right", "left"):
        yield f"irises.{side}", instance["irises"][side]
    for key in ("face_mesh", "wflw_landmarks"):
        if key in instance:
            yield key, instance[key]
    for side, eye in instance.get("eye_contours", {}).items():
        for lid in ("upper_lid", "lower_lid"):
            yield f"eye_contours.{side}.{lid}", eye[lid]


def _points(name: str, points: dict[str, list], count: int, camera: Pinhole, size: np.ndarray) -> Iterator[Finding]:
    lengths = [len(points[key]) for key in ("points_px", "points_in_camera_m", "states")]
    if lengths != [count] * 3:
        yield f"{name} have {lengths} pixels, positions and states", f"{count} of each"
        return
    positions = np.array(points["points_in_camera_m"], float)
    for k, (found, right, state) in enumerate(zip(points["points_px"], camera.project(positions), points["states"],
                                                  strict=True)):
        behind = not np.isfinite(right).all()
        if behind != (found is None):
            yield f"{name}[{k}] is {found}", "null where, and only where, the lens does not see the point"
            return
        if not behind and (np.abs(found - right) > POINT_TOLERANCE_PX + 1e-7 * np.abs(right)).any():
            yield f"{name}[{k}] is {found}", f"{right.tolist()}, where its position projects to,"
            return
        if state not in STATES:
            yield f"{name}[{k}] has the state {state!r}", f"one of {', '.join(STATES)}"
            return
        outside = behind or not ((right >= 0) & (right < size)).all()
        if outside != (state == "outside") and _clear_of_border(right, size):
            yield f"{name}[{k}] at {found} has the state {state!r}", "'outside' where, and only where, it leaves the picture"
            return


def _clear_of_border(point: np.ndarray, size: np.ndarray) -> bool:
    return not np.isfinite(point).all() or bool((np.minimum(np.abs(point), np.abs(point - size)) > POINT_TOLERANCE_PX).all())


def _pose(name: str, pose: dict[str, Any], camera_from_object: list[list[float]]) -> Iterator[Finding]:
    matrix = np.array(pose["camera_from_head"], float)
    if matrix.shape != (4, 4) or not np.allclose(matrix, camera_from_object, atol=1e-9):
        yield f"{name}'s camera_from_head is {matrix.tolist()}", "its camera_from_object"
        return
    # The face looks along -Z of its frame; roll is what is left when yaw and pitch are undone.
    x, y, z = -matrix[:3, 2]
    across = np.cross([0.0, 1.0, 0.0], matrix[:3, 2])
    right = {"pitch_deg": np.degrees(np.arcsin(np.clip(-y, -1, 1)))}
    if np.linalg.norm(across) > 1e-4:
        across /= np.linalg.norm(across)
        roll = np.arctan2(np.dot(matrix[:3, 0], np.cross(matrix[:3, 2], across)), np.dot(matrix[:3, 0], across))
        right |= {"yaw_deg": np.degrees(np.arctan2(x, -z)), "roll_deg": np.degrees(roll)}
    for key, value in right.items():
        if abs((pose[key] - value + 180) % 360 - 180) > ANGLE_TOLERANCE_DEG:
            yield f"{name}'s {key} is {pose[key]}", f"{value:.6f}, that of its camera_from_head,"


def _gaze(name: str, gaze: dict[str, Any]) -> Iterator[Finding]:
    for side in ("right", "left", "combined"):
        ray = gaze[side]
        x, y, z = ray["direction_in_camera"]
        if abs(x * x + y * y + z * z - 1) > 1e-6:
            yield f"{name}'s {side} gaze is {[x, y, z]}", "a unit vector"
            continue
        right = {"yaw_deg": np.degrees(np.arctan2(x, -z)), "pitch_deg": np.degrees(np.arcsin(np.clip(-y, -1, 1)))}
        for key, value in right.items():
            if abs((ray[key] - value + 180) % 360 - 180) > ANGLE_TOLERANCE_DEG:
                yield f"{name}'s {side} gaze has {key} {ray[key]}", f"{value:.6f}, that of its direction,"


def _sides(name: str, instance: Instance) -> Iterator[Finding]:
    """The subject's right has the smaller X in the head frame, for points of both eyes, pupils, brows and the mouth."""
    head_from_camera = np.linalg.inv(np.array(instance["head_pose"]["camera_from_head"], float))
    points = np.array(instance["landmarks"]["points_in_camera_m"], float)
    x = (points @ head_from_camera[:3, :3].T + head_from_camera[:3, 3])[:, 0]
    pupils = np.array(instance["pupils"]["points_in_camera_m"], float)
    pupil_x = (pupils @ head_from_camera[:3, :3].T + head_from_camera[:3, 3])[:, 0]
    for what, right, left in (("eyes", x[36:42].mean(), x[42:48].mean()), ("brows", x[17:22].mean(), x[22:27].mean()),
                              ("mouth corners", x[48], x[54]), ("jaw sides", x[0], x[16]), ("pupils", *pupil_x)):
        if not right < left:
            yield f"{name}'s {what} have the right one at x = {right:.4f}, the left one at {left:.4f} m", "right before left"


def _numbers(name: str, instance: Instance) -> Iterator[Finding]:
    arkit = instance["expression"]["arkit"]
    if len(arkit) != 52 or not all(isinstance(v, int | float) and np.isfinite(v) for v in arkit.values()):
        yield f"{name} has {len(arkit)} expression coefficients", "ARKit's 52, all finite"
    openness = instance["eye_openness"]
    if set(openness) != {"right", "left"} or not all(0 <= v < 2 for v in openness.values()):
        yield f"{name}'s eye_openness is {openness}", "the lids' gap over the eye's width for right and left"


def _box(name: str, box: list[int] | None, size: np.ndarray) -> Iterator[Finding]:
    if box is not None:
        x, y, w, h = box
        if x < 0 or y < 0 or w <= 0 or h <= 0 or x + w > size[0] or y + h > size[1]:
            yield f"{name} is {box}", "one within the picture"


def _depths(name: str, points: dict[str, list], depth: np.ndarray) -> Iterator[MapFinding]:
    """A visible point lies at the depth of its surroundings, one that is hidden by something solid not before them."""
    height, width = depth.shape
    for k, (pixel, position, state) in enumerate(zip(points["points_px"], points["points_in_camera_m"], points["states"],
                                                     strict=True)):
        if state not in ("visible", "hidden_by_hair"):
            continue
        x, y = int(pixel[0]), int(pixel[1])
        around = depth[max(y - 1, 0):min(y + 2, height), max(x - 1, 0):min(x + 2, width)]
        low, high = float(around.min()), float(around.max())
        # Beside an edge, or on a slope, depth may change within a pixel by as much as it does from one to the next.
        slack = DEPTH_SLACK_M + (0.5 * (high - low) if np.isfinite(high) else 0.0)
        low, high = low - slack, high + slack
        if not low <= position[2] <= high:
            found = f"{name} {k} is {state} at {position[2]:.4f} m"
            yield DEPTH, found, f"{low:.4f} to {high:.4f} m, as the pixels around it,"
            return


def _parsing(name: str, instance: Instance, arrays: Mapping[str, np.ndarray], camera: dict[str, Any],
             class_of: dict[str, int]) -> Iterator[MapFinding]:
    semantic = arrays[SEMANTIC]
    mouth = np.isin(semantic, [class_of[c] for c in ("mouth_interior", "top_lip", "bottom_lip") if c in class_of])
    box = instance["boxes"]["mouth"]["visible_xywh_px"]
    if box is not None:
        mouth[box[1]:box[1] + box[3], box[0]:box[0] + box[2]] = False
    if mouth.any():
        yield SEMANTIC, f"{int(mouth.sum())} pixels of the mouth lie outside {name}'s visible box {box}", "all inside"
    if DEPTH not in arrays:
        return
    head_from_camera = np.linalg.inv(np.array(instance["head_pose"]["camera_from_head"], float))
    pinhole = Pinhole.of_record(camera)
    for side, sign in (("right_eye", -1), ("left_eye", 1)):
        ys, xs = np.nonzero((semantic == class_of.get(side, -1)) & np.isfinite(arrays[DEPTH]))
        if len(ys) < SIDE_PIXELS:
            continue
        points = pinhole.rays_through(xs, ys) * arrays[DEPTH][ys, xs].astype(float)[:, None]
        across = float(np.median((points @ head_from_camera[:3, :3].T + head_from_camera[:3, 3])[:, 0]))
        if across * sign <= 0:
            yield SEMANTIC, f"{name}'s class {side} lies at x = {across:.4f} m of the head", "its own side, right below 0"


def _masks(name: str, masks: dict[str, dict] | None, arrays: Mapping[str, np.ndarray], class_names: Mapping[int, str],
           number: int) -> Iterator[MapFinding]:
    """Masks have one canonical run-length text; that of the head covers what no map tells alone."""
    if masks is None:
        return
    right = {class_names[number]: mask for number, mask in rle_of_all(arrays[SEMANTIC]).items()}
    wrong = sorted(key for key in {*right, *masks} - {"head", "person"} if right.get(key) != masks.get(key))
    if wrong:
        yield SEMANTIC, f"{name}'s masks of {', '.join(wrong)} cover other pixels than the map", "the same pixels"
    if INSTANCE in arrays and masks.get("person") != rle_of_all(arrays[INSTANCE]).get(number):
        yield INSTANCE, f"{name}'s mask of the person covers other pixels than the map", "the same pixels"


def _vertices(name: str, points: dict[str, list], vertices: np.ndarray) -> Iterator[MapFinding]:
    if vertices.ndim != 2 or vertices.shape[1] != 3 or not np.isfinite(vertices).all():
        yield VERTICES, f"its shape is {vertices.shape}", "(V, 3) finite metres"
        return
    positions = np.array(points["points_in_camera_m"], float)
    far = max(float(np.abs(vertices - position).max(1).min()) for position in positions)
    if far > 1e-5:
        yield VERTICES, f"a landmark of {name} lies {far:.5f} m from every vertex", "each landmark to be a vertex"
