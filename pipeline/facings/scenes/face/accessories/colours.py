"""Usual colours of headwear and masks, sRGB, where a recipe leaves them open."""

CLOTH = ("#1b1c20", "#23304d", "#6d1f28", "#2f4a38", "#8b8d90", "#e6e2d8", "#b79d6f", "#3d3f45", "#9a3f2a", "#5a6c7d",
         "#c9a9a6", "#40325c")
FELT = ("#3a2d22", "#1f1f22", "#55565a", "#6b5138", "#2b3a33", "#84765f", "#4a1f26")
STRAW = ("#d6b981", "#c9a566", "#e3d2a8", "#a98754", "#efe3c6")
WOOL = ("#5d6066", "#2a2c33", "#7b2430", "#d8cfbf", "#31465c", "#3f5741", "#b3762f", "#8a5c7a", "#15161a", "#a7adb3")
SCARF = ("#9c8790", "#2a2b33", "#c7b4a2", "#6b7f88", "#7c3b48", "#d9cfc6", "#3f5a4e", "#51446b", "#b97f6f", "#1a1a1d")
PLASTIC = ("#1a1b1e", "#e4e3df", "#3a3d42", "#24324d", "#8a1f24", "#b9a58c")

HEADWEAR_COLOURS = {
    "baseball_cap": CLOTH, "beanie": WOOL, "bobble_hat": WOOL, "fedora": FELT, "bucket_hat": CLOTH, "straw_hat": STRAW,
    "flat_cap": ("#56544c", "#3c4046", "#6e5f49", "#2b2d31", "#7a766a"), "beret": WOOL, "bandana": CLOTH,
    "turban": SCARF + CLOTH, "hijab": SCARF, "headphones": PLASTIC,
}
HEADWEAR_PATTERNS = {
    "baseball_cap": ("camouflage", "ribs"), "beanie": ("stripes", "heather"), "bobble_hat": ("stripes", "heather"),
    "bucket_hat": ("camouflage", "check", "dots"), "flat_cap": ("check", "heather"), "bandana": ("dots", "check"),
    "turban": ("dots",), "hijab": ("dots", "stripes"), "fedora": ("heather",), "beret": ("heather",),
}
MASK_COLOURS = {
    "surgical": (("#86b6d2", "#e6ebed"), ("#8fc7bb", "#e6ebed"), ("#e9ecee", "#f2f2f0"), ("#2a2c30", "#34363a"),
                 ("#d9a9b8", "#f0e8ea")),
    "ffp2": (("#eeeeea", "#e2e2de"), ("#eeeeea", "#e2e2de"), ("#26282c", "#303236"), ("#a9c1d6", "#c8d6e0")),
    "cloth": (("#23262e", "#1b1d22"), ("#2f3f5c", "#222c40"), ("#7c2d35", "#4a1c22"), ("#8d8f93", "#5f6165"),
              ("#d9cfc0", "#b5aa99"), ("#445a48", "#2c3b30")),
}
