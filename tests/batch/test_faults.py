"""Batches under real signals, real crashes and full disks: nothing lost, nothing redone, nothing half-written."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from toy_runs import FORMATS, RECIPE, Run, content, environment, left_over

from facings.dataset.verify import verify
from facings.process.durable import new_run

FRAMES = 60


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, str]:
    """What one worker makes of the batch when nothing happens."""
    run = Run(tmp_path_factory.mktemp("undisturbed") / "d", "--workers", 1, frames=FRAMES)
    assert run.wait() == 0
    assert verify(run.out, FORMATS) == []
    return content(run.out)


def wait_for(condition, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_two_workers_make_the_same_dataset_and_blender_stays_out_of_the_parent(undisturbed, tmp_path):
    out, recipe = tmp_path / "d", tmp_path / "toy.yaml"
    recipe.write_text(RECIPE)
    code = ("import sys; from facings.command.cli import run; code = run(sys.argv[1:]); assert 'bpy' not in sys.modules;"
            " sys.exit(code)")
    done = subprocess.run([sys.executable, "-c", code, "render", recipe, "--out", out, "--frames", str(FRAMES), "--workers",
                           "2"], env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert content(out) == undisturbed


def test_kill_9_of_workers_at_random_moments(undisturbed, tmp_path):
    rng, killed = random.Random(5), 0
    run = Run(tmp_path / "d", "--workers", 2, "--retries", 40, frames=FRAMES,
              env=environment(faults={"all": "slow"}, TOY_SLOW_S="0.1"))
    while run.process.poll() is None:
        time.sleep(rng.uniform(0.1, 0.8))
        workers = run.workers()
        if workers and run.records() > 3 * killed:  # so that it comes to an end
            try:
                rng.choice(workers).kill()
                killed += 1
            except psutil.NoSuchProcess:
                pass
    assert run.wait() == 0, run.error
    assert killed >= 5 and len(run.events("attempt")) + len(run.events("worker")) >= killed
    assert content(run.out) == undisturbed and left_over(run.out) == []


def test_a_stopped_worker_is_replaced(undisturbed, tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, "--frame-limit", 4, frames=FRAMES,
              env=environment(faults={"all": "slow"}, TOY_SLOW_S="0.2"))
    wait_for(lambda: run.records() >= 4)
    stopped = run.workers()[0]
    stopped.send_signal(signal.SIGSTOP)
    assert run.wait() == 0, run.error
    assert "no sign of life for 4 s" in run.events("attempt")[0]["why"]
    assert not stopped.is_running() and content(run.out) == undisturbed


def test_hangs_hogs_and_crashes_cost_one_attempt(undisturbed, tmp_path):
    once = tmp_path / "once"
    once.mkdir()
    faults = {3: "raise", 9: "abort", 14: "hang", 20: "hog"}
    run = Run(tmp_path / "d", "--workers", 2, "--frame-limit", 6, "--memory-limit", 1.2, frames=FRAMES,
              env=environment(faults=faults, once=once))
    assert run.wait() == 0, run.error
    attempts = {event["frame"]: event["why"] for event in run.events("attempt")}
    assert set(attempts) == set(faults) and run.events("failed") == []
    assert "frame 3 is poison" in attempts[3] and "SIGABRT" in attempts[9]
    assert "no sign of life" in attempts[14] and "above its limit of 1.20 GB" in attempts[20]
    assert content(run.out) == undisturbed


def test_poison_frames_are_set_aside_and_tried_again_by_the_next_run(undisturbed, tmp_path):
    faults = {7: "raise", 8: "abort", 9: "bad_input", 10: "unsampled"}
    run = Run(tmp_path / "d", "--workers", 2, "--retries", 1, frames=FRAMES, env=environment(faults=faults))
    assert run.wait() == 1
    assert "4 of 60 frames could not be made: 7, 8, 9, 10" in run.error and run.error.count("\n") == 1
    notes = {n: json.loads((run.out / "failed" / f"{n:06d}.json").read_text()) for n in faults}
    assert [len(notes[n]["attempts"]) for n in faults] == [2, 2, 1, 2]
    assert "last words" in notes[8]["attempts"][0]["log"]
    assert notes[7]["attempts"][1]["log"][-1] == "RuntimeError: frame 7 is poison"
    assert notes[10]["spec"] is None and notes[8]["spec"]["frame"] == 8
    assert verify(run.out, FORMATS) == [] and run.records() == FRAMES - 4
    # The command in the note makes the frame, as it would have been.
    for number in (8, 10):
        words = notes[number]["reproduce"].split()
        subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, env=environment(), check=True, timeout=60,
                       capture_output=True)
        assert content(tmp_path / f"frame-{number}")[f"images/{number:06d}.png"] == undisturbed[f"images/{number:06d}.png"]
    again = Run(run.out, "--workers", 2, frames=FRAMES)
    assert again.wait() == 0
    assert sorted(event["frame"] for event in again.events("frame")) == sorted(faults)
    assert content(run.out) == undisturbed


def test_bad_input_that_no_frame_survives_ends_the_run(tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=6, env=environment(faults={"all": "bad_input"}))
    assert run.wait() == 2
    assert "asks for what is not there" in run.error and run.error.count("\n") == 1
    assert not (run.out / "failed").exists()


@pytest.mark.slow
def test_ctrl_c_and_terminate_at_random_moments(undisturbed, tmp_path):
    """Thirty runs over one folder, each stopped somewhere, half of them at once: nothing is ever half there."""
    rng, out, there = random.Random(8), tmp_path / "d", 0
    for attempt in range(30):
        number, twice = rng.choice((signal.SIGINT, signal.SIGTERM)), attempt % 2 == 1
        run = Run(out, "--workers", 1, "--verify-existing", frames=FRAMES)
        before = there
        wait_for(lambda run=run, before=before: run.process.poll() is not None or run.records() > before)
        time.sleep(rng.uniform(0, 0.05))
        if run.process.poll() is None:
            run.process.send_signal(number)
            if twice:
                time.sleep(0.005)
                run.process.send_signal(number)
            # When all frames are made a signal ends the process as any other, which a shell tells as the same number.
            assert run.wait() in (128 + number, 0, *((-number,) if run.records() == FRAMES else ())), run.error
        there = run.records()
        # What was there is sound: this run, told to check, had not one of them to make again.
        assert not [event for event in run.events("frame") if event["frame"] < before]
        if there == FRAMES:
            break
    assert verify(out, FORMATS) == []
    assert Run(out, "--workers", 1, frames=FRAMES).wait() == 0
    assert content(out) == undisturbed and left_over(out) == []


def test_running_frames_finish_after_ctrl_c_and_workers_do_not_stay(tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=FRAMES, env=environment(faults={"all": "slow"}, TOY_SLOW_S="1.5"))
    wait_for(lambda: len(run.workers()) == 2 and (run.records() >= 2))
    time.sleep(0.3)
    workers = run.workers()
    run.process.send_signal(signal.SIGINT)
    assert run.wait() == 130
    stop, = run.events("stop")
    made = {event["frame"] for event in run.events("frame")}
    assert stop["running"] and set(stop["running"]) <= made and run.records() == len(made)
    assert not any(worker.is_running() for worker in workers)
    assert "interrupted" in run.error and run.events("done") == []
    assert verify(run.out, FORMATS) == []


def test_a_log_that_nobody_reads_any_more_costs_nothing(tmp_path):
    out, recipe = tmp_path / "d", tmp_path / "toy.yaml"
    recipe.write_text(RECIPE)
    command = [sys.executable, "-m", "facings", "render", recipe, "--out", out, "--frames", "30", "--workers", "1",
               "--log-format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=environment(faults={"all": "slow"}, TOY_SLOW_S="0.2"))
    while b'"event": "frame"' not in process.stdout.readline():
        pass
    process.stdout.close()
    wait_for(lambda: len(list((out / "frames").glob("[0-9]*.json"))) >= 4)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130 and verify(out, FORMATS) == []


def test_a_killed_parent_leaves_no_workers_and_the_next_run_sweeps(undisturbed, tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=FRAMES)
    wait_for(lambda: run.records() >= 5)
    workers = run.workers()
    run.process.kill()
    run.wait()
    wait_for(lambda: not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers), 10)
    (run.out / "images" / ".000050.png.host-1-00000000.part").write_bytes(b"another host's")
    again = Run(run.out, "--workers", 2, frames=FRAMES)
    assert again.wait() == 0
    assert [path.name for path in left_over(run.out)] == [".000050.png.host-1-00000000.part"]  # that host may live
    left_over(run.out)[0].unlink()
    assert content(run.out) == undisturbed


def test_two_shards_and_two_whole_runs_at_once_on_one_folder(undisturbed, tmp_path):
    for shards in (("1/2", "2/2"), ("1/1", "1/1")):
        out = tmp_path / shards[0].replace("/", "of") / "d"
        out.parent.mkdir()
        runs = [Run(out, "--workers", 1, "--shard", shard, frames=FRAMES) for shard in shards]
        assert [run.wait() for run in runs] == [0, 0], runs[0].error + runs[1].error
        assert content(out) == undisturbed and verify(out, FORMATS) == []
        if shards[0] == "1/2":
            made = [{event["frame"] for event in run.events("frame")} for run in runs]
            assert made[0].isdisjoint(made[1]) and made[0] | made[1] == set(range(FRAMES))


def test_only_what_is_missing_or_damaged_is_made_again(undisturbed, tmp_path):
    run = Run(tmp_path / "d", "--workers", 1, frames=12)
    assert run.wait() == 0
    expected = content(run.out)
    (run.out / "frames" / "000002.json").unlink()
    (run.out / "depth" / "000003.exr").unlink()
    os.truncate(run.out / "images" / "000004.png", 10)
    flipped = run.out / "images" / "000005.png"
    data = bytearray(flipped.read_bytes())
    data[-20] ^= 1
    flipped.write_bytes(data)
    again = Run(run.out, "--workers", 1, frames=12)
    assert again.wait() == 0 and sorted(event["frame"] for event in again.events("frame")) == [2, 3, 4]
    again = Run(run.out, "--workers", 1, "--verify-existing", frames=12)
    assert again.wait() == 0 and [event["frame"] for event in again.events("frame")] == [5]
    assert content(run.out) == expected
    again = Run(run.out, "--workers", 1, frames=12)
    assert again.wait() == 0 and again.events("start") == []  # nothing to do: no worker


def test_a_full_disk(undisturbed, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        (disk / "d").mkdir()
        (tmp_path / "d").symlink_to(disk / "d")
        run = Run(tmp_path / "d", "--workers", 2, frames=FRAMES * 10)
        assert run.wait() == 2
        assert "No space left on device" in run.error and "make room" in run.error and run.error.count("\n") == 1
        there = run.records()
        assert there > 3 and verify(disk / "d", FORMATS) == []
        shutil.copytree(disk / "d", tmp_path / "room", symlinks=True)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        locked = Run(tmp_path / "d", "--workers", 1, frames=FRAMES * 10)
        assert locked.wait() == 2
        assert "Read-only file system" in locked.error and locked.error.count("\n") == 1
        more = Run(tmp_path / "room", "--workers", 1, frames=there + 2)
        assert more.wait() == 0 and left_over(tmp_path / "room") == []
        wanted = {path: digest for path, digest in undisturbed.items() if path.startswith("images")}
        assert {path: digest for path, digest in content(tmp_path / "room").items() if path in wanted}.items() <= wanted.items()
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_folder_that_goes_away(tmp_path):
    run = Run(tmp_path / "d", "--workers", 1, frames=FRAMES, env=environment(faults={"all": "slow"}, TOY_SLOW_S="0.2"))
    wait_for(lambda: run.records() >= 2)
    (tmp_path / "d").rename(tmp_path / "elsewhere")
    assert run.wait() == 2
    assert "cannot be written" in run.error and run.error.count("\n") == 1
    assert not (tmp_path / "d").exists() and verify(tmp_path / "elsewhere", FORMATS) == []


def test_a_clock_that_goes_backwards(undisturbed, tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=FRAMES, env=environment(TOY_CLOCK="1"))
    assert run.wait() == 0 and content(run.out) == undisturbed
    assert all(event["seconds"] >= 0 and event["frames_an_hour"] > 0 for event in run.events("frame"))


def test_a_worker_that_cannot_start(tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=4, env=environment(TOY_BROKEN="1"))
    assert run.wait() == 1
    assert "3 workers in a row did not come up" in run.error and "this node is broken" in run.error


def test_a_kind_that_exits_as_it_is_imported_ends_the_run(tmp_path):
    run = Run(tmp_path / "d", "--workers", 2, frames=4, env=environment(TOY_EXIT="1"))
    assert run.wait() == 1
    assert "3 workers in a row did not come up" in run.error and "SystemExit: no script is to be imported" in run.error


@pytest.mark.parametrize("when", ["", "prepare_", "label_"])
def test_a_frame_that_exits_costs_its_attempt(tmp_path, when):
    once = tmp_path / "once"
    once.mkdir()
    run = Run(tmp_path / "d", "--workers", 1, "--retries", 1, frames=4,
              env=environment(faults={2: f"{when}exit"}, once=once))
    assert run.wait() == 0, run.error
    (attempt,) = run.events("attempt")
    assert attempt["frame"] == 2 and "exit code 1" in attempt["why"] and run.records() == 4


def test_nothing_stays_in_the_scratch_folders(tmp_path):
    base = Path("/dev/shm")
    if not base.is_dir():
        pytest.skip("this system has no /dev/shm")
    host = new_run().rsplit("-", 2)[0]
    dead, elsewhere = (base / f"facings-{name}-999999999-0123abcd" for name in (host, "another"))
    for folder in (dead, elsewhere):
        folder.mkdir(exist_ok=True)
    run = Run(tmp_path / "d", "--workers", 1, frames=3)
    assert run.wait() == 0
    assert not dead.exists() and elsewhere.exists()  # whose process may live
    elsewhere.rmdir()
    assert not [path for path in base.glob("facings-*") if f"-{run.process.pid}-" in path.name]
