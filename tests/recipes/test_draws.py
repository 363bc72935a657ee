"""Streams by name: what is added changes nothing else, and every key of the shipped recipes is distributed as it says."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import numpy as np
import pytest
from pydantic import Field
from scipy import stats

from facings.assets.folders import blender_scenes_dir
from facings.recipes.distributions import Choice, Distribution, Independent, Integers, LogUniform, Normal, Uniform, vary
from facings.recipes.draws import choose_by_name, spawn_by_name
from facings.recipes.numeric import Number
from facings.recipes.part import Part, evaluate
from facings.recipes.units import CONVERSIONS, Measured, UnitName
from facings.recipes.values import Row
from facings.recipes.variants import Variant, choose
from facings.recipes.yaml_source import read_yaml
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.shelf.recipe import ShelfRecipe

MODELS = {"shelf": ShelfRecipe, "face": FaceRecipe}
SHIPPED = sorted(blender_scenes_dir().glob("*.yaml"))


def _rng(*seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


class _Inner(Part):
    first: Annotated[float, Number()] = vary(Uniform(0, 1))
    last: Annotated[float, Number()] = vary(Uniform(0, 1))


class _InnerWithMore(Part):
    first: Annotated[float, Number()] = vary(Uniform(0, 1))
    added: Annotated[float, Number()] = vary(Uniform(0, 1))
    last: Annotated[float, Number()] = vary(Uniform(0, 1))


class _Settings(Part):
    one: Annotated[float, Number()] = vary(Normal(0, 1))
    inner: _Inner = _Inner()
    groups: dict[str, _Inner] = {"a": _Inner(), "c": _Inner()}
    pair: Annotated[tuple[float, float], Row(Number())] = vary(Independent((Uniform(0, 1), Uniform(0, 1))))
    depth_m: Annotated[float, Number(unit="mm")] = Field(default=vary(Uniform(0, 1)), alias="depth_mm")


class _SettingsWithMore(Part):
    depth_m: Annotated[float, Number(unit="mm")] = Field(default=vary(Uniform(0, 1)), alias="depth_mm")
    one: Annotated[float, Number()] = vary(Normal(0, 1))
    added: Annotated[float, Number()] = vary(Uniform(0, 1))
    inner: _InnerWithMore = _InnerWithMore()
    groups: dict[str, _Inner] = {"a": _Inner(), "b": _Inner(), "c": _Inner()}
    pair: Annotated[tuple[float, float, float], Row(Number())] = vary(Independent((Uniform(0, 1),) * 3))


@pytest.mark.parametrize("seed", range(5))
def test_a_key_added_in_the_middle_deals_nothing_anew(seed):
    before, after = evaluate(_Settings(), _rng(seed)), evaluate(_SettingsWithMore(), _rng(seed))
    assert (before.one, before.depth_m) == (after.one, after.depth_m)
    assert (before.inner.first, before.inner.last) == (after.inner.first, after.inner.last)
    assert before.groups == {name: after.groups[name] for name in "ac"}
    assert before.pair == after.pair[:2]


def test_two_draws_from_one_generator_differ_and_equal_keys_of_different_mappings_do():
    rng = _rng(3)
    first, second = evaluate(_Settings(), rng), evaluate(_Settings(), rng)
    values = [value for drawn in (first, second)
              for value in (drawn.one, drawn.inner.first, drawn.inner.last, *drawn.pair, drawn.groups["a"].first,
                            drawn.groups["c"].first)]
    assert len(set(values)) == len(values)


def test_streams_depend_on_their_name_and_not_on_what_was_drawn():
    rng, other = _rng(8), _rng(8)
    other.random(100)
    a, b = spawn_by_name(rng, "a", "b")
    b_again, c, a_again = spawn_by_name(other, "b", "c", "a")
    assert (a.random(), b.random()) == (a_again.random(), b_again.random()) != (c.random(), c.random())
    assert spawn_by_name(rng, "a")[0].random() != spawn_by_name(_rng(8), "a")[0].random(), "a second call gives others"
    with pytest.raises(ValueError, match="twice"):
        spawn_by_name(rng, "a", "b", "a")


def test_a_choice_by_name_is_by_weight_and_a_further_name_takes_only_what_it_wins():
    weights = {"near": 3.0, "far": 1.0, "never": 0.0}
    drawn = [choose_by_name(weights, _rng(5, i)) for i in range(4000)]
    count = Counter(drawn)
    # Four standard deviations of a binomial draw: 4 sqrt(4000 * 0.75 * 0.25) = 110.
    assert count["never"] == 0 and abs(count["near"] - 3000) < 110
    more = [choose_by_name({"above": 1.0} | weights, _rng(5, i)) for i in range(4000)]
    assert all(new in (old, "above") for old, new in zip(drawn, more, strict=True))
    assert abs(more.count("above") - 800) < 102
    with pytest.raises(ValueError, match="no weight"):
        choose_by_name({"never": 0.0}, _rng(0))


def test_a_variant_is_chosen_where_there_is_one():
    assert choose({}, _rng(0)) is None
    assert choose({"a": Variant(weight=2), "b": Variant(weight=0)}, _rng(0)) == "a"


def _leaves(value: Any, drawn: Any, path: str = "") -> Iterator[tuple[str, Distribution, Any]]:
    """Each distribution of a recipe's part with its key and what was drawn of it, in the unit that is written."""
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            yield from _leaves(getattr(value, name), getattr(drawn, name), f"{path}.{field.alias or name}")
    elif isinstance(value, dict):
        for key in value:
            yield from _leaves(value[key], drawn[key], f"{path}.{key}")
    elif isinstance(value, Measured):
        yield from _leaves(value.written, _as_written(drawn, value.unit), path)
    elif isinstance(value, Distribution):
        yield path.lstrip("."), value, drawn


