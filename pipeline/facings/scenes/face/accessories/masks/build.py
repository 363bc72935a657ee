"""A mask as a piece: pleated or folded panels, hems, nose wire, seams and cords."""

import numpy as np

from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.masks.drape import Drape, drape
from facings.scenes.face.accessories.masks.ear_loops import ear_loop
from facings.scenes.face.accessories.pieces import Finish, Piece
from facings.scenes.face.accessories.solids import join, shell, sweep, tube
from facings.scenes.face.accessories.spec import MaskSpec
from facings.scenes.face.geometry import Mesh

_ROWS, _COLUMNS = 96, 75
_REACH = {"surgical": 1.0, "ffp2": 0.85, "cloth": 0.95}


def build_mask(spec: MaskSpec, head: HeadMeasures) -> list[Piece]:
    """Return the mask on the unposed head, its expression included: it follows an open jaw."""
    unit = 1e-3 * head.scale
    rng = np.random.default_rng(spec.seed)
    cloth = drape(head, spec.worn, _ROWS, _COLUMNS, _REACH[spec.style])
    lift = {"surgical": _pleats, "ffp2": _beak, "cloth": _two_panels}[spec.style](cloth, rng) * unit
    thickness = {"surgical": 0.5, "ffp2": 0.7, "cloth": 0.9}[spec.style] * unit
    outer = cloth.points(lift + thickness)
    inner = np.linalg.norm(outer - cloth.centre_m, axis=-1) - thickness
    inner_points = cloth.centre_m + cloth.ray * np.maximum(inner, cloth.skin_m + 0.0002)[..., None]
    parts: list[tuple[Mesh, int]] = [(shell(outer, inner_points, ring=False), 0)]
    parts += _edges(spec.style, outer, cloth, unit)
    for ear, column in zip(head.ear_roots, (0, -1), strict=True):
        upper, lower = outer[3, column], outer[-4, column]
        cord = 0.75 * unit if spec.style == "cloth" else 1.05 * unit
        parts.append((ear_loop(upper, lower, ear, cord), 1))
    kind = "twill" if spec.style == "cloth" else "fleece"
    cord_colour = spec.second_colour if spec.style == "cloth" else "#f1f1ee"
    finishes = (Finish(kind, spec.colour, spec.second_colour, spec.pattern, 12.0), Finish("knit", cord_colour),
                Finish("fleece", spec.second_colour))
    return [Piece("mask", join(parts), finishes, "facewear")]


def _pleats(cloth: Drape, rng: np.random.Generator) -> np.ndarray:
    """Three pleats that open downwards, pressed flat at the sides; the hems and the nose wire."""
    down = cloth.down[:, None] + 0.006 * np.sin(3 * cloth.across + rng.uniform(0, 6.3))[None]
    lift = np.zeros(cloth.radius_m.shape)
    open_amount = 0.55 + 0.75 * (1 - cloth.across**2)[None]
    for place in np.array([0.30, 0.47, 0.64]) + rng.normal(0, 0.008, 3):
        since = (place - down) / 0.15
        # The fold's lip stands off the next layer and drops to it within a row or two.
        lift += 1.9 * open_amount * np.where(since >= 0, np.clip(1 - since, 0, 1) ** 1.5, np.clip(1 + since / 0.07, 0, 1))
    wire = np.exp(-((down - 0.045) / 0.013) ** 2) * np.clip((0.55 - np.abs(cloth.across)) / 0.05, 0, 1)[None]
    hem = np.clip((0.085 - down) / 0.01, 0, 1) + np.clip((down - 0.93) / 0.01, 0, 1)
    crinkle = sum(rng.normal(0, 0.12) * np.sin(k * cloth.across[None] * 4 + rng.normal(0, 6) * down + rng.uniform(0, 6.3))
                  for k in (2, 3, 5, 7))
    return lift + 0.8 * wire + 0.35 * np.clip(hem, 0, 1) + crinkle


def _beak(cloth: Drape, rng: np.random.Generator) -> np.ndarray:
    """Two panels that meet in an upright fold and stand off the face, embossed near their welded edges."""
    across, down = np.abs(cloth.across)[None], cloth.down[:, None]
    front = np.clip(1 - across, 0, 1) ** 1.25 * np.sin(np.clip(down * 1.04, 0, 1) * np.pi) ** 0.75 * 13
    weld = np.exp(-((across - 0.018) / 0.016) ** 2) * 0.9
    lines = -0.5 * np.exp(-((down - 0.12) / 0.008) ** 2) - 0.5 * np.exp(-((down - 0.90) / 0.008) ** 2)
    wire = 0.7 * np.exp(-((down - 0.06) / 0.016) ** 2) * np.clip((0.4 - across) / 0.05, 0, 1)
    dents = rng.normal(0, 0.5) * np.sin(4 * cloth.across + 5 * down + rng.uniform(0, 6.3)) * (1 - across)
    return front + weld + lines + wire + dents


def _two_panels(cloth: Drape, rng: np.random.Generator) -> np.ndarray:
    """Two sewn panels with a seam along the middle, and folds that radiate to the ears."""
    across, down = np.abs(cloth.across)[None], cloth.down[:, None]
    front = np.clip(1 - across, 0, 1) ** 1.5 * np.sin(down * np.pi) * 4.5
    seam = -0.7 * np.exp(-(across / 0.012) ** 2) + 0.5 * np.exp(-((across - 0.03) / 0.02) ** 2)
    fan = np.sin((down - 0.45) * 16 + rng.uniform(0, 6.3)) * np.clip(across - 0.35, 0, 1) * 2.2
    hem = 0.4 * (np.clip((0.06 - down) / 0.01, 0, 1) + np.clip((down - 0.95) / 0.01, 0, 1))
    return front + seam + fan + hem


def _edges(style: str, outer: np.ndarray, cloth: Drape, unit: float) -> list[tuple[Mesh, int]]:
    """The tapes at the sides and the stitched or welded lines along the hems."""
    parts = []
    for column, step in ((0, 1), (-1, -1)):
        line = outer[:, column] + cloth.ray[:, column] * 0.35 * unit
        along = np.gradient(line, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        inward = outer[:, column + 3 * step] - outer[:, column]
        inward -= along * np.einsum("ij,ij->i", inward, along)[:, None]
        inward /= np.linalg.norm(inward, axis=1, keepdims=True)
        width = 3.4 if style == "surgical" else 2.2
        flat = np.array([[-0.4, -0.35], [width, -0.35], [width + 0.3, 0], [width, 0.35], [-0.4, 0.35], [-0.7, 0]]) * unit
        parts.append((sweep(line, inward, np.cross(along, inward), flat), 2 if style != "cloth" else 0))
    rows = {"surgical": (9, -8), "ffp2": (5, -5), "cloth": (6, -6)}[style]
    for row in rows:
        line = outer[row, 2:-2] + cloth.ray[row, 2:-2] * 0.05 * unit
        parts.append((tube(line, 0.28 * unit, sides=5), 2 if style != "cloth" else 0))
    return parts
