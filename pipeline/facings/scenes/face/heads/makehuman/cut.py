"""The head cut out of MakeHuman's body: which faces are kept, how its vertices follow the base mesh, and what they are part of.

The mesh is skin down to the collarbones and the lining of the mouth, both subdivided once (the package is coarse where lids
and jaw need more), and the community's teeth and tongue. Vertices of the helper eyeballs and of the neck's joint cubes stay
without faces, to carry the eyes and the pivots along with every shape. The sockets behind the lids are left out.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from facings.scenes.face.heads.makehuman.files import BODY_VERTICES, MakeHumanPack, Proxy
from facings.scenes.face.heads.makehuman.refinement import Refinement, refine, refine_uv
from facings.scenes.face.heads.model import PARTS

TEETH, TONGUE = "teeth/Teeth_Base/Teeth_Base", "tongue/tongue01/tongue01"

JOINTS = ("neck01", "neck02", "neck03", "head")
"""Bones whose starts are the pivots of a bending neck."""

_BUST_RINGS = 6
"""Rings of faces kept below the seam between head and torso in the texture layout, which run around the neck's root: as
wide as the ICT head's bust, since garments give both the same shoulders."""

_SAMPLES = (132, 696, 1500)
"""Base vertices that lie in one island of the texture layout only: head, lining of the mouth, torso."""

_GUMS = 1768
"""Faces of the gums; each tooth has 56."""


@dataclass(frozen=True, eq=False)
class HeadCut:
    """The head's mesh and what it is made of; `carry` takes shapes and targets of the base mesh over to it."""

    pack: MakeHumanPack
    body: np.ndarray
    """(S,) base vertices of skin, lining, eyeballs and joints, in this order; they come first in the head's mesh."""
    proxies: tuple[Proxy, Proxy]
    """Teeth with gums, tongue: these follow; what subdivision adds comes last."""
    refinement: Refinement
    """Of skin and lining."""
    quads: np.ndarray
    """(F, 4) int32."""
    uv: np.ndarray
    """(F, 4, 2) float32, the package's own."""
    island: np.ndarray
    """(F,) int: 0 head, 1 torso in the package's texture layout; -1 for what is no skin."""
    part: np.ndarray
    """(F,) uint8: index into `PARTS`."""
    eyeballs: tuple[np.ndarray, np.ndarray]
    """Right, left: vertices of the head's mesh."""
    joints: tuple[np.ndarray, ...]
    """Neck 1, 2, 3 and head, likewise."""

    def vertex(self, base_vertices: np.ndarray) -> np.ndarray:
        """Return the head's vertices for some of the base mesh. Raises KeyError where one was cut off."""
        place = {int(vertex): k for k, vertex in enumerate(self.body)}
        return np.vectorize(place.__getitem__, otypes=[np.int32])(base_vertices)

    @property
    def of_proxies(self) -> tuple[slice, slice]:
        """The vertices of teeth with gums, and of the tongue."""
        teeth, tongue = (len(proxy.base_vertices) for proxy in self.proxies)
        first = len(self.body)
        return slice(first, first + teeth), slice(first + teeth, first + teeth + tongue)

    def line(self, base_vertices: np.ndarray, closed: bool = False) -> np.ndarray:
        """Return the head's vertices along neighbours of the base mesh; a closed line does not repeat its first vertex."""
        ends = self.vertex(np.append(base_vertices, base_vertices[0]) if closed else base_vertices)
        between = self.refinement.on_edges(ends[:-1], ends[1:])
        whole = np.append(np.stack([ends[:-1], between], 1).ravel(), ends[-1])
        return (whole[:-1] if closed else whole).astype(np.int32)

    def carry(self, displaced_m: np.ndarray) -> np.ndarray:
        """Return (V, 3) float64: the head under a base mesh of (19158, 3) vertices."""
        adult = self.pack.default_adult_m
        return self.refinement.matrix @ np.concatenate(
            [displaced_m[self.body], *(proxy.fit(displaced_m, adult) for proxy in self.proxies)])

    def carried(self, moved_m: np.ndarray) -> np.ndarray:
        """Return (V, 3) float64: the head's displacements for (19158, 3) ones of the default adult."""
        adult = self.pack.default_adult_m
        return self.carry(adult + moved_m) - self.carry(adult)

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Return (V, K) for (19158, K) values at the base mesh's vertices."""
        return self.refinement.matrix @ np.concatenate(
            [values[self.body], *(proxy.bind(values) for proxy in self.proxies)])


