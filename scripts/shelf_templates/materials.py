"""Surfaces of shop fittings: painted sheet metal, plastic, rubber, glass. All procedural, in metres."""

from typing import Any

import bpy

from facings.blender.session import cycles_of
from facings.blender.shader_graph import MaterialGraph, Operand, Socket

WEAR = "facings_wear"


def coated(graph: MaterialGraph, *, indirect: Operand | None = None, **inputs: Operand) -> bpy.types.Material:
    """End the tree in a Principled BSDF (`ShaderGraph.principled`) and return the material.

    Light that bounces off diffusely sees a plain colour, `indirect`, instead: Cycles leaves out the nodes of a shader
    that is mixed in by nothing, and no grain or scratch can be told from the light it throws.
    """
    near = graph.principled(**inputs)
    if indirect is None:
        return graph.surface(near)
    far = graph.node("BsdfDiffuse", {"Color": indirect}).outputs[0]
    return graph.surface(graph.mix_shader(graph.node("LightPath").outputs["Is Diffuse Ray"], near, far))


def _wear(graph: MaterialGraph) -> Socket:
    """The object's wear, 0 where nobody set it."""
    return graph.attribute(WEAR, of="OBJECT")


def _worn_paint(graph: MaterialGraph, base: Operand) -> tuple[Socket, Socket]:
    """Colour and roughness of paint that is rubbed along x, chipped and dusty as far as the object is worn."""
    place = graph.point_in_world()
    wear = _wear(graph)
    rubbed = graph.noise(graph.vector("MULTIPLY", place, (7, 60, 260)), 1.0, 3.0, 0.65)
    chips = graph.noise(place, 110.0, 1.0, 0.5)
    clouds = graph.noise(place, 3.4, 4.0, 0.6)
    scratch = graph.math("MULTIPLY", graph.smoothstep(rubbed, 0.58, 0.68), wear)
    chip = graph.math("MULTIPLY", graph.smoothstep(chips, 0.71, 0.725), graph.smoothstep(wear, 0.1, 0.8))
    dust = graph.math("MULTIPLY", graph.smoothstep(clouds, 0.40, 0.75), wear)
    color = graph.mix(graph.math("MULTIPLY", dust, 0.42), base, (0.25, 0.215, 0.17))
    color = graph.mix(graph.math("MULTIPLY", scratch, 0.50), color, (0.28, 0.28, 0.285))
    color = graph.mix(graph.math("MULTIPLY", chip, 0.85), color, (0.13, 0.125, 0.12))
    rough = graph.math("ADD", graph.smoothstep(clouds, 0.3, 0.7, 0.33, 0.42), graph.math("MULTIPLY", dust, 0.25))
    return color, rough


def painted_metal() -> bpy.types.Material:
    """Powder-coated steel in the object's colour."""
    graph = MaterialGraph("painted metal")
    paint = graph.object_colour()
    color, rough = _worn_paint(graph, paint)
    return coated(graph, base_color=color, roughness=rough, coat_weight=0.12, coat_roughness=0.3, indirect=paint)


def perforated_metal(pitch_m: float = 0.025, radius_m: float = 0.0032) -> bpy.types.Material:
    """Powder-coated steel with round holes on a square grid of the object's x and z; the holes show a dark inside."""
    graph = MaterialGraph("perforated metal")
    x, _, z = graph.separate_xyz(graph.point_in_object())

    def off_centre(v: Operand) -> Socket:
        return graph.math("SUBTRACT", graph.math("FRACT", graph.math("DIVIDE", v, pitch_m)), 0.5)

    dx, dz = off_centre(x), off_centre(z)
    distance = graph.math("SQRT", graph.math("ADD", graph.math("MULTIPLY", dx, dx), graph.math("MULTIPLY", dz, dz)))
    r = radius_m / pitch_m
    hole = graph.smoothstep(distance, r * 1.04, r * 0.96)
    # The lower rim of a hole is seen through it from above: a little light at the hole's lower edge.
    lip = graph.math("MULTIPLY", graph.smoothstep(dz, -r * 0.2, -r * 0.9), hole)
    paint = graph.object_colour()
    color, rough = _worn_paint(graph, paint)
    inside = graph.mix(graph.math("MULTIPLY", lip, 0.55), (0.012, 0.012, 0.013), color)
    rim = graph.smoothstep(distance, r * 1.5, r * 1.02)
    return coated(
        graph,
        base_color=graph.mix(hole, color, inside),
        roughness=rough,
        coat_weight=0.1,
        normal=graph.bump(rim, -0.0004, 0.5),
        indirect=paint,
    )


def rail_plastic() -> bpy.types.Material:
    """Extruded PVC of the price rails in the object's colour: trolleys and tag changes leave grey streaks on it."""
    graph = MaterialGraph("rail plastic")
    place = graph.point_in_world()
    wear = _wear(graph)
    paint = graph.object_colour()
    dust = graph.math("MULTIPLY", graph.smoothstep(graph.noise(place, 11.0, 3.0, 0.55), 0.45, 0.8), wear)
    streaks = graph.noise(graph.vector("MULTIPLY", place, (5, 60, 420)), 1.0, 3.0, 0.6)
    streak = graph.math("MULTIPLY", graph.smoothstep(streaks, 0.60, 0.68), wear)
    color = graph.mix(graph.math("MULTIPLY", dust, 0.34), paint, (0.25, 0.22, 0.18))
    color = graph.mix(graph.math("MULTIPLY", streak, 0.45), color, (0.20, 0.20, 0.20))
    return coated(
        graph,
        base_color=color, roughness=graph.smoothstep(streaks, 0.3, 0.7, 0.20, 0.29), specular_ior_level=0.55, indirect=paint
    )


