"""What a shop would count on a shelf: shares by brand and department, availability, prices, and where it departs from its plan.

All follow from a frame's record and the dataset's categories. A *facing* is one place on a board's front, (bay, board, run,
facing), which one product is planned for: that of its run. A run's product is told by its tags, its gaps and what stands in it
without being misplaced.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from facings.frames.kind_reading import Instance, Record
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY

_Place = tuple[int, int, int, int]
_Run = tuple[int, int, int]

AS_PLANNED, MISSING, MISPLACED, EXTRA = "as_planned", "missing", "misplaced", "extra"
"""States of a facing: its product stands in front; nothing stands there; another product that belongs elsewhere on this shelf;
one that belongs nowhere on it."""


@dataclass(frozen=True)
class Facing:
    """One place on a board's front and what is in it."""

    place: _Place
    """Bay, board, run, facing."""
    planned: str | None
    """The SKU; None where nothing tells."""
    found: str | None
    """The SKU that stands in front; None for a gap."""
    state: str
    width_m: float
    """Of what stands in front along the board, or of the gap."""
    visible_px: int
    """Of all that stands there, or of the gap."""


def facings_of(record: Record) -> list[Facing]:
    """Return all facings of a frame, seen or not, by place."""
    stock: dict[_Place, list[Instance]] = defaultdict(list)
    for instance in record["instances"]:
        if instance["kind"] != PRICE_TAG_CATEGORY["name"]:
            stock[instance["bay"], instance["board"], instance["run"], instance["facing"]].append(instance)
    gaps = {(gap["bay"], gap["board"], gap["run"], gap["facing"]): gap for gap in record["gaps"]}
    planned = _planned(record)
    on_shelf = set(planned.values())
    result = []
    for place in sorted({*stock, *gaps}):
        wanted = planned.get(place[:3])
        if place not in stock:
            gap = gaps[place]
            result.append(Facing(place, wanted, None, MISSING, gap["box_max_m"][0] - gap["box_min_m"][0], gap["visible_px"]))
            continue
        front = min(stock[place], key=lambda item: (item["depth"], item["level"]))
        state = AS_PLANNED
        if front["misplaced"] or (wanted is not None and front["sku"] != wanted):
            state = MISPLACED if front["sku"] in on_shelf else EXTRA
        seen = sum(item["visible_px"] for item in stock[place])
        result.append(Facing(place, wanted, front["sku"], state, _width_m(front, record), seen))
    return result


