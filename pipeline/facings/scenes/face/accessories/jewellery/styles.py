"""The ear-rings there are."""

EARRING_STYLES = ("ball_stud", "gem_stud", "small_hoop", "large_hoop", "drop", "pearl_drop")
