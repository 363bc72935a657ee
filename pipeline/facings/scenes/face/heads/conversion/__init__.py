"""Geometry that both packs' conversions need: ways along a mesh, cuts, fits, canonical coordinates."""
