"""A scene kind of an installed package: goods of the catalogue laid on a table top, seen from a dome."""
