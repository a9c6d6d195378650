"""A well-formed request for every door of withholding and erasing."""

from tests.doors.door import L
from tests.doors.forms import Case
from tests.doors.scene import DESK, Scene

OFFICE, MODERATORS = {"secretariat"}, DESK - {"rapporteur"}


def withholding(scene: Scene) -> list[Case]:
    """Marking, settling, lifting, erasing, asking; and what the body wants of it."""
    item = {"reference": scene.references["hiddentext"]}
    own = {"reference": scene.references["pendingtext"]}
    marks = {"seen": "1", "version": "1", "reason": "other", "whole-1": "y"}
    one = f"{L}/desk/proposals/<public_id>"
    waiting, lifted, asked = ({"public_id": scene.furniture[name]} for name in ("proposal", "redaction", "asked"))
    settings = {"undo_minutes": "5", "flags_hide": ""}
    return [
        Case(f"{L}/desk/items/<reference>/redact", item, MODERATORS, marks, DESK),
        Case(f"{L}/desk/items/<reference>/erase", item, OFFICE, {"ground": "court", "sure": "y"}, DESK),
        Case(f"{one}/settle", waiting, MODERATORS, {"act": "confirm"}, DESK),
        Case(f"{one}/lift", lifted, MODERATORS, {"note": "She agreed."}, DESK),
        Case(f"{one}/refuse", asked, OFFICE, {"note": "Kept by law."}, DESK),
        Case(f"{L}/return/<reference>/erase", own, {"author", "codeword"}, {"note": "Please."}),
        Case(f"{L}/desk/bodies/<public_id>", {"public_id": scene.body.public_id}, OFFICE | {"administrator"}, settings),
    ]
