"""The states of a point of the face: whether it is seen, and if not, what hides it. The first that holds:

- `outside`: the point lies outside the picture, or not in front of the camera;
- `self_occluded`: a ray from the camera to the point meets the person's own body (skin, eyes, teeth, tongue) more than
  1 mm before it, whatever is worn;
- `hidden_by_accessory`: the ray meets glasses, headwear, facewear or clothing more than 1 mm before it; clear lenses hide
  nothing;
- `hidden_by_hair`: strands of hair or beard cover at least half of the pixel in which the point lies (brows and lashes
  hide nothing);
- `visible`.
"""

OUTSIDE, SELF, ACCESSORY, HAIR, VISIBLE = (
    "outside", "self_occluded", "hidden_by_accessory", "hidden_by_hair", "visible")
STATES = (VISIBLE, SELF, HAIR, ACCESSORY, OUTSIDE)
