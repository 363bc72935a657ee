"""Whether a picture of the user's is whole and one that Blender shows: every pixel is decoded, not the header alone.

Blender shows magenta for what it cannot read, and a depth pass as if it were colours. Sizes are looked at before anything is
decoded, because a small file may unfold into more than a machine holds.
"""

import contextlib
import io
import struct
from pathlib import Path

import numpy as np
import OpenEXR
from PIL import Image

from facings.process.limits import most, raised


class PictureError(ValueError):
    """What is wrong with a picture, as the end of a sentence ('is cut off')."""


_MAGICS = (
    (b"\xff\xd8\xff", "a JPEG picture"), (b"\x89PNG", "a PNG picture"), (b"RIFF", "a WebP picture or a film"),
    (b"GIF8", "a GIF picture"), (b"II*\0", "a TIFF picture"), (b"MM\0*", "a TIFF picture"), (b"BM", "a BMP picture"),
    (b"v/1\x01", "an OpenEXR picture"), (b"#?R", "a Radiance picture"), (b"<svg", "an SVG drawing"), (b"<?xml", "XML text"),
    (b"<!DO", "a web page"), (b"<htm", "a web page"), (b"PK\x03\x04", "a ZIP archive"), (b"%PDF", "a PDF"),
)

_EXR, _RADIANCE = b"v/1\x01", b"#?R"


def opened_photo(path: Path) -> Image.Image:
    """Return a JPEG, PNG or WebP picture, whatever its ending says, opened and not decoded yet; raises PictureError."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is this module's, which people can raise
    try:
        return Image.open(path, formats=("JPEG", "PNG", "WEBP"))
    except (Image.UnidentifiedImageError, ValueError, SyntaxError, struct.error, EOFError):
        raise PictureError(f"is {_kind(path)}; a .jpg, .png or .webp picture is expected") from None
    except OSError as error:
        raise _damaged(error) from None


def check_photo(path: Path) -> None:
    """Raise PictureError unless a file is a whole, still picture of a kind that `opened_photo` opens."""
    picture = opened_photo(path)
    with picture:
        _be_small(*picture.size)
        # Phones write JPEG with further pictures behind the first, MPO: that one is shown.
        if picture.format != "MPO" and getattr(picture, "is_animated", False):
            raise PictureError("is an animation; a still picture is expected")
        try:
            picture.draft("RGB", (picture.width // 8, picture.height // 8))  # of a JPEG all is read, few pixels are computed
            picture.load()
        except (OSError, ValueError, SyntaxError, struct.error, EOFError, MemoryError, IndexError) as error:
            raise _damaged(error) from None


def check_sky(path: Path) -> None:
    """Raise PictureError unless a file is a whole OpenEXR or Radiance picture of finite RGB or Y values; OSError too."""
    with path.open("rb") as file:
        magic = file.read(len(_EXR))
    if magic == _EXR:
        _check_exr(path)
    elif magic.startswith(_RADIANCE):
        _check_radiance(path)
    else:
        raise PictureError(f"is {_kind(path)}; an .exr or .hdr picture is expected")


def _check_exr(path: Path) -> None:
    try:
        headers = [part.header for part in _exr(path, header_only=True).parts]
    except Exception as error:  # the library raises what it likes
        raise _damaged(error) from None
    if not headers:
        raise PictureError("is cut off or damaged (it has no header)")
    low, high = headers[0]["dataWindow"]
    _be_small(*(int(b) - int(a) + 1 for a, b in zip(low, high, strict=True)))
    try:
        parts = _exr(path, separate_channels=True).parts
    except Exception as error:
        raise _damaged(error) from None
    if not parts or any(channel.pixels is None for channel in parts[0].channels.values()):
        raise PictureError("is cut off or damaged (not all of its pixels can be read)")
    channels = _shown({name: np.asarray(channel.pixels) for name, channel in parts[0].channels.items()})
    if any(pixels.dtype.kind != "f" for pixels in channels.values()):
        raise PictureError("holds whole numbers, identifiers perhaps; light is expected, in R, G and B as half or float")
    wrong = sum(int(np.count_nonzero(~np.isfinite(pixels))) for pixels in channels.values())
    if wrong:
        raise PictureError(f"has {wrong:,} values that are no finite number (NaN or infinite), which Blender shows black;"
                           " replace them and save it again")


def _shown(channels: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The channels that Blender takes for colours: those without a layer, or of the first one."""
    layer = "" if any("." not in name for name in channels) else next(iter(channels)).rpartition(".")[0]
    own = {name.rpartition(".")[2].upper(): pixels for name, pixels in channels.items() if name.rpartition(".")[0] == layer}
    for colours in (("R", "G", "B"), ("Y",)):
        if set(colours) <= set(own):
            return {name: own[name] for name in colours}
    if "R" in own and set(own) <= {"R", "A"}:
        return {"R": own["R"]}
    raise PictureError(f"has the channels {', '.join(list(channels)[:8])}; R, G and B, or Y, are expected in its first layer")


