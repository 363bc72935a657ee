"""Scalp hair: who wears it how, and every strand of it."""
