"""How finely skin is painted: as pixels ask for, the same person at every size, and fully where maps show textures."""

from dataclasses import replace

import numpy as np
import pytest
from heads_for_tests import model
from skin_for_tests import painter, skin

from facings.frames.spec import CameraSpec, PictureSpec
from facings.scenes.face.skin.atlas import chart_of
from facings.scenes.face.skin.detail import FULL, HALF, detail_for
from facings.scenes.face.skin.folds import Folds
from facings.scenes.face.skin.mark_places import mark_places
from facings.scenes.face.skin.shade import HairShade

PICTURE = PictureSpec(width_px=512, height_px=512, samples=1, max_bounces=None, denoise=False, format="png", jpeg_quality=90,
                      passes=())


def seen_at(distance_m: float, focal_px: float, *passes: str):
    camera = CameraSpec(focal_px, focal_px, 256, 256, ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, -distance_m), (0, 0, 0, 1)), None,
                        2.8, 0.05, 0, None, 0)
    return detail_for(replace(PICTURE, passes=passes), camera, np.zeros(3))


def test_detail_follows_what_a_pixel_covers_of_the_face():
    assert seen_at(1.0, 1990.0) == seen_at(0.5, 990.0) == HALF
    assert seen_at(1.0, 2010.0) == seen_at(0.5, 1010.0) == FULL
    assert seen_at(1.0, 1990.0, "uv", "matte", "position") == HALF


@pytest.mark.parametrize("name", ["albedo", "normal"])
def test_labels_that_show_textures_have_them_in_full(name):
    assert seen_at(50.0, 500.0, "uv", name) == FULL


@pytest.mark.parametrize("head", ["ict", "makehuman"])
def test_half_detail_shows_the_same_person(head):
    spec = skin(4, {"marks": {"moles": 25, "freckles": 0.5}, "make_up": {"style": "bold"}}, age=60.0)
    full, half = (painter(head, detail).paint(spec, Folds(), HairShade()) for detail in (FULL, HALF))
    # Compared where all four texels of the finer texture are skin, away from the border of the chart.
    for name, size in (("broad", HALF.broad_px), ("fine", HALF.fine_px), ("make_up", HALF.broad_px)):
        chart = chart_of(model(head), size)
        inside = np.zeros(size * size, bool)
        inside[chart.texels[chart.border_px > 3]] = True
        means = getattr(full, name).reshape(size, 2, size, 2, 4).mean((1, 3)).reshape(-1, 4)
        ours = getattr(half, name)
        spread = means[inside].std(0)
        off = np.abs(ours[inside] - means[inside])
        assert (np.quantile(off, 0.95, axis=0) <= 0.12 * np.maximum(spread, 0.02)).all(), name
        for channel in np.flatnonzero(spread > 1e-3):
            assert np.corrcoef(ours[inside, channel], means[inside, channel])[0, 1] > 0.97, (name, channel)


def test_places_of_marks_are_skin_at_every_size():
    places = mark_places(model("ict"))
    for detail in (FULL, HALF):
        chart = chart_of(model("ict"), detail.fine_px)
        skin_there = np.zeros(detail.fine_px**2, bool)
        skin_there[chart.texels] = True
        share = places.size_px // detail.fine_px
        for scatter in places.scatters.values():
            y, x = np.divmod(scatter.texels(5000, np.random.default_rng(1)), places.size_px)
            assert skin_there[y // share * detail.fine_px + x // share].mean() > 0.999
