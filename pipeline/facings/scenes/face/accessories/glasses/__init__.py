"""Glasses: outlines of rims, frames that rest on nose and ears, lenses."""
