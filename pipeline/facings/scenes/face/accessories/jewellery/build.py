"""Ear-rings and nose studs as pieces; ear-rings take the class of their ear."""

import numpy as np

from facings.scenes.face.accessories.ear_root import EarRoot
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.pieces import Finish, Piece
from facings.scenes.face.accessories.skin_caster import SkinCaster
from facings.scenes.face.accessories.solids import basis, boss, ellipsoid, join, lathe, moved, tube
from facings.scenes.face.accessories.spec import EarringSpec, NoseStudSpec
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape

_METAL, _STONE = range(2)
_CLEAR_M = 0.0006


def build_earrings(spec: EarringSpec, head: HeadMeasures, shape: HeadShape) -> list[Piece]:
    """Return the ear-rings; what hangs follows gravity on the posed head, which stands upright in the world."""
    down = shape.posed_from_unposed[:3, :3].T @ np.array([0.0, 0.0, -1.0])
    pieces = []
    worn = spec.right, spec.left
    for ear, points, here, name in zip(head.ear_roots, head.ear_points_m, worn, ("right", "left"), strict=True):
        if not here:
            continue
        hole, normal = lobe(ear, points, head)
        parts = _earring(spec, hole, normal, down, ear, head)
        finishes = (Finish("metal", spec.metal), Finish("plastic" if spec.style == "pearl_drop" else "gem", spec.stone))
        pieces.append(Piece(f"ear-ring {name}", join(parts), finishes, f"{name}_ear"))
    return pieces


def lobe(ear: EarRoot, points_m: np.ndarray, head: HeadMeasures) -> tuple[np.ndarray, np.ndarray]:
    """Return where an ear is pierced, on its outer side, and the skin's normal there."""
    low = points_m[points_m[:, 2] < ear.lobe_m[2] + 0.008 * head.scale]
    # The outer half of the lobe: what is nearer to the head is its root.
    outer = low[low[:, 0] * ear.side >= np.median(low[:, 0] * ear.side)]
    y, z = outer[:, 1].mean(), ear.lobe_m[2] + 0.0065 * head.scale
    return surface_point(head.skin, np.array([0.16 * ear.side, y, z]), np.array([-ear.side, 0.0, 0.0]))


