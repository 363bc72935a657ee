"""FaceSpec -> picture and labels in this process's Blender."""
