"""Opens a template, checks it against the contract, and says what sampling must know of it.

`bpy` is imported only where a file is opened, so that `template_info` also serves callers without Blender.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from facings import resources
from facings.errors import InputError
from facings.scenes.shelf.template_info import BoardSlot, DoorInfo, LightInfo, RailInfo, ShelfTemplateInfo
from facings.spec import from_json, to_json

if TYPE_CHECKING:
    import bpy

    from facings.blender.template_contract import Violation

INFO_SCHEMA = 1
"""Raised when `read_info` would say something else of an unchanged file: older cached answers are then not read."""

_BLEND_MAGIC = (b"BLENDER", b"\x28\xb5\x2f\xfd", b"\x1f\x8b")
"""A .blend begins with its name, or is compressed with zstandard (3.0 and later) or gzip (before)."""

_UPRIGHT_HALF_M = 0.016
"""At a bay's edges stand uprights and brackets, never products."""

_DEFAULT_LIGHT_SCALE = (0.6, 1.4)


def open_template(path: Path) -> "bpy.types.Scene":
    """Open a template in this process's Blender without running scripts inside it, and return its scene.

    Raises InputError where the file is missing, is no `.blend`, or breaks the contract (all violations are listed).
    """
    found = check(path)
    if found:
        listed = "\n".join(f"  {v}" for v in found)
        raise InputError(
            f"{path} is no usable template; {len(found)} thing{'s' if len(found) > 1 else ''} to mend:\n{listed}"
        )
    import bpy

    from facings.blender.template_contract import objects_of

    scene = bpy.context.scene
    scene.camera = objects_of(scene, "camera")[0]
    return scene


def check(path: Path) -> "list[Violation]":
    """Open a template and return everything in which it breaks the contract; it stays open.

    Raises InputError where the file is missing or cannot be opened.
    """
    _be_a_blend(path)
    import bpy

    from facings.blender.template_contract import violations

    try:
        bpy.ops.wm.open_mainfile(filepath=str(path), load_ui=False, use_scripts=False)
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else "no reason given"
        raise InputError(
            f"{path} cannot be opened as a Blender file ({reason}). Save it again with Blender"
            f" {bpy.app.version[0]}.{bpy.app.version[1]} or an earlier one."
        ) from error
    return violations(bpy.context.scene)


def read_info(path: Path) -> ShelfTemplateInfo:
    """Open a template with this process's Blender and return what sampling must know of it.

    Raises InputError as `open_template` does.
    """
    return _describe(open_template(path), path.stem, file_sha256(path))


def template_info(path: Path) -> ShelfTemplateInfo:
    """Return what sampling must know of a template, without Blender in this process.

    The answer is cached by the file's SHA-256; where it is not known yet, another process opens the file.
    Raises InputError as `open_template` does.
    """
    _be_a_blend(path)
    digest = file_sha256(path)
    cached = resources.cache_dir() / "templates" / f"{digest}.json"
    try:
        answer = json.loads(cached.read_text())
        if answer.get("schema") == INFO_SCHEMA:
            return from_json(ShelfTemplateInfo, answer["info"], str(cached))
    except (OSError, ValueError, KeyError, AttributeError, InputError):
        pass
    answer = _ask_blender(path)
    info = from_json(ShelfTemplateInfo, answer["info"], str(path))
    cached.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=cached.parent, suffix=".part", delete=False) as draft:
        json.dump(answer, draft)
    os.replace(draft.name, cached)
    return info


