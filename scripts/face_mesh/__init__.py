"""How assets/faces/meshes/mediapipe.json was measured."""
