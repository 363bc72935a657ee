"""Materials of accessories: one shader for each kind of finish, coloured anew for every person."""

from collections.abc import Callable

import bpy

from facings.blender.shader_graph import Socket
from facings.frames.colour import linear_from_hex
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.realise.region_material import RegionMaterial

_TAU = 6.283185307


class FinishMaterials:
    """Materials by who uses them: equal places and kinds share one, so that their number is bounded."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, str], _FinishTree] = {}

    def of(self, place: str, finish: Finish) -> bpy.types.Material:
        """Return the material of a finish at one place (object and slot), with its colours put."""
        key = (place, finish.kind, finish.pattern)
        if key not in self._made:
            self._made[key] = _made(f"facings {place} {finish.kind} {finish.pattern}", finish)
        nodes = self._made[key]
        nodes.put("colour", linear_from_hex(finish.colour))
        nodes.put("second", linear_from_hex(finish.second))
        nodes.put("scale", 1000 / finish.scale_mm)
        nodes.put("clarity", finish.clarity)
        return nodes.material


class _FinishTree(RegionMaterial):
    """A tree with the values of a finish."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.values = {"colour": self.colour("colour"), "second": self.colour("second"), "scale": self.number("scale"),
                       "clarity": self.number("clarity")}


def _made(name: str, finish: Finish) -> _FinishTree:
    nodes = _FinishTree(name)
    nodes.surface(_SHADERS[finish.kind](nodes, _patterned(nodes, finish.pattern)))
    return nodes


def _patterned(nodes: _FinishTree, pattern: str) -> Socket:
    """The colour at a place: one of the finish's two, or between them."""
    first, second, scale = (nodes.values[name] for name in ("colour", "second", "scale"))
    if pattern == "plain":
        return first
    if pattern in ("tortoise", "camouflage", "heather"):
        place = nodes.point_in_object()
        if pattern == "heather":
            speckle = nodes.noise(place, 2200.0, 1.0)
            return nodes.mix(nodes.map_range(speckle, 0.47, 0.60), first, second)
        cloud = nodes.noise(place, scale, 3.0, 0.45 if pattern == "tortoise" else 0.3)
        width = 0.09 if pattern == "tortoise" else 0.008
        blotch = nodes.smoothstep(cloud, 0.52 - width, 0.52 + width)
        mixed = nodes.mix(blotch, first, second)
        if pattern == "tortoise":
            return mixed
        other = nodes.noise(nodes.vector("ADD", place, (0.7, 0.3, 0.1)), nodes.math("MULTIPLY", scale, 1.4), 3.0, 0.3)
        dark = nodes.map_range(other, 0.555, 0.565)
        return nodes.mix(dark, mixed, nodes.mix(1.0, mixed, (0.25, 0.25, 0.22), blend="MULTIPLY"))
    u, v = _metric(nodes)
    across, along = (nodes.math("FRACT", nodes.math("MULTIPLY", axis, scale)) for axis in (u, v))
    if pattern == "stripes":
        return nodes.mix(nodes.math("GREATER_THAN", along, 0.5), first, second)
    if pattern == "ribs":
        return nodes.mix(nodes.math("GREATER_THAN", across, 0.5), first, second)
    if pattern == "check":
        bars = nodes.math("ADD", nodes.math("GREATER_THAN", across, 0.5), nodes.math("GREATER_THAN", along, 0.5))
        return nodes.mix(nodes.math("MULTIPLY", bars, 0.5), first, second)
    dx, dy = (nodes.math("SUBTRACT", axis, 0.5) for axis in (across, along))
    distance = nodes.math("SQRT", nodes.math("ADD", nodes.math("MULTIPLY", dx, dx), nodes.math("MULTIPLY", dy, dy)))
    return nodes.mix(nodes.map_range(distance, 0.24, 0.26), second, first)


def _metric(nodes: _FinishTree) -> tuple[Socket, Socket]:
    """Texture coordinates, which accessories have in metres."""
    return nodes.separate_xyz(nodes.node("TexCoord").outputs["UV"])[:2]


def _wave(nodes: _FinishTree, value: Socket, period_m: float) -> Socket:
    return nodes.math("SINE", nodes.math("MULTIPLY", value, _TAU / period_m))


def _acetate(nodes: _FinishTree, colour: Socket) -> Socket:
    clarity = nodes.values["clarity"]
    return nodes.principled(base_color=colour, roughness=0.16, ior=1.49, coat_weight=0.35, coat_roughness=0.05,
                            transmission_weight=clarity)


def _metal(nodes: _FinishTree, colour: Socket) -> Socket:
    return nodes.principled(base_color=colour, metallic=1.0, roughness=0.2)


