"""Heads of hair: every style on real heads, under hats, on bent necks."""

import dataclasses
from functools import cache

import numpy as np
import pytest
from scipy.spatial import cKDTree
from tests.scenes.face.heads_for_tests import PERSON, head

from facings.scenes.face.geometry import Mesh
from facings.scenes.face.hair.hairdo import build_hair, canonical_hair
from facings.scenes.face.hair.press import HeadCover
from facings.scenes.face.hair.recipe import HairRecipe
from facings.scenes.face.hair.sample import sample_hair
from facings.scenes.face.hair.scalp import scalp_of
from facings.scenes.face.hair.styles.catalogue import STYLES
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.semantics import SEMANTIC_CLASSES

IDENTITY = {f"identity{k:03d}": value for k, value in enumerate(np.random.default_rng(4).normal(0, 0.7, 30).tolist())}


def hair_spec(style, seed=3, strands=2500, **keys):
    spec = sample_hair(HairRecipe(style=style, **keys), PERSON, np.random.default_rng(seed))
    return dataclasses.replace(spec, strands=min(spec.strands, strands))


@cache
def skin_samples(shape):
    """Return a tree of 400,000 random points of a shape's posed skin, and the points and their normals."""
    model, vertices_m = shape.model, shape.posed_m
    surface = Mesh(vertices_m, model.corners, model.starts)
    solid = (model.part == PARTS.index("skin")) & (model.region != SEMANTIC_CLASSES["mouth_interior"])
    corner = vertices_m[surface.triangles[solid[surface.triangle_face]]].astype(np.float64)
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(normal, axis=1)
    rng = np.random.default_rng(0)
    chosen = rng.choice(len(corner), 400_000, p=area / area.sum())
    sample = (corner[chosen] * rng.dirichlet((1, 1, 1), len(chosen))[:, :, None]).sum(1)
    return cKDTree(sample), sample, (normal / area[:, None])[chosen]


def outside_m(shape, point_m):
    """Return signed distances (N,) of points near the posed skin from it."""
    tree, sample, normal = skin_samples(shape)
    distance, nearest = tree.query(point_m)
    signed = ((point_m - sample[nearest]) * normal[nearest]).sum(1)
    return np.where(distance < 0.02, signed, distance)


@pytest.mark.parametrize("style", [name for name in STYLES if name != "bald"])
def test_no_hair_lies_in_the_skull_and_all_root_in_the_scalp(style):
    shape = head("ict", IDENTITY)
    spec = hair_spec(style, strands=700)
    strands = build_hair(spec, shape)
    assert np.isfinite(strands.points_m).all()
    assert (strands.radius_m > 0).all() and strands.radius_m.max() < 0.00025
    points = strands.points_m[:, 1:].reshape(-1, 3).astype(float)
    skull = points[points[:, 2] > -0.06]
    assert outside_m(shape, skull).min() > -0.0015
    hair = canonical_hair(spec, scalp_of(shape.model))
    roots = strands.points_m[hair.follicle >= 0, 0].astype(float)
    assert np.abs(outside_m(shape, roots)).max() < 0.001


def test_no_two_heads_of_hair_are_alike_and_equal_specs_are():
    shape = head("ict")
    one, same, other = (build_hair(hair_spec("wavy_medium", seed), shape) for seed in (1, 1, 2))
    assert np.array_equal(one.points_m, same.points_m) and np.array_equal(one.colour, same.colour)
    assert one.points_m.shape != other.points_m.shape or not np.array_equal(one.points_m, other.points_m)


def test_a_mirrored_hairdo_is_parted_on_the_other_side():
    spec = dataclasses.replace(hair_spec("side_part", strands=6000), parting_x_m=0.034)
    scalp = scalp_of(head("ict").model)
    leaning = []
    for mirrored in (False, True):
        points = canonical_hair(dataclasses.replace(spec, mirrored=mirrored), scalp).points_m
        top = points[(points[:, 0, 2] > 0.09) & (points[:, 0, 1] < 0.09)]
        leaning.append((top[:, -1, 0] - top[:, 0, 0]).mean())
    assert leaning[0] < -0.01 < 0.01 < leaning[1]


