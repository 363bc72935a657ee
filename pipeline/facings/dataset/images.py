"""Arrays to files in memory and back: PNG, JPEG, WebP, OpenEXR, and numpy's own for what is no picture.

Pictures go through Pillow itself: imageio, which would take the same way, looks for other plug-ins at each file, which costs
more than a small one. OpenEXR has its own package.

The files carry no metadata (no date, no software, no render time) but the XMP that pictures are given, so the same array gives
the same bytes whenever it is encoded with the same versions of Pillow and OpenEXR. Arrays are row-major: (H, W) or
(H, W, channels).
"""

import io
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

_PNG_LEVEL = 6
"""zlib level: above 6 a picture takes several times as long for about one per cent."""

_EXR_NAMES = {1: "Z", 3: "RGB", 4: "RGBA"}
"""OpenEXR's customary channel names: 'Z' is depth; a vector's x, y, z go to R, G, B, which every reader finds."""


_FORMATS = ("PNG", "JPEG", "WEBP")


def encode_png(pixels: np.ndarray, xmp: bytes | None = None) -> bytes:
    """Return the PNG of (H, W, 3) uint8 sRGB, (H, W) uint8 or (H, W) uint16; raises ValueError for any other array.

    `xmp` is a packet in UTF-8, as for the other formats; here it lies in an iTXt chunk.
    """
    shape, kind = pixels.shape, pixels.dtype
    colour = kind == np.uint8 and len(shape) == 3 and shape[2] == 3
    if not (colour or (len(shape) == 2 and kind in (np.uint8, np.uint16))):
        raise ValueError(f"a PNG holds (H, W, 3) uint8, (H, W) uint8 or (H, W) uint16, not {shape} {kind}")
    # Pillow's raw 16-bit mode is little-endian whatever the machine; PNG itself is big-endian, which Pillow sees to.
    options: dict[str, Any] = {"compress_level": _PNG_LEVEL}
    if xmp is not None:
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode())
    return _written(pixels.astype("<u2") if kind == np.uint16 else pixels, "PNG", **options)


def encode_jpeg(pixels: np.ndarray, quality: int = 92, subsampling: str = "4:4:4", xmp: bytes | None = None) -> bytes:
    """Return the JPEG of (H, W, 3) uint8 sRGB, `quality` 1-100; colour at full resolution, or '4:2:2' or '4:2:0'."""
    return _written(_checked_colour(pixels, "JPEG"), "JPEG", quality=int(quality), subsampling=subsampling, **_xmp(xmp))


def encode_webp(pixels: np.ndarray, quality: int = 92, xmp: bytes | None = None) -> bytes:
    """Return the lossy WebP of (H, W, 3) uint8 sRGB, `quality` 1-100."""
    return _written(_checked_colour(pixels, "WebP"), "WEBP", quality=int(quality), method=4, **_xmp(xmp))


def encode_picture(pixels: np.ndarray, format: str, quality: int = 92, xmp: bytes | None = None) -> bytes:
    """Return (H, W, 3) uint8 sRGB as 'png', 'jpg' or 'webp', the names a PictureSpec's `format` has."""
    if format == "png":
        return encode_png(_checked_colour(pixels, "PNG"), xmp)
    if format in ("jpg", "jpeg"):
        return encode_jpeg(pixels, quality, xmp=xmp)
    if format == "webp":
        return encode_webp(pixels, quality, xmp)
    raise ValueError(f"a picture is written as 'png', 'jpg' or 'webp', not {format!r}")


def decode_picture(data: bytes) -> np.ndarray:
    """Return (H, W, 3) uint8 of a PNG, JPEG or WebP; raises ValueError where the bytes are none or are cut off."""
    return _read(data, mode="RGB")


