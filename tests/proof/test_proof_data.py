"""Batches of the proof: the boxes of a shelf's record end where they should in squares and targets."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from proof import training  # noqa: E402
from proof.detector import CLASSES, STRIDE, boxes_of, detector_loss  # noqa: E402
from proof.face_data import Face, face_batches  # noqa: E402
from proof.landmark_net import SIZE, LandmarkNet, centres, landmark_loss  # noqa: E402
from proof.points import COUNT, MIRROR  # noqa: E402
from proof.shelf_data import CROP, Shelf, moved_boxes, shelf_batches, shelf_boxes, targets  # noqa: E402
from proof.training import trained  # noqa: E402
from proof.tried import boxes_in  # noqa: E402

NOTHING = {name: np.zeros((0, 5)) for name in CLASSES}


def output_of(heat, edges):
    """What a network without fault gives for these targets."""
    logits = np.log(np.clip(heat, 1e-4, 1 - 1e-4) / (1 - np.clip(heat, 1e-4, 1 - 1e-4)))
    logs = np.log(np.maximum(edges, 1e-2)).reshape(-1, *heat.shape[1:])
    return torch.from_numpy(np.concatenate([logits, logs])[None].astype(np.float32))


def test_a_faultless_output_is_read_as_the_boxes():
    boxes = NOTHING | {"tag": np.array([[33.0, 41, 22, 17, 1], [200, 250, 40, 30, 1]]),
                       "row": np.array([[4.0, 60, 310, 55, 1], [4, 130, 310, 60, 1]])}
    heat, edges, weight, ignored = targets(boxes, CROP // STRIDE)
    output = output_of(heat, edges)
    found = boxes_of(output, least=0.9)[0]
    for name in CLASSES:
        expected = [pytest.approx(box[:4], abs=1e-2) for box in sorted(boxes[name].tolist())]
        assert sorted(box[:4] for box in found[name]) == expected
    loss = detector_loss(output, *(torch.from_numpy(each[None]) for each in (heat, edges, weight, ignored)))
    shifted = {name: of_class + [0, 9, 0, 0, 0] for name, of_class in boxes.items()}
    others = [torch.from_numpy(each[None]) for each in targets(shifted, CROP // STRIDE)]
    assert loss < 0.1 < 1 < detector_loss(output, *others)


def test_hidden_and_tiny_boxes_are_neither_asked_for_nor_held_against():
    boxes = NOTHING | {"tag": np.array([[40.0, 40, 40, 40, 0], [160, 160, 3, 3, 1], [-30, 200, 40, 40, 1]])}
    heat, _, weight, ignored = targets(boxes, CROP // STRIDE)
    assert heat.max() == 0 and weight.max() == 0
    assert ignored[0, 5:10, 5:10].all() and ignored[0, 20, 20] and ignored[0, 26, 0] and not ignored[1:].any()


def test_boxes_of_a_record():
    record = {"instances": [{"kind": "price_tag", "bbox_visible_xywh_px": [1, 2, 3, 4], "visible_fraction": 0.4},
                            {"kind": "price_tag", "bbox_visible_xywh_px": None, "visible_fraction": 0},
                            {"kind": "product", "bbox_visible_xywh_px": [0, 0, 9, 9], "visible_fraction": 1}],
              "shelf_rows": [{"polygon_px": [[-5.0, 10], [50, 12], [50, 30], [0, 28]]}],
              "gaps": [{"polygon_px": None, "visible_px": 0}, {"polygon_px": [[1.0, 1], [4, 1], [4, 5]], "visible_px": 6}]}
    boxes = shelf_boxes(record, 40, 100)
    assert boxes["tag"].tolist() == [[1, 2, 3, 4, 0]]
    assert boxes["row"].tolist() == [[0, 10, 40, 20, 1]]
    assert boxes["gap"].tolist() == [[1, 1, 3, 4, 1]]


def test_a_square_shows_what_its_targets_box():
    picture = np.full((480, 360, 3), 90, np.uint8)
    picture[200:260, 100:180] = 250
    shelf = Shelf(picture, NOTHING | {"tag": np.array([[100.0, 200, 80, 60, 1]])})
    pixels, heat, edges, *_ = next(shelf_batches([shelf], 24, 5, 0))
    seen = 0
    for square, of_square, distances in zip(pixels, heat[:, 0], edges[:, 0], strict=True):
        if of_square.max() < 0.999:
            continue
        row, column = np.unravel_index(of_square.argmax(), of_square.shape)
        left, top, right, bottom = distances[:, row, column] * STRIDE
        x, y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
        bright = square.mean(0) > 0.5 * (square.mean(0).max() + np.median(square))
        rows, columns = bright.any(1).nonzero()[0], bright.any(0).nonzero()[0]
        # To a pixel and a half: the picture is resized by whole pixels, and its edge is softened.
        assert [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1] == pytest.approx(
            [x - left, y - top, x + right, y + bottom], abs=1.6)
        seen += 1
    assert seen > 8


def test_boxes_are_moved_with_the_picture():
    assert moved_boxes(np.array([[10.0, 20, 30, 40]]), 0.5, np.array([2, -3])).tolist() == [[3, 13, 15, 20]]


def test_a_heat_map_s_middle_is_a_point():
    heat = torch.full((1, 1, 24, 24), -50.0)
    heat[0, 0, 6, 15] = 50.0
    # The middle of that cell, stretched about the square's middle.
    expected = 0.5 + 1.3 * (np.array([15.5, 6.5]) / 24 - 0.5)
    assert centres(heat)[0, 0].numpy() == pytest.approx(expected, abs=1e-6)


def faces(count=6):
    rng = np.random.default_rng(1)
    made = []
    for _ in range(count):
        points = rng.uniform(40, 120, (COUNT, 2))
        picture = np.zeros((160, 160, 3), np.uint8)
        for x, y in points[36:48]:
            picture[int(y) - 1:int(y) + 2, int(x) - 1:int(x) + 2] = 255
        made.append(Face(picture, points, 0.0, "ict"))
    return made


def test_batches_depend_on_seed_and_number_alone():
    made = faces()
    walk = face_batches(made, 4, 3, 0)
    next(walk)
    second, again, other = next(walk), next(face_batches(made, 4, 3, 1)), next(face_batches(made, 4, 4, 1))
    assert all(np.array_equal(a, b) for a, b in zip(second, again, strict=True))
    assert not np.array_equal(second[1], other[1])
    assert second[0].shape == (4, 3, SIZE, SIZE) and second[1].shape == (4, COUNT, 2) and second[1].dtype == np.float32


def test_mirrored_faces_have_mirrored_points():
    x = np.linspace(0, 60, COUNT)
    points = np.column_stack([60 + x, np.full(COUNT, 80.0)])
    points[MIRROR != np.arange(COUNT)] += (0, 5)
    picture = np.zeros((160, 160, 3), np.uint8)
    picture[:, 80:] = 200
    signs = set()
    for pixels, found in zip(*next(face_batches([Face(picture, points, 0.0, "ict")], 24, 0, 0)), strict=True):
        brighter_right = pixels[:, :, SIZE // 2:].mean() > pixels[:, :, :SIZE // 2].mean()
        along = np.polyfit(x, found[:, 0] if brighter_right else found[MIRROR, 0], 1)[0]
        signs.add((bool(brighter_right), along > 0))
    assert signs == {(True, True), (False, False)}


def test_training_goes_on_as_if_never_stopped(tmp_path, monkeypatch):
    made = faces()

    def run(steps, file):
        def batches(start):
            return face_batches(made, 4, 0, start)

        return trained(lambda: LandmarkNet(COUNT), batches, landmark_loss, steps, 0, file, "six", lambda *_: None)

    whole = run(6, tmp_path / "whole.pt").state_dict()

    class Enough(Exception):
        pass

    def stopping(start):
        for number, batch in enumerate(face_batches(made, 4, 0, start), start):
            if number == 4:
                raise Enough
            yield batch

    monkeypatch.setattr(training, "_ROUND", 2)
    with pytest.raises(Enough):
        trained(lambda: LandmarkNet(COUNT), stopping, landmark_loss, 6, 0, tmp_path / "parts.pt", "six", lambda *_: None)
    assert not training.finished(tmp_path / "parts.pt", "six")
    parts = run(6, tmp_path / "parts.pt").state_dict()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert torch.load(tmp_path / "parts.pt", weights_only=True).keys() == {"plan", "step", "network"}
    assert training.finished(tmp_path / "parts.pt", "six") and not training.finished(tmp_path / "parts.pt", "seven")


def test_points_that_are_not_known_do_not_count():
    found, truth = torch.zeros(1, 3, 2), torch.tensor([[[0.0, 0.01], [float("nan"), float("nan")], [0.0, 0.03]]])
    assert landmark_loss(found, truth).item() == pytest.approx(2.0)


class Told(torch.nn.Module):
    """Finds one tag in the middle of the cell that holds what is brightest."""

    def forward(self, x):
        cells = torch.nn.functional.max_pool2d(x.amax(1), STRIDE)
        output = torch.full((1, 5 * len(CLASSES), *cells.shape[1:]), -9.0)
        output[:, len(CLASSES):] = 0.0
        row, column = divmod(int(cells[0].argmax()), cells.shape[-1])
        output[0, 0, row, column] = 5.0
        return output


def test_boxes_are_told_in_the_picture_s_own_pixels():
    picture = np.zeros((300, 1000, 3), np.uint8)
    picture[150:156, 700:706] = 255
    (x, y, width, height, score), = boxes_in(Told(), picture, "tag")
    assert score > 0.9 and width == pytest.approx(2 * STRIDE / 0.64) and height == pytest.approx(width)
    # Within the cell that shows the spot.
    assert (x + width / 2, y + height / 2) == pytest.approx((703, 153), abs=STRIDE / 0.64)
