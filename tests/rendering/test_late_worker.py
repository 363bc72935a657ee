"""A worker that starts late, or on another machine, makes frames only with the run's recipe, assets and code."""

from dataclasses import replace
from pathlib import Path

import pytest

from facings.frames.scene_kind import LoadedRecipe
from facings.rendering.events import Unusable
from facings.rendering.frame_worker import FrameWorker
from facings.rendering.job import FrameJob, dataset_header

pytestmark = pytest.mark.blender


class Kind:
    """As much of a scene kind as a dataset's header asks for; its stage says that a worker came so far."""

    name = "cube"
    package = "facings"
    semantic_classes = ()

    def code(self):
        return {}

    def categories(self, loaded):
        return []

    def assets(self, loaded, progress):
        return [{"name": "template", "sha256": "ab"}]

    def stage(self, *arguments):
        raise RuntimeError("the template is opened")


LOADED = LoadedRecipe(Path("cube.yaml"), Kind(), None, {}, {})
HEADER = dataset_header(LOADED, seed=3)


def told(header) -> str:
    """Return why a worker of a run with this header is unusable."""
    events = []
    assert not FrameWorker(FrameJob(LOADED, header, None, "cpu")).start(events.append)
    assert isinstance(events[-1], Unusable)
    return events[-1].why


def test_one_of_the_same_code_goes_on():
    assert "the template is opened" in told(HEADER)


@pytest.mark.parametrize("header, said", [
    (replace(HEADER, code={"stages": {}, "modules": HEADER.code["modules"] | {"facings.frames.passes": "0"}}),
     "changed code in facings.frames.passes"),
    (replace(HEADER, versions=HEADER.versions | {"numpy": "1.0"}), "numpy 1.0 there"),
    (replace(HEADER, assets=[{"name": "template", "sha256": "cd"}]), "assets.template"),
])
def test_one_of_another_code_version_or_asset_is_refused(header, said):
    assert said in told(header)
