"""The labels of a face, from the spec, the passes and the evaluated geometry, in numpy alone."""
