"""Many small pictures on one sheet, so that one image and one material serve them all."""

from collections.abc import Sequence

import numpy as np

EDGE_PX = 2
"""Each picture is framed by its own outermost pixels: as far as a cubic filter reaches, no neighbour is seen."""


def atlas(pictures: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return one picture, (H, W, 3) uint8, that holds `pictures`, (h, w, 3) uint8 each, and where each one lies.

    The places are (N, 4) float64: u and v of the lower left corner, width and height, in the sheet's texture coordinates
    (v upwards). A picture that is given twice, as the same object, lies there once. Raises ValueError where there is none.
    """
    if not pictures:
        raise ValueError("an atlas of no pictures has no size")
    distinct = list({id(p): p for p in pictures}.values())
    tallest_first = sorted(range(len(distinct)), key=lambda i: -distinct[i].shape[0])
    framed_px = [(p.shape[0] + 2 * EDGE_PX, p.shape[1] + 2 * EDGE_PX) for p in distinct]
    width = max(*(w for _, w in framed_px), int(np.sqrt(sum(h * w for h, w in framed_px))), 1)
    corners, x, y, row = {}, 0, 0, 0
    for i in tallest_first:
        h, w = framed_px[i]
        if x + w > width:
            x, y, row = 0, y + row, 0
        corners[i] = (x, y)
        x, row = x + w, max(row, h)
    sheet = np.zeros((y + row, width, 3), np.uint8)
    cells = {}
    for i, (left, top) in corners.items():
        h, w = framed_px[i]
        sheet[top:top + h, left:left + w] = np.pad(distinct[i], ((EDGE_PX, EDGE_PX), (EDGE_PX, EDGE_PX), (0, 0)), "edge")
        inner_h, inner_w = distinct[i].shape[:2]
        cells[id(distinct[i])] = ((left + EDGE_PX) / width, 1 - (top + EDGE_PX + inner_h) / (y + row), inner_w / width,
                                  inner_h / (y + row))
    return sheet, np.array([cells[id(p)] for p in pictures])
