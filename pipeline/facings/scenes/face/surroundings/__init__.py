"""What is around the person: world light, lamps and what stands behind."""
