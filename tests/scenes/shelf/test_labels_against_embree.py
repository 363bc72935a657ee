"""Instance map and depth of whole shelves against Embree ray casts of the evaluated meshes through pixel centres."""

import cv2
import numpy as np
import pytest
from embree_oracle import SceneOracle
from shelf_stage import COOLER, GONDOLA, Stage, depth_error, small

from facings.frames.passes import SEMANTIC_BASE
from facings.labels.object_coordinates import object_coordinates

CASES = {
    "plain": ((160, 120), []),
    "odd size, shifted axis": ((321, 239), ["camera.principal_point_shift=[0.11, -0.07]"]),
    "portrait, depth of field": ((120, 180), ["camera.depth_of_field=true", "camera.f_number=2"]),
}


@pytest.fixture(scope="module", params=[GONDOLA, COOLER], ids=["gondola", "cooler"])
def stage(request):
    recipe, *overrides = request.param
    made = Stage.of(small(recipe, *overrides))
    made.overrides = overrides
    made.recipe = recipe
    return made


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_pixel_is_what_its_centre_ray_meets(stage, case, seed):
    size, changes = CASES[case]
    loaded = small(stage.recipe, *stage.overrides, *changes, "camera.views={}", size=size)
    spec = stage.spec(seed, 3, loaded)
    passes, objects, camera = stage.passes(spec)
    oracle = SceneOracle(stage.open.scene, stage.open.hidden_for_labels())
    centre = oracle.cast(camera)
    assert len(np.unique(passes.index)) > 10
    different = passes.index != centre.index
    ties = oracle.ties(camera, passes.index, centre)
    assert (different & ~ties).sum() == 0
    # Silhouette ties are a few in a million pixels; more would be an offset, not rounding.
    assert ties.sum() <= 3
    good = ~different & np.isfinite(centre.depth_m) & ~oracle.depth_ties(camera, centre)
    assert good.mean() > 0.8
    assert depth_error(passes, centre, good) < 5e-6


def test_object_coordinates_are_those_of_the_points_that_rays_meet(stage):
    spec = stage.spec(1, 3, small(stage.recipe, *stage.overrides, "camera.views={}", size=(320, 240)))
    passes, objects, camera = stage.passes(spec)
    oracle = SceneOracle(stage.open.scene, stage.open.hidden_for_labels())
    centre = oracle.cast(camera)
    labels = stage.open.label(spec, passes, objects)
    found = object_coordinates(labels.instance, labels.depth_m, labels.instances, camera)
    good = (labels.instance > 0) & (labels.instance == centre.index) & ~oracle.depth_ties(camera, centre)
    errors = []
    for record in labels.instances:
        mask = good & (labels.instance == record["id"])
        world_from_object = camera.world_from_camera @ np.array(record["camera_from_object"])
        low, size = np.array(record["box_min_m"]), np.subtract(record["box_max_m"], record["box_min_m"])
        in_object = (centre.point[mask] - world_from_object[:3, 3]) @ world_from_object[:3, :3]
        apart_m = np.linalg.norm(low + found[mask] * size - in_object, axis=1)
        errors.append(apart_m / np.linalg.norm(size) * centre.cosine[mask])
    errors = np.concatenate(errors)
    # Of the box's diagonal; a surface at a slant moves along the ray by more, as its depth does.
    assert len(errors) > 10_000 and errors.max() < 1e-4


def test_glass_doors_are_looked_through(stage):
    if stage.recipe != "shelf_cooler":
        pytest.skip("the gondola has no doors")
    spec = stage.spec(2, 0, small(stage.recipe, *stage.overrides, "fixture.doors=true", "fixture.door_open_rate=0"))
    passes, _, _ = stage.passes(spec)
    panes = stage.open.hidden_for_labels()
    assert panes and not any(p.hide_render for p in panes)
    assert (passes.index < SEMANTIC_BASE).mean() > 0.2
    products = passes.index[(passes.index > 0) & (passes.index <= len(spec.products))]
    assert len(products)


