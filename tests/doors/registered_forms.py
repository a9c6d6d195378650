"""A well-formed request for every door of registering at a hearing."""

import uuid
from typing import Any

from consult.hearings.registration.queries import candidates
from tests.doors.forms import ROOM_LEAD, ROOM_OFFICE, Case
from tests.doors.scene import ROOM, Scene
from tests.doors.table import REGISTRATIONS, H

ATTENDS = {"wish": "attend", "on_behalf": "self", "name": "Ana Tesch", "identity": "public", "language": "en"}


def registering(scene: Scene) -> list[Case]:
    """Registering, the own registration and its statement, and what the office decides."""
    at = {"slug": "private-hearing"}
    registration, statement = scene.furniture["registration"], scene.references["statement"]
    remove = {"registration": registration, "act": "remove", "reason": "A sentence."}
    one, rule = f"{REGISTRATIONS}/one/<registration>", f"{REGISTRATIONS}/rule"
    category = {"act": "category", "category": "academia", "country": "KE"}
    given = ATTENDS | {"client_id": str(uuid.uuid4())}
    return [
        Case(f"{H}/register", at, ROOM - {"member"}, given, ROOM),
        Case(f"{H}/register/own", at, {"member"}, {"act": "withdraw"}, ROOM),
        Case(f"{H}/register/statement", at, {"member"}, {"act": "withdraw", "reference": statement}, ROOM),
        Case(f"{H}/statements", at, ROOM_LEAD, {"reference": statement}, ROOM),
        Case(f"{REGISTRATIONS}/", at, ROOM_OFFICE, remove, ROOM),
        Case(f"{REGISTRATIONS}/new", at, ROOM_OFFICE, given | {"state": "accepted"}, ROOM),
        Case(rule, at, ROOM_OFFICE, selected(scene), ROOM, stands=rule),
        Case(one, at | {"registration": registration}, ROOM_OFFICE, category, ROOM),
    ]


def selected(scene: Scene) -> dict[str, Any]:
    """Everybody who wants to speak at the private hearing, as they are."""
    with scene.site.database.reading() as db:
        known = candidates(db, next(room.id for room in scene.rooms if room.slug == "private-hearing"))
    return {f"state.{one.public_id}": one.state for one in known}
