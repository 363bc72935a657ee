"""A material's node tree written as an expression: sockets in, sockets out."""

import bpy

Value = float | tuple | bpy.types.NodeSocket


class ShaderGraph:
    """A new material with one Principled BSDF; values may be constants or sockets of other nodes."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.tree = self.material.node_tree
        self.tree.nodes.clear()
        self.output = self.tree.nodes.new("ShaderNodeOutputMaterial")

    def node(self, kind: str, inputs: dict[str, Value] | None = None, **settings: object) -> bpy.types.Node:
        """Add a node of class `ShaderNode<kind>`; `inputs` go by socket identifier."""
        node = self.tree.nodes.new(f"ShaderNode{kind}")
        for key, value in settings.items():
            setattr(node, key, value)
        sockets = {s.identifier: s for s in node.inputs}
        for key, value in (inputs or {}).items():
            self._set(sockets[key], value)
        return node

    def _set(self, socket: bpy.types.NodeSocket, value: Value) -> None:
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        elif isinstance(value, tuple) and socket.type == "RGBA" and len(value) == 3:
            socket.default_value = (*value, 1.0)
        else:
            socket.default_value = value

    def math(self, operation: str, a: Value, b: Value = 0.0, c: Value = 0.0, *, clamp: bool = False) -> Value:
        """Return the result of a Math node."""
        return self.node("Math", {"Value": a, "Value_001": b, "Value_002": c}, operation=operation, use_clamp=clamp).outputs[0]

    def mix(self, factor: Value, a: Value, b: Value, blend: str = "MIX") -> Value:
        """Return a mixed colour: `a` where factor is 0, `b` where it is 1."""
        node = self.node("Mix", {"Factor_Float": factor, "A_Color": a, "B_Color": b}, data_type="RGBA", blend_type=blend)
        return next(s for s in node.outputs if s.identifier == "Result_Color")

    def step(self, value: Value, low: float, high: float, to_low: float = 0.0, to_high: float = 1.0) -> Value:
        """Return a smooth ramp of `value` from `low` to `high` (falling where low > high)."""
        return self.node(
            "MapRange",
            {"Value": value, "From Min": low, "From Max": high, "To Min": to_low, "To Max": to_high},
            interpolation_type="SMOOTHSTEP",
        ).outputs[0]

    def noise(self, vector: Value, scale: float, detail: float = 3.0, roughness: float = 0.55) -> Value:
        """Return the 0..1 value of a noise texture."""
        return self.node("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": roughness}).outputs[0]

    def scaled(self, vector: Value, factors: tuple[float, float, float]) -> Value:
        """Return the vector multiplied component by component."""
        return self.node("VectorMath", {"Vector": vector, "Vector_001": factors}, operation="MULTIPLY").outputs[0]

    def place(self) -> Value:
        """Return the point in the world: no two copies of a part wear alike."""
        return self.node("NewGeometry").outputs["Position"]

    def own_place(self) -> Value:
        """Return the point in the object's frame, in metres."""
        return self.node("TexCoord").outputs["Object"]

    def axes(self, vector: Value) -> tuple[Value, Value, Value]:
        """Return x, y and z."""
        node = self.node("SeparateXYZ", {"Vector": vector})
        return node.outputs[0], node.outputs[1], node.outputs[2]

    def bump(self, height: Value, distance_m: float, strength: float = 1.0) -> Value:
        """Return the normal of a height of 0..1 times `distance_m`."""
        return self.node("Bump", {"Height": height, "Distance": distance_m, "Strength": strength}).outputs[0]

    def principled(self, *, indirect: Value | None = None, **inputs: Value) -> bpy.types.Material:
        """End the tree in a Principled BSDF (`base_color=` for 'Base Color', ...) and return the material.

        Light that bounces off diffusely sees a plain colour, `indirect`, instead: Cycles leaves out the nodes of a
        shader that is mixed in by nothing, and no grain or scratch can be told from the light it throws.
        """
        names = {"ior": "IOR", "specular": "Specular IOR Level"}
        near = self.node("BsdfPrincipled", {names.get(k, k.replace("_", " ").title()): v for k, v in inputs.items()})
        if indirect is None:
            return self.surface(near.outputs[0])
        far = self.node("BsdfDiffuse", {"Color": indirect})
        bounced = self.node("LightPath").outputs["Is Diffuse Ray"]
        both = self.node("MixShader", {"Fac": bounced, "Shader": near.outputs[0], "Shader_001": far.outputs[0]})
        return self.surface(both.outputs[0])

    def surface(self, shader: Value) -> bpy.types.Material:
        """End the tree in `shader` and return the material."""
        self.tree.links.new(shader, self.output.inputs["Surface"])
        return self.material