def _as_written(drawn: Any, unit: UnitName) -> Any:
    """A number, or a row of numbers, in the unit that recipes write; rounded, so that constants are those that are written."""
    match drawn:
        case None:
            return None
        case tuple():
            return tuple(_as_written(number, unit) for number in drawn)
    return round(drawn / CONVERSIONS[unit](1.0), 9) if unit in CONVERSIONS else drawn


def test_a_row_in_millimetres_is_a_leaf_too():
    class Box(Part):
        size_m: Annotated[tuple[float, float], Row(Number(unit="mm"))] = Field(
            default=vary(Independent((Uniform(20, 30), 7.0))), alias="size_mm")

    box = Box()
    [(key, leaf, (width, depth))] = _leaves(box, evaluate(box, _rng(1)))
    assert (key, leaf) == ("size_mm", Independent((Uniform(20, 30), 7.0)))
    assert 20 <= width <= 30 and depth == 7.0


def _cumulative(leaf: Any) -> Callable[[np.ndarray], np.ndarray]:
    """The cumulative distribution of a leaf of numbers, by scipy."""
    match leaf:
        case Uniform(low, high):
            return stats.uniform(low, high - low).cdf
        case LogUniform(low, high):
            return stats.loguniform(low, high).cdf
        case Normal(mean, std, low, high):
            ends = [-np.inf if low is None else (low - mean) / std, np.inf if high is None else (high - mean) / std]
            return stats.truncnorm(*ends, loc=mean, scale=std).cdf
        case Integers(low, high):
            return stats.randint(low, high + 1).cdf
        case Choice(values, weights):
            shares = np.array(weights or [1.0] * len(values)) / math.fsum(weights or [1.0] * len(values))
            return lambda x: sum(s * _cumulative(v)(x) for s, v in zip(shares, values, strict=True))
        case constant:
            return lambda x: (np.asarray(x) >= constant).astype(float)


def _options(leaf: Any) -> dict[Any, float]:
    """The shares of a choice of constants, or of a constant."""
    if not isinstance(leaf, Choice):
        return {leaf: 1.0}
    weights = leaf.weights or [1.0] * len(leaf.values)
    return {value: weight / math.fsum(weights) for value, weight in zip(leaf.values, weights, strict=True)}


def _elements(leaf: Any, values: list) -> Iterator[tuple[Any, list]]:
    """Each element of a row with its draws; a leaf of another sort as it is."""
    if isinstance(leaf, Independent):
        for part, column in zip(leaf.leaves, zip(*values, strict=True), strict=True):
            yield from _elements(part, list(column))
    else:
        yield leaf, values


DRAWS = 10_000


@pytest.mark.slow
@pytest.mark.blender
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_key_of_a_shipped_recipe_is_distributed_as_written(path):
    data = read_yaml(path).data
    recipe = MODELS[data["scene"]].model_validate(data, context={})
    columns: dict[str, tuple[Distribution, list]] = {}
    for index in range(DRAWS):
        for key, leaf, value in _leaves(recipe, evaluate(recipe, _rng(7, index))):
            columns.setdefault(key, (leaf, []))[1].append(value)
    assert len(columns) > 20
    # A true distribution of N draws departs by more than 1.95 / sqrt(N) in 1 of 1,000 cases (Kolmogorov and Smirnov), of which
    # there are some hundred; more than 2.6 / sqrt(N) in 1 of 400,000.
    most = 2.6 / math.sqrt(DRAWS)
    for key, (leaf, values) in columns.items():
        for part, column in _elements(leaf, values):
            if isinstance(part, Uniform | LogUniform | Normal):
                assert stats.kstest(column, _cumulative(part)).statistic < most, key
            elif isinstance(part, Integers) or (isinstance(part, Choice)
                                                and any(isinstance(v, Distribution) for v in part.values)):
                steps = np.unique(column)
                share = np.searchsorted(np.sort(column), steps, side="right") / DRAWS
                assert np.abs(share - _cumulative(part)(steps)).max() < most, key
            else:
                counts = Counter(column)
                shares = _options(part)
                assert set(counts) <= {value for value, share in shares.items() if share > 0}, key
                # Five standard deviations of each option's count.
                assert all(abs(counts[v] - DRAWS * s) <= 5 * math.sqrt(DRAWS * s * (1 - s)) for v, s in shares.items()), key
