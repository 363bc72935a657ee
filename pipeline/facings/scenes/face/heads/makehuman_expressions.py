"""The MakeHuman head's expression modes: targets taken apart by side and lip, and what jaw, tongue and lids do."""

from collections.abc import Callable

import numpy as np

from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.canonical import similarity
from facings.scenes.face.heads.makehuman_arkit import OTHERWISE, UNITS, USES, Use
from facings.scenes.face.heads.makehuman_cut import HeadCut
from facings.scenes.face.heads.makehuman_files import BODY_VERTICES
from facings.scenes.face.heads.makehuman_macro import ADULT_SIZE, RACES
from facings.scenes.face.heads.makehuman_neutral import lip_line
from facings.scenes.face.heads.makehuman_places import places
from facings.scenes.face.heads.model import Basis, sparse_basis

_LEAST_OFFSET_M = 1e-5

_MIDLINE_M = 0.012
"""Half the width over which a symmetric unit fades from one side of the face to the other."""
_LIPS_M = 0.0015
"""Half the height over which it fades from the upper to the lower lip at the corners; it follows the line between them."""

_JAW_FORWARD_M, _JAW_SIDEWAYS_M = 0.006, 0.007
_TONGUE_OUT_M, _TONGUE_DOWN_M = 0.040, 0.006
_TONGUE_LIES_M = np.array([0.0, 0.006, -0.005])
_LID_TURN_RAD = 0.06
"""How far the lids are drawn along when an eye looks in or out by 30 degrees."""
_ROLLED_IN_M, _ROLL_REACH_M = 0.0035, 0.018
_SEAL_M = 0.030
"""How far from the mouth's line `mouthClose` reaches."""


def expression_basis(cut: HeadCut) -> Basis:
    """Return the modes under ARKit's names, in ARKit's order."""
    parts = _parts(cut)
    modes = {name: _of_targets(cut, uses, parts) for name, uses in USES.items()}
    modes["jawOpen"] += _tongue_with_jaw(cut, modes["jawOpen"])
    modes |= {name: make(cut, modes) for name, make in _MAKERS.items()}
    names = [name for name in ARKIT if name in modes]
    offsets = np.stack([(ADULT_SIZE * cut.carried(modes[name])).astype(np.float32) for name in names])
    return sparse_basis(tuple(names), offsets, _LEAST_OFFSET_M)


def _of_targets(cut: HeadCut, uses: tuple[Use, ...], parts: dict[str, np.ndarray]) -> np.ndarray:
    total = np.zeros_like(cut.pack.default_adult_m)
    for use in uses:
        if "/" in use.target:
            moved = cut.pack.target(use.target)
        else:
            moved = sum(cut.pack.target(UNITS.format(race=race) + use.target) for race in RACES) / len(RACES)
        total += use.weight * moved * parts[use.part][:, None]
    return total


def _parts(cut: HeadCut) -> dict[str, np.ndarray]:
    """Return (19158,) shares in 0..1 of each part; left and right, and upper and lower, sum to 1."""
    at = cut.pack.default_adult_m - cut.pack.origin_m
    left = _step(at[:, 0] / _MIDLINE_M)
    x, middle, _ = lip_line(at)
    lower = _step((np.interp(at[:, 0], x, middle) - at[:, 2]) / _LIPS_M)
    lower_lid = _step(-at[:, 2] / 0.004)
    whole = {"all": np.ones(len(at)), "left": left, "right": 1 - left, "upper_lip": 1 - lower, "lower_lip": lower,
             "lower_lid": lower_lid}
    return whole | {f"{lip}_{side}": whole[lip] * whole[side]
                    for lip in ("upper_lip", "lower_lip") for side in ("left", "right")}


def _step(x: np.ndarray) -> np.ndarray:
    """Return a smooth step from 0 at -1 to 1 at 1."""
    t = np.clip((x + 1) / 2, 0, 1)
    return t * t * (3 - 2 * t)


def _jaw(direction: tuple[float, float, float]) -> Callable[[HeadCut, dict], np.ndarray]:
    def make(cut: HeadCut, modes: dict) -> np.ndarray:
        """The jaw's hinge stays, the chin goes all the way."""
        base = cut.pack.base
        at = cut.pack.default_adult_m
        hinge, chin = at[base.joints["jaw"]].mean(0), at[places().landmarks[8]]
        lever = np.clip((hinge[1] - at[:, 1]) / (hinge[1] - chin[1]), 0, 1.3)
        return (base.weight_below("jaw") * lever)[:, None] * np.array(direction)
    return make