def test_corners_agree_with_opencv_and_the_record_is_consistent(stage):
    spec = stage.spec(4)
    labels = stage.labels(spec)
    K = np.array([[spec.camera.fx_px, 0, spec.camera.cx_px], [0, spec.camera.fy_px, spec.camera.cy_px], [0, 0, 1]])
    assert len(labels.instances) == len(spec.products) + len(spec.price_tags)
    for record in labels.instances:
        pose = np.array(record["camera_from_object"])
        assert np.allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=1e-9)
        low, high = record["box_min_m"], record["box_max_m"]
        corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        in_front = (corners @ pose[:3, :3].T + pose[:3, 3])[:, 2] > 0
        assert [c is not None for c in record["box_corners_px"]] == in_front.tolist()
        if not in_front.all():
            continue
        theirs = cv2.projectPoints(corners, cv2.Rodrigues(pose[:3, :3])[0], pose[:3, 3], K, None)[0][:, 0]
        assert np.abs(theirs - np.array(record["box_corners_px"])).max() < 1e-3
        mask = labels.instance == record["id"]
        assert record["visible_px"] == mask.sum() <= record["amodal_px"]
        if mask.any():
            inside = np.array(record["bbox_amodal_xywh_px"])
            ys, xs = np.nonzero(mask)
            assert xs.min() >= inside[0] and xs.max() < inside[0] + inside[2]
            assert ys.min() >= inside[1] and ys.max() < inside[1] + inside[3]
    assert set(np.unique(labels.instance)) - {0} == {r["id"] for r in labels.instances if r["visible_px"]}


def test_the_templates_and_packages_are_opaque_but_for_panes(stage):
    """Where this fails, every shader of a frame is run for its labels."""
    from facings.blender.opacity import all_opaque

    stage.realise(stage.spec(5))
    assert all_opaque(stage.open.scene, stage.open.hidden_for_labels())


def test_amodal_is_a_render_of_the_object_alone(stage):
    """Hide everything else and render: what is seen then is what amodal_px counts inside the picture."""
    from facings.blender.session import scratch_folder

    spec = stage.spec(5)
    labels = stage.labels(spec)
    scene = stage.open.scene
    whole = [r for r in labels.instances if not r["truncated"] and r["amodal_px"] > 40]
    chosen = [r for r in whole if 0 < r["visible_fraction"] < 1][:4] + [r for r in whole if r["visible_px"] == 0][:2]
    assert chosen
    for record in chosen:
        others = [o for o in scene.objects if o.type == "MESH" and not o.hide_render and o.pass_index != record["id"]]
        alone = stage.open.labels.render(others, (), scratch_folder())
        seen = alone.index == record["id"]
        # Two casters of single precision may each lose a silhouette pixel to a tie.
        assert abs(int(seen.sum()) - record["amodal_px"]) <= 2
        ys, xs = np.nonzero(seen)
        x, y, w, h = record["bbox_amodal_xywh_px"]
        assert abs(xs.min() - x) <= 1 and abs(ys.min() - y) <= 1 and abs(xs.max() + 1 - x - w) <= 1


def test_gaps_are_seen_where_their_rays_end_behind_them(stage):
    loaded = small(stage.recipe, *stage.overrides, "stock.gap_rate=0.3", "camera.views={}")
    spec = stage.spec(6, 1, loaded)
    labels = stage.labels(spec)
    gaps = labels.further["gaps"]
    assert len(gaps) == len(spec.gaps) > 0
    assert any(g["visible_px"] > 0 for g in gaps)
    for gap in gaps:
        if gap["polygon_px"] is None:
            assert gap["visible_px"] == 0
            continue
        area = cv2.contourArea(np.array(gap["polygon_px"], np.float32))
        # Every visible pixel's centre lies in the outline, whose border crosses at most its perimeter's pixels.
        assert gap["visible_px"] <= area + cv2.arcLength(np.array(gap["polygon_px"], np.float32), True)
