"""What Cycles can render on here, as JSON on the last line of standard output: `python -m facings.blender.devices`.

A process of its own, because a graphics driver that crashes would take the caller along.
"""

import json

import bpy

KINDS = ("OPTIX", "CUDA", "HIP", "METAL", "ONEAPI")


def cycles_devices() -> list[dict[str, str]]:
    """Return [{'kind': 'optix', 'name': ...}, ...], the CPU last."""
    preferences = bpy.context.preferences.addons["cycles"].preferences
    found = []
    for kind in KINDS:
        try:
            preferences.compute_device_type = kind
        except TypeError:  # this build of Blender was made without it
            continue
        preferences.refresh_devices()
        found += [{"kind": kind.lower(), "name": d.name} for d in preferences.devices if d.type == kind]
    preferences.compute_device_type = "NONE"
    preferences.refresh_devices()
    return found + [{"kind": "cpu", "name": d.name} for d in preferences.devices if d.type == "CPU"]


if __name__ == "__main__":
    print(json.dumps({"blender": bpy.app.version_string, "devices": cycles_devices()}), flush=True)
