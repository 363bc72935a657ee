"""Floor, ceiling and walls of a supermarket. All procedural, in metres."""

import bpy

from facings.blender.session import cycles_of
from facings.blender.shader_graph import MaterialGraph, Operand, Socket
from shelf_templates.materials import coated

TILE_M = 0.6


def _tiles(graph: MaterialGraph, u: Operand, v: Operand, size_m: float, joint_m: float) -> tuple[Socket, Socket]:
    """Joint mask (1 in the joint) and a random value for each tile of a square grid."""
    su, sv = graph.math("DIVIDE", u, size_m), graph.math("DIVIDE", v, size_m)
    half = joint_m / size_m / 2

    def edge(s: Operand) -> Socket:
        f = graph.math("FRACT", s)
        return graph.math("MINIMUM", f, graph.math("SUBTRACT", 1.0, f))

    near = graph.math("MINIMUM", edge(su), edge(sv))
    cell = graph.combine_xyz(graph.math("FLOOR", su), graph.math("FLOOR", sv))
    random = graph.node("TexWhiteNoise", {"Vector": cell}, noise_dimensions="2D").outputs["Value"]
    return graph.smoothstep(near, half * 1.5, half * 0.6), random


def _grey(graph: MaterialGraph, value: Operand) -> Socket:
    return graph.combine_rgb(value, value, value)


_CHIPS = (
    (210.0, 0.45, (0.36, 0.35, 0.335)), (160.0, 0.35, (0.66, 0.65, 0.62)), (105.0, 0.26, (0.27, 0.26, 0.25)),
    (84.0, 0.20, (0.72, 0.71, 0.69)), (62.0, 0.10, (0.40, 0.32, 0.25)),
)  # fmt: skip
"""Stone chips in terrazzo: how many to a metre, the share of them that is there, their colour."""


def terrazzo_floor(base: tuple[float, float, float] = (0.50, 0.485, 0.46)) -> bpy.types.Material:
    """Polished terrazzo tiles of 60 cm: stone chips, faint joints, trodden lanes, scuffs and dull spots."""
    graph = MaterialGraph("terrazzo floor")
    place = graph.point_in_world()
    x, y, _ = graph.separate_xyz(place)
    joint, random = _tiles(graph, x, y, TILE_M, 0.003)
    ground = graph.mix(1.0, base, _grey(graph, graph.smoothstep(random, 0.0, 1.0, 0.93, 1.05)), blend="MULTIPLY")
    for scale, share, color in _CHIPS:
        chips = graph.node("TexVoronoi", {"Vector": place, "Scale": scale}, voronoi_dimensions="2D")
        chance, size, _ = graph.separate_xyz(chips.outputs["Color"])
        chosen = graph.math("LESS_THAN", chance, share)
        radius = graph.smoothstep(size, 0.0, 1.0, 0.16, 0.50)
        edge = graph.math("SUBTRACT", radius, chips.outputs["Distance"])
        shape = graph.smoothstep(edge, 0.0, 0.05)
        ground = graph.mix(graph.math("MULTIPLY", graph.math("MULTIPLY", chosen, shape), 0.62), ground, color)
    dirt = graph.noise(place, 1.7, 5.0, 0.62)
    ground = graph.mix(graph.smoothstep(dirt, 0.45, 0.80, 0.0, 0.28), ground, (0.23, 0.21, 0.19))
    scuffs = graph.smoothstep(graph.noise(graph.vector("MULTIPLY", place, (2.2, 26.0, 1.0)), 1.0, 5.0, 0.7), 0.70, 0.76)
    ground = graph.mix(graph.math("MULTIPLY", scuffs, 0.22), ground, (0.08, 0.08, 0.08))
    ground = graph.mix(graph.math("MULTIPLY", joint, 0.62), ground, (0.17, 0.16, 0.15))
    polish = graph.smoothstep(graph.noise(place, 2.6, 5.0, 0.6), 0.30, 0.75, 0.10, 0.24)
    rough = graph.math(
        "ADD", polish, graph.math("ADD", graph.math("MULTIPLY", joint, 0.4), graph.math("MULTIPLY", scuffs, 0.15))
    )
    waves = graph.noise(place, 1.3, 2.0, 0.55)
    height = graph.math("SUBTRACT", graph.math("MULTIPLY", waves, 0.4), graph.math("MULTIPLY", joint, 0.6))
    return coated(
        graph,
        base_color=ground, roughness=rough, specular_ior_level=0.5, normal=graph.bump(height, 0.0008, 0.35), indirect=base
    )