def shelf_figures(record: Record, categories: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of what a frame shows; `categories` are the dataset's.

    {'share': {'brand', 'department': {name: {'facings', 'width_m', 'visible_px', and as shares of all 'facings_share',
    'width_share', 'visible_share'}}}, 'availability': {'facings', 'filled', 'share', 'skus', 'skus_there', 'sku_share'},
    'prices': {sku: {'price', 'currency', 'unit_price', 'promotion', 'tags'}}, 'compliance': {'as_planned', 'missing',
    'misplaced', 'extra': counts, 'share', 'departures': [{'bay', 'board', 'run', 'facing', 'planned', 'found', 'state'}],
    'tags': [{'bay', 'board', 'run', 'sku', 'state': 'no_tag', 'wrong_product' or 'wrong_price'}]}}. Facings count that are
    seen: of which a pixel is. Brands are '' where the dataset does not tell them (those of older versions) or there is none.
    """
    seen = [facing for facing in facings_of(record) if facing.visible_px]
    sold = {str(category["name"]): category for category in categories}
    filled = [facing for facing in seen if facing.found is not None]
    share = {word: _shares(filled, lambda sku, key=key: str(sold.get(sku, {}).get(key, "")))
             for word, key in (("brand", "brand"), ("department", "supercategory"))}
    right = [facing for facing in seen if facing.state == AS_PLANNED]
    wanted = {facing.planned for facing in seen if facing.planned is not None}
    there = {facing.found for facing in seen}
    states = Counter(facing.state for facing in seen)
    departures = [dict(zip(("bay", "board", "run", "facing"), facing.place, strict=True))
                  | {"planned": facing.planned, "found": facing.found, "state": facing.state}
                  for facing in seen if facing.state != AS_PLANNED]
    return {
        "share": share,
        "availability": {"facings": len(seen), "filled": len(filled), "share": _ratio(len(filled), len(seen)),
                         "skus": len(wanted), "skus_there": len(wanted & there),
                         "sku_share": _ratio(len(wanted & there), len(wanted))},
        "prices": _prices(record),
        "compliance": {**{state: states[state] for state in (AS_PLANNED, MISSING, MISPLACED, EXTRA)},
                       "share": _ratio(len(right), len(seen)), "departures": departures,
                       "tags": _tag_faults(record, {facing.place[:3] for facing in seen})},
    }


def _planned(record: Record) -> dict[_Run, str]:
    """The product of each run: what stands there without being misplaced, else what its gap or its tag names."""
    told: dict[_Run, str] = {}
    tags = [i for i in record["instances"] if i["kind"] == PRICE_TAG_CATEGORY["name"]]
    at_home = [i for i in record["instances"] if i["kind"] != PRICE_TAG_CATEGORY["name"] and not i["misplaced"]]
    for thing in (*at_home, *record["gaps"], *tags):
        told.setdefault((thing["bay"], thing["board"], thing["run"]), thing["sku"])
    return told


def _width_m(item: Instance, record: Record) -> float:
    """How much of the board's front an item takes: its box along the world's X, which boards run along."""
    turn = np.array(record["camera"]["world_from_camera"])[0, :3] @ np.array(item["camera_from_object"])[:3, :3]
    return float(np.abs(turn) @ (np.array(item["box_max_m"]) - np.array(item["box_min_m"])))


def _shares(filled: Sequence[Facing], name_of: Any) -> dict[str, dict[str, float]]:
    sums: dict[str, list[float]] = {}
    for facing in filled:
        told = sums.setdefault(name_of(facing.found), [0, 0.0, 0])
        for k, value in enumerate((1, facing.width_m, facing.visible_px)):
            told[k] += value
    totals = [sum(told[k] for told in sums.values()) for k in range(3)]
    keys = (("facings", "facings_share"), ("width_m", "width_share"), ("visible_px", "visible_share"))
    return {name: {key: value for k, (plain, share) in enumerate(keys)
                   for key, value in ((plain, told[k]), (share, _ratio(told[k], totals[k])))}
            for name, told in sorted(sums.items())}


def _prices(record: Record) -> dict[str, dict[str, Any]]:
    """By SKU, what the tags that are seen ask."""
    result: dict[str, dict[str, Any]] = {}
    for tag in record["instances"]:
        if tag["kind"] == PRICE_TAG_CATEGORY["name"] and tag["visible_px"]:
            told = result.setdefault(tag["sku"], {key: tag[key] for key in ("price", "currency", "unit_price", "promotion")}
                                     | {"tags": 0})
            told["tags"] += 1
    return result


def _tag_faults(record: Record, runs: set[_Run]) -> list[dict[str, Any]]:
    """Runs of `runs` without a tag, and tags there that name another product, or ask another price than most for theirs."""
    planned, tagged, faults = _planned(record), set(), []
    tags = [i for i in record["instances"] if i["kind"] == PRICE_TAG_CATEGORY["name"]]
    asked: dict[str, Counter] = defaultdict(Counter)
    for tag in tags:
        asked[tag["sku"]][tag["price"]] += 1
    for tag in tags:
        run = tag["bay"], tag["board"], tag["run"]
        tagged.add(run)
        state = ("wrong_product" if tag["sku"] != planned[run] else
                 "wrong_price" if tag["price"] != asked[tag["sku"]].most_common(1)[0][0] else "")
        if state and run in runs:
            faults.append((*run, tag["sku"], state))
    faults += [(*run, planned[run], "no_tag") for run in runs - tagged if run in planned]
    return [dict(zip(("bay", "board", "run", "sku", "state"), fault, strict=True)) for fault in sorted(faults)]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
