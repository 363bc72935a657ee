"""The hairline: where hair grows on the reference head, and how it recedes."""

import numpy as np
import pytest
from tests.scenes.face.heads_for_tests import head

from facings.scenes.face.hair.hairline import CROWN_M, scalp_density
from facings.scenes.face.hair.spec import Hairline
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.semantics import SEMANTIC_CLASSES


@pytest.fixture(scope="module")
def skin():
    """(V, 3) canonical skin vertices and their parsing class."""
    model = head("ict").model
    sizes = np.diff(np.append(model.starts, len(model.corners)))
    corner = np.repeat(model.part == PARTS.index("skin"), sizes)
    region = np.zeros(len(model.vertices_m), int)
    region[model.corners] = np.repeat(model.region, sizes)
    used = np.unique(model.corners[corner])
    return model.canonical_m[used], region[used]


def test_hair_grows_on_the_skull_and_nowhere_else(skin):
    point, region = skin
    density = scalp_density(point)
    assert density.min() >= 0 and density.max() <= 1
    assert density[point[:, 2] > 0.100].min() > 0.99
    for name in ("right_ear", "left_ear", "nose", "top_lip", "bottom_lip"):
        assert density[region == SEMANTIC_CLASSES[name]].max() < 0.02, name
    face = (np.abs(point[:, 0]) < 0.05) & (point[:, 1] < 0.02) & (point[:, 2] < 0.06)
    assert density[face].max() < 0.02
    assert density[point[:, 2] < -0.11].max() == 0


def test_the_line_is_soft_and_not_the_same_on_both_sides(skin):
    point, _ = skin
    density = scalp_density(point)
    assert ((density > 0.1) & (density < 0.9)).sum() > 100
    assert np.abs(density - scalp_density(point * [-1, 1, 1])).max() > 0.05


def test_receding_only_takes_hair_away(skin):
    point, _ = skin
    before = scalp_density(point, Hairline())
    for key in ("recession", "crown_loss", "top_loss"):
        shares = [scalp_density(point, Hairline(**{key: amount})).sum() for amount in (0, 0.4, 0.7, 1)]
        assert np.all(np.diff(shares) < 0), key
        assert (scalp_density(point, Hairline(**{key: 1.0})) <= before + 1e-9).all(), key


def test_the_horseshoe_keeps_sides_and_nape_and_loses_the_top():
    line = Hairline(top_loss=1.0, recession=1.0)
    assert scalp_density(np.array([0.0, 0.08, 0.109]), line) < 0.03
    assert scalp_density(np.array(CROWN_M), line) < 0.05
    assert scalp_density(np.array([0.078, 0.09, 0.030]), line) > 0.95
    assert scalp_density(np.array([0.0, 0.16, -0.01]), line) > 0.95


def test_sideburns_reach_down_as_told():
    before_ear = np.stack([np.full(60, 0.0745), np.full(60, 0.048), np.linspace(0.02, -0.07, 60)], 1)
    lengths = [scalp_density(before_ear, Hairline(sideburn_m=down)).sum() for down in (-0.01, 0.0, 0.02)]
    assert lengths[0] < lengths[1] < lengths[2]
