"""Designs: what every run changes."""

import itertools

import pytest

from facings.errors import InputError
from facings.study.design import AS_IT_IS, latin_square, one_at_a_time


def test_one_key_at_a_time_changes_one_key():
    runs = one_at_a_time({"a.b": [1, 2], "c": ["x"]})
    assert [(run.name, run.changes) for run in runs] == [
        (AS_IT_IS, {}), ("a.b=1", {"a.b": 1}), ("a.b=2", {"a.b": 2}), ("c=x", {"c": "x"})]


@pytest.mark.parametrize(("keys", "order"), [(2, 2), (2, 4), (3, 2), (3, 4), (3, 6), (4, 3), (4, 5), (6, 5), (8, 7)])
def test_every_two_values_of_two_keys_meet_once(keys, order):
    values = {f"key{number}": list(range(order)) for number in range(keys)}
    runs = latin_square(values)
    assert len(runs) == order * order
    for one, other in itertools.combinations(values, 2):
        assert len({(run.changes[one], run.changes[other]) for run in runs}) == order * order


@pytest.mark.parametrize(("keys", "order", "enough"), [(4, 2, 3), (4, 6, 3), (5, 3, 5), (7, 5, 7)])
def test_keys_without_a_square_are_told(keys, order, enough):
    with pytest.raises(InputError, match=f"{enough} values a key are enough"):
        latin_square({f"key{number}": list(range(order)) for number in range(keys)})
    latin_square({f"key{number}": list(range(enough)) for number in range(keys)})


@pytest.mark.parametrize("values", [{}, {"a": [1, 2]}, {"a": [1, 2], "b": [1, 2, 3]}])
def test_square_of_one_key_or_unequal_numbers_is_told(values):
    with pytest.raises(InputError, match="equally many values"):
        latin_square(values)


def test_names_are_folders_and_differ():
    runs = one_at_a_time({"k": ["a/b", "a:b", "A/B", "x" * 300, {"uniform": [0, 1]}]})
    names = [run.name for run in runs]
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) < 130 and not set(name) & set('/\\:*?"<>| {}') for name in names)
