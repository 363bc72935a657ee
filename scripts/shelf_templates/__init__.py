"""Builds the shipped shelf templates from code, so that every measure in them can be read and changed."""
