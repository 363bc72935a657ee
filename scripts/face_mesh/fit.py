"""Write assets/faces/meshes/mediapipe.json: where the points of MediaPipe's face mesh lie on the reference head.

    python scripts/face_mesh/fit.py DIR=DETECTED.json ...     what `detect.py` found in datasets of faces

Each point is where it agrees best with what MediaPipe sees of it in all faces, of both head models: it starts at the median of
what the rays through its pixels meet, and is moved over the skin by reweighted least squares. Pairs of points that swap when a
picture is mirrored are made to mirror. Points of the lids' margins and of the inner lips go by the share of their line instead.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

import facings
from facings.assets.folders import assets_dir
from facings.frames.spec import from_json
from facings.labels.camera import Pinhole
from facings.scenes.face.eyes.lid_contact import skin_faces
from facings.scenes.face.heads.library import head_model
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.shape import shape_head
from facings.scenes.face.label.face_mesh import COUNT, line_shares, lines_of, places_on
from facings.scenes.face.semantics import SEMANTIC_CLASSES
from facings.scenes.face.spec import FaceSpec

SOURCE = ("Measured by MediaPipe's face mesh (package 0.10.14, Apache-2.0) on faces rendered here; the reference head is the"
          " mean head of ICT-FaceKit (MIT), see canonical.json.")
RIGHT_LINES = {
    "right_upper_lid": (33, 246, 161, 160, 159, 158, 157, 173, 133), "right_lower_lid": (7, 163, 144, 145, 153, 154, 155),
    "upper_inner_lip": (78, 191, 80, 81, 82, 13), "lower_inner_lip": (95, 88, 178, 87, 14),
}
"""Points on lines, of the subject's right side; the others follow by mirroring."""
WIDEST_YAW_DEG = 40
LEAST_COSINE = 0.3
"""A point counts in faces that show its skin less obliquely."""
STEPS = 8
_USUAL = 0.03
"""Of the distance of the eyes' outer corners: what lies farther off counts less."""


@dataclass(frozen=True)
class Seen:
    """A face and what MediaPipe sees of it."""

    model: HeadModel
    vertices_m: np.ndarray
    """(V, 3) in the camera's frame, the mesh that is subdivided for rendering."""
    camera: Pinhole
    found_px: np.ndarray
    """(468, 2)."""
    eyes_px: float
    """Between the eyes' outer corners."""


def read_faces(folder: Path, detected: dict[str, Any]) -> list[Seen]:
    """Return the faces of a dataset that look more or less into the camera and wear no mask."""
    result = []
    for frame in facings.open(folder):
        person: Any = frame.instances[0]
        found = detected.get(f"{frame.record['frame']:06d}")
        if found is None or abs(person["head_pose"]["yaw_deg"]) > WIDEST_YAW_DEG or person["attributes"]["mask"]:
            continue
        spec = from_json(FaceSpec, frame.record["spec"])
        shape = shape_head(head_model(spec.head.model), spec.head, spec.person)
        camera_from_body = np.array(person["head_pose"]["camera_from_head"]) @ np.linalg.inv(shape.body_from_head)
        vertices = shape.posed_m @ camera_from_body[:3, :3].T + camera_from_body[:3, 3]
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        corners = camera.project(vertices[shape.model.landmarks[[36, 45]]])
        result.append(Seen(shape.model, vertices, camera, np.array(found)[:COUNT],
                           float(np.linalg.norm(corners[0] - corners[1]))))
    return result


def first_guess(faces: list[Seen]) -> tuple[np.ndarray, np.ndarray]:
    """Return (468, 3) canonical medians of what the rays meet, and (468,) the lip that most of them meet, 0 for none."""
    places, regions = [], []
    for face in faces:
        triangles, of_face = skin_faces(face.model)
        corners = face.vertices_m[triangles]
        scene = EmbreeScene(robust=True)
        TriangleMesh(scene, corners.astype(np.float32))
        rays = face.camera.rays_through(*(face.found_px - 0.5).T)  # of pixels by their centres
        rays /= np.linalg.norm(rays, axis=1, keepdims=True)
        hit = scene.run(np.zeros_like(rays, np.float32), rays.astype(np.float32), output=1)
        met = np.where(hit["primID"] >= 0, hit["primID"], 0)
        shares = np.stack([1 - hit["u"] - hit["v"], hit["u"], hit["v"]], 1)
        normal = np.cross(corners[met, 1] - corners[met, 0], corners[met, 2] - corners[met, 0])
        cosine = np.abs((normal * rays).sum(1)) / np.maximum(np.linalg.norm(normal, axis=1), 1e-12)
        good = (hit["primID"] >= 0) & (cosine > LEAST_COSINE)
        canonical = (face.model.canonical_m[triangles[met]] * shares[..., None]).sum(1)
        places.append(np.where(good[:, None], canonical, np.nan))
        regions.append(np.where(good, face.model.region[of_face[met]].astype(int), -1))
    lip = np.zeros(COUNT, int)
    for number in (SEMANTIC_CLASSES["top_lip"], SEMANTIC_CLASSES["bottom_lip"]):
        lip[(np.array(regions) == number).mean(0) > 0.5] = number
    return np.nanmedian(places, 0), lip


