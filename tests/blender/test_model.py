"""Model files of every format become one mesh of the asked-for height, standing and centred; bad ones are told."""

import bpy
import numpy as np
import pytest

from facings.blender.model_process import convert_model
from facings.errors import InputError

EXPORTERS = {
    ".glb": lambda path: bpy.ops.export_scene.gltf(filepath=path),
    ".obj": lambda path: bpy.ops.wm.obj_export(filepath=path),
    ".fbx": lambda path: bpy.ops.export_scene.fbx(filepath=path),
    ".usd": lambda path: bpy.ops.wm.usd_export(filepath=path),
    ".ply": lambda path: bpy.ops.wm.ply_export(filepath=path, forward_axis="Y", up_axis="Z"),
    ".stl": lambda path: bpy.ops.wm.stl_export(filepath=path, forward_axis="Y", up_axis="Z"),
    ".blend": lambda path: bpy.ops.wm.save_as_mainfile(filepath=path),
}


def model(path, suffix):
    """A box of 0.2 x 0.1 x 0.4 m with a knob on it, in two objects, away from the origin."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.mesh.primitive_cube_add(size=1, location=(3, 2, 1))
    bpy.context.object.scale = (0.2, 0.1, 0.4)
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.03, location=(3, 2, 1.2))
    EXPORTERS[suffix](str(path))


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_each_format_gives_one_standing_mesh(suffix, tmp_path):
    source = tmp_path / f"m{suffix}"
    model(source, suffix)
    done = convert_model(source, tmp_path / "out.blend", owner="x", height_m=0.215, turns_deg=(0, 0, 90))
    # 0.43 m high with the knob, so everything is halved; turned by 90 degrees, width and depth change places.
    assert np.allclose(done.size_m, [0.05, 0.1, 0.215], atol=1e-4)
    hull = np.array(done.hull_m)
    assert np.allclose(hull.min(0), [-0.025, -0.05, 0], atol=1e-4)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(str(tmp_path / "out.blend")) as (there, wanted):
        assert there.meshes == [done.mesh]
        wanted.meshes = there.meshes
    assert abs(max(v.co.z for v in wanted.meshes[0].vertices) - 0.215) < 1e-5


@pytest.mark.parametrize(("name", "content", "word"), [
    ("a.glb", b"nonsense", "a.glb is no glTF"), ("a.obj", b"# nothing\n", "holds no mesh with faces"),
    ("a.xyz", b"x", "no format that is read"), ("a.glb", b"", "is empty"),
    ("a.ply", b"ply\nformat ascii 1.0\nend_header\n", "a.ply"),
])
def test_what_cannot_be_read_is_told(name, content, word, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=word):
        convert_model(tmp_path / name, tmp_path / "o.blend", owner="x", height_m=0.2)
    assert [path.name for path in tmp_path.iterdir()] == [name]
