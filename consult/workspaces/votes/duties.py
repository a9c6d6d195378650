"""Votes that wait for somebody, as something to do by a day, for their own page, calendar and reminders."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.duties import Duty
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.votes.models import Elector, RoomProposal

WAITS = (Elector.voted_at.is_(None), Elector.struck_at.is_(None), RoomProposal.state == "open")


def own_votes(db: Session, actor: Actor) -> list[Duty]:
    """The open votes in which the actor may vote and has not, in the open rooms that the actor is in."""
    if actor.account_id is None:
        return []
    query = (
        select(RoomProposal, Elector.reminded, Proceeding)
        .join(Elector, Elector.proposal_id == RoomProposal.id)
        .join(Proceeding, Proceeding.id == RoomProposal.proceeding_id)
        .where(visible(actor), held_in_sql(actor, "room:vote"), Elector.account_id == actor.account_id, *WAITS)
        .order_by(RoomProposal.id)
    )
    found = [(row, reminded, room) for row, reminded, room in db.execute(query) if row.phase(now()) == "open"]
    return [
        duty_of(row, reminded, room, actor.account_id)
        for row, reminded, room in found
        if room.phase(now()) == "open" and "votes" in room_of(db, room).parts
    ]


def duty_of(row: RoomProposal, reminded: str, room: Proceeding, account_id: int) -> Duty:
    """A vote as something to do; one that is closed by hand has no day."""
    day = row.closes_local[:10] if row.closes_local else None
    facts = (row.title, row.state, day, f"votes/{row.public_id}", row.revision, reminded)
    return Duty("vote", row.public_id, account_id, room, *facts)


def who_has_votes_due(db: Session, until: str) -> set[int]:
    """The accounts whose vote is missing in something that closes on a day or before it, YYYY-MM-DD."""
    due = RoomProposal.closes_local < f"{until}U"  # every hour of that day
    query = select(Elector.account_id).join(RoomProposal, RoomProposal.id == Elector.proposal_id)
    return set(db.scalars(query.where(*WAITS, due)))


def note_reminder(db: Session, one: Duty, mark: str) -> None:
    """Keep that somebody was reminded of a vote."""
    proposal = select(RoomProposal.id).where(RoomProposal.public_id == one.public_id).scalar_subquery()
    mine = (Elector.proposal_id == proposal, Elector.account_id == one.account_id)
    db.execute(update(Elector).where(*mine).values(reminded=mark))
