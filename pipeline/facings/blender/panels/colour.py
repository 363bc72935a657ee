"""Colour management: what grades the picture stays the artist's, what is stored is sRGB. The standard library alone."""

from facings.blender.panels.setting import Setting, group, neutralised, recorded

_V, _PLACE = "ColorManagedViewSettings", "Render > Color Management"

COLOUR: tuple[Setting, ...] = (
    recorded(_V, "view_transform", f"{_PLACE} > View", "grades", never=("Raw",)),
    recorded(_V, "look", f"{_PLACE} > Look", "grades"),
    recorded(_V, "exposure", f"{_PLACE} > Exposure", "grades; the recipe's is added to it", limits=(-10, 10)),
    recorded(_V, "gamma", f"{_PLACE} > Gamma", "grades", limits=(0.2, 5)),
    recorded(_V, "use_curve_mapping", f"{_PLACE} > Curves", "grades"),
    recorded(_V, "use_white_balance", f"{_PLACE} > White Balance", "grades"),
    recorded(_V, "white_balance_temperature", f"{_PLACE} > White Balance > Temperature", "grades"),
    recorded(_V, "white_balance_tint", f"{_PLACE} > White Balance > Tint", "grades"),
    *group("free", _V, _PLACE, "another way to say temperature and tint", "white_balance_whitepoint"),
    *group("free", _V, f"{_PLACE} > Curves", "grades", "curve_mapping"),
    neutralised("ColorManagedDisplaySettings", "display_device", "sRGB", f"{_PLACE} > Display", "the stored picture is sRGB"),
    *group("free", "ColorManagedDisplaySettings", f"{_PLACE} > Display", "for screens, not for files", "emulation"),
    *group("free", "ColorManagedSequencerColorspaceSettings", f"{_PLACE} > Sequencer", "no render goes through the sequencer",
           "name"),
)

WORKING_SPACE = "Linear Rec.709"
"""Of the whole file (`bpy.data.colorspace`): what colours in recipes are numbers of."""
