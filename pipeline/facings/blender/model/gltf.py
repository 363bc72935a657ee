"""glTF as Blender's importer reads it: what compresses meshes and textures is taken out before, by libraries of its own.

Formats: glTF 2.0 (3.6 buffers, 4.4 GLB); KHR_draco_mesh_compression, EXT_meshopt_compression, KHR_texture_basisu and
EXT_texture_avif as their specifications in the glTF repository of Khronos say. The importer needs libraries for the first two
that bpy from the package index lacks, and knows nothing of the others.
"""

import base64
import binascii
import copy
import importlib
import io
import json
import os
import struct
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from facings.blender.model.fault import ModelFault
from facings.blender.model.files_read import FilesRead
from facings.process.limits import most, raised

DRACO = "KHR_draco_mesh_compression"
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")
BASISU, AVIF, WEBP = "KHR_texture_basisu", "EXT_texture_avif", "EXT_texture_webp"

_GLB, _JSON, _BIN = 0x46546C67, 0x4E4F534A, 0x004E4942
_DTYPES = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}


def plain_gltf(model: Path, work: Path, files: FilesRead) -> Path:
    """Return a file that Blender's importer reads, with all that `model` holds: `model` itself where nothing is compressed.

    Notes the buffers and the textures beside it. Raises ModelFault where one is missing, or an extension is not known here.
    """
    try:
        data, binary = _parsed(model)
        buffers = _Buffers(data, binary, model, files)
        buffers.check()
        used = {*data.get("extensionsUsed", ()), *data.get("extensionsRequired", ())}
        changed = False
        if used.intersection((DRACO, *MESHOPT, BASISU, AVIF)):
            changed = _without_meshopt(data, buffers) | _without_draco(data, buffers) | _with_plain_textures(data, buffers)
        _be_shown(data)
        if not changed:
            return model
        for key in ("extensionsUsed", "extensionsRequired"):
            if key in data:
                data[key] = [name for name in data[key] if name not in (DRACO, *MESHOPT, BASISU, AVIF)]
        plain = work / "plain.glb"
        plain.write_bytes(_glb(data, buffers))
        return plain
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error, OverflowError, RecursionError) as error:
        raise ModelFault(f"is damaged: its glTF does not hold together ({type(error).__name__}: {error})") from error


def _parsed(model: Path) -> tuple[dict[str, Any], bytes]:
    content = model.read_bytes()
    if model.suffix.lower() == ".gltf" and content[:4] != b"glTF":
        text, binary = content, b""
    else:
        if len(content) < 20 or content[:4] != b"glTF":
            raise ModelFault(f"is no glTF: it begins with {content[:8]!r}. Export it as .glb")
        _, version, length = struct.unpack("<III", content[:12])
        if version != 2:
            raise ModelFault(f"is glTF {version}; 2 is read. Export it anew")
        if length > len(content):
            raise ModelFault(f"is cut off: it says that it has {length:,} bytes and has {len(content):,}. Copy it anew")
        text, binary, at = b"", b"", 12
        while at + 8 <= length:
            size, kind = struct.unpack("<II", content[at:at + 8])
            if at + 8 + size > length:
                raise ModelFault("is damaged: a part of it is said to be longer than the whole. Copy it anew")
            if kind == _JSON and not text:
                text = content[at + 8:at + 8 + size]
            elif kind == _BIN and not binary:
                binary = content[at + 8:at + 8 + size]
            at += 8 + size
    try:
        data = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ModelFault(f"is no glTF: its text is no JSON ({error})") from error
    if not isinstance(data, dict):
        raise ModelFault("is no glTF: its text holds no JSON object")
    return data, binary


