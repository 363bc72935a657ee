"""Reading the ICT-FaceKit pack: Wavefront OBJ meshes of one topology, in centimetres, Y up.

Format: the pack's own README; `vertex_indices.json` names the 68 landmarks in Multi-PIE's order.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facings.errors import InputError

VERTICES = 26719
NEUTRAL = "generic_neutral_mesh"


@dataclass(frozen=True, eq=False)
class ObjMesh:
    """A polygon mesh as the file has it, in the body frame's axes but with the pack's own origin."""

    vertices_m: np.ndarray
    """(V, 3) float64."""
    uv_points: np.ndarray
    """(T, 2) float64."""
    corners: np.ndarray
    """(C,) int64 vertices."""
    uv_corners: np.ndarray
    """(C,) int64 into `uv_points`."""
    starts: np.ndarray
    """(F,) int64."""
    material: np.ndarray
    """(F,) str."""


def model_folder(folder: Path) -> Path:
    """Return the folder of the meshes: `folder`/FaceXModel. Raises InputError where it is not there."""
    inner = Path(folder) / "FaceXModel"
    if not (inner / f"{NEUTRAL}.obj").is_file():
        raise InputError(f"The folder {folder} does not hold ICT-FaceKit: FaceXModel/{NEUTRAL}.obj is missing in it."
                         " Name the folder that the pack was unpacked into.")
    return inner


def read_vertices(path: Path) -> np.ndarray:
    """Return (26719, 3) float64 vertices in metres, Blender's axes. Raises InputError where the file is damaged."""
    try:
        with open(path, encoding="ascii") as lines:
            numbers = " ".join(line[2:] for line in lines if line.startswith("v "))
        values = np.array(numbers.split(), np.float64).reshape(-1, 3)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as a mesh of ICT-FaceKit ({error}). Fetch the pack again.") from error
    if len(values) != VERTICES:
        raise InputError(f"{path} has {len(values)} vertices; a mesh of ICT-FaceKit has {VERTICES}. Fetch the pack again.")
    return np.stack([values[:, 0], -values[:, 2], values[:, 1]], 1) * 0.01


def read_mesh(path: Path) -> ObjMesh:
    """Return the mesh of one file with its texture coordinates and materials."""
    vertices = read_vertices(path)
    uv_points, faces, materials, current = [], [], [], ""
    with open(path, encoding="ascii") as lines:
        for line in lines:
            if line.startswith("vt "):
                uv_points.append(line.split()[1:3])
            elif line.startswith("usemtl "):
                current = line.split()[1]
            elif line.startswith("f "):
                faces.append([corner.split("/")[:2] for corner in line.split()[1:]])
                materials.append(current)
    corners = np.array([corner for face in faces for corner in face], np.int64) - 1
    sizes = np.array([len(face) for face in faces])
    return ObjMesh(vertices, np.array(uv_points, np.float64), corners[:, 0], corners[:, 1],
                   np.cumsum(sizes) - sizes, np.array(materials))


def expression_names(folder: Path) -> tuple[str, ...]:
    """Return the pack's own names of its expression meshes, sorted."""
    names = sorted(path.stem for path in model_folder(folder).glob("*.obj"))
    return tuple(name for name in names if name != NEUTRAL and not name.startswith("identity"))


def read_landmarks(folder: Path) -> np.ndarray:
    """Return (68,) int64 vertices in iBUG's order."""
    path = model_folder(folder) / "vertex_indices.json"
    try:
        return np.array(json.loads(path.read_text(encoding="utf-8"))["idx_to_landmark_verts"], np.int64).reshape(68)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} cannot be read ({error}). Fetch the pack again.") from error
