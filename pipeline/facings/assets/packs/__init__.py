"""Third-party asset packs: described by manifests in `assets/packs`, fetched once, checked file by file, kept in the cache."""
