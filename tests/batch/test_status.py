"""What a run looks like from outside, while it goes on and afterwards."""

import json
import time

from toy_runs import Run, environment

from facings.batch.status import status
from facings.command import cli


def test_status_while_it_runs_and_afterwards(tmp_path, capfd):
    run = Run(tmp_path / "d", "--workers", 2, "--retries", 0, frames=14,
              env=environment(faults={"all": "slow", "3": "raise"}, TOY_SLOW_S="0.6"))
    until = time.monotonic() + 60
    while not (run.out / "dataset.json").exists() or not (seen := status(run.out)).runs or not seen.runs[0].state["done"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    now = seen.runs[0]
    assert now.alive and now.how == "running" and now.state["total"] == 14 and now.state["pid"] == run.process.pid
    assert now.state["done"] + len(now.state["failed"]) + now.state["left"] == 14 and now.state["frames_an_hour"] > 0
    assert {worker["doing"] for worker in now.state["workers"]} <= {"frame", "idle", "starting"}
    assert any("worker " in line for line in seen.lines()) and "running" in seen.lines()[1]
    assert run.wait() == 1
    assert cli.run(["status", str(run.out)]) == 0
    out = capfd.readouterr().out
    assert "13 frames, 1 set aside: 3 (see failed/)" in out and "done; 13 done, 1 failed, 0 left of 14" in out
    assert cli.run(["status", str(run.out), "--log-format", "json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["frames"], told["failed"], told["runs"][0]["how"]) == (13, [3], "done")


def test_a_killed_run_is_seen_as_such(tmp_path):
    run = Run(tmp_path / "d", "--workers", 1, frames=40, env=environment(faults={"all": "slow"}, TOY_SLOW_S="0.2"))
    while run.records() < 2:
        time.sleep(0.05)
    run.process.kill()
    run.wait()
    seen = status(run.out).runs[0]
    assert not seen.alive and "killed" in seen.how


def test_the_log_holds_every_event_with_its_time(tmp_path):
    run = Run(tmp_path / "d", "--workers", 1, frames=3)
    assert run.wait() == 0
    log, = (run.out / "logs").glob("*.jsonl")
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert [event["event"] for event in events] == ["start", "worker", "frame", "frame", "frame", "done"]
    assert all(event["time"].endswith("+00:00") for event in events)
