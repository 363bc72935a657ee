"""Masks before mouth and nose: surgical, FFP2, cloth."""