def cut_head(pack: MakeHumanPack) -> HeadCut:
    """Return the head of a package."""
    base = pack.base
    of_body = base.faces_of("body")
    quads, uv = base.quads[of_body], base.uv[of_body]
    island = _islands(uv)
    head, mouth, torso = (_island_at(island, quads, vertex) for vertex in _SAMPLES)
    bust = _rings(quads, island == head, island == torso, _BUST_RINGS)
    skin, lining = (island == head) | bust, island == mouth
    skin_vertices = np.unique(quads[skin])
    body = np.concatenate([skin_vertices, np.setdiff1d(quads[lining], skin_vertices)]
                          + [pack.vertices_of(f"helper-{side}-eye") for side in "rl"]
                          + [np.sort(base.joints[name]) for name in JOINTS])
    place = np.full(len(base.vertices_m), -1)
    place[body] = np.arange(len(body))

    teeth, tongue = pack.proxy(TEETH), pack.proxy(TONGUE)
    first_tooth = len(body)
    first_of_tongue = first_tooth + len(teeth.base_vertices)
    refinement = refine(place[np.concatenate([quads[skin], quads[lining]])], first_of_tongue + len(tongue.base_vertices))
    parts = [
        (refinement.quads, refine_uv(np.concatenate([uv[skin], uv[lining]])),
         np.repeat([PARTS.index("skin"), PARTS.index("mouth")], [4 * skin.sum(), 4 * lining.sum()])),
        (teeth.corners.reshape(-1, 4) + first_tooth, teeth.uv.reshape(-1, 4, 2),
         np.where(_shell_sizes(teeth) == _GUMS, PARTS.index("gums"), PARTS.index("teeth"))),
        (tongue.corners.reshape(-1, 4) + first_of_tongue, tongue.uv.reshape(-1, 4, 2),
         np.full(len(tongue.starts), PARTS.index("tongue"))),
    ]
    all_quads, all_uv, part = (np.concatenate(column) for column in zip(*parts, strict=True))
    right, left = (place[pack.vertices_of(f"helper-{side}-eye")].astype(np.int32) for side in "rl")
    joints = tuple(place[np.sort(base.joints[name])].astype(np.int32) for name in JOINTS)
    sheet = np.full(len(part), -1)
    sheet[:4 * skin.sum()] = np.repeat(np.where(island[skin] == head, 0, 1), 4)
    return HeadCut(pack, body, (teeth, tongue), refinement, all_quads.astype(np.int32), all_uv, sheet,
                   part.astype(np.uint8), (right, left), joints)


def _rings(quads: np.ndarray, inner: np.ndarray, outer: np.ndarray, count: int) -> np.ndarray:
    """Return (F,) bool: the faces of `outer` in the first `count` rings around `inner`."""
    reached = np.zeros(int(quads.max()) + 1, bool)
    reached[quads[inner]] = True
    ring = np.zeros(len(quads), bool)
    for _ in range(count):
        ring |= outer & reached[quads].any(1)
        reached[quads[ring]] = True
    return ring


def _islands(uv: np.ndarray) -> np.ndarray:
    """Return (F,): the connected piece of the texture layout that each of (F, 4, 2) faces lies in."""
    _, corner = np.unique(np.round(uv.reshape(-1, 2) * 1e5).astype(np.int64), axis=0, return_inverse=True)
    corner = corner.reshape(-1, 4)
    return _pieces(corner)[corner[:, 0]]


def _pieces(quads: np.ndarray) -> np.ndarray:
    """Return (V,): the connected piece of the mesh that each vertex belongs to."""
    a, b = quads[:, :3].ravel(), quads[:, 1:].ravel()
    count = int(quads.max()) + 1
    return connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(count, count)), directed=False)[1]


def _island_at(island: np.ndarray, quads: np.ndarray, vertex: int) -> int:
    if vertex >= BODY_VERTICES:
        raise ValueError(f"vertex {vertex} is no vertex of the body")
    return int(island[np.flatnonzero((quads == vertex).any(1))[0]])


def _shell_sizes(proxy: Proxy) -> np.ndarray:
    """Return (F,): the number of faces in the connected piece of each face."""
    piece = _pieces(proxy.corners.reshape(-1, 4))[proxy.corners[proxy.starts]]
    return np.bincount(piece)[piece]