class _Buffers:
    """The bytes of a file's buffer views, and those that take their place."""

    def __init__(self, data: dict[str, Any], binary: bytes, model: Path, files: FilesRead) -> None:
        self._data, self._binary, self._model, self._files = data, binary, model, files
        self._read: dict[int, bytes] = {}
        self.replaced: dict[int, bytes] = {}

    def check(self) -> None:
        """Read and measure the buffers that views lie in, and note the textures that are there."""
        for view in self._data.get("bufferViews", ()):
            if not any(name in view.get("extensions", {}) for name in MESHOPT):
                self._slice(view)
        for image in _shown_images(self._data):
            uri = image.get("uri")
            # What is not there counts only where a part that is shown uses it: Blender tells that.
            if isinstance(uri, str) and not uri.startswith("data:") and os.path.isfile(self._model.parent / _path_of(uri)):
                self._files.check(_path_of(uri))

    def view(self, index: int) -> bytes:
        """Return the bytes of a view, decompressed where it was."""
        if index not in self.replaced:
            self.replaced[index] = self._slice(self._data["bufferViews"][_at(index)])
        return self.replaced[index]

    def compressed(self, extension: dict[str, Any]) -> bytes:
        """Return the bytes that an extension of a view stands for."""
        return self._slice(extension)

    def add(self, content: bytes) -> int:
        """Return the number of a new view."""
        views = self._data.setdefault("bufferViews", [])
        views.append({"buffer": 0, "byteLength": len(content)})
        self.replaced[len(views) - 1] = content
        return len(views) - 1

    def image(self, image: dict[str, Any]) -> bytes:
        """Return the encoded bytes of a texture."""
        if "bufferView" in image:
            return self.view(image["bufferView"])
        uri = image["uri"]
        return _inline(uri) if uri.startswith("data:") else self._files.check(_path_of(uri)).read_bytes()

    def absolute(self, uri: str) -> str:
        """Return the absolute path of what lies beside the model."""
        return os.path.abspath(self._model.parent / _path_of(uri))

    def _slice(self, view: dict[str, Any]) -> bytes:
        start, length = view.get("byteOffset", 0), view["byteLength"]
        content = self._buffer(view["buffer"])
        if start < 0 or length < 0 or start + length > len(content):
            raise ModelFault(f"is damaged or cut off: it needs {start + length:,} bytes of a buffer that has {len(content):,}."
                             " Copy it anew, with its .bin files")
        return content[start:start + length]

    def _buffer(self, index: int) -> bytes:
        if index not in self._read:
            uri = self._data["buffers"][_at(index)].get("uri")
            if uri is None:
                content = self._binary
            else:
                content = _inline(uri) if uri.startswith("data:") else self._files.check(_path_of(uri), "buffer").read_bytes()
            self._read[index] = content
        return self._read[index]


def _at(index: Any) -> int:
    if not isinstance(index, int) or index < 0:
        raise IndexError(f"{index!r} is no index")
    return index


def _path_of(uri: str) -> str:
    scheme = urllib.parse.urlsplit(uri).scheme
    if len(scheme) > 1:
        raise ModelFault(f"names {uri[:80]!r}; only files beside a model are read. Export it as .glb")
    return urllib.parse.unquote(uri)


def _inline(uri: str) -> bytes:
    try:
        return base64.b64decode(uri.partition(",")[2], validate=False)
    except binascii.Error as error:
        raise ModelFault(f"is damaged: data within it is no base64 ({error})") from error


def _without_meshopt(data: dict[str, Any], buffers: _Buffers) -> bool:
    changed = False
    limit = most("MODEL_GIGABYTES") * 10**9
    for index, view in enumerate(data.get("bufferViews", ())):
        for name in MESHOPT:
            packed = view.get("extensions", {}).pop(name, None)
            if packed is None:
                continue
            meshopt = _library("meshopt", name)
            count, stride = int(packed["count"]), int(packed["byteStride"])
            if count * stride > limit:
                raise ModelFault(f"unpacks to more than is opened; of gigabytes {raised('MODEL_GIGABYTES')}")
            try:
                rows = meshopt.decode_gltf_buffer(buffers.compressed(packed), count, stride, packed["mode"],
                                                  packed.get("filter"))
            except Exception as error:
                raise ModelFault(f"is damaged: what it compresses with {name} does not unpack ({error})") from error
            buffers.replaced[index] = np.ascontiguousarray(rows).tobytes()
            view["byteLength"] = len(buffers.replaced[index])
            changed = True
    return changed


