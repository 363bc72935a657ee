"""Ear-rings and studs."""
