"""The reason in what a process said: real output of Blender's importers, of tracebacks and of crashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facings.process import child
from facings.process.last_words import reason

GLTF = """Error: Python: Traceback (most recent call last):
  File "/x/bpy/5.2/scripts/addons_core/io_scene_gltf2/__init__.py", line 2073, in execute
    return self.import_gltf2(context)
           ~~~~~~~~~~~~~~~~~^^^^^^^^^
  File "/x/io_scene_gltf2/io/imp/gltf2_io_gltf.py", line 114, in load_glb
    version, file_size = struct.unpack_from('<II', content, offset=4)
                         ~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^
struct.error: unpack_from requires a buffer of at least 12 bytes (actual buffer size is 8)
Location: /x/facings/blender/model.py:52
"""


@pytest.mark.parametrize("said, why", [
    (GLTF, "unpack_from requires a buffer of at least 12 bytes (actual buffer size is 8)"),
    ("Error: Bad glTF: json error: utf-8\n", "Bad glTF: json error: utf-8"),
    ("Error: Missing file, 'a b.bin'\nLocation: /x/model.py:52\n", "Missing file, 'a b.bin'"),
    ("00:02.704  io.fbx           | ERROR Failed to import FBX file 'bad.fbx': 'Unsupported version'\n"
     "                            | \nFBX import of 'bad.fbx' took 5.11 ms\n",
     "Failed to import FBX file 'bad.fbx': 'Unsupported version'"),
    ("Error: USD Import: unable to open stage to read bad.usda\nError: Could not open USD archive for reading, see console for"
     " detail\n", "USD Import: unable to open stage to read bad.usda"),
    ("00:02.796  io.stl           | ERROR End of file reached\nTimer 'STL Import' took 4.50 ms\n", "End of file reached"),
    ("Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nRuntimeError: the texture x.png is not there.\n"
     ")\n", "the texture x.png is not there. )"),
    ("Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 'x'\nDuring handling of the above exception\n\n"
     "Traceback (most recent call last):\n  File \"b.py\", line 1\nOSError: [Errno 28] No space left on device: '/c/x'\n",
     "OSError: [Errno 28] No space left on device: '/c/x'"),
    ("Traceback (most recent call last):\n  File \"a.py\", line 1\nMemoryError\n", "MemoryError"),
    ("Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n  File \"a.py\", line 1 in f\n",
     "Segmentation fault"),
    ("something\n)\n\n", "something"),
    ("a bell \a and caf\ufffd\n", "a bell   and caf\ufffd"),
    ("", ""), ("\n \n---\n", ""),
])
def test_the_sentence_that_says_why(said, why):
    assert reason(said) == why


@given(st.text())
def test_any_output_gives_one_line_of_moderate_length(said):
    found = reason(said)
    assert len(found) <= 400 and len(found.splitlines()) <= 1 and not found.endswith(".")


def test_a_child_that_says_nothing_is_told_by_its_end(tmp_path, monkeypatch):
    (tmp_path / "facings_end.py").write_text("import os, sys\nos.kill(os.getpid(), 9)\n")
    (tmp_path / "facings_noise.py").write_text(
        "import sys\nsys.stderr.buffer.write(b'Error: caf\\xe9 \\xff\\n')\nsys.exit(4)\n")
    monkeypatch.setenv("FACINGS_IMPORTS", str(tmp_path))
    assert child.run("facings_end").why == "it was ended by SIGKILL"
    assert child.run("facings_noise").why == "caf\ufffd \ufffd"
    assert child.ending(3) == "it ended with exit code 3" and child.ending(-200) == "it was ended by signal 200"
