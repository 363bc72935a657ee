"""Where the front of a pair of glasses sits before the eyes, and how flat drawings are bent onto it."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.accessories.catalogue import GlassesStyle
from facings.scenes.face.accessories.head_measures import HeadMeasures

_VERTEX_DISTANCE_M = 0.0125
"""From the cornea to the lens's back (opticians fit 12 to 14 mm)."""
_CORNEA_M = 0.0015
"""How far the cornea stands out of the eyeball's sphere."""
_TILT_RAD = np.radians(8.0)
"""Pantoscopic: the lower edge is nearer to the cheek."""
_FAR_M = 0.3


@dataclass(frozen=True)
class Front:
    """The bent surface that a frame is drawn on: x to the subject's left, y up along the tilted front, z out of the face."""

    centre_m: np.ndarray
    """(3,) body frame: midway between the lenses, on the lenses' middle surface."""
    wrap_m: float
    tilt_rad: float
    roll_rad: float
    unit_m: float
    """Metres for each millimetre of the drawing: 0.001 times the size of the head."""

    def place(self, drawing_mm: np.ndarray) -> np.ndarray:
        """Return (..., 3) body-frame metres of drawn points (..., 3); z is the height above the surface, towards the viewer."""
        x, y, z = np.moveaxis(np.asarray(drawing_mm, float) * self.unit_m, -1, 0)
        angle = x / self.wrap_m
        # A cylinder: lengths on it stay what they were in the drawing.
        across = (self.wrap_m + z) * np.sin(angle)
        forward = (self.wrap_m + z) * np.cos(angle) - self.wrap_m
        sin, cos = np.sin(self.tilt_rad), np.cos(self.tilt_rad)
        back, up = -forward * cos - y * sin, y * cos - forward * sin
        roll_sin, roll_cos = np.sin(self.roll_rad), np.cos(self.roll_rad)
        across, up = across * roll_cos - up * roll_sin, across * roll_sin + up * roll_cos
        return self.centre_m + np.stack([across, back, up], -1)

    def moved_forward(self, distance_m: float) -> "Front":
        """Return the front `distance_m` further from the face."""
        return Front(self.centre_m - (0, distance_m, 0), self.wrap_m, self.tilt_rad, self.roll_rad, self.unit_m)


def fit_bridge(style: GlassesStyle, outline_mm: np.ndarray, head: HeadMeasures, width: float, slide_mm: float,
               crooked_deg: float, mask_worn: bool) -> tuple[GlassesStyle, Front]:
    """Return the style with the bridge that suits the nose, and its front: a wider one where the frame would stand off."""
    fits = []
    for wider_mm in (0.0, 2.5, 5.0):
        changed = style.model_copy(update={"bridge_mm": style.bridge_mm + wider_mm})
        front = fit_front(changed, outline_mm, head, width, slide_mm, crooked_deg, mask_worn)
        fits.append((changed, front))
        # Opticians widen the bridge for millimetres, not for tenths.
        if wider_mm and fits[-2][1].centre_m[1] > front.centre_m[1] - 0.0012:
            return fits[-2]
    return fits[-1]


def fit_front(style: GlassesStyle, outline_mm: np.ndarray, head: HeadMeasures, width: float, slide_mm: float,
              crooked_deg: float, mask_worn: bool) -> Front:
    """Return where the front rests: as near to the eyes as comfort allows, and nowhere in nose, brows or cheeks."""
    unit_m = 1e-3 * head.scale * width
    eyes = head.eyes_m
    eye_front = eyes[:, 1].min() - head.eye_radius_m - _CORNEA_M
    height = eyes[:, 2].mean() - 0.004 * head.scale - slide_mm * 1e-3 * head.scale
    # Sliding follows the nose's ridge forwards, before the clearance is looked at.
    tilt = _TILT_RAD + np.radians(0.35) * slide_mm
    start = Front(np.array([eyes[:, 0].mean(), eye_front - _VERTEX_DISTANCE_M * head.scale, height]), style.wrap_mm * 1e-3,
                  tilt, np.radians(crooked_deg), unit_m)
    back_mm = style.depth_mm * 0.62 + 0.4
    away = np.linspace(0.15, 1.0, 6)[:, None, None]
    rim = outline_mm + np.stack([np.sign(outline_mm[:, 0]) * 2.0, np.sign(outline_mm[:, 1]) * np.mean(style.rim_mm)], 1) * 0.7
    lens = np.concatenate([(outline_mm * away).reshape(-1, 2), rim])
    centre_x = (style.width_mm + style.bridge_mm) / 2
    both = np.concatenate([lens + (centre_x, 0), lens * (-1, 1) - (centre_x, 0)])
    bridge = np.stack([np.linspace(-0.5, 0.5, 9) * style.bridge_mm, np.full(9, bridge_height_mm(style) - 2.4)], 1)
    drawing = np.concatenate([both, bridge])
    lifted = np.column_stack([drawing, np.append(np.full(len(both), -back_mm), np.full(9, -1.2 if style.pads else -back_mm))])
    points = start.place(lifted)
    gap = np.full(len(points), 0.0015)
    gap[len(both):] = 0.0028 if style.pads else 0.0008
    if mask_worn:
        gap = np.where(points[:, 2] < height - 0.004, 0.0045, gap + 0.002)
    origins = np.column_stack([points[:, 0], np.full(len(points), -_FAR_M), points[:, 2]])
    skin_y = head.skin.distance_m(origins, np.array([0.0, 1.0, 0.0])) - _FAR_M
    short = points[:, 1] + gap - skin_y
    return start.moved_forward(max(0.0, float(short[np.isfinite(short)].max())))


def bridge_height_mm(style: GlassesStyle) -> float:
    """Return how high above the lens's middle the bridge joins the rims."""
    return style.width_mm * style.aspect * (0.20 if style.build in ("acetate", "browline") else 0.16)
