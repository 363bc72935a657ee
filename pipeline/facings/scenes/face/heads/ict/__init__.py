"""The ICT-FaceKit pack: its files, the places on its mesh, its `HeadModel`, and who its heads are."""