def _exr(path: Path, **options: bool) -> OpenEXR.File:
    with contextlib.redirect_stdout(io.StringIO()):  # where it prints warnings
        return OpenEXR.File(str(path), **options)


def _check_radiance(path: Path) -> None:
    """Walk through a Radiance picture (Ward, 'Real Pixels', 1991; the format's description in Radiance's ray/doc/filefmts)."""
    data = path.read_bytes()
    header, blank, rest = data.partition(b"\n\n")
    size, _, pixels = rest.partition(b"\n")
    words = size.split()
    if not blank or len(words) != 4 or not (words[1].isdigit() and words[3].isdigit()):
        raise PictureError("is cut off or damaged (its header gives no size)")
    if b"32-bit_rle_xyze" in header:
        raise PictureError("holds XYZ colours, which Blender does not read; save it with RGB")
    if (words[0], words[2]) != (b"-Y", b"+X"):
        order = b" ".join(words[::2]).decode("ascii", "replace")
        raise PictureError(f"is stored in the order {order}, which Blender shows mirrored; save it in the order -Y +X")
    height, width = int(words[1]), int(words[3])
    _be_small(width, height)
    at = 0
    for row in range(height):
        if not 8 <= width <= 32767 or pixels[at:at + 2] != b"\x02\x02":
            at += 4 * width * (height - row)  # from here on plain pixels
            break
        at = _after_row(pixels, at, width)
    if at > len(pixels):
        raise PictureError("is cut off (it lacks pixels)")


def _after_row(pixels: bytes, at: int, width: int) -> int:
    """Return where the next row begins, behind one of four run-length encoded components."""
    try:
        if pixels[at + 2] << 8 | pixels[at + 3] != width:
            raise PictureError("is damaged (a row has another width than the picture)")
        at += 4
        for _ in range(4):
            done = 0
            while done < width:
                count = pixels[at]
                if count > 128:  # a run
                    done, at = done + count - 128, at + 2
                else:
                    done, at = done + count, at + 1 + count
                if count == 0 or done > width:
                    raise PictureError("is damaged (a run of pixels does not fit into its row)")
    except IndexError:
        raise PictureError("is cut off (it lacks pixels)") from None
    return at


def _be_small(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise PictureError(f"is of {width} x {height} pixels")
    if width * height > most("PICTURE_MEGAPIXELS") * 1_000_000:
        raise _too_large(f"{width:,} x {height:,} pixels")


def _too_large(what: str) -> PictureError:
    return PictureError(f"has {what}; {raised('PICTURE_MEGAPIXELS')}")


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(32)
    if start[4:8] == b"ftyp":
        return "a HEIC or AVIF picture, or a film"
    known = next((said for magic, said in _MAGICS if start.startswith(magic)), "")
    return known or ("text" if start.isascii() and b"\0" not in start else "no picture")


def _damaged(error: Exception) -> PictureError:
    said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
    return PictureError(f"is cut off or damaged ({said})")
