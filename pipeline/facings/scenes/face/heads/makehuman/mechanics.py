"""What jaw, tongue, lips and lids of the MakeHuman body do beyond its targets: (19158, 3) displacements in metres of the
default adult's base mesh, each for a coefficient of 1."""

import numpy as np

from facings.scenes.face.heads.conversion.fits import similarity
from facings.scenes.face.heads.makehuman.files import BODY_VERTICES, MakeHumanPack
from facings.scenes.face.heads.makehuman.neutral import lip_line
from facings.scenes.face.heads.makehuman.places import places
from facings.scenes.face.heads.model import SIDES

_TONGUE_OUT_M, _TONGUE_DROPS_M = 0.040, 0.006
_TONGUE_LIES_M = np.array([0.0, 0.006, -0.005])
"""How far back and down the tongue draws in a wide open mouth."""
_LID_TURN_RAD = 0.06
"""How far the lids are drawn along when an eye looks in or out by 30 degrees."""
_ROLLED_IN_M, _ROLL_REACH_M, _ROLL_FLATTENS = 0.0035, 0.018, 0.6
_SEAL_REACH_M = 0.030
"""How far from the mouth's line `lips_sealed` reaches."""


def smooth_step(x: np.ndarray) -> np.ndarray:
    """Return 0 below -1, 1 above 1, and a smooth rise between."""
    t = np.clip((x + 1) / 2, 0, 1)
    return t * t * (3 - 2 * t)


def jaw_shifted(pack: MakeHumanPack, direction_m: tuple[float, float, float]) -> np.ndarray:
    """The chin goes all the way, the jaw's hinge stays."""
    at = pack.default_adult_m
    hinge, chin = at[pack.base.joints["jaw"]].mean(0), at[places().landmarks[8]]
    lever = np.clip((hinge[1] - at[:, 1]) / (hinge[1] - chin[1]), 0, 1.3)
    return (pack.base.weight_below("jaw") * lever)[:, None] * np.array(direction_m)


def lips_sealed(pack: MakeHumanPack, jaw_open: np.ndarray) -> np.ndarray:
    """The lips go back to where they were before the jaw opened; the chin stays down."""
    return -jaw_open * _near_lips(pack, _SEAL_REACH_M)[:, None]


def lip_rolled(pack: MakeHumanPack, lip: np.ndarray) -> np.ndarray:
    """The red of one lip, where `lip` (19158,) is 1, is drawn in over the teeth and towards the line between the lips."""
    at = pack.default_adult_m
    x, middle, _ = lip_line(at)
    share = lip * _near_lips(pack, _ROLL_REACH_M)
    moved = np.zeros_like(at)
    moved[:, 1] = _ROLLED_IN_M * share
    moved[:, 2] = -_ROLL_FLATTENS * share * (at[:, 2] - np.interp(at[:, 0], x, middle))
    return moved


def tongue_with_jaw(pack: MakeHumanPack, jaw_open: np.ndarray) -> np.ndarray:
    """The tongue goes where the lower teeth go and lies down behind them, its root half the way.

    The package's own unit, `jaw_open`, leaves it where it was; this is what has to be added.
    """
    at, tongue = pack.default_adult_m, pack.vertices_of("helper-tongue")
    teeth = pack.vertices_of("helper-lower-teeth")
    _, rotation, shift = similarity(at[teeth], (at + jaw_open)[teeth])
    share = 0.5 + 0.5 * _towards_tip(at[tongue])[:, None]
    moved = np.zeros_like(at)
    moved[tongue] = share * (at[tongue] @ rotation.T + shift + _TONGUE_LIES_M - at[tongue]) - jaw_open[tongue]
    return moved


def tongue_out(pack: MakeHumanPack) -> np.ndarray:
    """The tongue is put out; its tip drops."""
    at, tongue = pack.default_adult_m, pack.vertices_of("helper-tongue")
    along = _towards_tip(at[tongue])
    moved = np.zeros_like(at)
    moved[tongue, 1] = -_TONGUE_OUT_M * along
    moved[tongue, 2] = -_TONGUE_DROPS_M * along ** 3
    return moved


def lids_turned(pack: MakeHumanPack, side: str, towards_left: float) -> np.ndarray:
    """Both lids of one eye are drawn along sideways (1 or -1), turned about the vertical axis through the eye."""
    letter = side[0].upper()
    follow = np.sum([pack.base.weight_below(f"orbicularis{number}.{letter}") for number in ("03", "04")], axis=0)
    arm = pack.default_adult_m - pack.eye_centres(pack.default_adult_m)[SIDES.index(side)]
    turned = np.stack([-arm[:, 1], arm[:, 0], np.zeros(len(arm))], 1)
    return towards_left * _LID_TURN_RAD * turned * follow[:, None]


def _near_lips(pack: MakeHumanPack, reach_m: float) -> np.ndarray:
    """Return (19158,): 1 on the line between the lips, fading to 0 at a distance; 0 for teeth and tongue."""
    at = pack.default_adult_m
    distance = np.linalg.norm(at[:, None] - at[places().lip_inner][None], axis=2).min(1)
    share = 1 - smooth_step(2 * distance / reach_m - 1)
    share[BODY_VERTICES:] = 0
    return share


def _towards_tip(tongue_m: np.ndarray) -> np.ndarray:
    depth = tongue_m[:, 1]
    return (depth.max() - depth) / np.ptp(depth)
