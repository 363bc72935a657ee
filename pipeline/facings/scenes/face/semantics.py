"""What pixels and instances of faces are called.

The parsing classes are those of FaceSynthetics (Wood et al. 2021), left and right as the subject's own.
"""

SEMANTIC_CLASSES = {
    "background": 0, "skin": 1, "nose": 2, "right_eye": 3, "left_eye": 4, "right_brow": 5, "left_brow": 6, "right_ear": 7,
    "left_ear": 8, "mouth_interior": 9, "top_lip": 10, "bottom_lip": 11, "neck": 12, "hair": 13, "beard": 14,
    "clothing": 15, "glasses": 16, "headwear": 17, "facewear": 18,
}

CLASS_COLOURS = {
    "background": (38, 40, 46), "skin": (238, 170, 60), "nose": (226, 72, 92), "right_eye": (104, 150, 196),
    "left_eye": (142, 128, 112), "right_brow": (196, 204, 212), "left_brow": (128, 172, 140), "right_ear": (170, 110, 190),
    "left_ear": (92, 200, 206), "mouth_interior": (214, 214, 90), "top_lip": (206, 128, 170), "bottom_lip": (90, 116, 90),
    "neck": (150, 90, 60), "hair": (70, 90, 160), "beard": (240, 150, 130), "clothing": (120, 120, 200),
    "glasses": (180, 220, 160), "headwear": (100, 60, 90), "facewear": (60, 130, 110),
}
"""sRGB, for drawings of the semantic map."""

STRAND_CLASSES = ("hair", "beard", "right_brow", "left_brow", "right_eye", "left_eye")
"""Classes that strands may have; lashes belong to the eye that they shade."""

REGION = "facings_region"
"""Face attribute of meshes: parsing class of each face. Materials of the person write it to the AOV of this name."""

PERSON_CATEGORY = {"id": 1, "name": "person", "supercategory": "person"}
"""The one category that face datasets have."""
