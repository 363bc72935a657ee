"""glTF files by hand: a box of 0.05 x 0.05 x 0.2 m (Y up), its parts plain or compressed, a texture in any encoding."""

import io
import json
import struct

import DracoPy
import meshopt
import numpy as np
from PIL import Image

_CORNERS = [(0, 0), (1, 0), (1, 1), (0, 1)]


def box():
    """(24, 3) float32 points, (24, 2) float32 texture coordinates, (36,) uint16 indices."""
    points, uvs = [], []
    for axis in range(3):
        for side in (0, 1):
            for u, v in _CORNERS if side else _CORNERS[::-1]:
                point = [0.0, 0.0, 0.0]
                point[axis], point[(axis + 1) % 3], point[(axis + 2) % 3] = side, u, v
                points.append([(point[0] - 0.5) * 0.05, point[1] * 0.2, (point[2] - 0.5) * 0.05])
                uvs.append((u, v))
    indices = [4 * face + k for face in range(6) for k in (0, 1, 2, 0, 2, 3)]
    return np.array(points, np.float32), np.array(uvs, np.float32), np.array(indices, np.uint16)


class Gltf:
    """The parts of a file and its JSON, to which a test may add."""

    def __init__(self):
        self.binary = b""
        self.data = {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
                     "accessors": [], "bufferViews": [], "buffers": [],
                     "meshes": [{"primitives": [{"attributes": {}, "material": 0}]}],
                     "materials": [{"pbrMetallicRoughness": {"metallicFactor": 0, "roughnessFactor": 1}}]}

    @property
    def primitive(self):
        return self.data["meshes"][0]["primitives"][0]

    def view(self, content, **further):
        """The number of a new buffer view."""
        self.binary += bytes(-len(self.binary) % 8)
        self.data["bufferViews"].append({"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(content)} | further)
        self.binary += content
        return len(self.data["bufferViews"]) - 1

    def accessor(self, values, kind, component=5126, **further):
        """The number of a new accessor of `values`, without a view."""
        entry = {"componentType": component, "count": len(values), "type": kind} | further
        if kind == "VEC3":
            entry |= {"min": np.min(values, 0).tolist(), "max": np.max(values, 0).tolist()}
        self.data["accessors"].append(entry)
        return len(self.data["accessors"]) - 1

    def plain(self):
        """The box without compression."""
        points, uvs, indices = box()
        self.primitive["attributes"] = {"POSITION": self.accessor(points, "VEC3", bufferView=self.view(points.tobytes())),
                                        "TEXCOORD_0": self.accessor(uvs, "VEC2", bufferView=self.view(uvs.tobytes()))}
        self.primitive["indices"] = self.accessor(indices, "SCALAR", 5123, bufferView=self.view(indices.tobytes()))
        return self

    def quantized(self):
        """The box by KHR_mesh_quantization: points as 16-bit numbers, scaled by its node."""
        points, uvs, indices = box()
        low, high = points.min(0), points.max(0)
        whole = np.zeros((len(points), 4), np.uint16)
        whole[:, :3] = np.round((points - low) / (high - low) * 65535)
        view = self.view(whole.tobytes(), byteStride=8)
        self.primitive["attributes"] = {
            "POSITION": self.accessor(whole[:, :3], "VEC3", 5123, normalized=True, bufferView=view),
            "TEXCOORD_0": self.accessor(uvs, "VEC2", bufferView=self.view(uvs.tobytes()))}
        self.primitive["indices"] = self.accessor(indices, "SCALAR", 5123, bufferView=self.view(indices.tobytes()))
        self.data["nodes"][0] |= {"translation": low.tolist(), "scale": (high - low).tolist()}
        return self.needing("KHR_mesh_quantization")

    def by_draco(self):
        points, uvs, indices = box()
        packed = DracoPy.encode(points, faces=indices.reshape(-1, 3).astype(np.uint32), tex_coord=uvs.astype(np.float64),
                                preserve_order=True)
        held = {a["attribute_type"]: a["unique_id"] for a in DracoPy.decode(packed).attributes}
        self.primitive["attributes"] = {"POSITION": self.accessor(points, "VEC3"), "TEXCOORD_0": self.accessor(uvs, "VEC2")}
        self.primitive["indices"] = self.accessor(indices, "SCALAR", 5123)
        self.primitive["extensions"] = {"KHR_draco_mesh_compression": {
            "bufferView": self.view(packed), "attributes": {"POSITION": held[0], "TEXCOORD_0": held[3]}}}
        return self.needing("KHR_draco_mesh_compression")

    def by_meshopt(self, name="EXT_meshopt_compression"):
        points, uvs, indices = box()
        for key, values, kind in (("POSITION", points, "VEC3"), ("TEXCOORD_0", uvs, "VEC2")):
            packed = meshopt.encode_gltf_buffer(values, "ATTRIBUTES")
            self.primitive["attributes"][key] = self.accessor(values, kind, bufferView=self._packed(
                name, packed, len(values), values.strides[0], "ATTRIBUTES"))
        packed = meshopt.encode_gltf_buffer(indices, "TRIANGLES")
        self.primitive["indices"] = self.accessor(indices, "SCALAR", 5123, bufferView=self._packed(
            name, packed, len(indices), 2, "TRIANGLES"))
        return self.needing(name)

    def _packed(self, name, content, count, stride, mode):
        number = self.view(content)
        view = self.data["bufferViews"][number]
        extension = {**view, "count": count, "byteStride": stride, "mode": mode}
        view |= {"buffer": 1, "byteOffset": 0, "byteLength": count * stride, "extensions": {name: extension}}
        return number

    def needing(self, *names):
        for key in ("extensionsUsed", "extensionsRequired"):
            self.data.setdefault(key, []).extend(names)
        return self

    def shows(self, image, extension=None):
        """Let the material show an image entry, named by an extension or not."""
        self.data["images"] = [image]
        texture = {"source": 0} if extension is None else {"extensions": {extension: {"source": 0}}}
        self.data["textures"] = [texture]
        self.data["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = {"index": 0}
        return self if extension is None else self.needing(extension)

    def glb(self, path):
        self.binary += bytes(-len(self.binary) % 4)
        self.data["buffers"] = [{"byteLength": len(self.binary)}, {"byteLength": 1 << 20}]
        if not any("extensions" in view for view in self.data["bufferViews"]):
            del self.data["buffers"][1]
        text = json.dumps(self.data).encode()
        text += b" " * (-len(text) % 4)
        parts = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(self.binary), b"BIN\0") + self.binary
        path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(parts)) + parts)
        return path

    def gltf(self, path, buffer="box.bin"):
        """As text, its bytes in a file beside it."""
        (path.parent / buffer).write_bytes(self.binary)
        self.data["buffers"] = [{"byteLength": len(self.binary), "uri": buffer}]
        path.write_text(json.dumps(self.data))
        return path


def png(colour, size=8):
    """A PNG of one sRGB colour."""
    file = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(file, "PNG")
    return file.getvalue()


def ktx2(colour):
    """A KTX 2 of 4 x 4 pixels of one sRGB colour, in UASTC, whose block of mode 8 holds nothing else."""
    red, green, blue = colour
    block = (0x17 | red << 5 | green << 13 | blue << 21 | 255 << 29).to_bytes(16, "little")
    described = struct.pack("<IIHHBBBB8B8BHBBIII", 44, 0, 2, 40, 166, 1, 2, 0, 3, 3, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, *[0] * 4,
                            0, 127, 0, 0, 0, 0xFFFFFFFF)[:44]
    head = b"\xabKTX 20\xbb\r\n\x1a\n" + struct.pack("<9I", 0, 1, 4, 4, 0, 0, 1, 1, 0)
    begins = len(head) + 16 + 16 + 24
    at = -(-(begins + len(described)) // 16) * 16
    index = struct.pack("<IIIIQQ", begins, len(described), 0, 0, 0, 0) + struct.pack("<QQQ", at, 16, 16)
    return (head + index + described).ljust(at, b"\0") + block
