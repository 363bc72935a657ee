"""Runs over many frames: workers that may die, runs that go on, several machines at once."""
