"""Surfaces of shop fittings: painted sheet metal, plastic, rubber, glass. All procedural, in metres."""

import bpy

from shelf_templates.shader_graph import ShaderGraph, Value

WEAR = "facings_wear"


def _wear(graph: ShaderGraph) -> Value:
    """The object's wear, 0 where nobody set it."""
    return graph.node("Attribute", attribute_type="OBJECT", attribute_name=WEAR).outputs["Fac"]


def _worn_paint(graph: ShaderGraph, base: Value) -> tuple[Value, Value]:
    """Colour and roughness of paint that is rubbed along x, chipped and dusty as far as the object is worn."""
    place = graph.place()
    wear = _wear(graph)
    rubbed = graph.noise(graph.scaled(place, (7, 60, 260)), 1.0, 3.0, 0.65)
    chips = graph.noise(place, 110.0, 1.0, 0.5)
    clouds = graph.noise(place, 3.4, 4.0, 0.6)
    scratch = graph.math("MULTIPLY", graph.step(rubbed, 0.58, 0.68), wear)
    chip = graph.math("MULTIPLY", graph.step(chips, 0.71, 0.725), graph.step(wear, 0.1, 0.8))
    dust = graph.math("MULTIPLY", graph.step(clouds, 0.40, 0.75), wear)
    color = graph.mix(graph.math("MULTIPLY", dust, 0.42), base, (0.25, 0.215, 0.17))
    color = graph.mix(graph.math("MULTIPLY", scratch, 0.50), color, (0.28, 0.28, 0.285))
    color = graph.mix(graph.math("MULTIPLY", chip, 0.85), color, (0.13, 0.125, 0.12))
    rough = graph.math("ADD", graph.step(clouds, 0.3, 0.7, 0.33, 0.42), graph.math("MULTIPLY", dust, 0.25))
    return color, rough


def painted_metal() -> bpy.types.Material:
    """Powder-coated steel in the object's colour."""
    graph = ShaderGraph("painted metal")
    paint = graph.node("ObjectInfo").outputs["Color"]
    color, rough = _worn_paint(graph, paint)
    return graph.principled(base_color=color, roughness=rough, coat_weight=0.12, coat_roughness=0.3, indirect=paint)


def perforated_metal(pitch_m: float = 0.025, radius_m: float = 0.0032) -> bpy.types.Material:
    """Powder-coated steel with round holes on a square grid of the object's x and z; the holes show a dark inside."""
    graph = ShaderGraph("perforated metal")
    x, _, z = graph.axes(graph.own_place())

    def off_centre(v: Value) -> Value:
        return graph.math("SUBTRACT", graph.math("FRACT", graph.math("DIVIDE", v, pitch_m)), 0.5)

    dx, dz = off_centre(x), off_centre(z)
    distance = graph.math("SQRT", graph.math("ADD", graph.math("MULTIPLY", dx, dx), graph.math("MULTIPLY", dz, dz)))
    r = radius_m / pitch_m
    hole = graph.step(distance, r * 1.04, r * 0.96)
    # The lower rim of a hole is seen through it from above: a little light at the hole's lower edge.
    lip = graph.math("MULTIPLY", graph.step(dz, -r * 0.2, -r * 0.9), hole)
    paint = graph.node("ObjectInfo").outputs["Color"]
    color, rough = _worn_paint(graph, paint)
    inside = graph.mix(graph.math("MULTIPLY", lip, 0.55), (0.012, 0.012, 0.013), color)
    rim = graph.step(distance, r * 1.5, r * 1.02)
    return graph.principled(
        base_color=graph.mix(hole, color, inside),
        roughness=rough,
        coat_weight=0.1,
        normal=graph.bump(rim, -0.0004, 0.5),
        indirect=paint,
    )


def rail_plastic() -> bpy.types.Material:
    """Extruded PVC of the price rails in the object's colour: trolleys and tag changes leave grey streaks on it."""
    graph = ShaderGraph("rail plastic")
    place = graph.place()
    wear = _wear(graph)
    paint = graph.node("ObjectInfo").outputs["Color"]
    dust = graph.math("MULTIPLY", graph.step(graph.noise(place, 11.0, 3.0), 0.45, 0.8), wear)
    streaks = graph.noise(graph.scaled(place, (5, 60, 420)), 1.0, 3.0, 0.6)
    streak = graph.math("MULTIPLY", graph.step(streaks, 0.60, 0.68), wear)
    color = graph.mix(graph.math("MULTIPLY", dust, 0.34), paint, (0.25, 0.22, 0.18))
    color = graph.mix(graph.math("MULTIPLY", streak, 0.45), color, (0.20, 0.20, 0.20))
    return graph.principled(
        base_color=color, roughness=graph.step(streaks, 0.3, 0.7, 0.20, 0.29), specular=0.55, indirect=paint
    )


def plain(name: str, color: tuple[float, float, float], roughness: float, *, metallic: float = 0.0) -> bpy.types.Material:
    """One colour, a little uneven."""
    graph = ShaderGraph(name)
    place = graph.place()
    uneven = graph.step(graph.noise(place, 4.0, 4.0), 0.3, 0.75, 0.95, 1.0)
    shade = graph.mix(
        1.0, color, graph.node("CombineColor", {"Red": uneven, "Green": uneven, "Blue": uneven}).outputs[0], "MULTIPLY"
    )
    if metallic < 1.0:
        return graph.principled(base_color=shade, roughness=roughness, metallic=metallic, indirect=color)
    return graph.principled(base_color=shade, roughness=roughness, metallic=metallic)


