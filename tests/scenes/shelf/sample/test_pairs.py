"""Two frames of one scene: the edit between them is the only difference, and what it leaves is a shelf as any other."""

import json
from dataclasses import replace
from functools import cache

import pytest
from collision_oracle import penetrations

from facings.errors import InputError
from facings.export.splits import parse_split
from facings.frames.loading import load_recipe
from facings.frames.spec import from_json, to_json
from facings.scenes.shelf.checks import pair_findings
from facings.scenes.shelf.inputs import inputs_of
from facings.scenes.shelf.reading import ShelfReading
from facings.scenes.shelf.spec import ShelfSpec

SMALL = {"catalogue.departments": ["tinned", "sauces"], "bays.count": 2}
SEED, PAIRS = 3, 5


@cache
def plain():
    recipe = load_recipe("shelf", SMALL)
    return [recipe.sample(SEED, number) for number in range(PAIRS)]


@cache
def pairs(edit):
    recipe = load_recipe("shelf", {**SMALL, "pairs.edit": edit})
    return [(recipe.sample(SEED, 2 * number), recipe.sample(SEED, 2 * number + 1)) for number in range(PAIRS)]


def as_alone(spec, number):
    return replace(spec, frame=number, pair=None)


def without_stock(spec):
    return replace(spec, products=(), gaps=(), frame=0, pair=None)


def place(thing):
    return thing.bay, thing.board, thing.run, thing.facing


@pytest.mark.parametrize("edit", ["item_taken", "items_swapped", "tag_changed", "light_changed", "none"])
def test_the_scene_before_is_that_of_the_frame_with_the_pairs_number(edit):
    for number, (before, after) in enumerate(pairs(edit)):
        assert as_alone(before, number) == plain()[number]
        assert (before.frame, after.frame) == (2 * number, 2 * number + 1)
        assert replace(before.pair, moment="after") == after.pair and before.pair.pair_id == number


def test_a_taken_item_is_gone_and_what_stood_behind_is_the_front():
    for before, after in pairs("item_taken"):
        assert without_stock(before) == without_stock(after) and not after.pair.after_ids
        taken = before.products[before.pair.before_ids[0] - 1]
        front = [item for item in before.products if place(item) == place(taken) and item.depth == 0]
        assert taken in front and taken.level == max(item.level for item in front)
        back = int(len(front) == 1)  # by which the others have come forward
        expected = [replace(item, depth=item.depth - back) if place(item) == place(taken) else item
                    for item in before.products if item != taken]
        assert list(after.products) == expected
        emptied = not any(place(item) == place(taken) for item in after.products)
        assert [place(gap) for gap in after.gaps if gap not in before.gaps] == [place(taken)] * emptied


def test_an_emptied_facing_is_the_gap_that_planograms_draw():
    recipe = load_recipe("shelf", {**SMALL, "pairs.edit": "item_taken", "stock.max_depth": 1, "stock.stacking": False})
    before, after = recipe.sample(SEED, 0), recipe.sample(SEED, 1)
    taken = before.products[before.pair.before_ids[0] - 1]
    gap = next(gap for gap in after.gaps if gap not in before.gaps)
    assert place(gap) == place(taken) and (gap.sku == taken.sku or taken.misplaced)
    assert gap.box_min_m[0] <= taken.position_m[0] <= gap.box_max_m[0]
    assert gap.box_min_m[2] == before.bays[gap.bay].boards[gap.board].z_m
    assert [place(one) for one in after.gaps] == sorted(place(one) for one in after.gaps)


def test_a_filled_gap_holds_what_the_plain_scene_has_there():
    for number, (before, after) in enumerate(pairs("gap_filled")):
        assert as_alone(after, number) == plain()[number] and without_stock(before) == without_stock(after)
        new = [after.products[one - 1] for one in after.pair.after_ids]
        assert new and len({place(item) for item in new}) == 1 and not before.pair.before_ids
        assert [item for item in after.products if item not in new] == list(before.products)
        assert [place(gap) for gap in before.gaps if gap not in after.gaps] == [place(new[0])]


def test_swapped_items_stand_in_each_others_places_and_touch_nothing():
    done = 0
    for before, after in pairs("items_swapped"):
        if before.pair.edit == "none":
            assert replace(before, frame=0, pair=None) == replace(after, frame=0, pair=None)
            continue
        done += 1
        (a, b), others = before.pair.before_ids, (before.products, after.products)
        assert after.pair.after_ids == (b, a)
        for index, (old, new) in enumerate(zip(*others, strict=True), 1):
            if index not in (a, b):
                assert old == new
                continue
            other = before.products[(b if index == a else a) - 1]
            assert place(new) == place(old) and (new.sku, new.tint, new.variant) == (other.sku, other.tint, other.variant)
            assert new.sku != old.sku and (new.misplaced or old.misplaced)
        shapes = inputs_of(load_recipe("shelf", SMALL)).products.shapes({item.sku for item in after.products})
        # As in `test_no_overlap`: stacked items share a plane, and rounding may put one a hair into the other.
        assert max(penetrations(after.products, shapes).values(), default=0.0) <= max(
            1e-4, max(penetrations(before.products, shapes).values(), default=0.0))
    assert done >= 3


