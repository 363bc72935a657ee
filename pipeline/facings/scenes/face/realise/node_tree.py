"""Shader node trees, written as expressions: each call adds a node and returns what it puts out."""

from typing import Any

import bpy
import numpy as np

from facings.scenes.face.realise.figure import REGION

Socket = bpy.types.NodeSocket
Operand = Socket | float | tuple
"""What may feed an input: another node's output, or a constant."""

_MIX_SOCKETS = {"FLOAT": "Float", "VECTOR": "Vector", "RGBA": "Color"}


class NodeTree:
    """The nodes of one material, which starts empty.

    Values that differ from frame to frame are `number` and `colour` nodes: `put` changes them, the tree stays.
    """

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.tree = self.material.node_tree
        self.tree.nodes.clear()
        self._open: dict[str, Socket] = {}

    def node(self, kind: str, inputs: dict[str, Operand | None] | None = None, **properties: Any) -> bpy.types.Node:
        """Add a node of type `ShaderNode<kind>`; inputs go by name or identifier, None leaves one as it is."""
        node = self.tree.nodes.new(f"ShaderNode{kind}")
        for name, value in properties.items():
            setattr(node, name, value)
        for name, value in (inputs or {}).items():
            self.feed(_socket(node.inputs, name), value)
        return node

    def feed(self, socket: Socket, value: Operand | None) -> None:
        """Link an output to an input, or set the input's constant."""
        if isinstance(value, Socket):
            self.tree.links.new(value, socket)
        elif value is not None:
            colour = socket.type == "RGBA" and len(value) == 3
            socket.default_value = (*value, 1.0) if colour else value

    def number(self, name: str, value: float = 0.0) -> Socket:
        """A number that `put` may change."""
        self._open[name] = self.tree.nodes.new("ShaderNodeValue").outputs[0]
        self.put(name, value)
        return self._open[name]

    def colour(self, name: str, value: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Socket:
        """A linear RGB colour that `put` may change."""
        self._open[name] = self.tree.nodes.new("ShaderNodeRGB").outputs[0]
        self.put(name, value)
        return self._open[name]

    def put(self, name: str, value: float | tuple[float, float, float]) -> None:
        """Set what `number` or `colour` made under this name. An equal value leaves the material untouched."""
        socket = self._open[name]
        wanted = np.float32(value) if socket.type == "VALUE" else np.append(np.float32(value), np.float32(1.0))
        if not np.array_equal(np.float32(socket.default_value), wanted):
            socket.default_value = float(wanted) if socket.type == "VALUE" else wanted.tolist()

    def math(self, operation: str, a: Operand, b: Operand | None = None, c: Operand | None = None,
             clamp: bool = False) -> Socket:
        """A Math node: ADD, MULTIPLY, MULTIPLY_ADD, POWER, EXPONENT, SMOOTH_MIN, ..."""
        node = self.node("Math", operation=operation, use_clamp=clamp)
        for socket, value in zip(node.inputs, (a, b, c), strict=False):
            self.feed(socket, value)
        return node.outputs[0]

    def vector(self, operation: str, a: Operand, b: Operand | None = None, c: Operand | None = None,
               scale: Operand | None = None) -> Socket:
        """A Vector Math node; `scale` is for SCALE. Returns the vector, or the number for DOT_PRODUCT, LENGTH, DISTANCE."""
        node = self.node("VectorMath", operation=operation)
        for socket, value in zip(node.inputs, (a, b, c), strict=False):
            self.feed(socket, value)
        if scale is not None:
            self.feed(_socket(node.inputs, "Scale"), scale)
        return node.outputs["Value" if operation in ("DOT_PRODUCT", "LENGTH", "DISTANCE") else "Vector"]

    def mix(self, factor: Operand, a: Operand, b: Operand, kind: str = "RGBA", blend: str = "MIX") -> Socket:
        """`a` where the factor is 0, `b` where it is 1. Kinds: RGBA, VECTOR, FLOAT."""
        node = self.node("Mix", data_type=kind)
        if kind == "RGBA":
            node.blend_type = blend
        suffix = _MIX_SOCKETS[kind]
        for name, value in (("Factor_Float", factor), (f"A_{suffix}", a), (f"B_{suffix}", b)):
            self.feed(_socket(node.inputs, name), value)
        return _socket(node.outputs, f"Result_{suffix}")

    def map_range(self, value: Operand, start: float, end: float, to_start: Operand = 0.0, to_end: Operand = 1.0,
                  smooth: bool = False) -> Socket:
        """Map start..end to to_start..to_end, clamped; `smooth` eases both ends."""
        node = self.node("MapRange", interpolation_type="SMOOTHSTEP" if smooth else "LINEAR", clamp=True)
        for socket, operand in zip(node.inputs, (value, start, end, to_start, to_end), strict=False):
            self.feed(socket, operand)
        return node.outputs[0]

    def noise(self, vector: Operand, scale: Operand, detail: float = 2.0, roughness: float = 0.5) -> Socket:
        """Perlin noise around 0.5, mostly within 0.3 to 0.7."""
        node = self.node("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": roughness})
        return node.outputs[0]

    def attribute(self, name: str, vector: bool = False) -> Socket:
        """A mesh or curve attribute: its vector, or its number."""
        return self.node("Attribute", attribute_name=name).outputs["Vector" if vector else "Fac"]

    def image(self, image: bpy.types.Image, vector: Operand | None = None, interpolation: str = "Linear",
              extension: str = "EXTEND", projection: str = "FLAT", blend: float = 0.0) -> bpy.types.Node:
        """An Image Texture node, by UV where no vector is given; outputs 'Color' and 'Alpha'."""
        node = self.node("TexImage", {"Vector": vector}, image=image, interpolation=interpolation, extension=extension,
                         projection=projection)
        node.projection_blend = blend
        return node

    def separate(self, colour: Operand) -> tuple[Socket, Socket, Socket]:
        """Red, green and blue."""
        node = self.node("SeparateColor", {"Color": colour})
        return tuple(node.outputs)[:3]

    def combine(self, red: Operand, green: Operand, blue: Operand) -> Socket:
        """The colour of three numbers."""
        return self.node("CombineColor", {"Red": red, "Green": green, "Blue": blue}).outputs[0]

    def bump(self, height_m: Operand, strength: Operand = 1.0, normal: Socket | None = None) -> Socket:
        """The normal of a relief whose height is given in metres."""
        # Over a whole pixel: narrower differences see single pores and sparkle.
        inputs = {"Height": height_m, "Strength": strength, "Distance": 1.0, "Filter Width": 1.0, "Normal": normal}
        return self.node("Bump", inputs).outputs["Normal"]

    def principled(self, **inputs: Operand) -> Socket:
        """A Principled BSDF; inputs by name with underscores for blanks: base_color, subsurface_weight, ior, ..."""
        node = self.node("BsdfPrincipled")
        names = {socket.name.lower().replace(" ", "_"): socket for socket in node.inputs}
        for name, value in inputs.items():
            self.feed(names[name], value)
        return node.outputs["BSDF"]

    def output(self, shader: Socket, volume: Socket | None = None) -> bpy.types.Material:
        """End the tree with its surface, and with the parsing class for the label render; return the material."""
        self.node("OutputMaterial", {"Surface": shader, "Volume": volume})
        self.node("OutputAOV", {"Value": self.attribute(REGION)}, aov_name=REGION)
        return self.material


def _socket(sockets: bpy.types.bpy_prop_collection, name: str) -> Socket:
    # Mix nodes have one socket a data type under each name; only identifiers tell them apart.
    found = [s for s in sockets if s.identifier == name] or [s for s in sockets if s.name == name and s.enabled]
    if not found:
        raise KeyError(f"{name!r} is no socket here; there are {', '.join(s.identifier for s in sockets)}")
    return found[0]
