"""From light to digital numbers and back: photons, dark current, hot pixels, read noise, saturation, and the converter.

The linear model of EMVA Standard 1288 (release 4.0, section 2): electrons are Poisson-distributed about what light and dark
current bring, reading adds normal noise, the converter rounds. The variance of what is read, in electrons, is thus the mean
plus read noise squared: a straight line.
"""

from dataclasses import dataclass

import numpy as np

from facings.frames.sensor_spec import SensorSpec

CHANNEL_GAINS = (2.0, 1.0, 1.6)
"""By how much less a sensor collects of white daylight in red and blue than in green, which white balance undoes: typical
`AsShotNeutral` values of raw files are 0.5, 1, 0.63."""

_PEDESTAL = 1 / 16
"""Of the converter's range, black: noise goes below it, as in 64 of 1023 or 256 of 4095."""

_NO_MOSAIC_FROM = 1.5
"""Where the picture was scaled down by this factor, every pixel holds all colours."""

_HOT_E_S = 1000.0
"""Mean dark current of a hot pixel; as with those that age, many are a little hot and few are very (exponential)."""


@dataclass(frozen=True)
class Photosites:
    """One pixel of the picture as the sensor counts it: by channel, or of one plane where there is a mosaic."""

    electrons_per_light: np.ndarray
    """(3,) of red, green, blue: electrons that scene-linear light of 1 (of that channel) brings."""
    saturated_e: np.ndarray
    """(3,) electrons at which the pixel is full, or the converter at its end."""
    read_noise_e: np.ndarray
    """(3,) one standard deviation."""
    counted: np.ndarray
    """(3,) how many of the sensor's pixels are added up."""


def has_mosaic(sensor: SensorSpec) -> bool:
    """Whether each pixel of the picture is read in one colour."""
    return sensor.mosaic and sensor.downscale < _NO_MOSAIC_FROM


def photosites(sensor: SensorSpec, white: float) -> Photosites:
    """Return what a pixel counts; `white` is the scene-linear value that the view transform is given as 1.

    Where the picture was scaled down, each of its pixels is the sum of those of the sensor: a quarter of them red, half green,
    a quarter blue where the sensor has a mosaic.
    """
    area = sensor.downscale**2
    shares = np.array([0.25, 0.5, 0.25]) if sensor.mosaic and not has_mosaic(sensor) else np.ones(3)
    counted = np.maximum(area * shares, 1.0)
    full_e = sensor.full_well_e * min(1.0, sensor.base_iso / sensor.iso)
    saturated_e = full_e * counted
    light_at_saturation = white * 2.0**sensor.headroom_ev * np.array(CHANNEL_GAINS)
    return Photosites(saturated_e / light_at_saturation, saturated_e, sensor.read_noise_e * np.sqrt(counted), counted)


def read_out(light: np.ndarray, channel: np.ndarray | int, sites: Photosites, sensor: SensorSpec,
             rng: np.random.Generator) -> np.ndarray:
    """Return the (H, W) float32 light that digital numbers stand for, black subtracted: noisy, clipped, quantised.

    `light` is (H, W) scene-linear light of the pixels' own colours, `channel` which those are (0 red, 1 green, 2 blue), an
    (H, W) array or one for all.
    """
    gain, saturated_e = sites.electrons_per_light[channel], sites.saturated_e[channel]
    dark_e = sensor.dark_current_e_s * sensor.exposure_s * sites.counted[channel]
    collected = rng.poisson(np.maximum(light * gain, 0) + dark_e) - dark_e
    share_hot = min(sensor.hot_pixels * 1e-6 * float(np.mean(sites.counted[channel])), 1.0)
    hot = rng.binomial(light.size, share_hot)
    if hot:
        where = rng.choice(light.size, hot, replace=False)
        collected.ravel()[where] += rng.poisson(rng.exponential(_HOT_E_S, hot) * sensor.exposure_s)
    collected += rng.standard_normal(light.shape, np.float32) * sites.read_noise_e[channel]
    # A sum of the sensor's pixels has so many times the steps of one.
    steps = (2.0**sensor.bits - 1) * sites.counted[channel]
    black = np.floor(_PEDESTAL * steps)
    number = np.rint(collected / saturated_e * (steps - black)) + black
    return ((np.clip(number, 0, steps) - black) / (steps - black) * saturated_e / gain).astype(np.float32)
