"""What lids, lips and neck of any head do, and the lengths in which people differ."""
