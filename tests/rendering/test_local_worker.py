"""What is sent to a worker process comes in order, though the process reads late and a pipe holds little."""

import queue
import subprocess
import sys

from facings.rendering import local_worker
from facings.rendering.events import Died
from facings.rendering.job import FrameRequest

ECHO = """
import pickle, sys, time
time.sleep(0.3)
while True:
    try:
        message = pickle.load(sys.stdin.buffer)
    except EOFError:
        break
    pickle.dump(message if hasattr(message, "frame") else len(message[0]), sys.stdout.buffer)
    sys.stdout.buffer.flush()
"""


def test_the_job_comes_before_the_frames(monkeypatch, tmp_path):
    popen = subprocess.Popen
    monkeypatch.setattr(local_worker.subprocess, "Popen",
                        lambda command, **options: popen([sys.executable, "-c", ECHO], **options))
    inbox, requests = queue.SimpleQueue(), [FrameRequest(number) for number in range(4)]
    job = b"much" * 10_000_000
    worker = local_worker.LocalWorker(job, 0, tmp_path, inbox)
    for request in requests:
        worker.make(request)
    assert [inbox.get(timeout=60)[1] for _ in range(5)] == [len(job), *requests]
    worker.end()
    assert isinstance(inbox.get(timeout=60)[1], Died)
    assert list(tmp_path.iterdir()) == []
