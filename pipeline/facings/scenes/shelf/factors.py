"""What of a shelf's record may make a task easier or harder."""

from facings.frames.kind_reading import Factor

_OF = "instances.*."

SHELF_FACTORS = (
    Factor("product or tag", f"{_OF}kind"),
    Factor("department", f"{_OF}supercategory"),
    Factor("place behind others", f"{_OF}depth"),
    Factor("stacked", f"{_OF}level"),
    Factor("lying", f"{_OF}lying"),
    Factor("turned", f"{_OF}turned"),
    Factor("misplaced", f"{_OF}misplaced"),
    Factor("promotion", f"{_OF}promotion"),
    Factor("board, from below", f"{_OF}board"),
    Factor("wear of the fixture", "spec.fixture.wear", key="fixture.wear"),
    Factor("f-number", "spec.camera.f_number", key="camera.f_number"),
)
