"""All hairdos by name."""

from facings.scenes.face.hair.styles import gathered, grooming
from facings.scenes.face.hair.styles.aside import side_parted
from facings.scenes.face.hair.styles.cropped import cropped
from facings.scenes.face.hair.styles.locked import locks
from facings.scenes.face.hair.styles.loose import hanging, hanging_section
from facings.scenes.face.hair.styles.parting import parting_section
from facings.scenes.face.hair.styles.standing import standing
from facings.scenes.face.hair.styles.style import Ranges, Style, one_section
from facings.scenes.face.hair.styles.swept import slicked, undercut

_LONG = {0: 0.05, 4: 0.7, 10: 1.2, 40: 1.0, 70: 0.35, 90: 0.2}
_ANY = {0: 1.0, 90: 1.0}
_GROWN = {0: 0.0, 12: 0.1, 18: 1.0, 50: 0.8, 75: 0.2}

STYLES: dict[str, Style] = {
    "bald": Style(
        "shaven or bald: no hair at all", Ranges(strands=0), one_section, cropped, grooming.shorn,
        masculine=(0.01, 0.5), ages={0: 6.0, 1: 1.5, 2: 0.0, 20: 0.3, 50: 1.5, 90: 1.5}),
    "horseshoe": Style(
        "bald on top, hair over ears and nape",
        Ranges(strands=22_000, length_m=(0.006, 0.012), sides_m=(0.012, 0.035), volume_m=(0.002, 0.005), lift=(0.05, 0.2),
               clump=(0.2, 0.5), frizz=(0.2, 0.5)),
        one_section, cropped, grooming.cut, masculine=(0.0, 0.5), ages={0: 0.0, 30: 0.0, 45: 0.6, 70: 3.0, 90: 4.0}),
    "buzz": Style(
        "clipped to the same few millimetres all over",
        Ranges(strands=84_000, thickness_m=(130e-6, 150e-6), length_m=(0.004, 0.010), sides_m=(0.0025, 0.008),
               volume_m=(0.001, 0.002), lift=(0.5, 0.8), clump=(0.0, 0.1), messiness=(0.1, 0.3)),
        one_section, cropped, grooming.shorn, masculine=(0.04, 1.0), tight=(0.8, 1.6)),
    "crew": Style(
        "short sides, top of two centimetres, brushed forwards",
        Ranges(strands=68_000, length_m=(0.016, 0.028), sides_m=(0.005, 0.012), volume_m=(0.003, 0.006), lift=(0.35, 0.7),
               sweep=(-0.8, 0.2), clump=(0.2, 0.5), locks=(900, 1500), messiness=(0.2, 0.6)),
        one_section, cropped, grooming.cut, masculine=(0.03, 1.3), tight=(1.0, 0.3)),
    "textured": Style(
        "tousled top of four to six centimetres over shorter sides",
        Ranges(strands=40_000, length_m=(0.036, 0.060), sides_m=(0.012, 0.024), volume_m=(0.008, 0.016), lift=(0.4, 0.7),
               sweep=(-0.9, 0.4), clump=(0.6, 0.85), locks=(260, 480), messiness=(0.6, 1.0), wave_radius_m=(0.0, 0.003),
               wave_length_m=(0.03, 0.06)),
        one_section, cropped, grooming.cut, masculine=(0.12, 1.3), tight=(1.0, 0.2)),
    "quiff": Style(
        "front brushed up and back",
        Ranges(strands=52_000, length_m=(0.045, 0.068), sides_m=(0.008, 0.016), volume_m=(0.010, 0.018), lift=(0.45, 0.65),
               sweep=(0.8, 1.0), clump=(0.45, 0.7), locks=(260, 420), messiness=(0.2, 0.5)),
        one_section, cropped, grooming.cut, masculine=(0.04, 0.9), tight=(1.0, 0.2), ages=_GROWN),
    "slick_back": Style(
        "combed back from the forehead, close to the head",
        Ranges(strands=40_000, length_m=(0.085, 0.120), sides_m=(0.035, 0.055), volume_m=(0.004, 0.009), lift=(0.12, 0.25),
               sweep=(1.0, 1.0), clump=(0.5, 0.8), locks=(300, 520), messiness=(0.05, 0.2), frizz=(0.0, 0.2)),
        one_section, slicked, grooming.cut, masculine=(0.05, 0.5), tight=(1.0, 0.1), ages=_GROWN),
    "side_part": Style(
        "combed from a side parting",
        Ranges(strands=40_000, length_m=(0.055, 0.085), sides_m=(0.018, 0.032), volume_m=(0.006, 0.012), lift=(0.22, 0.4),
               parting_x_m=(0.026, 0.042), sweep=(0.0, 0.6), clump=(0.4, 0.65), locks=(260, 420), messiness=(0.1, 0.4)),
        parting_section, side_parted, grooming.cut, masculine=(0.08, 1.2), tight=(1.0, 0.15)),
    "undercut": Style(
        "long top combed over shorn sides",
        Ranges(strands=60_000, length_m=(0.080, 0.120), sides_m=(0.003, 0.006), volume_m=(0.006, 0.012), lift=(0.25, 0.45),
               sweep=(0.7, 1.0), clump=(0.5, 0.75), locks=(240, 380), messiness=(0.1, 0.4)),
        one_section, undercut, grooming.cut, masculine=(0.12, 0.6), tight=(1.0, 0.3), ages=_GROWN),
    "curly_short": Style(
        "a crop of curls",
        Ranges(strands=44_000, length_m=(0.045, 0.075), sides_m=(0.020, 0.040), volume_m=(0.010, 0.020), lift=(0.45, 0.7),
               sweep=(-0.8, 0.2), clump=(0.75, 0.92), locks=(500, 900), wave_radius_m=(0.004, 0.007),
               wave_length_m=(0.016, 0.028), frizz=(0.3, 0.7), messiness=(0.4, 0.8)),
        one_section, standing, grooming.curled, masculine=(0.4, 1.0), tight=(0.25, 2.0)),
    "afro": Style(
        "coils standing off to a round outline",
        Ranges(strands=42_000, length_m=(0.035, 0.110), sides_m=(0.030, 0.100), volume_m=(0.020, 0.040), lift=(0.85, 1.0),
               clump=(0.3, 0.6), locks=(1200, 1800), wave_radius_m=(0.002, 0.0035), wave_length_m=(0.008, 0.014),
               frizz=(0.6, 1.0), messiness=(0.3, 0.6)),
        one_section, standing, grooming.curled, masculine=(0.7, 0.7), tight=(0.0, 3.0)),
    "pixie": Style(
        "a short women's cut, swept aside over the forehead",
        Ranges(strands=40_000, length_m=(0.060, 0.080), sides_m=(0.030, 0.045), volume_m=(0.005, 0.010), lift=(0.2, 0.35),
               parting_x_m=(0.022, 0.036), sweep=(-0.5, 0.0), clump=(0.5, 0.75), locks=(260, 420), messiness=(0.3, 0.6)),
        parting_section, side_parted, grooming.cut, masculine=(0.7, 0.02), tight=(1.0, 0.15),
        ages={0: 0.0, 8: 0.3, 25: 1.0, 60: 1.8, 90: 2.0}),
    "bob": Style(
        "straight hair cut level at the chin",
        Ranges(strands=40_000, length_m=(0.34, 0.36), volume_m=(0.007, 0.014), lift=(0.15, 0.3), parting_x_m=(-0.034, 0.034),
               sweep=(-0.1, 0.4), clump=(0.3, 0.55), locks=(240, 420), frizz=(0.05, 0.25), messiness=(0.05, 0.3),
               hem_z_m=(-0.125, -0.075), layering=(0.0, 0.25)),
        hanging_section, hanging, grooming.hung, masculine=(1.0, 0.02), tight=(1.0, 0.1)),
    "fringe": Style(
        "a level fringe over the forehead, the rest to chin or shoulders",
        Ranges(strands=40_000, length_m=(0.42, 0.45), volume_m=(0.006, 0.012), lift=(0.15, 0.3), parting_x_m=(-0.004, 0.004),
               sweep=(0.0, 0.3), clump=(0.35, 0.6), locks=(240, 420), frizz=(0.05, 0.25), messiness=(0.05, 0.3),
               hem_z_m=(-0.20, -0.09), layering=(0.0, 0.3), fringe_z_m=(0.012, 0.034)),
        hanging_section, hanging, grooming.hung, masculine=(0.9, 0.03), tight=(1.0, 0.1),
        ages={0: 0.0, 3: 1.5, 12: 1.2, 60: 0.8, 90: 0.6}),
    "wavy_medium": Style(
        "waves down to chin or shoulders",
        Ranges(strands=34_000, length_m=(0.40, 0.44), volume_m=(0.012, 0.024), lift=(0.25, 0.45), parting_x_m=(-0.036, 0.036),
               sweep=(0.0, 0.6), clump=(0.6, 0.85), locks=(200, 340), wave_radius_m=(0.005, 0.009),
               wave_length_m=(0.05, 0.08), frizz=(0.2, 0.6), messiness=(0.3, 0.7), hem_z_m=(-0.19, -0.10), layering=(0.4, 0.8)),
        hanging_section, hanging, grooming.hung, masculine=(1.0, 0.12), tight=(0.8, 0.8)),
    "curly_long": Style(
        "long curls with much volume",
        Ranges(strands=14_000, thickness_m=(125e-6, 145e-6), length_m=(0.42, 0.48), volume_m=(0.018, 0.032),
               lift=(0.4, 0.65), parting_x_m=(-0.03, 0.03), sweep=(0.0, 0.5), clump=(0.8, 0.93), locks=(380, 600),
               wave_radius_m=(0.006, 0.010), wave_length_m=(0.028, 0.042), frizz=(0.4, 0.9), messiness=(0.5, 0.9),
               hem_z_m=(-0.22, -0.12), layering=(0.6, 1.0)),
        hanging_section, hanging, grooming.hung, masculine=(0.7, 0.06), tight=(0.15, 2.0)),
    "long_straight": Style(
        "straight hair below the shoulders",
        Ranges(strands=40_000, length_m=(0.50, 0.62), volume_m=(0.005, 0.012), lift=(0.12, 0.28), parting_x_m=(-0.03, 0.03),
               sweep=(-0.1, 0.5), clump=(0.35, 0.6), locks=(220, 380), frizz=(0.05, 0.3), messiness=(0.1, 0.4),
               hem_z_m=(-0.36, -0.22), layering=(0.1, 0.5)),
        hanging_section, hanging, grooming.hung, masculine=(1.3, 0.04), tight=(1.0, 0.1), ages=_LONG),
    "long_wavy": Style(
        "waves below the shoulders",
        Ranges(strands=34_000, length_m=(0.52, 0.64), volume_m=(0.010, 0.020), lift=(0.2, 0.4), parting_x_m=(-0.036, 0.036),
               sweep=(0.0, 0.6), clump=(0.6, 0.85), locks=(200, 320), wave_radius_m=(0.006, 0.011),
               wave_length_m=(0.07, 0.11), frizz=(0.15, 0.5), messiness=(0.25, 0.6), hem_z_m=(-0.34, -0.22),
               layering=(0.3, 0.8)),
        hanging_section, hanging, grooming.hung, masculine=(1.3, 0.06), tight=(0.8, 0.6), ages=_LONG),
    "ponytail": Style(
        "drawn to a tie at the back, a tail below",
        Ranges(strands=36_000, thickness_m=(95e-6, 112e-6), length_m=(0.20, 0.36), volume_m=(0.003, 0.008),
               clump=(0.4, 0.7), locks=(260, 420), frizz=(0.1, 0.4), messiness=(0.1, 0.6), tie_height_m=(-0.02, 0.09)),
        gathered.one_tail, gathered.ponytail, grooming.drawn, gathered.tie_wrap, masculine=(1.1, 0.05), tight=(1.0, 0.5),
        ages=_LONG),
    "bun": Style(
        "drawn to a knot at the back or on top",
        Ranges(strands=34_000, thickness_m=(95e-6, 112e-6), length_m=(0.2, 0.2), volume_m=(0.003, 0.009),
               clump=(0.4, 0.7), locks=(260, 420), frizz=(0.1, 0.5), messiness=(0.1, 0.6), tie_height_m=(-0.01, 0.11)),
        gathered.one_tail, gathered.bun, grooming.knotted, gathered.knot, masculine=(0.9, 0.07), tight=(1.0, 0.8),
        ages={0: 0.0, 4: 0.4, 18: 1.0, 90: 1.2}),
    "plait": Style(
        "one plait down the back",
        Ranges(strands=14_000, thickness_m=(125e-6, 145e-6), length_m=(0.24, 0.34), volume_m=(0.003, 0.007),
               lift=(0.1, 0.2), frizz=(0.1, 0.4), messiness=(0.1, 0.5), tie_height_m=(-0.04, 0.02)),
        gathered.one_tail, gathered.plait, grooming.woven, masculine=(0.5, 0.01), tight=(1.0, 0.6), ages=_LONG),
    "plaits": Style(
        "two plaits from behind the ears",
        Ranges(strands=15_000, thickness_m=(120e-6, 140e-6), length_m=(0.20, 0.30), volume_m=(0.002, 0.006),
               lift=(0.1, 0.2), frizz=(0.1, 0.4), messiness=(0.1, 0.5), front_share=(0.0, 1.0)),
        gathered.two_tails, gathered.plaits, grooming.woven, masculine=(0.5, 0.0), tight=(1.0, 0.7),
        ages={0: 0.0, 3: 2.0, 12: 2.0, 20: 0.6, 50: 0.2, 90: 0.1}),
    "box_braids": Style(
        "the whole head in thin braids",
        Ranges(strands=9_000, thickness_m=(190e-6, 220e-6), length_m=(0.34, 0.50), volume_m=(0.010, 0.018), lift=(0.25, 0.4),
               sweep=(0.2, 0.7), locks=(110, 190), wave_radius_m=(0.0028, 0.0040), wave_length_m=(0.022, 0.030),
               frizz=(0.05, 0.3), messiness=(0.2, 0.5), hem_z_m=(-0.32, -0.12), layering=(0.0, 0.3)),
        hanging_section, locks, grooming.woven, masculine=(0.6, 0.2), tight=(0.0, 2.0), ages=_GROWN | {5: 0.6}),
    "dreadlocks": Style(
        "the whole head in matted locks",
        Ranges(strands=18_000, thickness_m=(130e-6, 160e-6), length_m=(0.22, 0.45), volume_m=(0.012, 0.022), lift=(0.3, 0.5),
               sweep=(0.1, 0.6), locks=(70, 130), wave_radius_m=(0.0040, 0.0058), wave_length_m=(0.03, 0.05),
               frizz=(0.3, 0.9), messiness=(0.4, 0.8), hem_z_m=(-0.28, -0.06), layering=(0.1, 0.5)),
        hanging_section, locks, grooming.woven, masculine=(0.4, 0.4), tight=(0.03, 2.0), ages=_GROWN),
}
"""Names are permanent: recipes and frame records use them."""