def vinyl_floor(base: tuple[float, float, float] = (0.56, 0.55, 0.53)) -> bpy.types.Material:
    """Light waxed vinyl tiles of 60 cm with a fine marbling."""
    graph = MaterialGraph("vinyl floor")
    place = graph.point_in_world()
    x, y, _ = graph.separate_xyz(place)
    joint, random = _tiles(graph, x, y, TILE_M, 0.002)
    ground = graph.mix(1.0, base, _grey(graph, graph.smoothstep(random, 0.0, 1.0, 0.90, 1.05)), blend="MULTIPLY")
    marble = graph.noise(place, 38.0, 4.0, 0.7)
    ground = graph.mix(graph.smoothstep(marble, 0.44, 0.70, 0.0, 0.30), ground, (0.33, 0.32, 0.31))
    specks = graph.node("TexVoronoi", {"Vector": place, "Scale": 210.0}, voronoi_dimensions="2D")
    chosen = graph.math("LESS_THAN", graph.separate_xyz(specks.outputs["Color"])[0], 0.12)
    ground = graph.mix(graph.math("MULTIPLY", chosen, 0.35), ground, (0.2, 0.2, 0.21))
    dirt = graph.noise(place, 1.4, 6.0, 0.64)
    ground = graph.mix(graph.smoothstep(dirt, 0.45, 0.82, 0.0, 0.30), ground, (0.22, 0.20, 0.17))
    scuffs = graph.smoothstep(graph.noise(graph.vector("MULTIPLY", place, (2.0, 22.0, 1.0)), 1.0, 5.0, 0.72), 0.68, 0.75)
    ground = graph.mix(graph.math("MULTIPLY", scuffs, 0.25), ground, (0.07, 0.07, 0.07))
    ground = graph.mix(graph.math("MULTIPLY", joint, 0.55), ground, (0.14, 0.13, 0.12))
    polish = graph.smoothstep(graph.noise(place, 2.1, 5.0, 0.6), 0.30, 0.75, 0.11, 0.26)
    waves = graph.noise(place, 2.4, 2.0, 0.55)
    return coated(
        graph,
        base_color=ground,
        roughness=graph.math("ADD", polish, graph.math("MULTIPLY", joint, 0.3)),
        specular_ior_level=0.5,
        normal=graph.bump(waves, 0.001, 0.3),
        indirect=base,
    )


def ceiling_tiles(glow: float) -> bpy.types.Material:
    """Mineral-fibre tiles in a grid of white T-bars; `glow` stands for the light of aisles that are not built."""
    graph = MaterialGraph("ceiling tiles")
    place = graph.point_in_world()
    x, y, _ = graph.separate_xyz(place)
    bar, random = _tiles(graph, x, y, TILE_M, 0.024)
    line, _ = _tiles(graph, x, y, TILE_M, 0.032)
    tile = graph.mix(1.0, (0.74, 0.735, 0.715), _grey(graph, graph.smoothstep(random, 0.0, 1.0, 0.93, 1.0)), blend="MULTIPLY")
    pits = graph.smoothstep(graph.noise(place, 260.0, 3.0, 0.7), 0.62, 0.72)
    tile = graph.mix(graph.math("MULTIPLY", pits, 0.4), tile, (0.32, 0.31, 0.30))
    stain = graph.smoothstep(graph.noise(place, 0.9, 4.0, 0.55), 0.60, 0.80, 0.0, 0.16)
    tile = graph.mix(stain, tile, (0.45, 0.38, 0.27))
    shade = graph.mix(graph.math("MULTIPLY", line, 0.45), tile, (0.22, 0.22, 0.22))
    color = graph.mix(bar, shade, (0.80, 0.80, 0.80))
    cycles_of(graph.material).emission_sampling = "NONE"
    return coated(
        graph,
        base_color=color, roughness=0.75, emission_color=color, emission_strength=glow, normal=graph.bump(bar, 0.004, 0.6)
    )


def banded_wall(
    name: str,
    wall: tuple[float, float, float],
    band: tuple[float, float, float],
    band_z_m: tuple[float, float],
    dado: tuple[float, float, float],
    dado_z_m: float,
) -> bpy.types.Material:
    """Painted wall: a darker dado at trolley height, clad panels, and a band of the shop's colour high up."""
    graph = MaterialGraph(name)
    place = graph.point_in_world()
    x, y, z = graph.separate_xyz(place)
    along = graph.math("ADD", x, y)
    part, random = _tiles(graph, along, graph.math("ADD", z, 0.2), 1.2, 0.006)
    inside = graph.math("MULTIPLY", graph.math("GREATER_THAN", z, band_z_m[0]), graph.math("LESS_THAN", z, band_z_m[1]))
    color = graph.mix(1.0, wall, _grey(graph, graph.smoothstep(random, 0.0, 1.0, 0.965, 1.0)), blend="MULTIPLY")
    color = graph.mix(graph.math("MULTIPLY", part, 0.45), color, (0.2, 0.2, 0.2))
    color = graph.mix(inside, color, band)
    color = graph.mix(graph.math("LESS_THAN", z, dado_z_m), color, dado)
    smudge = graph.smoothstep(graph.noise(graph.vector("MULTIPLY", place, (2, 2, 5)), 1.0, 5.0, 0.6), 0.5, 0.8, 0.0, 0.06)
    color = graph.mix(smudge, color, (0.24, 0.22, 0.19))
    grain = graph.noise(place, 340.0, 2.0, 0.55)
    return coated(graph, base_color=color, roughness=0.48, normal=graph.bump(grain, 0.0002, 0.25))