def _plastic(nodes: _FinishTree, colour: Socket) -> Socket:
    grain = nodes.noise(nodes.point_in_object(), 2600.0, 1.0)
    return nodes.principled(base_color=colour, roughness=0.38, transmission_weight=nodes.values["clarity"],
                            normal=nodes.relief(nodes.math("MULTIPLY", grain, 2.5e-5)))


def _leather(nodes: _FinishTree, colour: Socket) -> Socket:
    place = nodes.point_in_object()
    cells = nodes.node("TexVoronoi", {"Vector": place, "Scale": 900.0}, feature="F1").outputs["Distance"]
    folds = nodes.noise(place, 240.0, 3.0)
    height = nodes.math("ADD", nodes.math("MULTIPLY", cells, 1.2e-4), nodes.math("MULTIPLY", folds, 4e-4))
    return nodes.principled(base_color=colour, roughness=0.46, coat_weight=0.08, coat_roughness=0.3,
                            normal=nodes.relief(height))


def _twill(nodes: _FinishTree, colour: Socket) -> Socket:
    u, v = _metric(nodes)
    ridge = _wave(nodes, nodes.math("ADD", u, v), 1.1e-3)
    thread = _wave(nodes, nodes.math("SUBTRACT", u, v), 0.8e-3)
    wear = nodes.noise(nodes.point_in_object(), 45.0, 4.0)
    height = nodes.math("MULTIPLY", nodes.math("ADD", ridge, nodes.math("MULTIPLY", thread, 0.5)), 5e-5)
    height = nodes.math("ADD", height, nodes.math("MULTIPLY", wear, 1.6e-3))
    shade = nodes.map_range(nodes.math("ADD", ridge, nodes.math("MULTIPLY", wear, 2.0)), -1.0, 2.6, 0.78, 1.08)
    return nodes.principled(base_color=nodes.vector("SCALE", colour, scale=shade), roughness=0.86, sheen_weight=0.12,
                            specular_ior_level=0.25, normal=nodes.relief(height))


def _knit(nodes: _FinishTree, colour: Socket) -> Socket:
    # Stockinette: columns of Vs, whose legs lean by half a stitch towards the column's middle.
    u, v = _metric(nodes)
    column, row = 4.6e-3, 3.6e-3
    side = nodes.math("ABSOLUTE", nodes.math("SUBTRACT", nodes.math("FRACT", nodes.math("DIVIDE", u, column)), 0.5))
    leaned = nodes.math("ADD", v, nodes.math("MULTIPLY", side, -1.5 * row))
    loop = nodes.math("ABSOLUTE", nodes.math("SINE", nodes.math("MULTIPLY", leaned, _TAU / 2 / row)))
    leg = nodes.math("SINE", nodes.math("MULTIPLY", side, _TAU))
    yarn = nodes.math("MULTIPLY", nodes.math("POWER", loop, 0.6), nodes.math("POWER", nodes.math("MAXIMUM", leg, 0.0), 0.6))
    fuzz = nodes.noise(nodes.point_in_object(), 2400.0, 3.0, 0.7)
    height = nodes.math("ADD", nodes.math("MULTIPLY", yarn, 9e-4), nodes.math("MULTIPLY", fuzz, 3e-4))
    shade = nodes.map_range(nodes.math("ADD", yarn, nodes.math("MULTIPLY", fuzz, 0.5)), 0.1, 1.2, 0.5, 1.06)
    return nodes.principled(base_color=nodes.vector("SCALE", colour, scale=shade), roughness=0.95, sheen_weight=0.35,
                            sheen_roughness=0.5, specular_ior_level=0.15, normal=nodes.relief(height))


def _felt(nodes: _FinishTree, colour: Socket) -> Socket:
    place = nodes.point_in_object()
    fibres = nodes.noise(place, 1500.0, 4.0, 0.65)
    cloud = nodes.noise(place, 60.0, 3.0)
    shade = nodes.map_range(nodes.math("ADD", fibres, cloud), 0.75, 1.25, 0.82, 1.12)
    height = nodes.math("ADD", nodes.math("MULTIPLY", fibres, 2.2e-4), nodes.math("MULTIPLY", cloud, 8e-4))
    return nodes.principled(base_color=nodes.vector("SCALE", colour, scale=shade), roughness=0.92, sheen_weight=0.3,
                            specular_ior_level=0.2, normal=nodes.relief(height))


