"""Garments and the torso that carries them: from a neckline's spec to surfaces that fit any head."""
