"""The ICT-FaceKit head (MIT licence): scan-based identities and ARKit's expressions on one mesh, converted to a `HeadModel`.

R. Li et al., "Learning Formation of Physically-Based Face Attributes", CVPR 2020. The pack's eyeballs, lashes and tear
films are left out, since eyes are built separately; some vertices of its eyeballs stay, without faces, to carry the eyes.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from facings.scenes.face.geometry import point_tree
from facings.scenes.face.heads.anatomy.lips import close_lips
from facings.scenes.face.heads.anatomy.neck import follow_weights
from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.conversion.contours import contour_paths
from facings.scenes.face.heads.conversion.edge_graph import EdgeGraph
from facings.scenes.face.heads.conversion.fits import fit_sphere
from facings.scenes.face.heads.conversion.quad_split import split_quads
from facings.scenes.face.heads.ict import regions as ict_regions
from facings.scenes.face.heads.ict import topology
from facings.scenes.face.heads.ict.chart import one_square
from facings.scenes.face.heads.ict.files import (
    NEUTRAL,
    ObjMesh,
    expression_names,
    model_folder,
    read_landmarks,
    read_mesh,
    read_vertices,
)
from facings.scenes.face.heads.ict.tongue import tongue_out
from facings.scenes.face.heads.model import PARTS, Basis, HeadModel, sparse_basis
from facings.scenes.face.heads.stored import content_sha256
from facings.scenes.face.semantics import SEMANTIC_CLASSES

IDENTITIES = 100
_LEAST_OFFSET_M = 1e-5
"""What moves less is left out of the bases."""

_LIPS_APART_M = 0.0001
_CARRIERS = 32
_SUMMED = {"browInnerUp": ("browInnerUp_L", "browInnerUp_R"), "cheekPuff": ("cheekPuff_L", "cheekPuff_R")}
"""One coefficient of ARKit's, a mesh a side in the pack."""


def import_ict(folder: Path) -> HeadModel:
    """Return the head of an unpacked ICT-FaceKit. Raises InputError where files are missing or damaged."""
    inner = model_folder(folder)
    mesh = read_mesh(inner / f"{NEUTRAL}.obj")
    landmarks = read_landmarks(folder)
    kept = np.concatenate([np.arange(topology.HEAD_VERTICES)] + [_carriers(eyeball) for eyeball in topology.EYEBALLS])
    eyes = [fit_sphere(_back_of(mesh.vertices_m[eyeball])) for eyeball in topology.EYEBALLS]
    origin = (eyes[0][0] + eyes[1][0]) / 2
    vertices = mesh.vertices_m[kept] - origin
    mirror = np.asarray(point_tree(vertices).query(vertices * [-1, 1, 1])[1])
    corners, starts, uv, part, face_tile = _faces(mesh)
    lines = ict_regions.find_lines(EdgeGraph(vertices, *_skin(corners, starts, part)), landmarks, mirror)
    # Borders that cross quads are cut into the mesh, so that regions end smoothly.
    starts, old_corner, old_face = split_quads(corners, starts, lines.all)
    corners, uv, face_tile, part = corners[old_corner], uv[old_corner], face_tile[old_corner], part[old_face]

    is_skin = part == PARTS.index("skin")
    skin = EdgeGraph(vertices, *_skin(corners, starts, part))
    region = np.full(len(starts), SEMANTIC_CLASSES["mouth_interior"], np.uint8)
    region[is_skin] = ict_regions.regions(skin, landmarks, lines)
    of_skin = np.repeat(is_skin, np.diff(np.append(starts, len(corners))))

    weights = follow_weights(EdgeGraph(vertices, corners, starts), vertices, topology.NECK_BASE, topology.NECK_TOP)
    # All behind the skin goes with the skull.
    weights[topology.SKIN.stop:] = (0, 0, 0, 1)
    modes = _expressions(folder, mesh, kept)
    modes["tongueOut"] = tongue_out(vertices, *_tongue_vertices(mesh), modes["jawOpen"])
    expression = sparse_basis(tuple(modes), np.stack(list(modes.values())), _LEAST_OFFSET_M)
    carriers = tuple(len(kept) - 2 * _CARRIERS + np.arange(_CARRIERS) + k * _CARRIERS for k in range(2))
    fields: dict[str, Any] = dict(
        name="ict",
        vertices_m=vertices.astype(np.float32),
        corners=corners.astype(np.int32),
        starts=starts.astype(np.int32),
        uv=one_square(uv, face_tile, of_skin),
        part=part,
        region=region,
        landmarks=landmarks.astype(np.int32),
        contour_paths=contour_paths(skin, vertices, landmarks),
        canonical_m=vertices.astype(np.float32),
        identity=_identities(inner, mesh, kept),
        expression=expression,
        missing_expressions=tuple(name for name in ARKIT if name not in expression.names),
        skin_weights=weights,
        joint_rings=tuple(_ring(skin, vertices, joint, mirror) for joint in np.array(topology.JOINTS)),
        eyeball_vertices=tuple(np.asarray(c, np.int32) for c in carriers),
        eye_fit=np.array([[*(centre - origin - vertices[c].mean(0)), radius]
                          for (centre, radius), c in zip(eyes, carriers, strict=True)], np.float32),
        lid_upper=lines.lid_upper,
        lid_lower=lines.lid_lower,
        lip_outer=lines.lip_outer,
        lip_inner=lines.lip_inner,
        subdivision=1,
    )
    # The pack's lips leave a slit through which teeth would gleam.
    closed = fields["vertices_m"].astype(np.float64)
    close_lips(HeadModel(sha256="", **fields), closed, _LIPS_APART_M)
    fields["vertices_m"] = fields["canonical_m"] = closed.astype(np.float32)
    return HeadModel(sha256=content_sha256(fields), **fields)


