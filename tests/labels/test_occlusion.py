"""Amodal masks, occluders and oriented boxes against pycocotools, OpenCV and, on a shelf, Embree casts of each object alone."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.mask import decode, encode

from facings.dataset.occlusion_checks import occlusion_findings
from facings.labels.amodal import AmodalExtent
from facings.labels.mask_boxes import oriented_box
from facings.labels.occlusion import Occlusion
from facings.labels.rle import Runs, rle_of_runs


@st.composite
def placed_masks(draw):
    """A picture's size, and masks anywhere in it that may overlap and fill it from top to bottom."""
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    masks = []
    for _ in range(draw(st.integers(1, 3))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        h, w = draw(st.integers(1, height - y)), draw(st.integers(1, width - x))
        bits = draw(st.lists(st.booleans(), min_size=h * w, max_size=h * w))
        masks.append((np.array(bits).reshape(h, w), x, y))
    return height, width, masks


@settings(deadline=None)  # a busy machine is no fault
@given(placed_masks())
def test_runs_of_windows_are_pycocotools_own_text(case):
    height, width, masks = case
    found = rle_of_runs([Runs.of(mask, x, y, height, number) for number, (mask, x, y) in enumerate(masks, 1)], (height, width))
    for number, (mask, x, y) in enumerate(masks, 1):
        whole = np.zeros((height, width), np.uint8, order="F")
        whole[y:y + mask.shape[0], x:x + mask.shape[1]] = mask
        if mask.any():
            assert found[number] == {"size": [height, width], "counts": encode(whole)["counts"].decode()}
        else:
            assert number not in found


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**31))
def test_the_oriented_box_is_opencvs(height, width, seed):
    mask = np.random.default_rng(seed).random((height, width)) < 0.4
    mask[seed % height, seed % width] = True
    corners = np.array(oriented_box(mask, 7, -3))
    ys, xs = np.nonzero(mask)
    ends = np.concatenate([np.stack([xs + 7 + dx, ys - 3 + dy], 1) for dx in (0, 1) for dy in (0, 1)]).astype(np.float32)
    (_, theirs, _) = cv2.minAreaRect(ends)
    sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
    assert abs(sides[0] * sides[1] - theirs[0] * theirs[1]) < 1e-3
    assert all(cv2.pointPolygonTest(np.float32(corners), tuple(map(float, p)), True) > -1e-3 for p in ends)
    assert cv2.contourArea(np.float32(corners), oriented=True) > 0  # clockwise where y runs down
    assert corners[0, 1] == corners[:, 1].min()


def squares() -> tuple[np.ndarray, list[dict]]:
    """A large square, 1, behind a small one, 2, and behind what is no instance; and one, 3, that leaves the picture."""
    instance = np.zeros((20, 30), np.uint16)
    instance[5:15, 5:15] = 1
    instance[8:12, 10:18] = 2
    instance[5:7, 5:15] = 0
    instance[16:20, 25:30] = 3
    alone = {1: ([5, 5, 10, 10], 100), 2: ([10, 8, 8, 4], 32), 3: ([25, 16, 10, 10], 100)}
    occlusion = Occlusion(instance)
    for number in (3, 1, 2):
        box, pixels = alone[number]
        ys, xs = np.nonzero(instance == number)
        x0, y0, x1, y1 = int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1
        occlusion.add(number, AmodalExtent(pixels, box, False, np.ones((box[3], box[2]), bool)),
                      ((x0, y0, x1, y1), instance[y0:y1, x0:x1] == number))
    told = occlusion.records()
    return instance, [{"id": n, "visible_px": int((instance == n).sum()), "bbox_amodal_xywh_px": alone[n][0], **told[n]}
                      for n in (1, 2, 3)]


def test_occluders_are_what_is_seen_in_the_place():
    instance, records = squares()
    assert records[0]["occluders"] == [{"id": 0, "pixels": 20}, {"id": 2, "pixels": 20}]
    assert records[1]["occluders"] == [] and records[2]["occluders"] == []
    for record in records:
        mask = record["amodal_segmentation"]
        area = int(decode({**mask, "counts": mask["counts"].encode()}).sum())
        assert area == record["visible_px"] + sum(entry["pixels"] for entry in record["occluders"])
    assert records[2]["oriented_amodal_px"] == [[25, 16], [35, 16], [35, 26], [25, 26]]
    assert records[2]["oriented_visible_px"] == [[25, 16], [30, 16], [30, 20], [25, 20]]
    assert list(occlusion_findings(instance, records)) == []


def test_what_disagrees_is_found():
    instance, records = squares()
    other = records[1]["amodal_segmentation"]
    for change, told in (({"occluders": [{"id": 2, "pixels": 21}]}, "its occluders are"),
                         ({"amodal_segmentation": other}, "visible pixels lie outside"),
                         ({"amodal_segmentation": {**other, "size": [30, 20]}}, "a picture of [30, 20]"),
                         ({"oriented_visible_px": [[0, 0], [3, 0], [3, 3], [0, 3]]}, "visible box leaves pixels 12.000 px"),
                         ({"oriented_amodal_px": [[6, 5], [15, 5], [15, 15], [6, 15]]}, "amodal box leaves pixels 1.000 px"),
                         ({"oriented_visible_px": None}, "visible box is None"),
                         ({"bbox_amodal_xywh_px": None}, "amodal box is [["),
                         ({"oriented_visible_px": [[0, 0], [3, 0]]}, "no four corners"),
                         ({"oriented_visible_px": [[0, 0], [30, 9], [30, 20], [0, 20]]}, "not right")):
        findings = list(occlusion_findings(instance, [records[0] | change]))
        assert any(told in found for _, found, _ in findings), (change, findings)
