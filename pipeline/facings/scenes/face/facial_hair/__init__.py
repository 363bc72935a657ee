"""Brows, lashes and beard: where they grow on the skin, and the strands that they are made of."""