def surface_point(skin: SkinCaster, origin_m: np.ndarray, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where a ray meets the skin, and the normal there, which looks back along the ray."""
    step = 0.0012
    across = np.cross(direction, (0.0, 0.0, 1.0))
    origins = origin_m + step * np.array([np.zeros(3), across, -across, (0, 0, 1.0), (0, 0, -1.0)])
    hits = origins + skin.distance_m(origins, direction)[:, None] * direction
    normal = np.cross(hits[1] - hits[2], hits[3] - hits[4])
    length = np.linalg.norm(normal)
    if not np.isfinite(length) or length < 1e-12:
        return hits[0], -direction
    normal /= length
    return hits[0], normal * -np.sign(normal @ direction)


def _earring(spec: EarringSpec, hole: np.ndarray, normal: np.ndarray, down: np.ndarray, ear: EarRoot,
             head: HeadMeasures) -> list[tuple[Mesh, int]]:
    unit = 1e-3 * head.scale
    outward = np.array([ear.side, 0.0, 0.0])
    if spec.style == "ball_stud":
        radius = 2.4 * spec.size * unit
        return [(moved(ellipsoid((radius, radius, radius), 24), _at(hole + normal * radius * 0.75)), _METAL)]
    if spec.style == "gem_stud":
        return _set_stone(hole, normal, 2.7 * spec.size * unit)
    if spec.style in ("small_hoop", "large_hoop"):
        radius = (7.5 if spec.style == "small_hoop" else 20.0) * spec.size * unit
        wire = (1.0 if spec.style == "small_hoop" else 1.2) * unit
        angle = np.arange(72) / 72 * 2 * np.pi
        through = hole - normal * 1.2 * unit
        # Turned between across and along the cheek, then swung out as far as the jaw asks.
        along = _unit(np.array([0.0, -1.0, 0.0]) + 0.55 * outward)

        def hoop(swing: float) -> np.ndarray:
            hang = _unit(down * np.cos(swing) + outward * np.sin(swing))
            side = _unit(along - hang * (along @ hang))
            return through + radius * ((1 - np.cos(angle))[:, None] * hang + np.sin(angle)[:, None] * side)

        swung = [hoop(swing) for swing in np.radians(np.arange(0, 65, 4.0))]
        path = next((path for path in swung if _clear(path[10:-10], wire, ear, head)), swung[-1])
        return [(tube(path, wire, sides=10, closed=True), _METAL)]
    hook = hole + normal * 0.8 * unit
    long = (24 if spec.style == "drop" else 13) * spec.size * unit
    swung = [_unit(down * np.cos(swing) + outward * np.sin(swing)) for swing in np.radians(np.arange(0, 50, 4.0))]
    reach = np.linspace(0.08, 1, 12)[:, None]
    hang = next((hang for hang in swung if _clear(hook + hang * reach * (long + 8 * unit), 3.6 * unit, ear, head)), swung[-1])
    share = np.linspace(0, 1, 14)
    wire_path = hook + hang * (share * long)[:, None] + normal * (1.6 * unit * np.sin(share * np.pi))[:, None]
    parts = [(tube(wire_path, 0.5 * unit, sides=8), _METAL)]
    foot = hook + hang * long
    place = basis(foot, hang, outward)
    if spec.style == "pearl_drop":
        radius = 4.2 * spec.size * unit
        parts.append((moved(ellipsoid((radius, radius, radius), 32), _at(foot + hang * radius * 0.9)), _STONE))
        cap = np.array([[0.05, -0.6], [1.4, -0.4], [1.9, 0.5], [1.7, 0.7], [0.05, 0.2]]) * unit
        parts.append((moved(lathe(cap, 18), place), _METAL))
        return parts
    drop = np.array([[0.02, 0], [1.4, 1.2], [2.6, 4.2], [3.5, 8.0], [3.7, 10.2], [3.2, 12.4], [2.0, 13.8], [0.02, 14.3]])
    parts.append((moved(lathe(drop * spec.size * unit, 8), place), _STONE))
    ring = np.stack([np.cos(np.arange(20) / 20 * 2 * np.pi), np.sin(np.arange(20) / 20 * 2 * np.pi), np.zeros(20)], 1)
    parts.append((moved(tube(ring * 1.5 * unit, 0.45 * unit, sides=8, closed=True), basis(foot, outward, hang)), _METAL))
    return parts


def _set_stone(place_m: np.ndarray, normal: np.ndarray, radius_m: float) -> list[tuple[Mesh, int]]:
    """A brilliant in a collar with four claws."""
    frame = basis(place_m + normal * 0.0002, normal, np.array([0.0, 0.0, 1.0]))
    stone = lathe(np.array([[0.02, 0.0], [1.0, 0.75], [1.0, 0.85], [0.58, 1.2], [0.02, 1.2]]) * radius_m, 12)
    profile = np.array([[0.30, -0.05], [0.8, 0.2], [1.08, 0.7], [1.10, 0.85], [1.03, 0.88], [0.7, 0.3], [0.30, 0.02]])
    collar = lathe(profile * radius_m, 24)
    parts = [(moved(stone, frame), _STONE), (moved(collar, frame), _METAL)]
    for k in range(4):
        angle = (k + 0.5) * np.pi / 2
        claw = np.array([np.cos(angle), np.sin(angle), 0.95]) * radius_m
        parts.append((moved(moved(ellipsoid(np.full(3, 0.16 * radius_m), 10), _at(claw)), frame), _METAL))
    return parts


def build_nose_stud(spec: NoseStudSpec, head: HeadMeasures) -> list[Piece]:
    """Return a small ball in one wing of the nose; it takes the nose's class."""
    side = -1.0 if spec.right else 1.0
    wing = head.landmarks_m[31 if spec.right else 35]
    unit = 1e-3 * head.scale
    origin = np.array([side * 0.06, wing[1] + 2.5 * unit, wing[2] + 5.5 * unit])
    place, normal = surface_point(head.skin, origin, np.array([-side, 0.0, 0.0]))
    radius = 1.25 * unit
    ball = boss(place + normal * 0.5 * radius, normal, radius, 0.8 * radius, 20)
    return [Piece("nose stud", ball, (Finish("metal", spec.metal),), "nose")]


def _clear(path_m: np.ndarray, margin_m: float, ear: EarRoot, head: HeadMeasures) -> bool:
    """Return whether a hanging wire stays outside of cheek, jaw and neck."""
    below = path_m[path_m[:, 2] < ear.lobe_m[2] - 0.001]
    if not len(below):
        return True
    return bool((below[:, 0] * ear.side >= ear.head_x_m(below[:, 1:]) + margin_m + _CLEAR_M).all())


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def _at(place_m: np.ndarray) -> np.ndarray:
    frame = np.eye(4)
    frame[:3, 3] = place_m
    return frame
