"""Skin, lips, teeth and tongue: what they are like (spec, recipe, sample) and the maps that the material is made from."""