def _carriers(eyeball: range) -> np.ndarray:
    """Return `_CARRIERS` vertices spread evenly over an eyeball."""
    return np.array(eyeball)[np.linspace(0, len(eyeball) - 1, _CARRIERS).astype(int)]


def _back_of(eyeball_m: np.ndarray) -> np.ndarray:
    """Return the vertices of an eyeball without the cornea, which is no part of its sphere."""
    depth = eyeball_m[:, 1]
    return eyeball_m[depth > depth.min() + 0.4 * np.ptp(depth)]


def _faces(mesh: ObjMesh) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return corners, starts, uv, part and whether a corner lies in the face's texture tile, of the faces that are kept."""
    sizes = np.diff(np.append(mesh.starts, len(mesh.corners)))
    highest = np.maximum.reduceat(mesh.corners, mesh.starts)
    kept = highest < topology.HEAD_VERTICES
    of_kept = np.repeat(kept, sizes)
    corners, sizes = mesh.corners[of_kept], sizes[kept]
    starts = np.cumsum(sizes) - sizes
    lowest = np.minimum.reduceat(corners, starts)
    highest = highest[kept]
    part = np.full(len(starts), PARTS.index("skin"), np.uint8)
    part[(highest >= topology.MOUTH.start) & (highest < topology.MOUTH.stop)] = PARTS.index("mouth")
    part[lowest >= topology.GUMS_TONGUE.start] = PARTS.index("gums")
    part[np.any(_tongue(mesh), 0)[kept]] = PARTS.index("tongue")
    part[lowest >= topology.TEETH.start] = PARTS.index("teeth")
    return (corners, starts, mesh.uv_points[mesh.uv_corners[of_kept]], part,
            np.repeat(mesh.material[kept] == "M_Face", sizes))


def _skin(corners: np.ndarray, starts: np.ndarray, part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return corners and starts of the skin's faces alone."""
    sizes = np.diff(np.append(starts, len(corners)))
    chosen = part == PARTS.index("skin")
    return corners[np.repeat(chosen, sizes)], np.cumsum(sizes[chosen]) - sizes[chosen]


def _tongue(mesh: ObjMesh) -> tuple[np.ndarray, np.ndarray]:
    """Return two (F,) bool: the faces of the tongue's body and of the floor below it.

    Both are one surface with the gums but have texture islands of their own.
    """
    patch = EdgeGraph(np.zeros((len(mesh.uv_points), 3)), mesh.uv_corners, mesh.starts).patches([])
    face_of_corner = np.repeat(np.arange(len(mesh.starts)), np.diff(np.append(mesh.starts, len(mesh.corners))))
    body, floor = (patch == patch[face_of_corner[mesh.corners == seed][0]] for seed in topology.TONGUE_SEEDS)
    return body, floor


def _tongue_vertices(mesh: ObjMesh) -> tuple[np.ndarray, np.ndarray]:
    sizes = np.diff(np.append(mesh.starts, len(mesh.corners)))
    body, floor = (np.unique(mesh.corners[np.repeat(faces, sizes)]) for faces in _tongue(mesh))
    return body, floor


def _ring(skin: EdgeGraph, vertices_m: np.ndarray, joint: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """Return vertices level with a joint, both sides', of the neck's back so far that their mean lies at the joint."""
    usable = np.zeros(len(vertices_m), bool)
    usable[skin.edges.ravel()] = True
    level = np.flatnonzero(usable & (np.abs(vertices_m[:, 2] - joint[2]) < 0.006))
    level = level[np.argsort(-vertices_m[level, 1], kind="stable")]
    means = np.cumsum(vertices_m[level, 1]) / np.arange(1, len(level) + 1)
    chosen = level[:int(np.argmax(means < joint[1])) or len(level)]
    return np.unique(np.concatenate([chosen, mirror[chosen]])).astype(np.int32)


def _read_offsets(folder: Path, names: list[str], mesh: ObjMesh, kept: np.ndarray) -> np.ndarray:
    """Return (len(names), V, 3) float32 displacements."""
    with ThreadPoolExecutor() as pool:
        read = pool.map(lambda name: (read_vertices(folder / f"{name}.obj") - mesh.vertices_m)[kept].astype(np.float32), names)
        return np.stack(list(read))


def _identities(folder: Path, mesh: ObjMesh, kept: np.ndarray) -> Basis:
    names = [f"identity{k:03d}" for k in range(IDENTITIES)]
    return sparse_basis(tuple(names), _read_offsets(folder, names, mesh, kept), _LEAST_OFFSET_M)


def _expressions(folder: Path, mesh: ObjMesh, kept: np.ndarray) -> dict[str, np.ndarray]:
    """Return (V, 3) displacements by ARKit's name."""
    available = expression_names(folder)
    offsets = dict(zip(available, _read_offsets(model_folder(folder), list(available), mesh, kept), strict=True))
    modes = {}
    for name in ARKIT:
        # `jawLeft` and `mouthLeft` are directions and have the same names in the pack; sides are written `_L` and `_R` there.
        sided = re.sub("(Left|Right)$", lambda side: f"_{side[0][0]}", name)
        for own in ((name,), (sided,), _SUMMED.get(name, ("",))):
            if all(one in offsets for one in own):
                modes[name] = np.sum([offsets[one] for one in own], axis=0)
                break
    return modes
