"""The scene kind `face`: labelled human faces."""