def _mouth_close(cut: HeadCut, modes: dict) -> np.ndarray:
    """The lips as they were before `jawOpen`, while the chin stays down."""
    return -modes["jawOpen"] * _near_lips(cut, _SEAL_M)[:, None]


def _near_lips(cut: HeadCut, reach_m: float) -> np.ndarray:
    """Return (19158,): 1 on the line between the lips, fading to 0 at a distance; 0 for teeth and tongue."""
    at = cut.pack.default_adult_m
    distance = np.linalg.norm(at[:, None] - at[places().lip_inner][None], axis=2).min(1)
    share = 1 - _step(2 * distance / reach_m - 1)
    share[BODY_VERTICES:] = 0
    return share


def _tongue_with_jaw(cut: HeadCut, jaw_open: np.ndarray) -> np.ndarray:
    """The tongue goes where the lower teeth go, draws back and lies down behind them, its root half the way; MakeHuman's own
    unit leaves it where it was."""
    at, tongue = cut.pack.default_adult_m, cut.pack.vertices_of("helper-tongue")
    teeth = cut.pack.vertices_of("helper-lower-teeth")
    _, rotation, shift = similarity(at[teeth], (at + jaw_open)[teeth])
    depth = at[tongue, 1]
    share = (1 - 0.5 * (depth - depth.min()) / np.ptp(depth))[:, None]
    moved = np.zeros_like(at)
    moved[tongue] = share * (at[tongue] @ rotation.T + shift + _TONGUE_LIES_M - at[tongue]) - jaw_open[tongue]
    return moved


def _roll(lip: str) -> Callable[[HeadCut, dict], np.ndarray]:
    def make(cut: HeadCut, modes: dict) -> np.ndarray:
        """The red of one lip is drawn in over the teeth, towards the line between the lips."""
        at = cut.pack.default_adult_m
        x, middle, _ = lip_line(at)
        share = _parts(cut)[lip] * _near_lips(cut, _ROLL_REACH_M)
        height = at[:, 2] - np.interp(at[:, 0], x, middle)
        rolled = np.zeros_like(at)
        rolled[:, 1] = _ROLLED_IN_M * share
        rolled[:, 2] = -0.6 * height * share
        return rolled
    return make


def _tongue_out(cut: HeadCut, modes: dict) -> np.ndarray:
    at = cut.pack.default_adult_m
    tongue = cut.pack.vertices_of("helper-tongue")
    depth = at[tongue, 1]
    along = (depth.max() - depth) / np.ptp(depth)
    moved = np.zeros_like(at)
    moved[tongue, 1] = -_TONGUE_OUT_M * along
    moved[tongue, 2] = -_TONGUE_DOWN_M * along ** 3
    return moved


def _lid_turn(side: str, towards_left: float) -> Callable[[HeadCut, dict], np.ndarray]:
    def make(cut: HeadCut, modes: dict) -> np.ndarray:
        base = cut.pack.base
        letter = "LR"[side == "right"]
        follow = base.weight_below(f"orbicularis03.{letter}") + base.weight_below(f"orbicularis04.{letter}")
        centre = cut.pack.eye_centres(cut.pack.default_adult_m)[0 if side == "right" else 1]
        arm = cut.pack.default_adult_m - centre
        # A small turn about the vertical axis through the eye's centre.
        turned = towards_left * _LID_TURN_RAD * np.stack([-arm[:, 1], arm[:, 0], np.zeros(len(arm))], 1)
        return turned * follow[:, None]
    return make


_MAKERS: dict[str, Callable[[HeadCut, dict], np.ndarray]] = {
    "jawForward": _jaw((0, -_JAW_FORWARD_M, 0)),
    "jawLeft": _jaw((_JAW_SIDEWAYS_M, 0, 0)),
    "jawRight": _jaw((-_JAW_SIDEWAYS_M, 0, 0)),
    "mouthClose": _mouth_close,
    "mouthRollLower": _roll("lower_lip"),
    "mouthRollUpper": _roll("upper_lip"),
    "tongueOut": _tongue_out,
    "eyeLookInLeft": _lid_turn("left", -1), "eyeLookOutLeft": _lid_turn("left", 1),
    "eyeLookInRight": _lid_turn("right", 1), "eyeLookOutRight": _lid_turn("right", -1),
}
assert set(_MAKERS) == set(OTHERWISE)
