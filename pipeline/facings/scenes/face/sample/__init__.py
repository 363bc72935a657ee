"""From a face recipe to the spec of one frame; no Blender."""
