"""Frames for Python, with real workers and the toy scene kind: arrays, faults, copies of a renderer in other processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import toy_runs

PRELUDE = """
import os, sys, time, json, pickle
import numpy as np
import facings
from facings.errors import FrameTimeout, InputError, RenderError, RenderInterrupted
recipe = facings.load_recipe(sys.argv[1])
"""


@pytest.fixture
def run(tmp_path):
    """Run a script in which the toy kind is installed and `recipe` is loaded; return what its last line says as JSON."""
    recipe = tmp_path / "toy.yaml"
    recipe.write_text(toy_runs.RECIPE)

    def run(script: str, **faults):
        done = subprocess.run([sys.executable, "-c", PRELUDE + script, str(recipe)], capture_output=True, text=True,
                              env=toy_runs.environment(**faults), timeout=240, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


def test_frames_are_those_of_a_batch_and_blender_stays_in_the_worker(run, tmp_path):
    said = run("""
facings.render(recipe, "set", frames=3, seed=5, device="cpu", workers=1)
stored = facings.open("set")
with facings.Renderer(recipe, seed=5, device="cpu") as renderer:
    made = [renderer.frame(n) for n in range(3)]
    again = renderer.render(recipe.sample(5, 2))
print(json.dumps({
    "records": all(a.record == b.record for a, b in zip(made, stored)),
    "pictures": all((a.image() == b.image()).all() for a, b in zip(made, stored)),
    "shape": made[0].image().shape, "ids": str(made[0].instance_map().dtype), "depth": str(made[0].depth().dtype),
    "spec": again.record == stored.frame(2).record, "bpy": "bpy" in sys.modules,
    "categories": renderer.header.categories}))
""")
    assert said == {"records": True, "pictures": True, "shape": [64, 64, 3], "ids": "uint16", "depth": "float32", "spec": True,
                    "bpy": False, "categories": [{"id": 1, "name": "cube", "supercategory": "toy"}]}


def test_frames_come_in_order_while_two_workers_make_them(run):
    said = run("""
with facings.Renderer(recipe, seed=1, device="cpu", workers=2) as renderer:
    numbers = [frame.number for frame in renderer.frames([4, 1, 3, 0, 2])]
    early = [frame.number for frame, _ in zip(renderer.frames(iter(range(100))), range(2))]
    after = renderer.frame(9).number
print(json.dumps([numbers, early, after]))
""")
    assert said == [[4, 1, 3, 0, 2], [0, 1], 9]


def test_a_crash_is_an_exception_that_holds_the_spec_and_the_next_frame_comes(run):
    said = run("""
with facings.Renderer(recipe, seed=1, device="cpu", retries=0) as renderer:
    found = []
    for number in (2, 3, 4):
        try:
            renderer.frame(number)
        except RenderError as error:
            again = pickle.loads(pickle.dumps(error))
            found.append([error.frame, error.spec == recipe.sample(1, number), again.spec == error.spec, str(error),
                          any("last words" in line or "poison" in line for line in error.log)])
    good = renderer.frame(5).number
print(json.dumps([found, good]))
""", faults={2: "abort", 3: "raise"})
    (aborted, raised), good = said
    assert aborted == [2, True, True, "frame 2: the worker was ended by SIGABRT", True]
    assert raised == [3, True, True, "frame 3: RuntimeError: frame 3 is poison", True]
    assert good == 5


def test_a_frame_that_fails_once_is_tried_again(run, tmp_path):
    assert run("print(json.dumps(facings.Renderer(recipe, device='cpu').frame(2).number))", faults={2: "abort"},
               once=tmp_path) == 2


def test_silence_ends_a_worker(run):
    said = run("""
with facings.Renderer(recipe, seed=1, device="cpu", retries=0) as renderer:
    renderer.frame(0)
    renderer._frame_limit_s = 1.0
    try:
        renderer.frame(2)
    except FrameTimeout as error:
        found = [error.frame, error.spec.frame, "no sign of life for 1 s" in str(error)]
