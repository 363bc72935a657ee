"""What changes slowly over the skin: how much melanin and blood each place has more or less than the person's average."""

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.noise import mixed
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.spec import SkinSpec

_BLOTCHES = ((0.055, 0.045), (0.075, 0.055), (0.085, 0.055), (0.06, 0.05))
"""Blood and melanin of the blotches of each of `noise.SCALES_MM`."""

_LUMINANCE = (0.2126, 0.7152, 0.0722)


def darkness(spec: SkinSpec) -> float:
    """Return 0 for light skin to 1 for the darkest."""
    luminance = float(np.dot(spec.albedo, _LUMINANCE))
    return float(np.clip((np.log(0.30) - np.log(luminance)) / (np.log(0.30) - np.log(0.045)), 0, 1))


def pigments(spec: SkinSpec, atlas: Atlas, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return (N,) melanin and (N,) blood over the broad chart, in units of `tone.MELANIN` and `tone.HAEMOGLOBIN`."""
    pigment, dark = spec.pigment, darkness(spec)
    noise = mixed(atlas.noise, 2, rng.spawn(1)[0])
    jitter = 1 + 0.18 * rng.standard_normal(4)
    smooth, ragged, melanin = _shares(spec, dark, jitter)
    blood, flush, melanin = atlas.zones.weighted(smooth, ragged, melanin)
    # Flushes have ragged outlines: noise moves them in and out.
    flush *= 1 + 0.30 * noise[1, 0] + 0.22 * noise[2, 0]
    blood += flush
    melanin -= np.float32(0.105 * pigment.tan)
    blotches = _even(spec) * pigment.blotches
    for octave, (red, brown) in enumerate(_BLOTCHES):
        blood += np.float32(blotches * red) * noise[octave, 0]
        melanin += np.float32(blotches * brown) * noise[octave, 1]
    _veins(spec, atlas, blood, melanin, rng.spawn(1)[0])
    _lid_margins(atlas, blood, melanin)
    return melanin, blood


def _even(spec: SkinSpec) -> float:
    return 1 - 0.6 * spec.make_up.foundation


def _shares(spec: SkinSpec, dark: float, jitter: np.ndarray) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Return by zone how much blood is added smoothly, how much with a ragged outline, and how much melanin."""
    pigment, even = spec.pigment, _even(spec)
    flush = pigment.flush * even
    smooth = {
        "nose": 0.55 * jitter[1] * flush, "glabella": 0.20 * flush, "nose_fold": 0.40 * flush,
        "ear": (0.15 + 0.25 * pigment.flush) * jitter[3], "ear_rim": (0.11 + 0.18 * pigment.flush) * jitter[3],
        "eyelid": 0.10 * even, "eye_corner": 0.30 * even, "under_eye": 0.16 * pigment.eye_circles * even,
        "forehead": -0.16 * pigment.sallow, "mouth_ring": -0.13 * pigment.sallow,
    }
    ragged = {"cheek": 0.62 * jitter[0] * flush, "chin": 0.30 * jitter[2] * flush, "chest": 0.12 * flush}
    # In dark skin the rim of the face and the mouth's surroundings are darker, the cheeks' middle lighter.
    melanin = {
        "sunny": 0.30 * pigment.tan, "under_eye": pigment.eye_circles * (0.34 + 0.16 * dark) * even,
        "eyelid": (0.05 + 0.10 * dark) * even, "forehead": 0.08 * pigment.sallow + 0.14 * dark * even,
        "mouth_ring": 0.08 * pigment.sallow + 0.16 * dark * even, "temple": 0.10 * dark * even, "jaw": 0.10 * dark * even,
        "cheek": -0.16 * dark * even, "throat": -0.10 * (1 - dark),
    }
    return smooth, ragged, melanin


def _veins(spec: SkinSpec, atlas: Atlas, blood: np.ndarray, melanin: np.ndarray, rng: np.random.Generator) -> None:
    """Less red and a little darker along a few branches at the temples: veins look blue by contrast only (Kienle 1996)."""
    if spec.pigment.veins < 0.02:
        return
    temple = np.flatnonzero(atlas.zones["temple"] > 0.02)
    for side in (-1, 1):
        near = temple[side * atlas.broad.canonical_m[temple, 0] > 0]
        y, z = atlas.broad.canonical_m[near, 1] * 1000, atlas.broad.canonical_m[near, 2] * 1000
        fade = atlas.zones["temple"][near]
        for _ in range(3):
            phase, wave = rng.uniform(0, 2 * np.pi, 2), rng.uniform(18, 40, 2)
            at = (rng.uniform(6, 36) + rng.uniform(-0.8, 0.3) * (z - 25) + 3.0 * np.sin(2 * np.pi * z / wave[0] + phase[0])
                  + 1.2 * np.sin(4 * np.pi * z / wave[1] + phase[1]))
            line = np.exp(-(((y - at) / rng.uniform(0.9, 1.5)) ** 2)) * fade
            blood[near] -= 0.30 * spec.pigment.veins * line
            melanin[near] += 0.13 * spec.pigment.veins * line


def _lid_margins(atlas: Atlas, blood: np.ndarray, melanin: np.ndarray) -> None:
    """Rims of lids are thin and red, the root line of the lashes looks darker."""
    for lids in atlas.broad_lids:
        rim = np.minimum(lids.upper_m, lids.lower_m) * 1000
        blood[lids.points] += 0.42 * np.exp(-((rim / 1.6) ** 2))
        melanin[lids.points] += 0.20 * np.exp(-((lids.upper_m * 1000 / 1.8) ** 2))
        crease = lids.upper_m * 1000 - 7.5
        melanin[lids.points] += 0.10 * np.exp(-((crease / 2.4) ** 2)) * step(lids.along, -0.1, 0.2) * lids.above
