"""How frames are handed out, with workers that say what the test tells them to."""

import queue
import threading
import time

import pytest

from facings.batch.options import Limits
from facings.batch.pool import WorkerPool
from facings.batch.state import BatchState
from facings.errors import CheckFailed, InputError
from facings.rendering.events import Died, FrameDone, FrameFailed, Ready, Unusable


class Silent:
    def tell(self, event, state, **details):
        pass

    def tick(self, state):
        pass


class Scripted:
    """Answers each frame after `seconds` with what `answer(frame)` returns."""

    def __init__(self, index, inbox, answer, seconds=0.0):
        self.name, self._inbox, self._answer, self._seconds = str(index), inbox, answer, seconds
        self.asked, self.killed = [], False
        inbox.put((self, Ready("cpu", 0.1)))

    def make(self, request):
        self.asked.append((request.frame, request.tell_spec))
        event = self._answer(request.frame)
        if event is not None:
            threading.Timer(self._seconds, lambda: self._inbox.put((self, event))).start()

    def resident_bytes(self):
        return 0

    def last_lines(self):
        return ["its last line"]

    def end(self):
        pass

    def kill(self):
        self.killed = True


def pool(answer, size=1, limits=None, seconds=0.0, hired=None):
    limits = limits or Limits()
    noted, hired = {}, [] if hired is None else hired

    def hire(index, inbox):
        hired.append(Scripted(index, inbox, answer, seconds))
        return hired[-1]

    def set_aside(frame, attempts, spec):
        noted[frame] = attempts
        return "note"

    found = WorkerPool(hire, size, limits, BatchState(10), Silent(), set_aside, lambda event: None)
    return found, noted, hired


def done(frame):
    return FrameDone(frame, 0.1, 1, 1)


def test_every_frame_once_and_no_more_workers_than_asked():
    found, noted, hired = pool(done, size=3)
    found.work(range(10))
    assert sorted(found.rendered) == list(range(10)) and noted == {} and len(hired) == 3
    assert found.state.done == 10 and found.state.left == 0 and not found.state.workers


def test_no_more_workers_than_frames():
    found, _, hired = pool(done, size=8)
    found.work([4, 5])
    assert len(hired) <= 2


def test_a_failing_frame_is_tried_again_and_then_set_aside_with_all_that_was_said():
    found, noted, hired = pool(lambda n: FrameFailed(n, "broken", False, ("trace",)) if n == 3 else done(n),
                               limits=Limits(retries=2))
    found.work(range(6))
    assert sorted(found.rendered) == [0, 1, 2, 4, 5] and found.state.failed == [3]
    assert [attempt.log for attempt in noted[3]] == [("its last line", "trace")] * 3
    assert [last for worker in hired for frame, last in worker.asked if frame == 3] == [False, False, True]
    assert len(hired) >= 3  # none that failed was asked again


def test_a_death_costs_the_frame_one_attempt():
    once = []

    def answer(frame):
        if frame == 2 and not once:
            once.append(1)
            return Died("gone")
        return done(frame)

    found, noted, _ = pool(answer, limits=Limits(retries=1))
    found.work(range(5))
    assert sorted(found.rendered) == list(range(5)) and noted == {}


def test_bad_input_of_the_first_frame_ends_the_run_and_of_a_later_one_does_not():
    found, _, _ = pool(lambda n: FrameFailed(n, "no such thing", True, ()))
    with pytest.raises(InputError, match="no such thing"):
        found.work(range(3))
    found, noted, _ = pool(lambda n: FrameFailed(n, "no such thing", True, ()) if n == 1 else done(n))
    found.work(range(3))
    assert list(noted) == [1] and len(noted[1]) == 1


def test_whoever_stood_still_itself_does_not_blame_the_workers():
    found, noted, _ = pool(done, size=3, limits=Limits(retries=0, frame_s=1.5), seconds=1.0)
    slept = []

    class Sleepy(Silent):
        def tick(self, state):  # as Ctrl-Z and fg would
            if not slept and any(worker.doing == "frame" for worker in state.workers.values()):
                slept.append(time.sleep(6))

    found.listener = Sleepy()
    found.work(range(6))
    assert slept and sorted(found.rendered) == list(range(6)) and noted == {}