print(json.dumps(found))
""", faults={2: "hang"})
    assert said == [2, 2, True]


def test_bad_input_is_told_as_such(run):
    said = run("""
renderer = facings.Renderer(recipe, device="cpu")
try:
    renderer.frame(1)
except InputError as error:
    found = [str(error)]
for wrong in (lambda: renderer.frame(-1), lambda: facings.Renderer(recipe, workers=0), lambda: facings.Renderer("no_such"),
              lambda: facings.Renderer(recipe, seed=-1), lambda: facings.Renderer(recipe, device="optix").frame(0)):
    try:
        wrong()
    except InputError as error:
        found.append(str(error))
print(json.dumps(found))
""", faults={1: "bad_input"})
    assert said[0] == "frame 1 asks for what is not there."
    assert len(said) == 6 and "Cycles finds no such device" in said[5]


def test_ctrl_c_holds_the_spec(run):
    said = run("""
import signal, threading
with facings.Renderer(recipe, seed=1, device="cpu") as renderer:
    renderer.frame(0)
    threading.Timer(1.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        renderer.frame(2)
    except KeyboardInterrupt as error:
        found = [type(error).__name__, error.frame, error.spec.frame]
    found.append(renderer.frame(3).number)
print(json.dumps(found))
""", faults={2: "hang"})
    assert said == ["RenderInterrupted", 2, 2, 3]


def test_two_at_once(run):
    said = run("""
with facings.Renderer(recipe, seed=1, device="cpu") as one, facings.Renderer(recipe, seed=2, device="cpu") as other:
    pairs = [(a.record["seed"], b.record["seed"]) for a, b in zip(one.frames(range(3)), other.frames(range(3)))]
print(json.dumps(pairs))
""")
    assert said == [[1, 2]] * 3


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_copy_in_a_child_process_has_workers_of_its_own(run, method):
    """What a data loader's workers do: the parent's renderer, already used, is used in children too."""
    said = run(f"""
import multiprocessing, psutil
context = multiprocessing.get_context("{method}")
renderer = facings.Renderer(recipe, seed=3, device="cpu")
renderer.frame(0)
mine = psutil.Process().children()

def make(renderer, number, queue):
    frame = renderer.frame(number)
    # The parent's worker is not this process's child, and its pipes are not held here.
    queue.put((number, int(frame.image().astype(int).sum()), len(psutil.Process().children())))
    renderer.close()

if __name__ == "__main__":
    queue = context.Queue()
    if "{method}" == "fork":
        children = [context.Process(target=make, args=(renderer, n, queue)) for n in (1, 2)]
        for child in children:
            child.start()
        found = sorted(queue.get(timeout=120) for _ in children)
        for child in children:
            child.join()
    else:
        copy = pickle.loads(pickle.dumps(renderer))
        found = [(n, int(copy.frame(n).image().astype(int).sum()), 1) for n in (1, 2)]
        copy.close()
    right = [(n, int(renderer.frame(n).image().astype(int).sum()), 1) for n in (1, 2)]
    worker = next(p for p in mine if "facings.rendering.worker_process" in p.cmdline())
    renderer.close()
    gone = not worker.is_running() or worker.status() == "zombie"
    print(json.dumps([found == right, gone]))
""")
    assert said == [True, True]


def test_a_worker_ends_with_the_process_that_started_it_though_a_forked_child_lives(run):
    said = run("""
import signal, psutil
report_r, report_w = os.pipe()
parent = os.fork()
if not parent:
    renderer = facings.Renderer(recipe, device="cpu")
    renderer.frame(0)
    worker = next(p.pid for p in psutil.Process().children() if "facings.rendering.worker_process" in p.cmdline())
    child = os.fork()
    if not child:
        time.sleep(30)
        os._exit(0)
    os.write(report_w, json.dumps([worker, child]).encode())
    time.sleep(60)
worker, child = json.loads(os.read(report_r, 100))
os.kill(parent, signal.SIGKILL)
os.waitpid(parent, 0)
until = time.monotonic() + 20
while time.monotonic() < until and psutil.pid_exists(worker) and psutil.Process(worker).status() != "zombie":
    time.sleep(0.1)
alive = psutil.pid_exists(worker) and psutil.Process(worker).status() != "zombie"
os.kill(child, signal.SIGKILL)
print(json.dumps([alive, psutil.pid_exists(child)]))
""")
    assert said[0] is False


def test_a_forgotten_renderer_ends_its_worker(run):
    said = run("""
import gc, psutil
renderer = facings.Renderer(recipe, device="cpu")
renderer.frame(0)
worker = psutil.Process().children()[0]
del renderer
gc.collect()
try:
    worker.wait(10)
    gone = True
except psutil.TimeoutExpired:
    gone = False
print(json.dumps(gone))
""")
    assert said is True


def test_render_gives_back_the_signal_handlers(run):
    said = run("""
import signal, threading
seen = []
signal.signal(signal.SIGINT, lambda *_: seen.append("mine"))
def stop():
    while not os.path.isdir("set/frames") or not any(name.startswith("000001") for name in os.listdir("set/frames")):
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=stop).start()
report = facings.render(recipe, "set", frames=100000, device="cpu", workers=1, annotations=False)
print(json.dumps([seen, len(report.rendered) > 0, signal.getsignal(signal.SIGTERM) == signal.SIG_DFL]))
""")
    assert said == [["mine"], True, True]


def test_two_hundred_frames_feed_a_loop(run):
    """What an iterable data set does in a loader's processes: frames are rendered while the loop uses those before."""
    said = run("""
with facings.Renderer(recipe, seed=8, device="cpu") as renderer:
    means = [float(frame.image().mean()) for frame in renderer.frames(range(200))]
print(json.dumps([len(means), len(set(means)) > 100]))
""")
    assert said == [200, True]