def kick_plastic() -> bpy.types.Material:
    """Dark plastic along the floor, scuffed pale by mops, shoes and trolleys, more so lower down."""
    graph = ShaderGraph("kick plate")
    place = graph.place()
    _, _, z = graph.axes(place)
    marks = graph.noise(graph.scaled(place, (4, 8, 55)), 1.0, 4.0, 0.68)
    low = graph.step(z, 0.15, 0.02, 0.35, 1.0)
    scuff = graph.math("MULTIPLY", graph.step(marks, 0.56, 0.70), low)
    color = graph.mix(graph.math("MULTIPLY", scuff, 0.5), (0.070, 0.073, 0.078), (0.26, 0.25, 0.235))
    return graph.principled(
        base_color=color, roughness=graph.step(marks, 0.35, 0.7, 0.36, 0.55), indirect=(0.075, 0.078, 0.082)
    )


def brushed(name: str, color: tuple[float, float, float] = (0.62, 0.62, 0.63), roughness: float = 0.28) -> bpy.types.Material:
    """Stainless steel or aluminium, brushed along x."""
    graph = ShaderGraph(name)
    lines = graph.noise(graph.scaled(graph.place(), (3, 500, 500)), 1.0, 2.0)
    return graph.principled(
        base_color=color, metallic=1.0, roughness=graph.step(lines, 0.3, 0.7, roughness - 0.06, roughness + 0.08)
    )


def emitter(name: str, color: tuple[float, float, float], strength: float) -> bpy.types.Material:
    """A diffuser in front of LEDs. Only what looks at it sees it: the lamp beside it gives the light."""
    graph = ShaderGraph(name)
    tint = graph.mix(1.0, color, graph.node("ObjectInfo").outputs["Color"], "MULTIPLY")
    path = graph.node("LightPath")
    seen = graph.math("MAXIMUM", path.outputs["Is Camera Ray"], path.outputs["Is Glossy Ray"])
    glow = graph.node("Emission", {"Color": tint, "Strength": graph.math("MULTIPLY", seen, strength)})
    # It throws no light, so no ray need be aimed at it.
    graph.material.cycles.emission_sampling = "NONE"
    return graph.surface(glow.outputs[0])


def sign() -> bpy.types.Material:
    """A printed sign: the one image texture receives each bay's picture."""
    graph = ShaderGraph("sign")
    blank = bpy.data.images.new("sign picture", 64, 16)
    blank.generated_color = (0.03, 0.12, 0.30, 1.0)
    picture = graph.node("TexImage", {"Vector": graph.node("UVMap").outputs[0]}, extension="EXTEND", image=blank)
    return graph.principled(base_color=picture.outputs[0], roughness=0.36, coat_weight=0.25, coat_roughness=0.12)


def glass() -> bpy.types.Material:
    """A clear pane that reflects by Fresnel and lets light through without refraction (no caustics to trace).

    Seen from both sides of a 4 mm pane the reflections add up to about twice those of one surface.
    """
    graph = ShaderGraph("glass")
    through = graph.node("BsdfTransparent", {"Color": (0.925, 0.965, 0.945)})
    mirror = graph.node("BsdfGlossy", {"Color": (1.0, 1.0, 1.0), "Roughness": 0.0})
    fresnel = graph.math("MULTIPLY", graph.node("Fresnel", {"IOR": 1.5}).outputs[0], 1.7, clamp=True)
    smear = graph.noise(graph.scaled(graph.place(), (5, 5, 2)), 1.0, 5.0, 0.7)
    haze = graph.node("BsdfDiffuse", {"Color": (0.8, 0.82, 0.82)})
    clean = graph.node("MixShader", {"Fac": fresnel, "Shader": through.outputs[0], "Shader_001": mirror.outputs[0]})
    film = graph.math("MULTIPLY", graph.step(smear, 0.5, 0.8), 0.018)
    both = graph.node("MixShader", {"Fac": film, "Shader": clean.outputs[0], "Shader_001": haze.outputs[0]})
    # Shadow rays pass undimmed by the mirror part, as light would on average.
    bare = graph.node("BsdfTransparent", {"Color": (0.90, 0.94, 0.92)})
    shadow = graph.node("LightPath").outputs["Is Shadow Ray"]
    return graph.surface(
        graph.node("MixShader", {"Fac": shadow, "Shader": both.outputs[0], "Shader_001": bare.outputs[0]}).outputs[0]
    )


def honeycomb() -> bpy.types.Material:
    """The grille of an air curtain: hexagon-like cells, dark inside."""
    graph = ShaderGraph("honeycomb grille")
    cells = graph.node(
        "TexVoronoi", {"Vector": graph.own_place(), "Scale": 130.0, "Randomness": 0.15}, feature="DISTANCE_TO_EDGE"
    )
    wall = graph.step(cells.outputs["Distance"], 0.10, 0.05)
    return graph.principled(base_color=graph.mix(wall, (0.015, 0.016, 0.018), (0.55, 0.56, 0.57)), roughness=0.5)
