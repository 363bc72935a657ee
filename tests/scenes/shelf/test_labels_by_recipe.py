"""What a shelf's recipe may ask for: text against Cycles' own texture coordinates, amodal masks against Embree casts.

Inside a line's quad each pixel's texture coordinates are those of the print's text, outside it none are.
"""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from embree_oracle import SceneOracle
from pycocotools.mask import decode
from shelf_stage import Stage, small

from facings.dataset.occlusion_checks import occlusion_findings
from facings.frames.passes import SEMANTIC_BASE
from facings.goods.artwork.tags import tag_face
from facings.goods.entries import ean13
from facings.goods.text_places import read_texts, texts_in_uv
from facings.labels.camera import Pinhole
from facings.labels.surface_texts import LEAST_HEIGHT_PX, height_px
from facings.scenes.shelf.checks import text_findings, text_map_findings
from facings.scenes.shelf.figures import facings_of, shelf_figures
from facings.scenes.shelf.inputs import inputs_of

FLAT = ("carton",)
"""Packages whose fronts are nearly flat: a quad is the text's outline. On a can its upper and lower edge bow."""


@pytest.fixture(scope="module", params=[pytest.param("tinned", marks=pytest.mark.slow), "breakfast"])
def seen(request):
    stage = Stage.of(small(
        "shelf", "labels.texts=true", "labels.amodal=true", "picture.passes=[uv]", f"catalogue.departments=[{request.param}]",
        "bays.count=1", "stock.max_depth=2", "stock.turned_rate=0.2", "camera.distance_m=0.45", "camera.target_height_m=1.2",
        "camera.height_m=1.35", "camera.along=0", "camera.yaw_deg=12", "camera.views={}", size=(480, 360)))
    spec = stage.spec(3)
    passes, objects, _ = stage.passes(spec)
    return stage, spec, stage.open.label(spec, passes, objects), passes.optional["uv"]


def printed_on(stage, item):
    if hasattr(item, "ean"):
        return texts_in_uv(tag_face(item))
    return read_texts(inputs_of(stage.loaded).products.texts_path(item.sku))


def test_quads_are_where_the_renderer_shows_the_print(seen):
    stage, spec, labels, uv = seen
    checked = {"flat": 0, "round": 0, "tag": 0}
    for record, item in zip(labels.instances, (*spec.products, *spec.price_tags), strict=True):
        mine = labels.instance == record["id"]
        for text in record["texts"]:
            quad = np.float32(text["quad_px"])
            if text["visible_fraction"] < 0.95:
                continue
            regions = [np.float32(t.quad) for t in printed_on(stage, item)
                       if (t.role, t.text) == (text["role"], text["text"])]
            assert regions
            rows, columns = np.nonzero(mine)
            # Signed distances to the quad in pixels, and whether the pixel's own texture coordinates lie in the text.
            inside = np.array([cv2.pointPolygonTest(quad, (x + 0.5, y + 0.5), True)
                               for x, y in zip(columns, rows, strict=True)])
            shows = np.array([max(cv2.pointPolygonTest(region, (float(u), float(v)), False) for region in regions) >= 0
                              for u, v in uv[rows, columns, :2]])
            package = "tag" if hasattr(item, "ean") else stage_package(stage, item.sku)
            slack = 1.0 if package != "round" else 0.25 * height_px(quad) + 2
            assert shows[inside > slack].all(), (text, package)
            # A can's bare metal has texture coordinates too, which mean nothing.
            assert package == "round" or len(regions) > 1 or not (shows & (inside < -slack)).any(), (text, package)
            checked[package] += 1
    assert max(checked["flat"], checked["round"]) >= 10 and checked["tag"] >= 2, checked


def stage_package(stage, sku: str) -> str:
    return "flat" if inputs_of(stage.loaded).catalogue.product(sku).package in FLAT else "round"


def test_how_much_is_seen_is_the_share_of_pixels_that_show_it(seen):
    stage, spec, labels, uv = seen
    errors = []
    for record, item in zip(labels.instances, (*spec.products, *spec.price_tags), strict=True):
        for text in record["texts"]:
            quad = np.float32(text["quad_px"])
            regions = [t.quad for t in printed_on(stage, item) if (t.role, t.text) == (text["role"], text["text"])]
            area = cv2.contourArea(quad)
            if len(regions) != 1 or area < 150 or text["role"] == "info":
                continue
            rows, columns = np.nonzero(labels.instance == record["id"])
            region = np.float32(regions[0])
            count = sum(cv2.pointPolygonTest(region, (float(u), float(v)), False) >= 0 for u, v in uv[rows, columns, :2])
            if text["visible_fraction"] < 0.9:
                continue
            errors.append(count / area - text["visible_fraction"])
    assert len(errors) >= 10
    assert abs(float(np.median(errors))) < 0.06


def test_texts_say_what_is_sold_and_agree_with_the_record(seen):
    stage, spec, labels, _ = seen
    catalogue = inputs_of(stage.loaded).catalogue
    record = {"instances": labels.instances}
    assert list(text_findings(record)) == [] and list(text_map_findings({"instance": labels.instance}, record)) == []
    names = 0
    for instance in labels.instances:
        texts = instance["texts"]
        assert not texts or instance["visible_px"]
        for text in texts:
            assert 0 < text["visible_fraction"] <= 1 and height_px(np.array(text["quad_px"])) >= LEAST_HEIGHT_PX
        product = catalogue.product(instance["sku"])
        assert {t["text"] for t in texts if t["role"] == "barcode"} <= {ean13(product)}
        if instance["kind"] == "product":
            assert {t["text"] for t in texts if t["role"] == "brand"} <= {catalogue.brand(product.brand).name}
            words = set(product.name.casefold().split())
            assert all(set(t["text"].casefold().split()) <= words for t in texts if t["role"] == "name")
            names += any(t["role"] == "name" for t in texts)
    assert names >= 10