def plain(name: str, color: tuple[float, float, float], roughness: float, *, metallic: float = 0.0) -> bpy.types.Material:
    """One colour, a little uneven."""
    graph = MaterialGraph(name)
    place = graph.point_in_world()
    uneven = graph.smoothstep(graph.noise(place, 4.0, 4.0, 0.55), 0.3, 0.75, 0.95, 1.0)
    shade = graph.mix(
        1.0, color, graph.combine_rgb(uneven, uneven, uneven), blend="MULTIPLY"
    )
    if metallic < 1.0:
        return coated(graph, base_color=shade, roughness=roughness, metallic=metallic, indirect=color)
    return coated(graph, base_color=shade, roughness=roughness, metallic=metallic)


def kick_plastic() -> bpy.types.Material:
    """Dark plastic along the floor, scuffed pale by mops, shoes and trolleys, more so lower down."""
    graph = MaterialGraph("kick plate")
    place = graph.point_in_world()
    _, _, z = graph.separate_xyz(place)
    marks = graph.noise(graph.vector("MULTIPLY", place, (4, 8, 55)), 1.0, 4.0, 0.68)
    low = graph.smoothstep(z, 0.15, 0.02, 0.35, 1.0)
    scuff = graph.math("MULTIPLY", graph.smoothstep(marks, 0.56, 0.70), low)
    color = graph.mix(graph.math("MULTIPLY", scuff, 0.5), (0.070, 0.073, 0.078), (0.26, 0.25, 0.235))
    return coated(
        graph,
        base_color=color, roughness=graph.smoothstep(marks, 0.35, 0.7, 0.36, 0.55), indirect=(0.075, 0.078, 0.082)
    )


def brushed(name: str, color: tuple[float, float, float] = (0.62, 0.62, 0.63), roughness: float = 0.28) -> bpy.types.Material:
    """Stainless steel or aluminium, brushed along x."""
    graph = MaterialGraph(name)
    lines = graph.noise(graph.vector("MULTIPLY", graph.point_in_world(), (3, 500, 500)), 1.0, 2.0, 0.55)
    return coated(
        graph,
        base_color=color, metallic=1.0, roughness=graph.smoothstep(lines, 0.3, 0.7, roughness - 0.06, roughness + 0.08)
    )


def emitter(name: str, color: tuple[float, float, float], strength: float) -> bpy.types.Material:
    """A diffuser in front of LEDs. Only what looks at it sees it: the lamp beside it gives the light."""
    graph = MaterialGraph(name)
    tint = graph.mix(1.0, color, graph.object_colour(), blend="MULTIPLY")
    path = graph.node("LightPath")
    seen = graph.math("MAXIMUM", path.outputs["Is Camera Ray"], path.outputs["Is Glossy Ray"])
    glow = graph.node("Emission", {"Color": tint, "Strength": graph.math("MULTIPLY", seen, strength)})
    # It throws no light, so no ray need be aimed at it.
    cycles_of(graph.material).emission_sampling = "NONE"
    return graph.surface(glow.outputs[0])


def sign() -> bpy.types.Material:
    """A printed sign: the one image texture receives each bay's picture."""
    graph = MaterialGraph("sign")
    blank: Any = bpy.data.images.new("sign picture", 64, 16)
    blank.generated_color = (0.03, 0.12, 0.30, 1.0)
    picture = graph.image(blank, graph.node("UVMap").outputs[0])
    return coated(graph, base_color=picture.outputs["Color"], roughness=0.36, coat_weight=0.25, coat_roughness=0.12)


def glass() -> bpy.types.Material:
    """A clear pane that reflects by Fresnel and lets light through without refraction (no caustics to trace).

    Seen from both sides of a 4 mm pane the reflections add up to about twice those of one surface.
    """
    graph = MaterialGraph("glass")
    through = graph.node("BsdfTransparent", {"Color": (0.925, 0.965, 0.945)}).outputs[0]
    mirror = graph.node("BsdfGlossy", {"Color": (1.0, 1.0, 1.0), "Roughness": 0.0}).outputs[0]
    fresnel = graph.math("MULTIPLY", graph.node("Fresnel", {"IOR": 1.5}).outputs[0], 1.7, clamp=True)
    smear = graph.noise(graph.vector("MULTIPLY", graph.point_in_world(), (5, 5, 2)), 1.0, 5.0, 0.7)
    haze = graph.node("BsdfDiffuse", {"Color": (0.8, 0.82, 0.82)}).outputs[0]
    film = graph.math("MULTIPLY", graph.smoothstep(smear, 0.5, 0.8), 0.018)
    both = graph.mix_shader(film, graph.mix_shader(fresnel, through, mirror), haze)
    # Shadow rays pass undimmed by the mirror part, as light would on average.
    bare = graph.node("BsdfTransparent", {"Color": (0.90, 0.94, 0.92)}).outputs[0]
    return graph.surface(graph.mix_shader(graph.node("LightPath").outputs["Is Shadow Ray"], both, bare))


def honeycomb() -> bpy.types.Material:
    """The grille of an air curtain: hexagon-like cells, dark inside."""
    graph = MaterialGraph("honeycomb grille")
    cells = graph.node(
        "TexVoronoi", {"Vector": graph.point_in_object(), "Scale": 130.0, "Randomness": 0.15}, feature="DISTANCE_TO_EDGE"
    )
    wall = graph.smoothstep(cells.outputs["Distance"], 0.10, 0.05)
    return coated(graph, base_color=graph.mix(wall, (0.015, 0.016, 0.018), (0.55, 0.56, 0.57)), roughness=0.5)
