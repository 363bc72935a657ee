"""What of a face's record may make a task easier or harder."""

from facings.frames.kind_reading import Factor

_OF = "instances.*."
_SAID = f"{_OF}attributes."

FACE_FACTORS = (
    Factor("head yaw", f"{_OF}head_pose.yaw_deg", "deg", key="head_pose.yaw_deg", magnitude=True),
    Factor("head pitch", f"{_OF}head_pose.pitch_deg", "deg", key="head_pose.pitch_deg"),
    Factor("head roll", f"{_OF}head_pose.roll_deg", "deg", key="head_pose.roll_deg", magnitude=True),
    Factor("skin tone", f"{_SAID}skin_tone_monk", "Monk scale", key="person.skin_tone"),
    Factor("age", f"{_SAID}age_years", "years", key="person.age_years"),
    Factor("gender", f"{_SAID}gender", key="person.gender"),
    Factor("head model", f"{_OF}head_model", key="person.head_model"),
    Factor("expression", f"{_SAID}expression", key="expression.name"),
    Factor("openness of the right eye", f"{_OF}eye_openness.right"),
    Factor("gaze to the side, in the head", f"{_OF}gaze.combined.yaw_in_head_deg", "deg", key="gaze.yaw_deg", magnitude=True),
    Factor("hairdo", f"{_SAID}hair_style", key="hair.style"),
    Factor("hair colour", f"{_SAID}hair_colour"),
    Factor("beard", f"{_SAID}beard_style"),
    Factor("glasses", f"{_SAID}glasses"),
    Factor("headwear", f"{_SAID}headwear"),
    Factor("mask", f"{_SAID}mask"),
    Factor("garment", f"{_SAID}garment", key="garment.style"),
    Factor("light rig", f"{_SAID}light_rig"),
    Factor("background", f"{_SAID}background"),
    Factor("f-number", "spec.camera.f_number", key="camera.f_number"),
)
