"""Shader node trees, written as expressions: each call adds a node and returns what it puts out."""

from collections.abc import Iterable
from typing import Any

import bpy
import numpy as np

Socket = bpy.types.NodeSocket
Operand = Socket | float | tuple[float, ...]
"""What may feed an input: another node's output, or a constant. Colours are linear RGB."""

_MIX_SOCKETS = {"FLOAT": "Float", "VECTOR": "Vector", "RGBA": "Color"}


class ShaderGraph:
    """The nodes of one tree, which starts empty.

    Values that differ from frame to frame are `number` and `colour` nodes: `put` changes them, the tree stays.
    """

    def __init__(self, tree: bpy.types.NodeTree) -> None:
        self.tree = tree
        self.tree.nodes.clear()
        self._open: dict[str, Socket] = {}

    def node(self, kind: str, inputs: dict[str, Operand | None] | None = None, **properties: Any) -> bpy.types.Node:
        """Add a node of type `ShaderNode<kind>`; inputs go by name or identifier, None leaves one as it is.

        Raises KeyError where the node has no such input.
        """
        node = self.tree.nodes.new(f"ShaderNode{kind}")
        for name, value in properties.items():
            setattr(node, name, value)
        for name, value in (inputs or {}).items():
            self.feed(_socket(node.inputs, name), value)
        return node

    def feed(self, socket: Socket, value: Operand | None) -> None:
        """Link an output to an input, or set the input's constant; None leaves it as it is."""
        if isinstance(value, Socket):
            self.tree.links.new(value, socket)
        elif value is not None:
            opaque = isinstance(value, tuple) and len(value) == 3 and socket.type == "RGBA"
            _set(socket, (*value, 1.0) if isinstance(value, tuple) and opaque else value)

    def number(self, name: str, value: float = 0.0) -> Socket:
        """A number that `put` may change."""
        self._open[name] = self.node("Value").outputs[0]
        self.put(name, value)
        return self._open[name]

    def colour(self, name: str, value: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Socket:
        """A linear RGB colour that `put` may change."""
        self._open[name] = self.node("RGB").outputs[0]
        self.put(name, value)
        return self._open[name]

    def put(self, name: str, value: float | tuple[float, float, float]) -> None:
        """Set what `number` or `colour` made under this name. An equal value leaves the tree untouched."""
        socket = self._open[name]
        wanted = np.array(value, np.float32) if socket.type == "VALUE" else np.array((*np.atleast_1d(value), 1.0), np.float32)
        if not np.array_equal(np.array(_get(socket), np.float32), wanted):
            _set(socket, wanted.tolist())

    def math(self, operation: str, a: Operand, b: Operand | None = None, c: Operand | None = None,
             clamp: bool = False) -> Socket:
        """A Math node: ADD, MULTIPLY, MULTIPLY_ADD, POWER, EXPONENT, SMOOTH_MIN, ..."""
        node = self.node("Math", operation=operation, use_clamp=clamp)
        self._feed_in_order(node, (a, b, c))
        return node.outputs[0]

    def vector(self, operation: str, a: Operand, b: Operand | None = None, c: Operand | None = None,
               scale: Operand | None = None) -> Socket:
        """A Vector Math node; `scale` is for SCALE. Returns the vector, or the number for DOT_PRODUCT, LENGTH, DISTANCE."""
        node = self.node("VectorMath", {"Scale": scale} if scale is not None else None, operation=operation)
        self._feed_in_order(node, (a, b, c))
        return node.outputs["Value" if operation in ("DOT_PRODUCT", "LENGTH", "DISTANCE") else "Vector"]

    def mix(self, factor: Operand, a: Operand, b: Operand, kind: str = "RGBA", blend: str = "MIX") -> Socket:
        """`a` where the factor is 0, `b` where it is 1. Kinds: RGBA, VECTOR, FLOAT; `blend` is for RGBA."""
        node = self.node("Mix", None, data_type=kind, blend_type=blend)
        suffix = _MIX_SOCKETS[kind]
        for name, value in (("Factor_Float", factor), (f"A_{suffix}", a), (f"B_{suffix}", b)):
            self.feed(_socket(node.inputs, name), value)
        return _socket(node.outputs, f"Result_{suffix}")

    def mix_shader(self, factor: Operand, first: Socket, second: Socket) -> Socket:
        """The shader `first` where the factor is 0, `second` where it is 1."""
        node = self.node("MixShader")
        self._feed_in_order(node, (factor, first, second))
        return node.outputs[0]

    def map_range(self, value: Operand, start: float, end: float, to_start: Operand = 0.0,
                  to_end: Operand = 1.0) -> Socket:
        """Map start..end linearly to to_start..to_end, clamped."""
        return self._ramp("LINEAR", value, start, end, to_start, to_end)

    def smoothstep(self, value: Operand, start: float, end: float, to_start: Operand = 0.0,
                   to_end: Operand = 1.0) -> Socket:
        """Map start..end to to_start..to_end, clamped and with both ends eased; falling where start > end."""
        return self._ramp("SMOOTHSTEP", value, start, end, to_start, to_end)

    def noise(self, vector: Operand, scale: Operand, detail: float = 2.0, roughness: float = 0.5) -> Socket:
        """Perlin noise around 0.5, mostly within 0.3 to 0.7."""
        return self.node("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": roughness}).outputs[0]

    def attribute(self, name: str, vector: bool = False, of: str = "GEOMETRY") -> Socket:
        """An attribute's vector, or its number: of a mesh or curves, or an OBJECT's custom property (0 where it has none)."""
        return self.node("Attribute", attribute_type=of, attribute_name=name).outputs["Vector" if vector else "Fac"]

    def point_in_world(self) -> Socket:
        """The shaded point in the world, in metres: no two copies of one object look alike."""
        return self.node("NewGeometry").outputs["Position"]

    def point_in_object(self) -> Socket:
        """The shaded point in the object's own frame, in metres."""
        return self.node("TexCoord").outputs["Object"]

    def object_colour(self) -> Socket:
        """The object's own colour: one material serves many that differ in it."""
        return self.node("ObjectInfo").outputs["Color"]

    def image(self, image: bpy.types.Image | None, vector: Operand | None = None, interpolation: str = "Linear",
              extension: str = "EXTEND", projection: str = "FLAT", blend: float = 0.0) -> bpy.types.Node:
        """An Image Texture node, by UV where no vector is given; outputs 'Color' and 'Alpha'."""
        return self.node("TexImage", {"Vector": vector}, image=image, interpolation=interpolation, extension=extension,
                         projection=projection, projection_blend=blend)

    def separate_rgb(self, colour: Operand) -> tuple[Socket, Socket, Socket]:
        """Red, green and blue."""
        red, green, blue = self.node("SeparateColor", {"Color": colour}).outputs[:3]
        return red, green, blue

    def separate_xyz(self, vector: Operand) -> tuple[Socket, Socket, Socket]:
        """x, y and z."""
        x, y, z = self.node("SeparateXYZ", {"Vector": vector}).outputs[:3]
        return x, y, z

    def combine_rgb(self, red: Operand, green: Operand, blue: Operand) -> Socket:
        """The colour of three numbers."""
        return self.node("CombineColor", {"Red": red, "Green": green, "Blue": blue}).outputs[0]

    def combine_xyz(self, x: Operand, y: Operand, z: Operand = 0.0) -> Socket:
        """The vector of three numbers."""
        return self.node("CombineXYZ", {"X": x, "Y": y, "Z": z}).outputs[0]

    def bump(self, height: Operand, distance_m: Operand = 1.0, strength: Operand = 1.0,
             filter_width_px: float = 0.1) -> Socket:
        """The normal of a relief of `height` times `distance_m`, whose slope is taken over so many pixels."""
        inputs: dict[str, Operand | None] = {"Height": height, "Distance": distance_m, "Strength": strength,
                                             "Filter Width": filter_width_px}
        return self.node("Bump", inputs).outputs["Normal"]

    def principled(self, **inputs: Operand | None) -> Socket:
        """A Principled BSDF; inputs by name with underscores for blanks: base_color, subsurface_weight, ior, ...

        Raises KeyError where it has no such input.
        """
        node = self.node("BsdfPrincipled")
        names = {socket.name.lower().replace(" ", "_"): socket for socket in node.inputs}
        for name, value in inputs.items():
            self.feed(names[name], value)
        return node.outputs["BSDF"]

    def aov(self, name: str, value: Operand | None = None, colour: Operand | None = None) -> None:
        """Write a number, or a colour, to the render's AOV of this name."""
        self.node("OutputAOV", {"Value": value, "Color": colour}, aov_name=name)

    def _ramp(self, interpolation: str, *operands: Operand) -> Socket:
        node = self.node("MapRange", interpolation_type=interpolation, clamp=True)
        self._feed_in_order(node, operands)
        return node.outputs[0]

    def _feed_in_order(self, node: bpy.types.Node, values: Iterable[Operand | None]) -> None:
        for socket, value in zip(node.inputs, values, strict=False):
            self.feed(socket, value)


class MaterialGraph(ShaderGraph):
    """The nodes of one new material."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        tree = self.material.node_tree
        assert tree is not None, "a new material has a node tree"
        super().__init__(tree)

    def surface(self, shader: Socket, volume: Socket | None = None) -> bpy.types.Material:
        """End the tree in a surface, and a volume inside it; return the material."""
        self.node("OutputMaterial", {"Surface": shader, "Volume": volume})
        return self.material


def _socket(sockets: Iterable[Socket], name: str) -> Socket:
    # Mix nodes have one socket a data type under each name; only identifiers tell them apart.
    known = list(sockets)
    found = [s for s in known if s.identifier == name] or [s for s in known if s.name == name and s.enabled]
    if not found:
        raise KeyError(f"{name!r} is no socket here; there are {', '.join(s.identifier for s in known)}")
    return found[0]


def _set(socket: Any, value: Any) -> None:
    # `default_value` belongs to the socket's own class, which bpy's stubs do not know at this point.
    socket.default_value = value


def _get(socket: Any) -> Any:
    return socket.default_value