def step(faces: list[Seen], points: list[dict[str, Any]], places_m: np.ndarray) -> np.ndarray:
    """Return the canonical places after one step over the skin."""
    roots = {model: places_on(model, points) for model in {face.model for face in faces}}
    reference = roots[head_model("ict")].frames(head_model("ict").canonical_m)[:, :2]  # (468, 2, 3) tangents
    normal, wanted = np.zeros((COUNT, 2, 2)), np.zeros((COUNT, 2))
    for face in faces:
        root = roots[face.model]
        at = root.of(face.vertices_m)
        # How a move over the reference head moves the point in this face: by its triangle's edges.
        canonical = face.model.canonical_m[root.corners].astype(float)
        now = face.vertices_m[root.corners]
        edges = [np.stack([corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]], 2) for corner in (canonical, now)]
        moved = edges[1] @ np.linalg.pinv(edges[0]) @ reference.transpose(0, 2, 1)  # (468, 3, 2)
        normals = np.cross(edges[1][..., 0], edges[1][..., 1])
        cosine = -(normals * at).sum(1) / np.maximum(np.linalg.norm(normals, axis=1) * np.linalg.norm(at, axis=1), 1e-15)
        pixels = face.camera.project(at)
        slope = np.stack([(face.camera.project(at + 1e-4 * moved[..., k]) - pixels) / 1e-4 for k in (0, 1)], 2) / face.eyes_px
        off = (face.found_px - pixels) / face.eyes_px
        weight = (np.abs(cosine) > LEAST_COSINE) / np.maximum(np.linalg.norm(off, axis=1) / _USUAL, 1)
        normal += weight[:, None, None] * slope.transpose(0, 2, 1) @ slope
        wanted += weight[:, None] * (slope.transpose(0, 2, 1) @ off[..., None])[..., 0]
    shift = np.linalg.solve(normal + 1e-9 * np.eye(2), wanted[..., None])[..., 0]
    length = np.linalg.norm(shift, axis=1, keepdims=True)
    shift *= np.minimum(1, 0.003 / np.maximum(length, 1e-12))
    return places_m + (shift[:, :, None] * reference).sum(1)


def line_share(faces: list[Seen], line: str, number: int, pairs: np.ndarray) -> float:
    """Return the share of its line at which a point lies, and its mirrored one on the other side's."""
    shares = []
    for face in faces:
        for other, name in ((number, line), (int(pairs[number]), line.replace("right_", "left_"))):
            vertices = lines_of(face.model)[name]
            pixels, known = face.camera.project(face.vertices_m[vertices]), line_shares(face.model, vertices)
            fine = np.linspace(0, 1, 400)
            curve = np.stack([np.interp(fine, known, pixels[:, k]) for k in (0, 1)], 1)
            share = fine[np.linalg.norm(curve - face.found_px[other], axis=1).argmin()]
            # Lids' lines mirror into one another, each inner lip into itself the other way round.
            shares.append(1 - share if name == line and other != number else share)
    return float(np.median(shares))


def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="DIR=DETECTED.json")
    faces, pairs = [], np.arange(COUNT)
    for each in parser.parse_args().sets:
        folder, file = each.split("=")
        found = json.loads(Path(file).read_text())
        faces += read_faces(Path(folder), found["frames"])
        pairs = np.array(found["pairs"][:COUNT])
    lined: dict[int, dict[str, Any]] = {}
    for line, numbers in RIGHT_LINES.items():
        for number in numbers:
            middle = pairs[number] == number
            share = 0.5 if middle else line_share(faces, line, number, pairs)
            lined[number] = {"line": line, "share": round(share, 4)}
            lined[int(pairs[number])] = {"line": line.replace("right_", "left_"),
                                         "share": round(share if line.startswith("right_") else 1 - share, 4)}
    places, lip = first_guess(faces)
    lips = {SEMANTIC_CLASSES[name]: {"on": name} for name in ("top_lip", "bottom_lip")}
    lip = np.where(lip == lip[pairs], lip, 0)
    points: list[dict[str, Any]] = []
    reference = head_model("ict")

    def told(places_m: np.ndarray) -> list[dict[str, Any]]:
        return [lined.get(k, {"mm": (places_m[k] * 1000).round(2).tolist()} | lips.get(int(lip[k]), {})) for k in range(COUNT)]

    for _ in range(STEPS):
        places = (places + places[pairs] * (-1, 1, 1)) / 2
        points = told(places_on(reference, told(places)).of(reference.canonical_m))
        places = step(faces, points, places)
    text = ",\n".join(f"    {json.dumps(point)}" for point in points)
    target = assets_dir() / "faces" / "meshes" / "mediapipe.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text('{\n  "about": "Where the points of a face mesh lie; see facings.scenes.face.label.face_mesh.",\n'
                      f'  "made_by": "scripts/face_mesh/fit.py, from {len(faces)} faces",\n  "source": {json.dumps(SOURCE)},\n'
                      f'  "points": [\n{text}\n  ]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
