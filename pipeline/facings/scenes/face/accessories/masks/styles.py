"""The masks there are, and how people wear them."""

MASK_STYLES = ("surgical", "ffp2", "cloth")
MASK_WEARS = ("over_nose", "below_nose", "on_chin")