def test_a_worker_that_is_silent_is_ended():
    first = []

    def answer(frame):
        if not first:
            return first.append(frame)
        return done(frame)

    found, noted, hired = pool(answer, limits=Limits(retries=1, frame_s=0.6))
    found.work(range(3))
    assert sorted(found.rendered) == [0, 1, 2] and hired[0].killed and noted == {}


def test_the_last_word_of_one_that_was_ended_counts():
    found, _, _ = pool(done)
    late = Scripted(9, queue.SimpleQueue(), done)
    found._pending.append(7)
    found._take(late, done(7))
    found._take(late, done(8))  # nobody waits for it
    assert found.rendered == [7] and not found._pending


def test_processes_that_the_system_refuses(monkeypatch):
    monkeypatch.setattr("facings.batch.pool._LONGEST_PAUSE_S", 0.05)
    calls = []

    def refuse(index, inbox):
        calls.append(index)
        raise BlockingIOError(11, "Resource temporarily unavailable")

    found, _, _ = pool(done)
    found.hire = refuse
    with pytest.raises(CheckFailed, match="Resource temporarily unavailable"):
        found.work(range(3))
    assert len(calls) == 3


def test_a_late_worker_with_bad_input_does_not_end_the_run():
    hired = []
    found, noted, _ = pool(lambda n: Died("gone") if n == 1 and len(hired) == 1 else done(n), hired=hired)
    original = found.hire

    def hire(index, inbox):
        worker = original(index, inbox)
        if len(hired) == 2:
            found._inbox.get_nowait()
            inbox.put((worker, Unusable("another version", True, ())))
        return worker

    found.hire = hire
    found.work(range(4))
    assert sorted(found.rendered) == [0, 1, 2, 3] and noted == {}


class Hinted(Scripted):
    """Notes what it was told of its next frame."""

    def make(self, request):
        self.hints = [*getattr(self, "hints", []), (request.frame, request.next_frame)]
        super().make(request)


def hinted_pool(answer, size, **options):
    found, noted, hired = pool(answer, size, **options)

    def hire(index, inbox):
        hired.append(Hinted(index, inbox, answer, 0.01 * (1 + index)))
        return hired[-1]

    found.hire = hire
    return found, noted, hired


def test_a_worker_alone_is_told_its_next_frame():
    found, _, hired = hinted_pool(done, 1)
    found.work(range(4))
    assert hired[0].hints == [(0, 1), (1, 2), (2, 3), (3, None)] and found.rendered == [0, 1, 2, 3]


def test_workers_are_told_different_frames_and_get_them():
    found, _, hired = hinted_pool(done, 3)
    original = found._next_frame

    def next_frame(member, frame):
        hint = original(member, frame)
        others = {other.next_frame for other in found._members if other is not member}
        assert hint is None or hint not in others
        return hint

    found._next_frame = next_frame
    found.work(range(30))
    assert sorted(found.rendered) == list(range(30))
    asked = [(hint, following) for worker in hired
             for (_, hint), (following, _) in zip(worker.hints, worker.hints[1:], strict=False)]
    # At the end one that is idle takes what another one was told.
    assert all(hint == following or following >= 27 for hint, following in asked) and len(asked) >= 25


def test_an_idle_worker_takes_what_another_one_has_prepared_when_nothing_else_is_left():
    found, _, hired = hinted_pool(done, 2)
    original = found.hire

    def hire(index, inbox):
        worker = original(index, inbox)
        worker._seconds = 0.0 if index else 2.0
        return worker

    found.hire = hire
    found.work(range(6))
    slow = hired[0]
    assert sorted(found.rendered) == list(range(6))
    assert [frame for frame, _ in slow.hints] == [0] and slow.hints[0][1] is not None


def test_nothing_is_prepared_beside_a_frame_that_failed_or_may_not_fail():
    failed = []

    def answer(frame):
        if frame == 1 and len(failed) < 2:
            failed.append(frame)
            return Died("gone")
        return done(frame)

    found, _, hired = hinted_pool(answer, 1, limits=Limits(retries=2))
    found.work(range(5))
    hints = [hint for worker in hired for hint in worker.hints]
    assert sorted(found.rendered) == list(range(5))
    assert [hint for frame, hint in hints if frame == 1] == [2, None, None]
    assert 1 not in [hint for frame, hint in hints if frame != 0]
    found, _, hired = hinted_pool(done, 1, limits=Limits(retries=0))
    found.work(range(3))
    assert hired[0].hints == [(0, None), (1, None), (2, None)]