def _without_draco(data: dict[str, Any], buffers: _Buffers) -> bool:
    changed = False
    for primitive in _primitives(data):
        packed = primitive.get("extensions", {}).pop(DRACO, None)
        if packed is None:
            continue
        draco = _library("DracoPy", DRACO)
        try:
            mesh = draco.decode(buffers.view(packed["bufferView"]))
            held = {int(a["unique_id"]): np.asarray(a["data"]) for a in mesh.attributes}
            faces = np.asarray(getattr(mesh, "faces", np.zeros((0, 3))), np.uint32)
        except Exception as error:
            raise ModelFault(f"is damaged: what it compresses with {DRACO} does not unpack ({error})") from error
        for name, unique in packed["attributes"].items():
            accessor = _accessor(data, primitive["attributes"][name])
            values = np.ascontiguousarray(held[unique].reshape(len(held[unique]), -1), _DTYPES[accessor["componentType"]])
            if values.shape[1] * values.itemsize % 4:  # rows begin at multiples of four bytes (glTF 3.6.2.4)
                width = -(-values.shape[1] * values.itemsize // 4) * 4 // values.itemsize
                values = np.pad(values, ((0, 0), (0, width - values.shape[1])))
            accessor |= {"bufferView": buffers.add(values.tobytes()), "byteOffset": 0, "count": len(values)}
            data["bufferViews"][accessor["bufferView"]]["byteStride"] = values.shape[1] * values.itemsize
            primitive["attributes"][name] = _added(data, accessor)
        indices = {"bufferView": buffers.add(faces.tobytes()), "componentType": 5125, "type": "SCALAR", "count": faces.size}
        primitive |= {"indices": _added(data, indices), "mode": 4}
        changed = True
    return changed


def _library(module: str, extension: str) -> Any:
    """Return a module that reads an extension; raises ModelFault where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ModelFault(f"is compressed with {extension}, which only the package {module} reads ({error}). Install it (pip"
                         f" install {module}), or save the model without that compression") from error


def _primitives(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for mesh in data.get("meshes", ()):
        yield from mesh["primitives"]


def _accessor(data: dict[str, Any], index: int) -> dict[str, Any]:
    return copy.deepcopy(data["accessors"][_at(index)])


def _added(data: dict[str, Any], accessor: dict[str, Any]) -> int:
    data["accessors"].append(accessor)
    return len(data["accessors"]) - 1


def _with_plain_textures(data: dict[str, Any], buffers: _Buffers) -> bool:
    changed = False
    for number, texture in enumerate(data.get("textures", ())):
        for name, decode in ((BASISU, _from_basis), (AVIF, _from_any)):
            packed = texture.get("extensions", {}).get(name)
            if packed is None or "source" in texture or number not in _shown_textures(data):
                continue
            image = data["images"][_at(packed["source"])]
            content = buffers.image(image)
            uri = image.get("uri", "data:")
            shown = image.get("name", "texture") if uri.startswith("data:") else uri[:80]
            data["images"].append({"name": image.get("name") or f"texture {number}", "mimeType": "image/png",
                                   "bufferView": buffers.add(decode(content, shown, name))})
            texture["source"] = len(data["images"]) - 1
            del texture["extensions"][name]
            changed = True
    return changed


def _from_basis(content: bytes, shown: str, name: str) -> bytes:
    basisu = _library("opengl_basisu", name)
    from PIL import Image

    try:
        texture = basisu.open(content)
        _within(texture.width, texture.height, shown)
        pixels = np.asarray(texture.transcode("rgba8").data).reshape(texture.height, texture.width, 4)
    except ModelFault:
        raise
    except Exception as error:
        raise ModelFault(f"names the texture {shown!r} by {name}, which is no KTX2 of that kind ({error})") from error
    return _png(Image.fromarray(pixels, "RGBA"))


def _from_any(content: bytes, shown: str, name: str) -> bytes:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            _within(*picture.size, shown)
            return _png(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ModelFault(f"names the texture {shown!r} by {name}, which is no picture of that kind ({error})") from error


def _png(picture: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _within(width: int, height: int, shown: str) -> None:
    if width * height > most("PICTURE_MEGAPIXELS") * 1e6:
        raise ModelFault(f"names the texture {shown!r} of {width} x {height} pixels. Of the megapixels of a picture"
                         f" {raised('PICTURE_MEGAPIXELS')}")


def _be_shown(data: dict[str, Any]) -> None:
    """Raise ModelFault where a material shows a texture of which only an extension knows that nobody here reads."""
    textures = data.get("textures", [])
    for number in sorted(_shown_textures(data)):
        texture = textures[number]
        names = [name for name in texture.get("extensions", {}) if name != WEBP]
        if "source" not in texture and WEBP not in texture.get("extensions", {}) and names:
            raise ModelFault(f"has textures by {names[0]}, which this Blender cannot read; save it with PNG or JPEG textures")


def _shown_textures(data: dict[str, Any]) -> set[int]:
    used = {primitive.get("material") for primitive in _primitives(data)}
    materials = [m for i, m in enumerate(data.get("materials", ())) if i in used]
    return {number for number in _texture_numbers(materials) if 0 <= number < len(data.get("textures", ()))}


def _shown_images(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number in sorted(_shown_textures(data)):
        texture = data["textures"][number]
        for named in (texture, *texture.get("extensions", {}).values()):
            if "source" in named:
                yield data["images"][_at(named["source"])]


def _texture_numbers(part: Any) -> Iterator[int]:
    if isinstance(part, list):
        for inner in part:
            yield from _texture_numbers(inner)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key.lower().endswith("texture") and isinstance(inner, dict) and isinstance(inner.get("index"), int):
                yield inner["index"]
            yield from _texture_numbers(inner)


def _glb(data: dict[str, Any], buffers: _Buffers) -> bytes:
    """The file anew: all views in one buffer, textures beside the model by their absolute paths."""
    content = bytearray()
    for index, view in enumerate(data.get("bufferViews", ())):
        part = buffers.view(index)
        content += bytes(-len(content) % 8)
        view |= {"buffer": 0, "byteOffset": len(content), "byteLength": len(part)}
        content += part
    content += bytes(-len(content) % 4)
    data["buffers"] = [{"byteLength": len(content)}]
    for image in data.get("images", ()):
        uri = image.get("uri")
        if uri is not None and not uri.startswith("data:"):
            image["uri"] = urllib.parse.quote(buffers.absolute(uri))
    text = json.dumps(data).encode()
    text += b" " * (-len(text) % 4)
    parts = struct.pack("<II", len(text), _JSON) + text + struct.pack("<II", len(content), _BIN) + bytes(content)
    return struct.pack("<III", _GLB, 2, 12 + len(parts)) + parts
