"""Runs whose workers prepare the next frame beside the present one: faults in that cost what they would have cost alone."""

import json
import signal
import time

import pytest
from toy_runs import FORMATS, Run, content, environment, left_over

from facings.dataset.verify import verify

FRAMES = 16


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, str]:
    """What workers make of the batch that prepare nothing ahead: they may not fail once."""
    run = Run(tmp_path_factory.mktemp("undisturbed") / "d", "--workers", 1, "--retries", 0, frames=FRAMES)
    assert run.wait() == 0
    assert not any(stage.get("beside") == "frame before" for stage in stages(run))
    return content(run.out)


def stages(run):
    return [stage for event in run.events("frame") for stage in event["timings"]["stages"]]


def without(frames, found):
    numbers = [f"{frame:06d}" for frame in frames]
    return {path: digest for path, digest in found.items()
            if not path.startswith(("annotations", "failed")) and not any(number in path for number in numbers)}


@pytest.mark.parametrize("workers", [1, 2])
def test_frames_are_the_same_whether_they_were_prepared_ahead_or_not(undisturbed, tmp_path, workers):
    run = Run(tmp_path / "d", "--workers", workers, frames=FRAMES)
    assert run.wait() == 0
    assert content(run.out) == undisturbed
    ahead = [stage for stage in stages(run) if stage["stage"] == "prepare" and stage.get("beside") == "frame before"]
    assert len(ahead) >= FRAMES - 2 * workers


def test_what_preparing_raises_is_told_of_its_own_frame_alone(undisturbed, tmp_path):
    faults = {5: "prepare_raise", 9: "prepare_bad_input", 12: "unsampled"}
    run = Run(tmp_path / "d", "--workers", 1, "--retries", 1, frames=FRAMES, env=environment(faults=faults))
    assert run.wait() == 1
    assert [event["frame"] for event in run.events("attempt")].count(9) == 1
    assert {event["frame"] for event in run.events("attempt")} == set(faults)
    notes = {n: json.loads((run.out / "failed" / f"{n:06d}.json").read_text()) for n in faults}
    assert [len(notes[n]["attempts"]) for n in faults] == [2, 1, 2]
    assert notes[5]["attempts"][0]["log"][-1] == "RuntimeError: frame 5 is poison"
    assert notes[5]["spec"]["frame"] == 5 and notes[9]["spec"]["frame"] == 9 and notes[12]["spec"] is None
    assert verify(run.out, FORMATS) == []
    assert without(faults, content(run.out)) == without(faults, undisturbed)
    again = Run(run.out, "--workers", 1, frames=FRAMES)
    assert again.wait() == 0 and content(run.out) == undisturbed


@pytest.mark.parametrize("fault", ["prepare_abort", pytest.param("prepare_hang", marks=pytest.mark.slow), "prepare_hog"])
def test_a_worker_that_dies_of_preparing_the_next_frame_takes_no_other_one_with_it(undisturbed, tmp_path, fault):
    options = ["--workers", 1, "--retries", 1, "--frame-limit", 20, "--memory-limit", 1.5]
    run = Run(tmp_path / "d", *options, frames=FRAMES,
              env=environment(faults={5: fault, **{n: "slow" for n in range(FRAMES) if n != 5}}, TOY_SLOW_S="0.2"))
    assert run.wait() == 1
    assert "1 of 16 frames could not be made: 5" in run.error
    # The frame beside which it was prepared may lose its first attempt, no more.
    costs = [event["frame"] for event in run.events("attempt")]
    assert costs.count(5) == 2 and len(costs) <= 3
    assert without([5], content(run.out)) == without([5], undisturbed)


@pytest.mark.slow
def test_what_happens_beside_the_picture_is_the_frames_own(undisturbed, tmp_path):
    faults = {3: "label_raise", 6: "label_bad_input", 9: "label_abort", 12: "label_hang"}
    run = Run(tmp_path / "d", "--workers", 1, "--retries", 1, "--frame-limit", 20, frames=FRAMES,
              env=environment(faults=faults))
    assert run.wait() == 1
    attempts = [event["frame"] for event in run.events("attempt")]
    assert [attempts.count(n) for n in faults] == [2, 1, 2, 2] and set(attempts) == set(faults)
    notes = {n: json.loads((run.out / "failed" / f"{n:06d}.json").read_text()) for n in faults}
    assert notes[3]["attempts"][0]["log"][-1] == "RuntimeError: frame 3 is poison"
    assert notes[6]["why"] == "frame 6 asks for what is not there." and notes[6]["spec"]["frame"] == 6
    assert "SIGABRT" in notes[9]["why"] and "no sign of life" in notes[12]["why"]
    assert left_over(run.out) == [] and without(faults, content(run.out)) == without(faults, undisturbed)


def test_ctrl_c_while_the_next_frame_is_prepared(undisturbed, tmp_path):
    run = Run(tmp_path / "d", "--workers", 1, "--grace", 1, frames=FRAMES, env=environment(faults={6: "prepare_hang"}))
    while run.records() < 6:
        time.sleep(0.01)
    worker, = run.workers()
    began = time.monotonic()
    run.process.send_signal(signal.SIGINT)
    assert run.wait() == 130 and time.monotonic() - began < 15
    assert not worker.is_running() and left_over(run.out) == [] and verify(run.out, FORMATS) == []
    assert Run(run.out, "--workers", 1, frames=FRAMES).wait() == 0
    assert content(run.out) == undisturbed


def test_the_log_has_the_seconds_of_each_frame_and_of_the_run(tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=8)
    assert run.wait() == 0
    log, = (run.out / "logs").glob("*.jsonl")
    logged = [json.loads(line) for line in log.read_text().splitlines()]
    assert [e["timings"] for e in logged if e["event"] == "frame"] == [e["timings"] for e in run.events("frame")]
    for event in run.events("frame"):
        timings = event["timings"]
        named = [stage["stage"] for stage in timings["stages"]]
        assert {"sample", "prepare", "realise", "label render", "picture", "label", "encode labels", "encode picture",
                "store"} <= set(named)
        alone = [stage["wall_s"] for stage in timings["stages"] if "beside" not in stage]
        assert sum(alone) <= timings["wall_s"] + 0.01 * len(alone) and timings["wall_s"] == event["seconds"]
        assert {s["stage"] for s in timings["stages"] if s.get("beside") == "picture"} == {"label", "encode labels"}
    summary = run.events("done")[0]["timings"]
    assert summary["frames"] == 8 and 0 < summary["cores_busy"] <= 1.05 and summary["cpu_s"] > 0
    assert [e["timings"] for e in logged if e["event"] == "done"] == [summary]
    # Nothing of a run is in what it makes.
    assert "timings" not in (run.out / "frames" / "000003.json").read_text()
