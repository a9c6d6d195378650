"""The meetings of a room as its members read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.core.localized import Words
from consult.policy.access import holds, require
from consult.proceedings.meetings import Held, Sitting, held_of, meetings_under
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.workspaces.meetings.models import Presence
from consult.workspaces.rooms.queries import present_seats, room_of
from consult.workspaces.votes.models import RoomProposal
from consult.workspaces.votes.queries import votes_in_meetings


class Attendee(NamedTuple):
    """Somebody who was there; `checked_in` by themselves, or marked by the note-taker."""

    account_id: int | None
    name: str
    checked_in: bool


class Meeting(NamedTuple):
    """A meeting with what came of it. `votes` are those that were, or are, decided in it."""

    proceeding: Proceeding
    title: Words
    held: Held
    attendance: Sequence[Attendee]
    votes: Sequence[RoomProposal]

    @property
    def sitting(self) -> Sitting | None:
        """The sitting that goes on or comes next, else the last one."""
        there = [one for one in self.held.sittings if one.state != "cancelled"]
        coming = [one for one in there if one.ends_at > now() and one.state != "closed"]
        return next(iter(coming or there[-1:]), None)

    @property
    def is_past(self) -> bool:
        """Whether nothing of it is to come."""
        one = self.sitting
        if self.proceeding.phase(now()) == "closed":
            return True
        return one is not None and (one.state == "closed" or one.ends_at <= now())

    @property
    def order(self) -> datetime:
        """By what meetings are ordered."""
        one = self.sitting
        return one.starts_at if one is not None else self.proceeding.created_at


def meetings_of(db: Session, actor: Actor, room: Proceeding, language: str) -> list[Meeting]:
    """The meetings of the room, the earliest first. Raises NotFound outside of the room, and where it has no meetings."""
    check_part(db, actor, room)
    return sorted(_whole(db, actor, meetings_under(db, actor, room), language), key=lambda one: one.order)


def meeting_by_public_id(db: Session, actor: Actor, room: Proceeding, public_id: str, language: str) -> Meeting:
    """One of them. Raises NotFound where there is none for this actor."""
    check_part(db, actor, room)
    found = [one for one in meetings_under(db, actor, room) if one.public_id == public_id]
    if not found:
        raise NotFound
    return _whole(db, actor, found, language)[0]


def check_part(db: Session, actor: Actor, room: Proceeding) -> None:
    """Raises NotFound unless the actor reads in this room and it has meetings."""
    require(actor, "room:read", room)
    if room.kind != "workspace" or "meetings" not in room_of(db, room).parts:
        raise NotFound


def may_mark(actor: Actor, meeting: Proceeding) -> bool:
    """Whether the actor says who was there: who takes the notes, and who leads."""
    return holds(actor, "hearing:note", meeting.where)


def markable(db: Session, room: Proceeding, meeting: Meeting) -> list[Attendee]:
    """Those who can be marked: who sits in the room now, and who was marked before; by name."""
    there = {one.account_id: one for one in meeting.attendance if one.account_id is not None}
    seats = {one.account_id: Attendee(one.account_id, one.name, False) for one in present_seats(db, room.id)}
    return sorted((seats | there).values(), key=lambda one: (one.name, one.account_id or 0))


def _whole(db: Session, actor: Actor, rows: Sequence[Proceeding], language: str) -> list[Meeting]:
    ids = [one.id for one in rows]
    words = proceeding_words(db, rows, language, ("title",))
    told, votes, marked = held_of(db, actor, rows, language), votes_in_meetings(db, ids), _marked(db, ids)
    return [
        Meeting(
            one,
            words[one.id]["title"],
            told[one.id],
            _together(told[one.id], marked.get(one.id, [])),
            votes.get(one.id, []),
        )
        for one in rows
    ]


def _marked(db: Session, ids: Sequence[int]) -> dict[int, list[Attendee]]:
    query = select(Presence.meeting_id, Account.id, Account.name).join(Account, Account.id == Presence.account_id)
    found: dict[int, list[Attendee]] = {}
    for row in db.execute(query.where(Presence.meeting_id.in_(ids))):
        found.setdefault(row[0], []).append(Attendee(row[1], row[2], False))
    return found


def _together(told: Held, marked: Sequence[Attendee]) -> list[Attendee]:
    """Each once, by name."""
    came = [Attendee(account_id, name, True) for account_id, name in told.checked_in]
    known = {one.account_id for one in came if one.account_id is not None}
    others = [one for one in marked if one.account_id not in known]
    return sorted([*came, *others], key=lambda one: (one.name, one.account_id or 0))


class Brief(NamedTuple):
    """For the overview of a room: the meeting that comes next, and the last one."""

    coming: Meeting | None
    last: Meeting | None


def brief(db: Session, actor: Actor, room: Proceeding) -> Brief | None:
    """What the overview tells of meetings; None where there is nothing to tell."""
    if "meetings" not in room_of(db, room).parts:
        return None
    found = meetings_of(db, actor, room, room.language)
    coming, past = [one for one in found if not one.is_past], [one for one in found if one.is_past]
    return Brief(coming[0] if coming else None, past[-1] if past else None) if found else None
