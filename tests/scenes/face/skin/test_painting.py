"""What is painted: zones, spots, folds, lips and make-up."""

import numpy as np
import pytest
from heads_for_tests import head, model
from skin_for_tests import painter, skin

from facings.scenes.face.skin.atlas import chart_of
from facings.scenes.face.skin.chart import Chart
from facings.scenes.face.skin.detail import FULL
from facings.scenes.face.skin.folds import Folds, folds
from facings.scenes.face.skin.relief_tile import relief_tile
from facings.scenes.face.skin.shade import HairShade
from facings.scenes.face.skin.spec import skin_colour
from facings.scenes.face.skin.splats import Scatter, Spots, splat
from facings.scenes.face.skin.tone import pigmented
from facings.scenes.face.skin.zones import zones

AT_REST, NO_HAIR = Folds(), HairShade()


def _painted(spec, fold=AT_REST, shade=NO_HAIR) -> dict[str, np.ndarray]:
    return vars(painter().paint(spec, fold, shade))


def test_zones_are_the_same_on_both_sides():
    point = np.random.default_rng(0).uniform((-0.09, -0.05, -0.2), (0.09, 0.12, 0.1), (5000, 3)).astype(np.float32)
    here, there = zones(point), zones(point * np.float32([-1, 1, 1]))
    assert here.masks.dtype == np.float32
    for name in here.names:
        np.testing.assert_allclose(here[name], there[name], atol=1e-6, err_msg=name)
        assert here[name].min() >= 0 and here[name].max() <= 1.6


def test_equal_skins_are_painted_alike_and_others_not():
    first = _painted(skin(1))
    other = _painted(skin(2))
    again = _painted(skin(1))
    for name in ("broad", "fine", "make_up"):
        np.testing.assert_array_equal(first[name], again[name])
    assert (first["broad"] != other["broad"]).mean() > 0.3


def test_bare_skin_elsewhere_has_the_neck_s_colour():
    spec = skin(1, {"pigment": {"tan": 0.3}})
    made = painter().paint(spec, Folds(), HairShade())
    broad = chart_of(model("ict"), FULL.broad_px)
    side = (broad.canonical_m[:, 2] < -0.15) & (broad.border_px > 3)
    values = made.broad[broad.texels[side]]
    colour = pigmented(spec.albedo, values[:, 0], values[:, 1]).mean(0)
    np.testing.assert_allclose(colour, skin_colour(spec), rtol=0.12)


def test_a_spot_is_round_on_the_head_where_the_texture_is_stretched():
    size = 64
    y, x = np.mgrid[0:size, 0:size]
    place = np.stack([x * 2e-4, np.zeros_like(x), y * 1e-4], -1).reshape(-1, 3).astype(np.float32)
    border = np.minimum.reduce([x, y, size - 1 - x, size - 1 - y]).ravel().astype(np.float32)
    chart = Chart(size, np.arange(size * size, dtype=np.int32), place, border, np.full(size * size, 1.4e-4, np.float32))
    rows = np.arange(size * size).reshape(size, size)
    values = np.zeros(size * size, np.float32)
    middle = 32 * size + 32
    splat(values, Spots(np.array([middle, 3]), np.array([8e-4, 8e-4]), np.array([1.0, 1.0])), chart, rows)
    picture = values.reshape(size, size)
    assert picture[32, 32] == pytest.approx(1.0)
    # 0.8 mm are four texels across and eight upwards.
    assert picture[32, 36] == pytest.approx(np.exp(-1), rel=1e-3) == picture[40, 32]
    assert picture[:8].max() == 0, "the spot at the border would show on one side of the seam only"


def test_scatter_follows_density_per_area():
    size = 32
    spacing = np.where(np.arange(size * size) % size < 16, 1e-4, 2e-4).astype(np.float32)
    chart = Chart(size, np.arange(size * size, dtype=np.int32), np.zeros((size * size, 3), np.float32),
                  np.ones(size * size, np.float32), spacing)
    drawn = Scatter.over(chart, np.ones(size * size)).texels(20_000, np.random.default_rng(0))
    assert (drawn % size >= 16).mean() == pytest.approx(0.8, abs=0.015)
    assert len(Scatter.over(chart, np.zeros(size * size)).texels(50, np.random.default_rng(0))) == 0


def test_faces_at_rest_have_no_folds_and_smiles_do():
    assert folds(head("ict")) == Folds()
    smile = folds(head("ict", expression={"mouthSmileLeft": 1.0, "mouthSmileRight": 0.2}))
    assert smile.smile[1] > 0.4 > smile.smile[0]
    raised = folds(head("ict", expression={"browInnerUp": 1.0, "browOuterUpLeft": 1.0, "browOuterUpRight": 1.0}))
    assert min(raised.brow_raise) > 0.4 and max(raised.smile) < 0.2


def test_age_and_expression_deepen_the_relief():
    def depth(fold=AT_REST, **who) -> float:
        return float(_painted(skin(3, {"marks": {"pimples": 0, "scars": 0}}, **who), fold)["fine"][:, 2].std())

    child, adult, old = (depth(age=age) for age in (7.0, 40.0, 82.0))
    assert child < adult < old and old > 2.5 * child
    assert depth(Folds(brow_raise=(1, 1), smile=(1, 1)), age=40.0) > 1.2 * adult


def test_lips_are_redder_than_the_skin_around_them():
    fine = _painted(skin(2, {"lips": {"redness": 0.5}}))["fine"]
    lips = fine[:, 3] > 0.99
    assert 5_000 < lips.sum() < 400_000
    assert fine[lips, 1].mean() > 0.4 > fine[fine[:, 3] < 0.01, 1].mean() + 0.3


def test_make_up_covers_only_where_it_is_put():
    bare = _painted(skin(1, {"make_up": {"style": "none"}}))["make_up"]
    assert not bare.any()
    made = _painted(skin(1, {"make_up": {"style": "bold"}}))
    cover = made["make_up"][:, 3]
    assert 0.8 < cover.max() <= 1.0 and (cover > 0.3).mean() < 0.1
    assert (made["make_up"][:, :3] <= cover[:, None] + 1e-6).all()


def test_the_relief_repeats_without_a_seam():
    tile = relief_tile()
    for axis in (0, 1):
        rows = np.moveaxis(tile, axis, 0)
        across = np.abs(rows[0] - rows[-1]).mean(0)
        beside = np.abs(np.diff(rows, axis=0)).mean(1)
        assert (across <= beside.max(0)).all()
