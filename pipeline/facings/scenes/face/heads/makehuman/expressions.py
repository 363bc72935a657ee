"""The MakeHuman head's expression modes: its targets taken apart by side and lip, and the mechanics of jaw, tongue and lids."""

import numpy as np

from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.makehuman.cut import HeadCut
from facings.scenes.face.heads.makehuman.files import MakeHumanPack
from facings.scenes.face.heads.makehuman.macro import ADULT_SIZE, RACES
from facings.scenes.face.heads.makehuman.mechanics import (
    jaw_shifted,
    lids_turned,
    lip_rolled,
    lips_sealed,
    smooth_step,
    tongue_out,
    tongue_with_jaw,
)
from facings.scenes.face.heads.makehuman.neutral import lip_line
from facings.scenes.face.heads.makehuman.units import UNITS, USES, Use
from facings.scenes.face.heads.model import Basis, sparse_basis

_LEAST_OFFSET_M = 1e-5

_MIDLINE_M = 0.012
"""Half the width over which a symmetric unit fades from one side of the face to the other."""
_LIPS_M, _LIDS_M = 0.0015, 0.004
"""Half the height over which it fades from the upper to the lower lip or lid."""
_JAW_FORWARD_M, _JAW_SIDEWAYS_M = 0.006, 0.007


def expression_basis(cut: HeadCut) -> Basis:
    """Return the modes under ARKit's names, in ARKit's order."""
    pack = cut.pack
    parts = _parts(pack)
    modes = {name: _of_targets(pack, uses, parts) for name, uses in USES.items()}
    modes["jawOpen"] += tongue_with_jaw(pack, modes["jawOpen"])
    modes |= {
        "jawForward": jaw_shifted(pack, (0, -_JAW_FORWARD_M, 0)),
        "jawLeft": jaw_shifted(pack, (_JAW_SIDEWAYS_M, 0, 0)),
        "jawRight": jaw_shifted(pack, (-_JAW_SIDEWAYS_M, 0, 0)),
        "mouthClose": lips_sealed(pack, modes["jawOpen"]),
        "mouthRollLower": lip_rolled(pack, parts["lower_lip"]),
        "mouthRollUpper": lip_rolled(pack, parts["upper_lip"]),
        "tongueOut": tongue_out(pack),
        "eyeLookInLeft": lids_turned(pack, "left", -1),
        "eyeLookOutLeft": lids_turned(pack, "left", 1),
        "eyeLookInRight": lids_turned(pack, "right", 1),
        "eyeLookOutRight": lids_turned(pack, "right", -1),
    }
    names = tuple(name for name in ARKIT if name in modes)
    offsets = np.stack([(ADULT_SIZE * cut.carried(modes[name])).astype(np.float32) for name in names])
    return sparse_basis(names, offsets, _LEAST_OFFSET_M)


def _of_targets(pack: MakeHumanPack, uses: tuple[Use, ...], parts: dict[str, np.ndarray]) -> np.ndarray:
    total = np.zeros_like(pack.default_adult_m)
    for use in uses:
        if "/" in use.target:
            moved = pack.target(use.target)
        else:
            moved = sum(pack.target(UNITS.format(race=race) + use.target) for race in RACES) / len(RACES)
        total += use.weight * moved * parts[use.part][:, None]
    return total


def _parts(pack: MakeHumanPack) -> dict[str, np.ndarray]:
    """Return (19158,) shares in 0..1 of each part; left and right, and upper and lower, sum to 1."""
    at = pack.default_adult_m - pack.origin_m
    x, middle, _ = lip_line(at)
    left = smooth_step(at[:, 0] / _MIDLINE_M)
    lower = smooth_step((np.interp(at[:, 0], x, middle) - at[:, 2]) / _LIPS_M)
    parts = {"all": np.ones(len(at)), "left": left, "right": 1 - left, "upper_lip": 1 - lower, "lower_lip": lower,
             "lower_lid": smooth_step(-at[:, 2] / _LIDS_M)}
    return parts | {f"{lip}_{side}": parts[lip] * parts[side]
                    for lip in ("upper_lip", "lower_lip") for side in ("left", "right")}
