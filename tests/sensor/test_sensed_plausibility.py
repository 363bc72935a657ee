"""Through no preset does verify take a sound picture for a wrong one, or miss one that was moved."""

import numpy as np
import pytest
import synthetic_frames
from sensors import preset

from facings.dataset.images import decode_picture, encode_jpeg
from facings.dataset.plausibility import Plausibility, plausibility
from facings.dataset.reader import Frame
from facings.recipes.sensor_presets import PRESETS
from facings.sensor.processed import processed
from facings.sensor.sensed import sensed

SIZE = {"width_px": 256, "height_px": 192, "objects": 25}


def seen(picture, camera, seed):
    """A picture of sRGB through a camera, with sRGB's own curve as the view transform."""
    height, width = picture.shape[:2]
    linear = (picture / 255.0) ** 2.2
    light = sensed(linear.astype(np.float32), camera, (width / 2, height / 2), 1.0, np.random.default_rng(seed))
    pixels = processed(np.clip(light, 0, 1) ** (1 / 2.2), camera)
    return decode_picture(encode_jpeg(pixels, camera.jpeg_quality, camera.chroma_subsampling))


@pytest.mark.parametrize("name", PRESETS)
def test_both_rates(name):
    for number in range(2):
        files, record = synthetic_frames.frame(number, **SIZE)
        frame = Frame.from_files(record, files)
        maps = frame.instance_map(), frame.semantic_map(), frame.depth()
        picture = seen(frame.image(), preset(name, number), number)
        assert plausibility(picture, *maps) == Plausibility()
        moved = np.roll(picture, (6, -6), (0, 1))
        assert plausibility(moved, *maps).finding is not None
        assert plausibility(picture[::-1], *maps).finding is not None
