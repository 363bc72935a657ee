"""The next frame is prepared beside the present one: in one thread, one at most, and unseen until it is asked for."""

import gc
import threading
import time
import weakref
from types import SimpleNamespace

import pytest

from facings.errors import InputError
from facings.process.progress import silent
from facings.process.timings import Stopwatch
from facings.rendering.preparation import Preparation


class Made:
    def __init__(self, spec):
        self.spec = spec


class Kind:
    """Counts what lives and who works at once."""

    def __init__(self):
        self.living = weakref.WeakSet()
        self.threads, self.calls, self.working, self.most = set(), [], 0, 0
        self.go = threading.Event()
        self.go.set()

    def work(self, what):
        self.working += 1
        self.most = max(self.most, self.working)
        self.threads.add(threading.get_ident())
        self.calls.append(what)
        self.go.wait(10)
        self.working -= 1

    def sample(self, seed, frame, progress):
        self.work(("sample", frame))
        if frame == 13:
            raise RuntimeError("cannot be sampled")
        return (seed, frame)

    def prepare(self, loaded, spec, progress):
        self.work(("prepare", spec[1]))
        if spec[1] == 14:
            raise InputError("cannot be prepared")
        progress("things", 1, 1)
        made = Made(spec)
        self.living.add(made)
        return made


@pytest.fixture
def kind():
    return Kind()


@pytest.fixture
def preparation(kind):
    return Preparation(SimpleNamespace(sample=kind.sample, kind=kind), seed=5)


def result(ahead):
    return ahead.spec.result(10), ahead.prepared.result(10).spec


def test_hints_that_are_right_wrong_or_absent_change_nothing(preparation):
    for frame, hint in ((0, 1), (1, 2), (7, 8), (8, None), (3, 4), (4, 4), (4, 5), (0, None)):
        ahead = preparation.of(frame, None, silent)
        assert result(ahead) == ((5, frame), (5, frame))
        if hint is not None:
            preparation.begin(hint, silent)


def test_all_is_done_in_one_thread_that_is_not_this_one(preparation, kind):
    for frame in range(6):
        result(preparation.of(frame, None, silent))
        preparation.begin(frame + 1 + frame % 2, silent)
    result(preparation.of(9, (5, 90), silent))
    assert kind.most == 1 and len(kind.threads) == 1 and threading.get_ident() not in kind.threads


def test_one_at_most_is_held(preparation, kind):
    for frame in range(8):
        preparation.begin(frame, silent)
        preparation._ahead.prepared.result(10)
        gc.collect()
        assert len(kind.living) == 1
    result(preparation.of(100, None, silent))
    gc.collect()
    assert len(kind.living) == 0


def test_what_is_dropped_in_time_is_never_begun(preparation, kind):
    kind.go.clear()
    preparation.begin(1, silent)
    while not kind.calls:
        time.sleep(0.001)
    preparation.begin(2, silent)
    ahead = preparation.of(3, None, silent)
    kind.go.set()
    assert result(ahead) == ((5, 3), (5, 3))
    assert kind.calls == [("sample", 1), ("sample", 3), ("prepare", 3)]


def test_a_spec_that_is_given_is_prepared_whatever_was_begun(preparation, kind):
    preparation.begin(4, silent)
    ahead = preparation.of(4, (9, 4), silent)
    assert result(ahead) == ((9, 4), (9, 4)) and not ahead.early


@pytest.mark.parametrize("early", [True, False])
def test_errors_wait_until_the_frame_is_asked_for(preparation, early):
    for frame, spec, error in ((13, None, RuntimeError), (14, (5, 14), InputError)):
        if early:
            preparation.begin(frame, silent)
        ahead = preparation.of(frame, None, silent)
        assert ahead.early == early
        if spec is None:
            with pytest.raises(error, match="cannot be sampled"):
                ahead.spec.result(10)
        else:
            assert ahead.spec.result(10) == spec
        with pytest.raises(error, match="cannot be"):
            ahead.prepared.result(10)
        assert result(preparation.of(0, None, silent)) == ((5, 0), (5, 0))
    preparation.begin(13, silent)
    assert result(preparation.of(0, None, silent)) == ((5, 0), (5, 0))


def test_progress_and_seconds_are_told(preparation, kind):
    told = []
    watch = Stopwatch(preparation.thread)
    preparation.begin(2, lambda *what: told.append(what))
    ahead = preparation.of(2, None, silent)
    result(ahead)
    watch.add(*ahead.stages)
    assert told == [("things", 1, 1)]
    timings = watch.timings()
    assert [(s.stage, s.beside) for s in timings.stages] == [("sample", "frame before"), ("prepare", "frame before")]
    assert all(s.wall_s >= 0 and s.cpu_s >= 0 for s in timings.stages) and timings.wall_s > 0
    ahead = preparation.of(3, None, silent)
    result(ahead)
    assert [s.beside for s in ahead.stages] == ["", ""]
