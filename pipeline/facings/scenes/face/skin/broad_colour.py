"""What changes slowly over the skin: how much melanin and blood each place has more or less than the person's average."""

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.noise import mixed
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.spec import SkinSpec

_LUMINANCE = (0.2126, 0.7152, 0.0722)


def darkness(spec: SkinSpec) -> float:
    """Return 0 for light skin to 1 for the darkest."""
    luminance = float(np.dot(spec.albedo, _LUMINANCE))
    return float(np.clip((np.log(0.30) - np.log(luminance)) / (np.log(0.30) - np.log(0.045)), 0, 1))


def pigments(spec: SkinSpec, atlas: Atlas, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return (N,) melanin and (N,) blood over the broad chart, in units of `tone.MELANIN` and `tone.HAEMOGLOBIN`."""
    zone, pigment, dark = atlas.zones, spec.pigment, darkness(spec)
    blood_noise, melanin_noise = (mixed(atlas.noise, child) for child in rng.spawn(2))
    even = 1 - 0.6 * spec.make_up.foundation
    jitter = 1 + 0.18 * rng.standard_normal(8)

    # Flushes have ragged outlines: noise moves them in and out.
    ragged = 1 + 0.30 * blood_noise[1] + 0.22 * blood_noise[2]
    flush = pigment.flush * (
        0.62 * jitter[0] * zone["cheek"] * ragged + 0.55 * jitter[1] * zone["nose"] + 0.30 * jitter[2] * zone["chin"] * ragged
        + 0.20 * zone["glabella"] + 0.40 * zone["nose_fold"] + 0.12 * zone["chest"] * ragged)
    blood = even * flush
    blood += (0.22 + 0.35 * pigment.flush) * jitter[3] * (0.7 * zone["ear"] + 0.5 * zone["ear_rim"])
    blood += even * (0.10 * zone["eyelid"] + 0.30 * zone["eye_corner"] + 0.16 * pigment.eye_circles * zone["under_eye"])
    blood -= 0.16 * pigment.sallow * (zone["forehead"] + 0.8 * zone["mouth_ring"])
    blood += even * pigment.blotches * (0.055 * blood_noise[0] + 0.075 * blood_noise[1] + 0.085 * blood_noise[2]
                                        + 0.06 * blood_noise[3])

    melanin = 0.30 * pigment.tan * (zone["sunny"] - 0.35)
    melanin += even * pigment.eye_circles * (0.34 + 0.16 * dark) * zone["under_eye"]
    melanin += even * (0.05 + 0.10 * dark) * zone["eyelid"]
    melanin += 0.08 * pigment.sallow * (zone["forehead"] + zone["mouth_ring"])
    # In dark skin the rim of the face and the mouth's surroundings are darker, the cheeks' middle lighter.
    melanin += even * dark * (0.16 * zone["mouth_ring"] + 0.10 * zone["temple"] + 0.10 * zone["jaw"]
                              + 0.14 * zone["forehead"] * (1 + 0.3 * melanin_noise[1]) - 0.16 * zone["cheek"])
    melanin -= 0.10 * (1 - dark) * zone["throat"]
    melanin += even * pigment.blotches * (0.045 * melanin_noise[0] + 0.055 * melanin_noise[1] + 0.055 * melanin_noise[2]
                                          + 0.05 * melanin_noise[3])
    _veins(spec, atlas, blood, melanin, rng.spawn(1)[0])
    _lid_margins(atlas, blood, melanin)
    return melanin, blood


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