def _straw(nodes: _FinishTree, colour: Socket) -> Socket:
    # Plain weave of flat blades: over and under alternate from cell to cell.
    u, v = _metric(nodes)
    blade = 3.4e-3
    over = nodes.math("MULTIPLY", _wave(nodes, u, 2 * blade), _wave(nodes, v, 2 * blade))
    gap = nodes.math("MULTIPLY", nodes.math("ABSOLUTE", _wave(nodes, u, 2 * blade)),
                     nodes.math("ABSOLUTE", _wave(nodes, v, 2 * blade)))
    blades = nodes.noise(nodes.node("TexCoord").outputs["UV"], 330.0, 2.0)
    raised = nodes.math("ADD", nodes.math("POWER", gap, 0.35), nodes.math("MULTIPLY", over, 0.6))
    height = nodes.math("MULTIPLY", raised, 4.5e-4)
    shade = nodes.math("MULTIPLY", nodes.map_range(nodes.math("POWER", gap, 0.4), 0.0, 0.8, 0.42, 1.0),
                       nodes.map_range(blades, 0.3, 0.7, 0.72, 1.15))
    return nodes.principled(base_color=nodes.vector("SCALE", colour, scale=shade), roughness=0.55, specular_ior_level=0.4,
                            normal=nodes.relief(height))


def _fleece(nodes: _FinishTree, colour: Socket) -> Socket:
    # Spunbond: the bonding points of the calender, in staggered rows, between loose fibres.
    u, v = _metric(nodes)
    rising, falling = nodes.math("ADD", u, v), nodes.math("SUBTRACT", u, v)
    dots = nodes.math("MULTIPLY", _wave(nodes, rising, 2.2e-3), _wave(nodes, falling, 2.2e-3))
    fibres = nodes.noise(nodes.node("TexCoord").outputs["UV"], 2600.0, 3.0, 0.7)
    height = nodes.math("ADD", nodes.math("MULTIPLY", nodes.math("MAXIMUM", dots, 0.3), -9e-5),
                        nodes.math("MULTIPLY", fibres, 6e-5))
    return nodes.principled(base_color=colour, roughness=0.82, subsurface_weight=0.25, subsurface_radius=(1.0, 1.0, 1.0),
                            subsurface_scale=0.0012, specular_ior_level=0.25, sheen_weight=0.08, normal=nodes.relief(height))


def _silk(nodes: _FinishTree, colour: Socket) -> Socket:
    u, v = _metric(nodes)
    weave = nodes.math("ADD", _wave(nodes, u, 0.9e-3), _wave(nodes, v, 0.9e-3))
    folds = nodes.noise(nodes.point_in_object(), 26.0, 3.0)
    height = nodes.math("ADD", nodes.math("MULTIPLY", weave, 1.6e-5), nodes.math("MULTIPLY", folds, 1.5e-3))
    return nodes.principled(base_color=colour, roughness=0.62, sheen_weight=0.22, sheen_roughness=0.35, specular_ior_level=0.3,
                            normal=nodes.relief(height))


def _gem(nodes: _FinishTree, colour: Socket) -> Socket:
    return nodes.principled(base_color=colour, roughness=0.0, ior=2.1, transmission_weight=0.7, coat_weight=0.4)


def _lens(nodes: _FinishTree, colour: Socket) -> Socket:
    # Refraction through both faces; light reaches the eyes behind as through a plain filter of the same tint.
    tint = nodes.mix(nodes.values["clarity"], colour, (1.0, 1.0, 1.0))
    through = nodes.node("LightPath").outputs["Is Shadow Ray"]
    diffuse = nodes.node("LightPath").outputs["Is Diffuse Ray"]
    # The tint counts at both faces: its square root at each.
    half = nodes.node("Gamma", {"Color": tint, "Gamma": 0.5}).outputs[0]
    glass = nodes.node("BsdfGlass", {"Color": half, "Roughness": 0.0, "IOR": 1.5}).outputs[0]
    clear = nodes.node("BsdfTransparent", {"Color": half}).outputs[0]
    return nodes.mix_shader(nodes.math("MAXIMUM", through, diffuse), glass, clear)


def _mirror_lens(nodes: _FinishTree, colour: Socket) -> Socket:
    return nodes.principled(base_color=colour, metallic=0.9, roughness=0.04, coat_weight=0.6, coat_roughness=0.02)


_SHADERS: dict[str, Callable[[_FinishTree, Socket], Socket]] = {
    "acetate": _acetate, "metal": _metal, "plastic": _plastic, "leather": _leather, "twill": _twill, "knit": _knit,
    "felt": _felt, "straw": _straw, "fleece": _fleece, "silk": _silk, "gem": _gem, "lens": _lens, "mirror_lens": _mirror_lens,
}
