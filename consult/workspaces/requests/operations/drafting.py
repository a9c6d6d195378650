"""Drafting requests: whoever writes in the room does, and changes a draft until it is sent."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.organisations.queries import listed_by_slug, organisations_named
from consult.proceedings.models import Proceeding
from consult.workspaces.requests.models import InstitutionRequest
from consult.workspaces.requests.operations.loading import check_seen, locked_request, note_act
from consult.workspaces.requests.shape import NewRequest, checked_request
from consult.workspaces.rooms.people import responsible
from consult.workspaces.rooms.working import room_to_write

MOST = 1_000
FIELDS = ("direction", "subject", "institution", "organisation_id", "title", "text", "language", "due_on")


def draft_request(db: Session, actor: Actor, *, proceeding_id: int, new: NewRequest) -> str:
    """Write a request that is not yet sent, with the next number of the room; its public id.

    Raises Invalid for a field that cannot be taken.
    """
    room = room_to_write(db, actor, proceeding_id, "room:write", in_order=True)
    numbers = select(func.max(InstitutionRequest.number)).where(InstitutionRequest.proceeding_id == room.id)
    last = db.scalar(numbers) or 0
    if last >= MOST:
        raise Invalid("title", "too_many", limit=MOST)
    row = InstitutionRequest(proceeding_id=room.id, number=last + 1, made_by=actor.account_id, made_at=now())
    row.state, row.account_id = "draft", None
    _write(db, room, row, new)
    db.add(row)
    note_act(db, actor, room, row, "draft")
    return row.public_id


def edit_request(db: Session, actor: Actor, *, proceeding_id: int, request: str, seen: int, new: NewRequest) -> None:
    """Change a draft. Raises Conflict once it was sent, and where it changed since the revision that was `seen`."""
    room = room_to_write(db, actor, proceeding_id, "room:write")
    row = locked_request(db, room, request)
    if row.state != "draft":
        raise Conflict("request_was_sent")
    check_seen(row, seen)
    facts = _write(db, room, row, new)
    if facts:
        row.revision += 1
        note_act(db, actor, room, row, "edit", facts=facts)


def _write(db: Session, room: Proceeding, row: InstitutionRequest, new: NewRequest) -> dict[str, Any]:
    """Put into the row what is new; for each field that changed what it was and what it became."""
    new = checked_request(new)
    if new.language not in room.languages:
        raise Invalid("language", "no_such_choice")
    name, organisation_id = _institution(db, new)
    values = {one: getattr(new, one) for one in FIELDS if one not in ("institution", "organisation_id")}
    values |= {"institution": name, "organisation_id": organisation_id}
    facts = {one: [was, value] for one, value in values.items() if (was := getattr(row, one)) != value}
    for one, value in values.items():
        setattr(row, one, value)
    account = responsible(db, room, new.responsible, row.account_id)
    if account != row.account_id:
        before = db.scalar(select(Account.public_id).where(Account.id == row.account_id))
        facts["responsible"] = [before, new.responsible or None]
        row.account_id = account
    return facts


def _institution(db: Session, new: NewRequest) -> tuple[str, str | None]:
    """Its name, and the public id of a registered one. Raises Invalid for an address at which none is listed."""
    if not new.organisation:
        return new.institution, None
    public_id = listed_by_slug(db, [new.organisation]).get(new.organisation)
    if public_id is None:
        raise Invalid("organisation", "no_such_organisation")
    return organisations_named(db, [public_id])[public_id][1], public_id
