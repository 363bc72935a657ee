"""Headwear: crowns fitted to the skull, brims, scarves and headphones."""
