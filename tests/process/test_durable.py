import os
import subprocess
import sys
import threading
import time

import pytest

from facings.process.durable import exclusive

HOLDER = """
import sys, time
from pathlib import Path
from facings.process.durable import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_whoever_comes_later_waits(tmp_path):
    order, entered = [], threading.Event()

    def wait() -> None:
        entered.set()
        with exclusive(tmp_path / "lock"):
            order.append("second")

    with exclusive(tmp_path / "lock"):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert entered.wait(20)
        time.sleep(0.1)
        order.append("first")
    waiting.join(20)
    assert order == ["first", "second"]


def test_the_lock_of_a_killed_holder_is_free(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "lock")], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    got = threading.Event()

    def take() -> None:
        with exclusive(tmp_path / "lock"):
            got.set()

    waiting = threading.Thread(target=take)
    waiting.start()
    assert not got.wait(0.2)
    holder.kill()
    holder.wait(20)
    assert got.wait(20)
    waiting.join(20)


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(FileNotFoundError), exclusive(tmp_path / "nowhere" / "lock"):
        pass
    assert os.listdir(tmp_path) == []
