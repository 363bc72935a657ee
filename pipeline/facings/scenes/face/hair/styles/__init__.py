"""The hairdos: what each may vary, and how its hair lies."""
