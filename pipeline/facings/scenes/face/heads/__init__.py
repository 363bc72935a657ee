"""Head models: what a pack is converted into, and the shape of one head made from it."""
