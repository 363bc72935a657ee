"""The chart from texels to places: exact inside triangles, and alike on both sides of every seam."""

import numpy as np
import pytest
from heads_for_tests import model
from skin_for_tests import painter, skin

from facings.scenes.face.heads.model import PARTS, HeadModel
from facings.scenes.face.skin.chart import chart
from facings.scenes.face.skin.folds import Folds
from facings.scenes.face.skin.shade import HairShade


def _skin_corners(head: HeadModel) -> np.ndarray:
    sizes = np.diff(np.append(head.starts, len(head.corners)))
    return np.flatnonzero(np.repeat(head.part == PARTS.index("skin"), sizes))


def _bilinear(texture: np.ndarray, uv: np.ndarray) -> np.ndarray:
    """Return (N, C) values of an (S, S, C) texture as a renderer reads them."""
    at = uv * texture.shape[0] - 0.5
    low = np.clip(np.floor(at).astype(int), 0, texture.shape[0] - 2)
    part = np.clip(at - low, 0, 1)
    x, y, fx, fy = low[:, 0], low[:, 1], part[:, :1], part[:, 1:]
    return ((texture[y, x] * (1 - fx) + texture[y, x + 1] * fx) * (1 - fy)
            + (texture[y + 1, x] * (1 - fx) + texture[y + 1, x + 1] * fx) * fy)


def _seams(head: HeadModel) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of (P, 2) texture coordinates at which one vertex lies in different places of the chart."""
    corners = _skin_corners(head)
    order = corners[np.argsort(head.corners[corners], kind="stable")]
    same = head.corners[order[1:]] == head.corners[order[:-1]]
    apart = np.abs(head.uv[order[1:]] - head.uv[order[:-1]]).max(1) > 0.01
    return head.uv[order[:-1][same & apart]], head.uv[order[1:][same & apart]]


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_texels_hold_the_place_of_the_surface(name):
    head = model(name)
    made = chart(head, 512)
    texture = np.zeros((512 * 512, 3))
    texture[made.texels] = made.canonical_m
    corners = _skin_corners(head)
    found = _bilinear(texture.reshape(512, 512, 3), head.uv[corners])
    error = np.linalg.norm(found - head.canonical_m[head.corners[corners]], axis=1)
    assert np.median(error) < 4e-4
    assert np.quantile(error, 0.98) < 4e-3


def test_both_sides_of_a_seam_look_alike():
    texture = painter().paint(skin(4, age=70.0), Folds(smile=(1.0, 1.0)), HairShade(scalp=1.0))
    one, other = _seams(model("ict"))
    assert len(one) > 50
    looks = ((texture.broad, (0, 1), 0.01), (texture.fine, (0, 1, 2), 0.01), (texture.scalp, (0,), 0.02))
    for values, channels, typical in looks:
        side = int(np.sqrt(len(values)))
        square = values.reshape(side, side, 4)[..., channels]
        gap = np.abs(_bilinear(square, one) - _bilinear(square, other))
        assert np.median(gap) < typical and np.quantile(gap, 0.95) < 8 * typical


def test_nothing_is_painted_twice():
    made = chart(model("ict"), 256)
    assert (np.diff(made.texels) > 0).all()
    assert np.isfinite(made.canonical_m).all() and np.isfinite(made.spacing_m).all()
    assert (made.border_px[made.spacing_m == 0] == 0).mean() > 0.9 or not (made.spacing_m == 0).any()
