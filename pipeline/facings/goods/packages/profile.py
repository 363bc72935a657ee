"""Profiles of turned bodies: polylines of (radius, height) in mm whose corners are rounded, and walks along them."""

import numpy as np

Corner = tuple[float, float] | tuple[float, float, float]
"""Radius, height and, where the corner is rounded, the radius of its fillet; all in mm."""


def filleted(corners: list[Corner], quarter_steps: int = 4) -> np.ndarray:
    """Return the polyline (P, 2) through `corners` with arcs of `quarter_steps` pieces a right angle at its fillets.

    A fillet that does not fit between its neighbours is made as large as fits.
    """
    points = np.array([c[:2] for c in corners], float)
    fillets = np.array([c[2] if len(c) > 2 else 0.0 for c in corners])
    result = [points[:1]]
    for i in range(1, len(points) - 1):
        result.append(_arc(points[i - 1], points[i], points[i + 1], fillets[i], quarter_steps))
    return np.vstack([*result, points[-1:]])


def _arc(before: np.ndarray, corner: np.ndarray, after: np.ndarray, rounding: float, quarter_steps: int) -> np.ndarray:
    a, b = before - corner, after - corner
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if rounding <= 0 or min(length_a, length_b) < 1e-9:
        return corner[None]
    a, b = a / length_a, b / length_b
    half = np.arccos(np.clip(a @ b, -1, 1)) / 2
    if half > np.pi / 2 - 1e-3 or half < 1e-3:
        return corner[None]
    tangent = min(rounding / np.tan(half), 0.48 * length_a, 0.48 * length_b)
    radius = tangent * np.tan(half)
    middle = (a + b) / np.linalg.norm(a + b)
    centre = corner + middle * radius / np.sin(half)
    turn = np.pi - 2 * half
    steps = max(1, int(np.ceil(turn / (np.pi / 2) * quarter_steps)))
    start = corner + a * tangent - centre
    sign = np.sign(a[0] * b[1] - a[1] * b[0])
    angles = -sign * np.linspace(0, turn, steps + 1)
    cos, sin = np.cos(angles), np.sin(angles)
    return centre + np.stack([cos * start[0] - sin * start[1], sin * start[0] + cos * start[1]], -1)


def refined(profile_mm: np.ndarray, step_mm: float) -> np.ndarray:
    """Return the profile with points added so that none of its pieces is longer than `step_mm`."""
    pieces = []
    for a, b in zip(profile_mm[:-1], profile_mm[1:], strict=True):
        count = max(1, int(np.ceil(np.linalg.norm(b - a) / step_mm)))
        pieces.append(a + (b - a) * np.linspace(0, 1, count, endpoint=False)[:, None])
    return np.vstack([*pieces, profile_mm[-1:]])


def between(profile_mm: np.ndarray, low_mm: float, high_mm: float) -> np.ndarray:
    """Return the part of an upward profile between two heights, with points exactly at both."""
    heights = profile_mm[:, 1]
    inside = profile_mm[(heights > low_mm + 1e-6) & (heights < high_mm - 1e-6)]
    ends = [[np.interp(z, heights, profile_mm[:, 0]), z] for z in (low_mm, high_mm)]
    return np.vstack([ends[:1], inside, ends[1:]])


def offset(profile_mm: np.ndarray, distance_mm: float) -> np.ndarray:
    """Return the profile moved outwards by `distance_mm` along its normals (to the right of its direction)."""
    along = np.gradient(profile_mm, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    return profile_mm + distance_mm * np.stack([along[:, 1], -along[:, 0]], -1)


def arc_length(profile_mm: np.ndarray) -> np.ndarray:
    """Return the way along the profile from its first point to each, (P,) in mm."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(profile_mm, axis=0), axis=1))])


def simplified(profile_mm: np.ndarray, tolerance_mm: float = 0.05, longest_mm: float = 30.0) -> np.ndarray:
    """Return the profile without points that lie within `tolerance_mm` of the chord (Douglas and Peucker 1973).

    Pieces longer than `longest_mm` are kept divided, so that shading and texture interpolate over compact faces.
    """
    keep = np.zeros(len(profile_mm), bool)
    keep[[0, -1]] = True
    stack = [(0, len(profile_mm) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        chord = profile_mm[b] - profile_mm[a]
        length = np.linalg.norm(chord)
        away = profile_mm[a + 1:b] - profile_mm[a]
        distance = (np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / length if length > 1e-9
                    else np.linalg.norm(away, axis=1))
        worst = int(np.argmax(distance))
        if distance[worst] <= tolerance_mm:
            if length <= longest_mm:
                continue
            worst = (b - a) // 2 - 1
        middle = a + 1 + worst
        keep[middle] = True
        stack += [(a, middle), (middle, b)]
    return profile_mm[keep]
