"""A user's model file -> one mesh, as a render in Blender shows it: `python -m facings.blender.model REQUEST`."""
