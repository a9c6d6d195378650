"""A well-formed request for every door of decisions on many, of undoing, and of groups."""

from consult.core.clock import now
from tests.doors.door import L
from tests.doors.forms import Case
from tests.doors.scene import DESK, Scene

MODERATORS = DESK - {"rapporteur"}
STAFF = MODERATORS | {"secretary", "chair", "room moderator", "elsewhere"}


def many(scene: Scene) -> list[Case]:
    """Asking, confirming, stopping, undoing; and taking a text out of a group."""
    one, at = f"{L}/desk/bulk/<public_id>", {name: {"public_id": value} for name, value in scene.furniture.items()}
    asked = {"act": "approve", "references": scene.references["pendingtext"], "looked": now().isoformat()}
    return [
        Case(f"{L}/desk/bulk", {}, STAFF, asked),
        Case(f"{one}/start", at["bulk"], {"moderator"}),
        Case(f"{one}/cancel", at["bulk"], {"moderator"}),
        Case(f"{one}/undo", at["done bulk"], {"moderator"}),
        Case(f"{L}/desk/decisions/<public_id>/undo", at["decision"], MODERATORS, sees=DESK),
        Case(
            f"{L}/desk/groups/<public_id>/split",
            at["group"],
            MODERATORS,
            {"how": "chosen", "references": scene.furniture["member"]},
            DESK,
        ),
    ]