def decode_png(data: bytes) -> np.ndarray:
    """Return the array that `encode_png` was given, dtype and all; raises ValueError where the bytes are damaged."""
    pixels = _read(data)
    colour = pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.dtype == np.uint8
    if not (colour or (pixels.ndim == 2 and pixels.dtype in (np.uint8, np.uint16))):
        raise ValueError(f"the PNG holds {pixels.shape} {pixels.dtype}; 8-bit grey, 16-bit grey or 8-bit RGB is expected")
    return pixels


def encode_exr(values: np.ndarray, *, half: bool = False) -> bytes:
    """Return the OpenEXR file (float32, ZIP, scan lines) of (H, W) in channel 'Z' or (H, W, 3 or 4) in R, G, B(, A).

    With `half` it has 16 bits a number, and what is larger than those hold (65,504) is cut to that. `inf` and NaN survive. Two
    channels (texture coordinates) go to R and G. Raises ValueError for other shapes.
    """
    import OpenEXR

    if half:
        highest = np.float32(np.finfo(np.float16).max)
        cut = np.clip(values, -highest, highest)
        values = np.where(np.isfinite(values), cut, values)
    values = np.ascontiguousarray(values, np.float16 if half else np.float32)
    count = 1 if values.ndim == 2 else values.shape[2] if values.ndim == 3 else 0
    if count == 2:
        channels = {"R": np.ascontiguousarray(values[..., 0]), "G": np.ascontiguousarray(values[..., 1])}
    elif count in _EXR_NAMES:
        channels = {_EXR_NAMES[count]: values.reshape(values.shape[:2]) if count == 1 else values}
    else:
        raise ValueError(f"an EXR is made of (H, W) or (H, W, 2, 3 or 4) values, not {values.shape}")
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    stream = io.BytesIO()
    OpenEXR.File(header, channels).write(stream)
    return stream.getvalue()


def decode_exr(data: bytes) -> np.ndarray:
    """Return (H, W) or (H, W, C) float32 of what `encode_exr` wrote; raises ValueError where the bytes are damaged."""
    import OpenEXR

    try:
        channels = OpenEXR.File(io.BytesIO(data), separate_channels=True).parts[0].channels
        planes = {name: channel.pixels for name, channel in channels.items()}
    except Exception as error:  # the wheel raises RuntimeError, ValueError and plain Exception for a broken file
        raise ValueError(f"not a readable OpenEXR file ({error})") from error
    names = [name for name in ("Z", "R", "G", "B", "A") if name in planes]
    if len(names) != len(planes):
        raise ValueError(f"the EXR has the channels {', '.join(sorted(planes))}; Z, or R G B A are expected")
    arrays = [np.asarray(planes[name], np.float32) for name in names]
    return arrays[0] if len(arrays) == 1 else np.stack(arrays, -1)


def encode_array(values: np.ndarray) -> bytes:
    """Return the .npy file (numpy's format 1.0) of an array as float32, rows first."""
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.ascontiguousarray(values, np.float32), version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def decode_array(data: bytes) -> np.ndarray:
    """Return the array of a .npy file; raises ValueError where the bytes are none, or hold Python objects."""
    try:
        return np.load(io.BytesIO(data), allow_pickle=False)
    except (OSError, EOFError) as error:
        raise ValueError(f"not a readable .npy file ({error})") from error


def _xmp(packet: bytes | None) -> dict[str, bytes]:
    return {} if packet is None else {"xmp": packet}


def _written(pixels: np.ndarray, format: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, format, **options)
    return stream.getvalue()


def _read(data: bytes, mode: str | None = None) -> np.ndarray:
    """The pixels, in Pillow's `mode` where one is given; they may be written to."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            return np.array(picture if mode is None else picture.convert(mode))
    except Exception as error:  # OSError, SyntaxError, ValueError and struct.error for broken files
        raise ValueError(f"not a readable picture ({error})") from error


def _checked_colour(pixels: np.ndarray, name: str) -> np.ndarray:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
        raise ValueError(f"a {name} picture is (H, W, 3) uint8, not {pixels.shape} {pixels.dtype}")
    return np.ascontiguousarray(pixels)