def test_overrides_may_be_a_mapping(tmp_path):
    import numpy as np

    import facings
    from facings.errors import InputError

    recipe = facings.load_recipe("shelf", {"stock.gap_rate": np.float64(0.5), "camera.distance_m": {"uniform": (1, 2)},
                                           "catalogue.departments": ("tinned",)}, resolution=(64, 48))
    written = recipe.resolved
    assert written["stock"]["gap_rate"] == 0.5 and written["camera"]["distance_m"] == {"uniform": [1.0, 2.0]}
    assert written["catalogue"]["departments"] == ["tinned"] and written["picture"]["resolution"] == [64, 48]
    with pytest.raises(InputError, match="override 'stock.gap_rat'"):
        facings.load_recipe("shelf", {"stock.gap_rat": 1})
    with pytest.raises(InputError, match="override '.gap'.*joined by dots"):
        facings.load_recipe("shelf", {".gap": 1})
    assert Path(facings.load_recipe(Path(recipe.path)).path) == recipe.path


def test_exceptions_survive_pickling():
    import pickle

    from facings.errors import FrameTimeout, RenderError, RenderInterrupted

    for error in (RenderError("it broke", 3, {"a": 1}, ("a line",)), FrameTimeout("silent", 4),
                  RenderInterrupted("stopped", 5, "its spec")):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and str(again) == str(error) and vars(again) == vars(error)
        assert str(type(error)("told by another process")) == "told by another process"


def test_what_is_no_spec_is_told(run):
    assert "takes a ToySpec" in run("""
try:
    facings.Renderer(recipe).render({"frame": 1})
except InputError as error:
    print(json.dumps(str(error)))
""")


def test_a_recipe_knows_how_the_command_loads_it():
    import facings

    recipe = facings.load_recipe("shelf", {"stock.gap_rate": {"uniform": [0, 0.1]}}, resolution=(64, 48), quality="draft")
    assert recipe.arguments == ("shelf", "--resolution", "64x48", "--quality", "draft",
                                "--set", 'stock.gap_rate={"uniform": [0, 0.1]}')
    again = facings.load_recipe("shelf", ['stock.gap_rate={"uniform": [0, 0.1]}'], resolution=(64, 48), quality="draft")
    assert again.resolved == recipe.resolved
