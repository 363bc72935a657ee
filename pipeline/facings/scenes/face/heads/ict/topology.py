"""Where things are on the mesh of ICT-FaceKit: vertex ranges, and stations that lines along its edges are led through.

Ranges: the pack's README. Points are in the body frame of the mean head, on its right side (X below 0), read off the mesh;
their mirror images serve the left side.
"""

SKIN = range(0, 11248)
"""Face, head, neck and shoulders."""
MOUTH = range(11248, 13294)
"""The lining behind the lips."""
GUMS_TONGUE = range(14062, 17039)
TEETH = range(17039, 21451)
EYEBALLS = (range(23021, 23791), range(21451, 22221))
"""Right, left: the white of the eye and the cornea."""

HEAD_VERTICES = 21451
"""Vertices before the first eyeball's."""

TONGUE_SEEDS = (17038, 16565)
"""One vertex of each texture island of the tongue: its body, the floor below it."""

NOSE_MIDLINE = ((0.0, -0.0283, 0.0014), (0.0, -0.0360, -0.0475))
"""Between the eyes, and where the septum meets the lip."""
NOSE_SIDE = ((-0.0075, -0.0245, -0.0010), (-0.0098, -0.0210, -0.0090), (-0.0140, -0.0200, -0.0200), (-0.0178, -0.0210, -0.0300),
             (-0.0190, -0.0235, -0.0405), (-0.0165, -0.0270, -0.0462), (-0.0125, -0.0297, -0.0475))
"""From between the eyes down along the nose and around its wing to under the nostril."""

EAR_FRONT = ((-0.0730, 0.0730, -0.0015), (-0.0720, 0.0660, -0.0130), (-0.0720, 0.0620, -0.0270), (-0.0720, 0.0600, -0.0370),
             (-0.0710, 0.0610, -0.0480), (-0.0690, 0.0630, -0.0575))
"""From the helix's root down before the tragus to the lobe; behind the ear the line keeps to the fold."""
EAR_INSIDE = (-0.0850, 0.0800, -0.0250)
EAR_BACK = (-0.0700, 0.0880, -0.0300)

NECK_MIDLINE = ((0.0, -0.0020, -0.1200), (0.0, 0.1400, -0.0650))
"""Under the chin, and on the nape."""
NECK_SIDE = ((-0.0220, 0.0060, -0.1160), (-0.0400, 0.0200, -0.1070), (-0.0530, 0.0360, -0.0930), (-0.0620, 0.0520, -0.0760),
             (-0.0640, 0.0700, -0.0630), (-0.0610, 0.0950, -0.0620), (-0.0400, 0.1280, -0.0630))
"""From under the chin along and below the jaw, below the ear, to the nape."""

NECK_BASE = ((0.0, 0.045, -0.190), (0.0, 0.150, -0.140))
NECK_TOP = ((0.0, 0.020, -0.122), (0.0, 0.138, -0.040))
"""Front and back of the planes below which the torso keeps still and above which all moves with the skull."""
JOINTS = ((0.0, 0.105, -0.155), (0.0, 0.096, -0.125), (0.0, 0.088, -0.095), (0.0, 0.080, -0.050))
"""Where the spine bends: low, middle and upper neck, and below the skull between the ears."""
