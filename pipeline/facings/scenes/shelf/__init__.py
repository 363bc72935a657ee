"""The scene kind `shelf`: stocked supermarket shelves (`kind.KIND` is what the core finds)."""
