"""Seats of the private workspace: told of, left, offered and asked for; a guest who is invited; and a room that is listed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import token_hash
from consult.bodies.models import Body
from consult.bodies.operations import Letter
from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.documents.models import Document
from consult.workspaces.rooms.models import Room, Seat, SeatRequest
from consult.workspaces.rooms.operations.guests import invite_guest
from consult.workspaces.rooms.operations.inviting import Key, invite_to_room
from consult.workspaces.rooms.operations.seating import SeatFacts
from tests.doors.door import Door, L
from tests.factories import TEST, make_proceeding, saved

W = f"{L}/workspaces/<slug>"
S = f"{W}/members"
SEATS = [
    Door("GET", f"{W}/settings", "room_of", "office", ("roomtitle",)),
    Door("POST", f"{W}/settings", "edit_room", "office"),
    Door("GET", f"{S}/", "seats_of", "room", ("roomtitle", "seatoffice", "offerorganisation", "removalreason")),
    Door("GET", f"{S}/<person>", "seats_of", "office", ("roomtitle", "seatoffice")),
    Door("POST", f"{S}/<person>", "edit_seat", "office"),
    Door("POST", f"{S}/<person>/role", "change_role", "office"),
    Door("GET", f"{S}/<person>/remove", "seats_of", "office", ("roomtitle",)),
    Door("POST", f"{S}/<person>/remove", "remove_member", "office"),
    Door("GET", f"{S}/invite", "form", "office", ("roomtitle",)),
    Door("POST", f"{S}/invite", "invite_to_room", "office"),
    Door("GET", f"{S}/directory", "directory", "office", ("roomtitle",), "q=Harbour"),
    Door("POST", f"{S}/directory", "invite_organisation", "office"),
    Door("POST", f"{S}/withdraw", "withdraw_invitation", "office"),
    Door("GET", f"{S}/guests/invite", "papers", "office", ("roomtitle",)),
    Door("POST", f"{S}/guests/invite", "invite_guest", "office"),
    Door("POST", f"{S}/guests/remove", "remove_guest, withdraw_guest_invitation", "office"),
    Door("GET", f"{S}/requests/<wish>", "request_at", "office", ("roomtitle", "askedtext")),
    Door("POST", f"{S}/requests/<wish>", "decide_request", "office"),
    Door("GET", f"{W}/leave", "form", "room", ("roomtitle",)),
    Door("POST", f"{W}/leave", "leave_room", "room"),
    Door("GET", f"{W}/join", "listed_room", "anybody"),
    Door("POST", f"{W}/join", "ask_to_join", "signed in"),
    Door("POST", f"{W}/join/withdraw", "withdraw_request", "signed in"),
]
LETTER = Letter("An invitation", "Please come.", "en")


def plant_seats(
    site: Site, body: Body, room: Proceeding, people: dict[str, Account], marker: Callable[[str], str]
) -> dict[str, str]:
    """Everything that the pages of members show, each secret with its marker; the public ids of what forms act on."""
    given = {"proceeding_id": room.id, "joined_at": now()}
    saved(site, Seat(account_id=people["member"].id, office=marker("seatoffice"), **given))
    went = {"left_at": now(), "departure": "removed", "reason": marker("removalreason")}
    saved(site, Seat(account_id=people["former"].id, **given, **went))
    asked = SeatRequest(
        proceeding_id=room.id,
        account_id=people["organisation member"].id,
        text=marker("askedtext"),
        language="en",
        asked_at=now(),
    )
    found = {"asked seat": saved(site, asked).public_id}
    facts = SeatFacts(organisation=marker("offerorganisation"))
    key = Key(token_hash("a seat"), LETTER)
    invited: dict[str, Any] = {"email": "seat@example.org", "role": "member", "key": key, "facts": facts}
    site.work.run(invite_to_room, TEST, proceeding_id=room.id, **invited)
    listed = make_proceeding(site, body, "listed-room", kind="workspace", audience="members", title="A listed room")
    saved(site, Room(proceeding_id=listed.id, form="coalition", parts=[], listed=True))
    return found | site.work.run(plant_guest, TEST, room=room.id).result


def plant_guest(db: Session, actor: Actor, *, room: int) -> dict[str, str]:
    """A document with somebody who is invited to read it."""
    paper = Document(proceeding_id=room, title="A paper", language="en", made_at=now())
    db.add(paper)
    db.flush()
    offer: dict[str, Any] = {"email": "reader@example.org", "token_hash": token_hash("a paper"), "letter": LETTER}
    made = invite_guest(db, actor, proceeding_id=room, document=paper.public_id, **offer)
    return {"guest's paper": paper.public_id, "guest's offer": made}