def file_sha256(path: Path) -> str:
    """Return the file's SHA-256 as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _ask_blender(path: Path) -> dict:
    # Blender writes to the standard streams as it likes: the answer goes through a file.
    with tempfile.TemporaryDirectory(prefix="facings-") as folder:
        reply = Path(folder) / "info.json"
        command = [sys.executable, "-m", "facings.blender.template", str(path.resolve()), str(reply)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            answer = json.loads(reply.read_text())
        except (OSError, ValueError):
            tail = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["it said nothing"]
            raise InputError(
                f"{path} could not be read: Blender ended with code {done.returncode} ({tail[0]}). "
                "`facings doctor` tells whether Blender works here."
            ) from None
    if "error" in answer:
        raise InputError(answer["error"])
    return answer


def _be_a_blend(path: Path) -> None:
    if not path.exists():
        raise InputError(
            f"The template {path} does not exist. Name a .blend file, or a template that ships with Facings."
        )
    if path.is_dir():
        raise InputError(f"The template {path} is a folder; a .blend file is expected.")
    try:
        with path.open("rb") as file:
            start = file.read(7)
    except OSError as error:
        raise InputError(f"The template {path} cannot be read: {error.strerror}.") from error
    if not start.startswith(_BLEND_MAGIC):
        raise InputError(f"The template {path} is no .blend file: it begins with {start!r}. Save it from Blender.")


def _describe(scene: "bpy.types.Scene", name: str, sha256: str) -> ShelfTemplateInfo:
    from facings.blender.template_contract import bounds, objects_of, placement, volumes

    slots = volumes(scene)
    low, high = bounds(slots[0])
    board = placement(objects_of(scene, "board")[0])
    anchor = objects_of(scene, "tag_anchor")[0]
    in_board = board.inverted() @ placement(anchor)
    aisle_low, aisle_high = bounds(objects_of(scene, "camera_volume")[0])
    parts = [
        o
        for role in ("bay_part", "upright", "base_deck", "header", "door")
        for o in objects_of(scene, role)
        if o.type == "MESH"
    ]
    module_low = [min(bounds(o)[0][k] for o in parts) for k in range(3)]
    module_high = [max(bounds(o)[1][k] for o in parts) for k in range(3)]
    return ShelfTemplateInfo(
        name=name,
        sha256=sha256,
        bay_width_m=_mm(high.x - low.x),
        bay_count=int(scene["facings_bay_count"]),
        boards=_slots(scene),
        top_z_m=_mm(bounds(slots[-1])[1].z),
        rail=RailInfo(
            _mm(in_board.translation.y),
            _mm(in_board.translation.z),
            round(-in_board.to_euler().x, 6),
            float(anchor["facings_tag_height_m"]),
        ),
        doors=_doors(scene),
        header=bool(objects_of(scene, "header")),
        lights=_lights(scene),
        camera_y_min_m=_mm(-aisle_high.y),
        camera_y_max_m=_mm(-aisle_low.y),
        ceiling_z_m=_mm(aisle_high.z),
        room_x_m=_mm(min(-aisle_low.x, aisle_high.x)),
        cooled=bool(scene["facings_cooled"]),
        hidden_for_labels=tuple(o.name for o in objects_of(scene, "glass")),
        size_hint_m=(_mm(high.x - low.x), _mm(module_high[1] - module_low[1]), _mm(module_high[2])),
    )


def _mm(metres: float) -> float:
    """Blender stores single precision: a tenth of a millimetre is what the artist meant."""
    return round(float(metres), 4)


def _slots(scene: "bpy.types.Scene") -> tuple[BoardSlot, ...]:
    from facings.blender.template_contract import bounds, pair, volumes

    thickness = _thickness(scene)
    result = []
    for index, box in enumerate(volumes(scene)):
        low, high = bounds(box)
        z_min, z_max = pair(box["facings_z_range_m"])
        if index == 0:
            z_min = z_max = low.z  # the base deck is fixed whatever its box says
        result.append(BoardSlot(_mm(low.z), _mm(z_min), _mm(z_max), _mm(low.y), _mm(high.y), _mm(thickness)))
    return tuple(result)


def _thickness(scene: "bpy.types.Scene") -> float:
    """How far anything of a board hangs down where products stand below it: brackets at its ends and the rail do not count."""
    from facings.blender.template_contract import bounds, objects_of, placement, volumes

    width = bounds(volumes(scene)[0])[1].x
    board = placement(objects_of(scene, "board")[0]).inverted()
    lowest = 0.0
    for part in (*objects_of(scene, "board"), *objects_of(scene, "board_light")):
        if part.type != "MESH":
            continue
        in_board = board @ placement(part)
        points = [in_board @ vertex.co for vertex in part.data.vertices]
        for face in part.data.polygons:
            corners = [points[k] for k in face.vertices]
            along = [c.x for c in corners]
            if max(along) > _UPRIGHT_HALF_M and min(along) < width - _UPRIGHT_HALF_M:
                lowest = min(lowest, *(c.z for c in corners if c.y >= 0), 0.0)
    return -lowest


def _doors(scene: "bpy.types.Scene") -> tuple[DoorInfo, ...]:
    from facings.blender.template_contract import bounds, doors_of

    result = []
    for door in doors_of(scene):
        low, high = bounds(door)
        result.append(DoorInfo(_mm(low.x), _mm(high.x), str(door["facings_hinge"])))
    return tuple(result)


def _lights(scene: "bpy.types.Scene") -> tuple[LightInfo, ...]:
    """Groups in alphabetical order; a group's range is what all of its lamps allow."""
    from facings.blender.template_contract import pair

    ranges: dict[str, list[tuple[float, float]]] = {}
    for lamp in sorted(scene.objects, key=lambda o: o.name):
        group = str(lamp.get("facings_group", ""))
        if not group:
            continue
        known = ranges.setdefault(group, [])
        reach = pair(lamp.get("facings_energy_range_w"))
        if lamp.type == "LIGHT" and reach and lamp.data.energy > 0:
            known.append((reach[0] / lamp.data.energy, reach[1] / lamp.data.energy))
    result = []
    for group in sorted(ranges):
        low = max((r[0] for r in ranges[group]), default=_DEFAULT_LIGHT_SCALE[0])
        high = min((r[1] for r in ranges[group]), default=_DEFAULT_LIGHT_SCALE[1])
        result.append(LightInfo(group, round(min(low, high), 4), round(max(low, high), 4)))
    return tuple(result)


def _main(path: str, reply: str) -> None:
    try:
        answer = {"schema": INFO_SCHEMA, "info": to_json(read_info(Path(path)))}
    except InputError as error:
        answer = {"error": str(error)}
    Path(reply).write_text(json.dumps(answer))
    # Blender's own teardown can crash after the work is done.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _main(*sys.argv[1:3])
