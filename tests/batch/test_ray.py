"""Batches on a real Ray cluster of several nodes, all on this machine; one of them dies."""

import contextlib
import dataclasses
import json
import os
import pickle
import queue
import shutil
import subprocess
import sys
import time
import types
from pathlib import Path

import numpy as np
import psutil
import pytest
from toy_runs import FORMATS, RECIPE, Run, content, environment, left_over

from facings.batch.portable_recipe import portable_files, relocated
from facings.batch.ray_cluster import Demand, connected, demand
from facings.dataset.images import encode_exr, encode_png
from facings.dataset.verify import verify
from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.goods.catalogue import load_catalogue
from facings.process.digest import file_sha256
from facings.recipes.files import PICTURES, pictures_of, shipped
from facings.rendering.events import Unusable

SLOW, ABORTS, RAISES = range(100, 130), 203, 204
NODE = {"num_cpus": 2, "num_gpus": 0, "object_store_memory": 100 * 2**20}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two nodes, each with room for one worker. What their processes inherit is fixed when a node is started."""
    pytest.importorskip("ray", reason="ray, of the extra `ray`, is not installed")
    from ray.cluster_utils import Cluster

    faults = {n: "slow" for n in SLOW} | {ABORTS: "abort", RAISES: "raise"}
    nodes = environment(faults=faults, TOY_CLUSTER=str(tmp_path_factory.mktemp("cluster")), RAY_USAGE_STATS_ENABLED="0")
    before = dict(os.environ)
    os.environ.update(nodes)
    started = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
    try:
        started.add_node(**NODE)
        yield started
    finally:
        started.shutdown()
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """Make the frames that are asked for with a local worker; return the dataset's content."""
    made = {}

    def make(start: int, frames: int) -> dict[str, str]:
        if (start, frames) not in made:
            run = Run(tmp_path_factory.mktemp("local") / "d", "--workers", 1, "--start", start, "--device", "cpu",
                      frames=frames, env=environment())
            assert run.wait() == 0, run.error
            made[start, frames] = content(run.out)
        return made[start, frames]

    return make


def on_cluster(cluster, out: Path, *arguments, frames: int) -> Run:
    return Run(out, "--ray", cluster.address, "--device", "cpu", *arguments, frames=frames, env=environment())


