"""Small pictures of every kind that people have, sound ones and such as nobody can show."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import OpenEXR
from PIL import Image

GRADIENT = np.dstack([np.tile(np.linspace(0, 255, 24), (16, 1)), *np.full((2, 16, 24), 90)]).astype(np.uint8)
"""Height 16, width 24, RGB."""


def light(dtype: type = np.float32) -> np.ndarray:
    """Return GRADIENT as light, (16, 24, 3)."""
    return (GRADIENT / 64).astype(dtype)


def exr(channels: dict[str, np.ndarray] | None = None, compression: int = OpenEXR.ZIP_COMPRESSION, **header: object) -> bytes:
    """Return an OpenEXR picture of `light()`, or of the channels that are given."""
    target = io.BytesIO()
    kind = {"compression": compression, "type": OpenEXR.scanlineimage} | header
    OpenEXR.File(kind, {"RGB": light()} if channels is None else channels).write(target)
    return target.getvalue()


def radiance(coded: bool = True, order: str = "-Y {} +X {}", form: str = "32-bit_rle_rgbe", width: int = 24) -> bytes:
    """Return a Radiance picture of one colour, 16 high; rows are run-length encoded where `coded`."""
    row = b"\x02\x02" + width.to_bytes(2, "big") if coded else b""
    for value in (100, 150, 200, 129) if coded else ():
        half = width // 2
        row += bytes([128 + half, value, width - half]) + bytes([value]) * (width - half)
    rows = row * 16 if coded else bytes([100, 150, 200, 129]) * width * 16
    return f"#?RADIANCE\nFORMAT={form}\n\n{order.format(16, width)}\n".encode() + rows


def photo(form: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """Return GRADIENT in a format of Pillow's and a mode of its colours."""
    target = io.BytesIO()
    picture = Image.fromarray(GRADIENT)
    if mode == "I;16":
        picture = Image.fromarray(GRADIENT[..., 0].astype(np.uint16) * 257)
    elif mode != "RGB":
        picture = picture.convert(mode)
    picture.save(target, form, **options)
    return target.getvalue()


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """Return a grey PNG whose header says so much and which holds `pixels`."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b""))


SKIES = {
    "zip.exr": exr(), "half.exr": exr({"RGB": light(np.float16)}),
    "rgba.exr": exr({"RGBA": np.dstack([light(), light()[..., :1]])}),
    "piz.exr": exr(compression=OpenEXR.PIZ_COMPRESSION), "dwaa.exr": exr({"RGB": light(np.float16)}, OpenEXR.DWAA_COMPRESSION),
    "plain.exr": exr(compression=OpenEXR.NO_COMPRESSION), "grey.exr": exr({"Y": light()[..., 0]}),
    "depth.exr": exr({"RGB": light(), "Z": light()[..., 0]}), "layer.exr": exr({"view.RGB": light()}),
    "coded.hdr": radiance(), "plain.hdr": radiance(coded=False), "narrow.hdr": radiance(coded=False, width=5),
}
"""Name -> content of pictures of light that Blender shows."""

PHOTOS = {
    "rgb.jpg": photo(), "grey.jpg": photo(mode="L"), "cmyk.jpg": photo(mode="CMYK"),
    "progressive.jpeg": photo(progressive=True),
    "rgb.png": photo("PNG"), "palette.png": photo("PNG", "P"), "alpha.png": photo("PNG", "RGBA"),
    "deep.png": photo("PNG", "I;16"),
    "bit.png": photo("PNG", "1"), "grey_alpha.png": photo("PNG", "LA"), "lossy.webp": photo("WEBP"),
    "alpha.webp": photo("WEBP", "RGBA", lossless=True), "jpeg_called.png": photo(), "png_called.JPG": photo("PNG"),
}


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content)
    return path