def test_wrong_texts_are_found(seen):
    _, _, labels, _ = seen
    tag = next(i for i in labels.instances if i["kind"] == "price_tag" and any(t["role"] == "barcode" for t in i["texts"]))
    code = next(t for t in tag["texts"] if t["role"] == "barcode")
    quad = np.array(code["quad_px"])
    for change, told in (({"text": "0"}, "the barcode of a tag"), ({"text": " "}, "it is empty"),
                         ({"visible_fraction": 0.0}, "visible_fraction is 0"),
                         ({"quad_px": quad[:3].tolist()}, "four finite corners"),
                         ({"quad_px": (quad.mean(0) + 0.01 * (quad - quad.mean(0))).tolist()}, "px high")):
        (found,) = text_findings({"instances": [tag | {"texts": [code | change]}]})
        assert told in " ".join(found)
    moved = {"instances": [tag | {"texts": [code | {"quad_px": (quad + 5000).tolist()}]}]}
    (found,) = text_map_findings({"instance": labels.instance}, moved)
    assert "no pixel of instance" in found[1]
    assert "is wholly hidden" in next(iter(text_findings({"instances": [tag | {"visible_px": 0}]})))[0]


def test_amodal_masks_and_occluders_are_what_rays_meet(seen):
    """One object alone, then the whole scene; two casters of single precision may part on a silhouette pixel or two."""
    stage, spec, labels, _ = seen
    stage.realise(spec)
    scene, camera = stage.open.scene, Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
    whole = SceneOracle(scene, stage.open.hidden_for_labels()).cast(camera).index
    partly = [r for r in labels.instances if r["amodal_segmentation"] and 0 <= r["visible_fraction"] < 0.9]
    chosen = sorted(partly, key=lambda r: -r["amodal_px"])[:6] + [r for r in partly if not r["visible_px"]][:2]
    assert len(chosen) >= 4
    for record in chosen:
        others = [thing for thing in scene.objects if thing.pass_index != record["id"]]
        alone = SceneOracle(scene, others).cast(camera).index == record["id"]
        told = record["amodal_segmentation"]
        mask = decode({**told, "counts": told["counts"].encode()}).astype(bool)
        assert (mask != alone).sum() <= 2
        ids, counts = np.unique(whole[mask], return_counts=True)
        instead: dict[int, int] = {}
        for number, count in zip(ids.tolist(), counts.tolist(), strict=True):
            if number != record["id"]:
                number = number if number < SEMANTIC_BASE else 0
                instead[number] = instead.get(number, 0) + count
        for entry in record["occluders"]:
            assert abs(instead.pop(entry["id"]) - entry["pixels"]) <= 2
        assert sum(instead.values()) <= 2
    assert list(occlusion_findings(labels.instance, labels.instances)) == []


def test_without_the_option_there_is_no_such_key(seen):
    stage, spec, labels, _ = seen
    passes, objects, _ = stage.passes(spec)
    plain = stage.open.label(spec, passes, tuple(replace(item, texts=None) for item in objects))
    assert [{k: v for k, v in i.items() if k != "texts"} for i in labels.instances] == plain.instances


def test_figures_are_those_of_the_spec(seen):
    """Counted anew from what was placed: its places, its scale and its package's size, and the map's pixels."""
    stage, spec, labels, _ = seen
    record = {"instances": labels.instances, **labels.further,
              "camera": {"world_from_camera": [list(row) for row in spec.camera.world_from_camera]}}
    figures = shelf_figures(record, stage.loaded.kind.categories(stage.loaded))
    inputs = inputs_of(stage.loaded)
    pixels = np.bincount(labels.instance.ravel(), minlength=len(spec.products) + 1)
    places = {}
    for number, item in enumerate(spec.products, 1):
        places.setdefault((item.bay, item.board, item.run, item.facing), []).append((item.depth, item.level, number, item))
    seen_places = {place: min(items, key=lambda entry: entry[:2])[3] for place, items in places.items()
                   if sum(pixels[entry[2]] for entry in items)}
    brands = figures["share"]["brand"]
    assert sum(told["facings"] for told in brands.values()) == figures["availability"]["filled"] == len(seen_places)
    assert sum(told["visible_px"] for told in brands.values()) == pixels[1:len(spec.products) + 1].sum()
    straight = [item for item in seen_places.values() if not (item.turned or item.lying)]
    shapes = inputs.products.shapes({item.sku for item in straight})
    widths = {(facing.place, facing.found): facing.width_m for facing in facings_of(record)}
    for place, item in seen_places.items():
        if item in straight:
            # A few degrees of yaw show some of its depth too.
            assert widths[place, item.sku] >= 0.98 * shapes[item.sku].size_m[0] * item.scale[0]
    named = {inputs.catalogue.brand(inputs.catalogue.product(item.sku).brand).name for item in seen_places.values()}
    assert set(brands) == named