def worker_processes() -> list[psutil.Process]:
    """Those of the cluster's nodes, also of dead ones."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if "facings.rendering.worker_process" in process.cmdline() and "TOY_CLUSTER" in process.environ():
                found.append(process)
    return found


def wait_for(condition, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_cluster_makes_what_one_worker_makes(cluster, local, tmp_path):
    run = on_cluster(cluster, tmp_path / "d", frames=12)
    assert run.wait() == 0, run.error
    assert content(run.out) == local(0, 12)
    [start] = run.events("start")
    assert start["workers"] == 2 and len(run.events("frame")) == 12
    assert all(event["device"].startswith("cpu on ") for event in run.events("worker"))
    assert run.error == "" and left_over(run.out) == []


def test_a_node_dies_in_mid_batch(cluster, local, tmp_path):
    third = cluster.add_node(**NODE)
    # A fourth worker has no room until the end, and says so.
    run = on_cluster(cluster, tmp_path / "d", "--start", SLOW.start, "--workers", 4, "--frame-limit", 12, frames=16)
    ready = lambda: [event for event in run.events("worker") if event["now"] == "ready"]  # noqa: E731
    wait_for(lambda: len(ready()) == 3 and len(run.events("frame")) >= 3)
    cluster.remove_node(third, allow_graceful=False)
    assert run.wait() == 0, run.error
    frames = list(range(SLOW.start, SLOW.start + 16))
    assert sorted(event["frame"] for event in run.events("frame")) == frames
    [lost] = run.events("attempt")
    assert "its Ray actor" in lost["why"] and "is gone" in lost["why"] and lost["attempt"] == 1
    waiting = [event["what"] for event in run.events("prepare")]
    assert any("waits for a node of the Ray cluster with 2 CPUs free" in what for what in waiting)
    assert content(run.out) == local(SLOW.start, 16) and verify(run.out, FORMATS) == []
    assert run.error == "" and left_over(run.out) == []
    wait_for(lambda: not worker_processes(), 20)


def test_without_a_shared_folder_frames_are_handed_back_and_poison_is_set_aside(cluster, local, tmp_path):
    """Under the path that the driver gives, every process sees its own current folder: the nodes see another one."""
    (tmp_path / "toy.yaml").write_text(RECIPE)
    command = [sys.executable, "-m", "facings", "render", "toy.yaml", "--out", "/proc/self/cwd/d", "--start", "200", "--frames",
               "6", "--ray", cluster.address, "--device", "cpu", "--retries", "1"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    assert f"2 of 6 frames could not be made: {ABORTS}, {RAISES}" in done.stderr
    made, wanted = content(tmp_path / "d"), local(200, 6)
    of_frames = {path for path in made if path.startswith(("frames/", "images/", "depth/", "instance/", "semantic/"))}
    assert len([path for path in of_frames if path.startswith("frames/")]) == 4
    assert {path: made[path] for path in of_frames} == {path: wanted[path] for path in of_frames}
    assert not (Path.cwd() / "d").exists() and left_over(tmp_path / "d") == []
    aborted, raised = (json.loads((tmp_path / f"d/failed/000{n}.json").read_text()) for n in (ABORTS, RAISES))
    assert "SIGABRT" in aborted["why"] and len(aborted["attempts"]) == 2 and aborted["spec"]["frame"] == ABORTS
    assert "last words" in aborted["attempts"][0]["log"]
    assert "is poison" in raised["why"] and raised["spec"]["frame"] == RAISES


def test_a_node_without_facings_is_told(cluster, monkeypatch):
    from facings.batch import ray_workers

    module = types.ModuleType("facings_that_nodes_lack")
    base = type("Base", (), {"__module__": module.__name__})
    module.Base = base
    monkeypatch.setitem(sys.modules, module.__name__, module)
    inbox = queue.SimpleQueue()
    with connected(cluster.address) as ray:
        actor = ray.remote(type("Actor", (base,), {"look": lambda self, files: None}))
        worker = ray_workers.RayWorker(ray_workers._Cluster(ray, actor, Demand(2, 0), None, None, None, 60.0), 0, inbox)
        told, event = inbox.get(timeout=60)
        worker.kill()
        worker.listening.join(10)
    assert told is worker and isinstance(event, Unusable) and event.bad_input
    assert "No module named 'facings_that_nodes_lack'" in event.why and "with its extra `ray`" in event.why
    assert "\n" not in event.why


def _refused(address: str) -> str:
    with pytest.raises(InputError) as error, connected(address):
        pass
    assert "\n" not in str(error.value)
    return str(error.value)


def test_ray_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    assert "with its extra `ray`" in _refused("auto")


def test_no_cluster_is_told_at_once(monkeypatch):
    pytest.importorskip("ray", reason="ray, of the extra `ray`, is not installed")
    began = time.monotonic()
    assert "no Ray cluster can be reached" in _refused("127.0.0.1:1") and "ray start --head" in _refused("ray://127.0.0.1:1")
    assert "HOST:PORT" in _refused("head-node") and "HOST:PORT" in _refused("head:port")
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    assert "RAY_ADDRESS=127.0.0.1:1" in _refused("auto")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("nodes, device, wanted, room", [
    ([{"CPU": 8.0}, {"CPU": 5.0}], "auto", Demand(2, 0), 6),
    ([{"CPU": 8.0}, {"CPU": 1.0}], "cpu", Demand(1, 0), 9),
    ([{"CPU": 8.0}, {"memory": 1e9}], "cpu", Demand(2, 0), 4),
    ([{"CPU": 8.0, "GPU": 4.0}, {"CPU": 64.0}], "auto", Demand(2, 1), 4),
    ([{"CPU": 4.0, "GPU": 4.0}, {"CPU": 64.0}], "optix", Demand(1, 1), 4),
    ([{"CPU": 8.0, "GPU": 4.0}, {"CPU": 64.0}], "cpu", Demand(2, 0), 36),
    ([{"CPU": 8.0}], "metal", Demand(2, 0), 4),
])
def test_what_a_worker_takes(nodes, device, wanted, room):
    found = demand(nodes, device)
    assert found == wanted and sum(map(found.fitting, nodes)) == room


def test_memory_limits_places_and_a_gpu_must_be_there():
    nodes = [{"CPU": 64.0, "memory": 9e9}]
    assert demand(nodes, "cpu", 4 * 10**9).fitting(nodes[0]) == 2
    assert demand(nodes, "cpu").options() == {"num_cpus": 2, "num_gpus": 0}
    with pytest.raises(InputError, match="no node of the Ray cluster has a GPU"):
        demand(nodes, "optix")


CATALOGUE = """\
schema: 1
products:
  - {id: 900001, sku: own-mug, name: Mug, department: DEPARTMENT, model: models/mug.obj, height_mm: 90}
