"""Many pictures on one sheet: each lies where it is said to, framed by its own edge."""

import numpy as np
import pytest

from facings.goods.atlas import EDGE_PX, atlas


def test_each_picture_lies_in_its_cell_and_is_framed_by_its_own_edge():
    rng = np.random.default_rng(1)
    pictures = [rng.integers(0, 256, (*rng.integers(1, 60, 2), 3), np.uint8) for _ in range(40)]
    sheet, cells = atlas([*pictures, pictures[3]])
    assert sheet.dtype == np.uint8 and cells.shape == (41, 4) and (cells[40] == cells[3]).all()
    height, width = sheet.shape[:2]
    taken = np.zeros((height, width), int)
    for picture, (u, v, w, h) in zip(pictures, cells, strict=False):
        left, right = np.rint(np.array([u, u + w]) * width).astype(int)
        bottom, top = np.rint((1 - np.array([v, v + h])) * height).astype(int)
        assert (sheet[top:bottom, left:right] == picture).all()
        framed = np.s_[top - EDGE_PX:bottom + EDGE_PX, left - EDGE_PX:right + EDGE_PX]
        assert (sheet[framed] == np.pad(picture, ((EDGE_PX, EDGE_PX), (EDGE_PX, EDGE_PX), (0, 0)), "edge")).all()
        taken[framed] += 1
    assert taken.max() == 1
    assert taken.mean() > 0.6, "little of the sheet is empty"


def test_no_pictures_are_refused():
    with pytest.raises(ValueError, match="no pictures"):
        atlas([])
