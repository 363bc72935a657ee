"""The signs above the bays."""

import numpy as np

from facings.scenes.shelf.signs import header_image


def test_signs_are_filled():
    for text, rgb in (("Pasta & rice", (0.7, 0.1, 0.1)), ("Milk, yoghurt & cheese", (0.95, 0.95, 0.9))):
        picture = header_image(text, "12", rgb, 640, 120)
        assert picture.size == (640, 120) and np.asarray(picture).std() > 20