def test_styles_have_their_lengths():
    scalp = scalp_of(head("ict").model)
    lowest = {name: np.quantile(canonical_hair(hair_spec(name), scalp).points_m[..., 2], 0.02)
              for name in ("crew", "bob", "long_straight")}
    assert lowest["crew"] > -0.085
    assert -0.07 > lowest["bob"] > -0.16
    assert -0.20 > lowest["long_straight"]
    fringed = canonical_hair(dataclasses.replace(hair_spec("fringe", strands=9000), fringe_z_m=0.02), scalp).points_m
    over_brows = fringed[(np.abs(fringed[:, -1, 0]) < 0.03) & (fringed[:, -1, 1] < 0.0)]
    assert len(over_brows) > 100 and abs(np.median(over_brows[:, -1, 2]) - 0.02) < 0.012


def test_a_bent_neck_takes_the_head_hair_along_and_leaves_what_lies_on_the_torso():
    spec = hair_spec("long_straight")
    straight, turned = head("ict"), head("ict", neck_deg=(50.0, 0.0, 0.0))
    before, after = build_hair(spec, straight).points_m, build_hair(spec, turned).points_m
    up = before[..., 2] > -0.03
    rigid = before[up] @ turned.posed_from_unposed[:3, :3].T + turned.posed_from_unposed[:3, 3]
    assert np.abs(rigid - after[up]).max() < 1e-5
    low = before[..., 2] < -0.26
    assert np.abs(before[low] - after[low]).max() < 0.012
    near = after.reshape(-1, 3).astype(float)
    near = near[near[:, 2] < -0.05]
    assert np.quantile(outside_m(turned, near), 0.001) > -0.004


@pytest.mark.parametrize("style", ["afro", "quiff", "long_wavy", "bun", "dreadlocks"])
def test_nothing_pierces_a_hat(style):
    shape = head("ict")
    hat = dome(np.array([0.0, 0.075, 0.030]), 0.100, rim_m=0.045)
    strands = build_hair(hair_spec(style), shape, HeadCover(hat, hides_all=False))
    above = strands.points_m[:, 1:].reshape(-1, 3)
    above = above[above[:, 2] > 0.047]
    assert np.linalg.norm(above - [0.0, 0.075, 0.030], axis=1).max() < 0.100 - 0.0005
    free = build_hair(hair_spec(style), shape).points_m
    assert np.linalg.norm(free[free[..., 2] > 0.047] - [0.0, 0.075, 0.030], axis=1).max() > 0.100
    if style == "long_wavy":
        low = free[..., 2] < -0.05
        assert np.abs(strands.points_m[low] - free[low]).max() < 1e-5
    assert build_hair(hair_spec(style), shape, HeadCover(hat, hides_all=True)) is None


def dome(centre_m, radius_m, rim_m):
    """Return the part of a sphere above the height `rim_m`, a surface of triangles."""
    polar = np.linspace(0.01, np.arccos((rim_m - centre_m[2]) / radius_m), 40)
    around = np.linspace(0, 2 * np.pi, 97)
    polar, around = np.meshgrid(polar, around, indexing="ij")
    way = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], -1)
    index = np.arange(polar.size).reshape(polar.shape)
    quads = np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], -1).reshape(-1, 4)
    return Mesh((centre_m + radius_m * way.reshape(-1, 3)).astype(np.float32), quads.ravel().astype(np.int32),
                np.arange(0, quads.size, 4, dtype=np.int32))


def test_hair_that_runs_into_a_collar_does_not_come_out_below():
    shape = head("ict")
    spec = dataclasses.replace(hair_spec("long_straight"), front_share=0.0)
    # A wall around neck and shoulders, wide open at the top.
    around, level = np.meshgrid(np.linspace(0, 2 * np.pi, 97), np.linspace(-0.13, -0.5, 20))
    wall = np.stack([0.26 * np.cos(around), 0.10 + 0.26 * np.sin(around), level], -1)
    index = np.arange(around.size).reshape(around.shape)
    quads = np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], -1).reshape(-1, 4)
    collar = Mesh(wall.reshape(-1, 3).astype(np.float32), quads.ravel().astype(np.int32),
                  np.arange(0, quads.size, 4, dtype=np.int32))
    free, tucked = build_hair(spec, shape), build_hair(spec, shape, None, collar)
    assert free.points_m[..., 2].min() < -0.22
    assert tucked.points_m[..., 2].min() > -0.21
    assert np.array_equal(free.points_m[free.points_m[..., 2] > -0.10], tucked.points_m[free.points_m[..., 2] > -0.10])
