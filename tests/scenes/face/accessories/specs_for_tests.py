"""One spec of each kind of accessory, to be varied."""

from facings.scenes.face.accessories.spec import AccessoriesSpec, EarringSpec, GlassesSpec, HeadwearSpec, MaskSpec, NoseStudSpec


def glasses(style: str, **changes: object) -> GlassesSpec:
    values = {
        "style": style, "colour": "#202024", "second_colour": "#101010", "pattern": "plain", "metal": "#c0c0c0", "width": 1.0,
        "lens_tint": 0.0, "lens_colour": "#f4f7f5", "lens_mirror": False, "slide_mm": 0.0, "crooked_deg": 0.0,
    }
    return GlassesSpec(**values | changes)


def headwear(style: str, **changes: object) -> HeadwearSpec:
    values = {
        "style": style, "colour": "#404550", "second_colour": "#202020", "pattern": "plain", "size": 1.0, "low_mm": 0.0,
        "turn_deg": 0.0, "tilt_deg": 0.0, "seed": 3,
    }
    return HeadwearSpec(**values | changes)


def mask(style: str, worn: str = "over_nose") -> MaskSpec:
    return MaskSpec(style, "#86b6d2", "#e6ebed", "plain", worn, 3)


def earrings(style: str) -> EarringSpec:
    return EarringSpec(style, "#d9b45c", "#3d8f83", 1.0, right=True, left=True)


def accessories(**parts: object) -> AccessoriesSpec:
    return AccessoriesSpec(*(parts.get(name) for name in ("glasses", "headwear", "mask", "earrings", "nose_stud")))


STUD = NoseStudSpec("#d9b45c", right=True)
