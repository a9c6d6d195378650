"""Requests about the seats of a room: its settings, inviting, deciding, changing, removing, leaving and asking to join."""

from sqlalchemy import select

from consult.organisations.models import Organisation
from tests.doors.forms import ROOM_LEAD, SIGNED, Case
from tests.doors.parties import LISTED
from tests.doors.room_seats import S, W
from tests.doors.scene import ROOM, Scene


def seating(scene: Scene) -> list[Case]:
    """One request for each act, on the member of the private workspace; asking to join, in the room that is listed."""
    at, things = {"slug": "private-workspace"}, scene.furniture
    member, asked = at | {"person": scene.people["member"].public_id}, at | {"wish": things["asked seat"]}
    with scene.site.database.reading() as db:
        known = db.scalars(select(Organisation.public_id).where(Organisation.slug == LISTED)).one()
    offer = {"invitation": things[f"offer {scene.rooms[2].id}"]}
    settings = {"form": "coalition", "rule": "chatham", "parts": "votes"}
    join = {"slug": "listed-room"}
    return [
        Case(f"{W}/settings", at, ROOM_LEAD, settings, ROOM, stands=f"{W}/settings"),
        Case(f"{S}/<person>", member, ROOM_LEAD, {"office": "Adviser"}, ROOM),
        Case(f"{S}/<person>/role", member, ROOM_LEAD, {"role": "observer"}, ROOM),
        Case(f"{S}/<person>/remove", member, ROOM_LEAD, {"reason": "Absent."}, ROOM),
        Case(f"{S}/invite", at, ROOM_LEAD, {"email": "new@example.org", "role": "member"}, ROOM),
        Case(f"{S}/directory", at, ROOM_LEAD, {"organisation": known, "role": "member"}, ROOM, "q=Harbour"),
        Case(f"{S}/withdraw", at, ROOM_LEAD, offer, ROOM),
        Case(
            f"{S}/guests/invite",
            at,
            ROOM_LEAD,
            {"document": things["guest's paper"], "email": "guest@example.org"},
            ROOM,
        ),
        Case(f"{S}/guests/remove", at, ROOM_LEAD, {"invitation": things["guest's offer"]}, ROOM),
        Case(f"{S}/requests/<wish>", asked, ROOM_LEAD, {"act": "accept", "role": "member"}, ROOM),
        Case(f"{W}/leave", at, ROOM, sees=ROOM),
        Case(f"{W}/join", join, SIGNED, {"text": "I work on this."}, {"anonymous", "codeword"}),
        Case(f"{W}/join/withdraw", at, {"organisation member"}, {"request": things["asked seat"]}, ROOM),
    ]