def test_all_tags_of_a_product_ask_the_new_price():
    for before, after in pairs("tag_changed"):
        assert replace(before, price_tags=(), frame=0, pair=None) == replace(after, price_tags=(), frame=0, pair=None)
        first = len(before.products) + 1
        changed = [number for number, (old, new) in enumerate(zip(before.price_tags, after.price_tags, strict=True), first)
                   if old != new]
        assert changed and tuple(changed) == before.pair.before_ids == before.pair.after_ids
        for number in changed:
            old, new = before.price_tags[number - first], after.price_tags[number - first]
            assert new.price != old.price and replace(new, price=old.price, unit_price=old.unit_price) == old
            assert not old.unit_price or new.unit_price != old.unit_price
        sku = before.price_tags[changed[0] - first].sku
        assert [number for number, tag in enumerate(before.price_tags, first) if tag.sku == sku] == changed


def test_other_light_is_all_that_changes():
    for before, after in pairs("light_changed"):
        assert before.lights != after.lights
        dark = [replace(spec, lights=(), world=None, frame=0, pair=None) for spec in (before, after)]
        assert dark[0] == dark[1]


def test_a_choice_of_edits_goes_by_the_pair():
    recipe = load_recipe("shelf", {**SMALL, "pairs": {}})
    found = [(recipe.sample(SEED, 2 * n).pair.edit, recipe.sample(SEED, 2 * n + 1).pair.edit) for n in range(8)]
    assert all(one == other for one, other in found) and len({one for one, _ in found}) >= 3


def test_what_the_picture_does_not_show_is_not_edited_and_said():
    recipe = load_recipe("shelf", {**SMALL, "pairs.edit": "tag_changed", "price_tags.missing_rate": 1})
    told = []
    spec = recipe.sample(SEED, 1, lambda sentence, *_: told.append(sentence))
    assert spec.pair.edit == "none" and any("pairs.edit tag_changed" in line for line in told)


def test_without_the_key_specs_and_recipes_are_as_they_were():
    assert "pair" not in to_json(plain()[0]) and "pairs" not in load_recipe("shelf").resolved


def test_specs_are_exact_in_json_and_halves_stay_together():
    reading = ShelfReading()
    splits = parse_split("train=0.5,val=0.5", reading)
    for before, after in pairs("item_taken"):
        assert from_json(ShelfSpec, json.loads(json.dumps(to_json(after)))) == after
        records = [{"scene": "shelf", "seed": SEED, "frame": spec.frame, "pair": to_json(spec.pair)}
                   for spec in (before, after)]
        assert len({splits.of(record) for record in records}) == 1
    assert reading.group({"frame": 12}) == "12" and reading.group({"frame": 7, "pair": {"pair_id": 3}}) == "pair 3"


@pytest.mark.parametrize(("change", "said"), [
    ({"moment": "before"}, "of pair"), ({"pair_id": 7}, "of pair"), ({"after_ids": [2]}, "price_tag"),
    ({"after_ids": [9]}, "nothing"), ({"edit": "light_changed", "after_ids": [1]}, "only nothing")])
def test_checks_find_what_a_pair_cannot_say(change, said):
    sound = {"pair_id": 0, "moment": "after", "edit": "gap_filled", "before_ids": [], "after_ids": [1]}
    instances = [{"id": 1, "kind": "product"}, {"id": 2, "kind": "price_tag"}]

    def findings(pair, told):
        return [" ".join(found) for found in pair_findings({"frame": 1, "instances": instances, "pair": pair,
                                                             "spec": {"pair": told}})]

    assert findings(sound, sound) == []
    wrong = sound | change
    assert any(said in found for found in findings(wrong, wrong))
    assert any("its spec's" in found for found in findings(wrong, sound))


@pytest.mark.parametrize(("key", "value", "said"), [
    ("pairs.edit", "item_stolen", "item_taken"), ("pairs.edits", "none", "edit"), ("pairs", 3, "pairs")])
def test_bad_keys_are_told(key, value, said):
    with pytest.raises(InputError, match=said):
        load_recipe("shelf", {key: value})
