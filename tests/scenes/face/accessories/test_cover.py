"""The inner wall that presses the hair."""

import numpy as np
import pytest
from heads_for_tests import head
from specs_for_tests import accessories, headwear

from facings.scenes.face.accessories.build import head_cover
from facings.scenes.face.accessories.catalogue import HEADWEAR_STYLES
from facings.scenes.face.accessories.head_measures import directions, measure
from facings.scenes.face.accessories.skin_caster import SkinCaster


def test_bare_heads_have_no_cover() -> None:
    assert head_cover(accessories(), head("ict")) is None


@pytest.mark.parametrize("name", ("ict", "makehuman"))
@pytest.mark.parametrize("style", [style for style in HEADWEAR_STYLES if style not in ("headphones", "hijab")])
def test_a_hat_encloses_the_scalp_above_its_band(name: str, style: str) -> None:
    shape = head(name)
    measures = measure(shape)
    cover = head_cover(accessories(headwear=headwear(style)), shape)
    assert cover is not None and not cover.hides_all
    inner = SkinCaster(cover.inner.vertices_m, cover.inner.triangles)
    azimuth, elevation = np.meshgrid(np.linspace(0, 2 * np.pi, 60, endpoint=False), np.radians(np.linspace(42, 88, 12)))
    ray = directions(azimuth, elevation)
    wall = inner.distance_m(np.broadcast_to(measures.centre_m, ray.shape), ray)
    assert np.isfinite(wall).all()
    assert (wall >= measures.skull.at(azimuth, elevation) + 0.8e-3).all()


def test_a_head_scarf_hides_the_hair() -> None:
    cover = head_cover(accessories(headwear=headwear("hijab")), head("ict"))
    assert cover is not None and cover.hides_all
