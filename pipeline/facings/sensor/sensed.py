"""From scene-linear light to the linear picture that a raw converter delivers, before any tone curve."""

import numpy as np

from facings.frames.colour import linear_from_temperature
from facings.frames.sensor_spec import SensorSpec
from facings.sensor.colours import mixed
from facings.sensor.lens import through_lens
from facings.sensor.mosaic import bayer_channels, demosaicked, mosaicked
from facings.sensor.photosites import has_mosaic, photosites, read_out

_NEUTRAL_K = 6504.0
"""D65, the white of sRGB's primaries."""


def sensed(linear: np.ndarray, sensor: SensorSpec, axis_px: tuple[float, float], white: float,
           rng: np.random.Generator) -> np.ndarray:
    """Return the (H, W, 3) float32 scene-linear picture that the sensor delivers of one that is rendered.

    `axis_px` is where the optical axis meets the picture (top-left corner origin); `white` is the scene-linear value that the
    view transform is given as 1, that is 2^-exposure. The same arguments and state of `rng` give the same picture.
    """
    light = through_lens(linear.astype(np.float32), sensor, axis_px)
    native = mixed(light, channel_mixing(sensor.crosstalk))
    sites = photosites(sensor, white)
    if has_mosaic(sensor):
        channels = bayer_channels(*native.shape[:2])
        planes = demosaicked(read_out(mosaicked(native), channels, sites, sensor, rng))
    else:
        planes = np.stack([read_out(native[..., c], c, sites, sensor, rng) for c in range(3)], -1)
    # Red and blue are saturated later than green, whose end is white: what is above would turn lamps magenta.
    planes = np.minimum(planes, white * 2.0**sensor.headroom_ev)
    unmixed = mixed(planes, np.linalg.inv(channel_mixing(sensor.crosstalk)))
    return (unmixed * np.array(balance_error(sensor), np.float32)).astype(np.float32)


def channel_mixing(crosstalk: float) -> np.ndarray:
    """Return the (3, 3) share of red, green and blue light in what each channel collects; grey stays grey."""
    return (1 - crosstalk) * np.eye(3) + crosstalk / 3


def balance_error(sensor: SensorSpec) -> tuple[float, float, float]:
    """Return the gains of red, green and blue by which the white balance is wrong; the luminance of grey stays."""
    warm = np.array(linear_from_temperature(1e6 / (1e6 / _NEUTRAL_K + sensor.warmth_mired)))
    gains = warm / np.array(linear_from_temperature(_NEUTRAL_K)) * np.array([1.0, 1.0 + sensor.tint, 1.0])
    red, green, blue = (gains / (gains @ LUMINANCE)).tolist()
    return red, green, blue


LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Of linear RGB with the primaries of sRGB (IEC 61966-2-1)."""