"""
MUG = """\
mtllib mug.mtl
v 0 0 0
v 1 0 0
v 1 0 1
v 0 0 1
v 0 2 0
v 1 2 0
v 1 2 1
v 0 2 1
vt 0 0
vt 1 0
vt 1 1
vt 0 1
usemtl glaze
f 1/1 2/2 3/3 4/4
f 5/1 8/2 7/3 6/4
f 1/1 5/2 6/3 2/4
f 2/1 6/2 7/3 3/4
f 3/1 7/2 8/3 4/4
f 4/1 8/2 5/3 1/4
"""


def test_a_recipes_own_files_come_along(tmp_path):
    shop = tmp_path / "shop"
    (shop / "models/textures").mkdir(parents=True)
    (shop / "models/mug.obj").write_text(MUG)
    (shop / "models/mug.mtl").write_text("newmtl glaze\nmap_Kd textures/glaze.png\n")
    glaze = encode_png(np.full((4, 4, 3), (200, 30, 30), np.uint8))
    (shop / "models/textures/glaze.png").write_bytes(glaze)
    (shop / "own.yaml").write_text(CATALOGUE.replace("DEPARTMENT", load_catalogue().departments[0].id))
    shutil.copy(shipped(".blend")["shelf_gondola"], shop / "mine.blend")
    (shop / "sky.exr").write_bytes(encode_exr(np.ones((8, 16, 3), np.float32)))
    loaded = load_recipe("shelf", [f"catalogue.extra=[{shop}/own.yaml]", f"world.hdri={shop}/sky.exr"],
                         template=str(shop / "mine.blend"))
    files = portable_files(loaded)
    names = {"own.yaml", "mine.blend", "sky.exr", "models/mug.obj", "models/mug.mtl", "models/textures/glaze.png"}
    assert set(files.sha256) == {str(shop / name) for name in names} and files.are_here()
    contents = files.contents()
    assert relocated(loaded, {}, tmp_path / "node").files == loaded.files and not (tmp_path / "node").exists()

    (shop / "sky.exr").write_bytes(encode_exr(np.zeros((8, 16, 3), np.float32)))
    assert not files.are_here()
    shutil.rmtree(shop)
    assert not files.are_here()
    there = relocated(pickle.loads(pickle.dumps(loaded)), contents, tmp_path / "node")
    assert all(path.is_relative_to(tmp_path / "node") for path in there.files.values())
    assert there.resolved == loaded.resolved
    catalogue = load_catalogue(extra=[there.files[name] for name in there.recipe.catalogue.extra])
    assert catalogue.product("own-mug").model.with_name("textures").joinpath("glaze.png").read_bytes() == glaze
    assert file_sha256(there.template) == file_sha256(shipped(".blend")["shelf_gondola"])


def test_a_folder_of_pictures_stays_one(tmp_path):
    folder = tmp_path / "rooms"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(bytes([number]))
    loaded = load_recipe("face", [f"surroundings.pictures={folder}"])
    [name] = [name for name in loaded.files if name.startswith(PICTURES)]
    contents = portable_files(loaded).contents()
    shutil.rmtree(folder)
    there = relocated(loaded, contents, tmp_path / "node").files
    assert pictures_of(name, there) == pictures_of(name, loaded.files) and len(pictures_of(name, there)) == 3
    assert [there[picture].name for picture in pictures_of(name, there)] == [
        loaded.files[picture].name for picture in pictures_of(name, loaded.files)]


@pytest.mark.parametrize("path", ["/home/u/shop/../../../etc/x", "/../x", "shop/x"])
def test_what_is_brought_stays_in_its_folder(tmp_path, path):
    relocated(load_recipe("shelf"), {path: b"a texture"}, tmp_path / "node/brought")
    [written] = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert written.is_relative_to(tmp_path / "node/brought") and ".." not in written.parts


def test_what_would_leave_its_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="leads out of the run's own folder"):
        relocated(load_recipe("shelf"), {"shop/../../x": b"a texture"}, tmp_path / "node/brought")
    assert not list(tmp_path.iterdir())


def test_what_ships_is_found_by_name_wherever_facings_lies():
    loaded = load_recipe("shelf", ["world.hdri=bpy:city.exr"])
    elsewhere = dataclasses.replace(loaded, files={name: Path("/elsewhere") / path.name for name, path in loaded.files.items()})
    assert portable_files(loaded).sha256 == {}
    assert relocated(elsewhere, {}, Path("/nowhere")).files == loaded.files
    foreign = dataclasses.replace(loaded, files={"shelf_of_tomorrow": Path("/elsewhere")})
    with pytest.raises(InputError, match="same versions"):
        relocated(foreign, {}, Path("/nowhere"))
