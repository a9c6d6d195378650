"""Opening, closing and withdrawing votes, by hand or by the clock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Conflict, Invalid
from consult.core.jobs import enqueue
from consult.core.text import clean_text
from consult.ledger.commitments import commit, new_salt
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.ballots.telling import FEWEST, by_lot, is_told
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.workspaces.votes.counting import Rule, count
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.operations.loading import check_seen, check_writable, locked_proposal, room_for, tell_of
from consult.workspaces.votes.operations.striking import strike_departed
from consult.workspaces.votes.queries import electorate_of, tally_of
from consult.workspaces.votes.values import chosen_in, keys_of, value_of

CLOSE_VOTE, SWEEP_VOTES = "close_vote", "sweep_votes"
REASON_CHARACTERS = 2_000


def open_vote(db: Session, actor: Actor, *, proceeding_id: int, proposal: str, seen: int) -> None:
    """Take votes from now on, of those who may vote in the room at this moment, until its time or until it is closed.

    Raises Conflict where the draft was changed meanwhile, Closed while the room takes nothing, and Invalid where its time
    has passed, nobody may vote, or a secret vote has so few electors that its result would tell how each of them voted.
    """
    room = room_for(db, actor, proceeding_id, "room:lead")
    check_writable(room)
    row = locked_proposal(db, actor, room, proposal)
    check_seen(row, seen)
    if row.closes_at is not None and row.closes_at <= now():
        raise Invalid("closes_local", "vote_closes_in_the_past")
    accounts = electorate_of(db, room.id)
    if not accounts or (row.is_secret and len(accounts) < FEWEST):
        raise Conflict("too_few_electors" if accounts else "no_electors", few=FEWEST)
    row.state, row.opened_at = "open", now()
    row.seal = new_salt() if row.is_secret else None
    db.execute(insert(Elector), [{"proposal_id": row.id, "account_id": one, "reminded": ""} for one in accounts])
    values = {"proceeding_id": room.id, "proposal": row.public_id}
    if row.closes_at is not None:
        enqueue(db, CLOSE_VOTE, values, row.closes_at, key=f"{CLOSE_VOTE}:{row.public_id}")
    tell_of(db, room, row, "opened", at=row.opened_at)


def close_vote(db: Session, actor: Actor, *, proceeding_id: int, proposal: str, sealing: Sealing) -> None:
    """Count the votes and tell the result. Raises Conflict unless it is open."""
    room = room_for(db, actor, proceeding_id, "room:lead")
    row = locked_proposal(db, actor, room, proposal)
    if row.state != "open":
        raise Conflict("vote_not_open")
    _close(db, room, row, sealing)


def end_vote(db: Session, actor: Actor, *, proceeding_id: int, proposal: str, sealing: Sealing) -> None:
    """Close a vote whose time is over; nothing when that was done already. For the worker alone."""
    room = locked_proceeding(db, actor, proceeding_id)
    row = locked_proposal(db, actor, room, proposal)
    if row.phase(now()) == "over":
        _close(db, room, row, sealing)


def withdraw_vote(db: Session, actor: Actor, *, proceeding_id: int, proposal: str, reason: str) -> None:
    """End an open vote without a result and say why: votes and ballots are deleted. Raises Conflict unless it is open."""
    room = room_for(db, actor, proceeding_id, "room:lead")
    row = locked_proposal(db, actor, room, proposal)
    why = clean_text(reason, "reason")
    if not why:
        raise Invalid("reason", "required")
    if len(why) > REASON_CHARACTERS:
        raise Invalid("reason", "too_long", length=len(why), limit=REASON_CHARACTERS)
    if row.state != "open":
        raise Conflict("vote_not_open")
    _withdraw(db, room, row, why)


def closing_votes(secret: str) -> Callable[[Session, Proceeding], None]:
    """What closes the votes of a room that closes, for a site with this secret."""
    return partial(close_votes, sealing=Sealing(secret))


def close_votes(db: Session, room: Proceeding, sealing: Sealing) -> None:
    """Count what is open when the room closes."""
    known = (RoomProposal.proceeding_id == room.id, RoomProposal.state == "open")
    for row in db.scalars(select(RoomProposal).where(*known).order_by(RoomProposal.id).with_for_update()).all():
        try:
            _close(db, room, row, sealing)
        except Conflict:  # the ballots cannot be opened any more: that keeps no room open
            _withdraw(db, room, row, "")


def _withdraw(db: Session, room: Proceeding, row: RoomProposal, reason: str) -> None:
    row.state, row.closed_at, row.seal, row.reason = "withdrawn", now(), None, reason
    electors = select(Elector.id).where(Elector.proposal_id == row.id)
    db.execute(delete(OpenVote).where(OpenVote.elector_id.in_(electors)))
    db.execute(delete(SecretBallot).where(SecretBallot.proposal_id == row.id))
    _sweep_soon(db, row)
    tell_of(db, room, row, "withdrawn", at=row.closed_at)


def _close(db: Session, room: Proceeding, row: RoomProposal, sealing: Sealing) -> None:
    """Strike who left, count, write secret ballots anew by lot, and commit to the result: one entry in each stream."""
    closing = _closing(row)
    strike_departed(db, row, sealing)
    db.flush()
    votes = _unsealed(db, row, sealing) if row.is_secret else _named(db, row)
    electors = db.execute(select(Elector.struck_at).where(Elector.proposal_id == row.id)).all()
    struck = sum(one.struck_at is not None for one in electors)
    rule = Rule(row.method, row.majority, row.quorum, tuple(one["key"] for one in row.options))
    told = is_told(row.is_secret, len(votes))
    result = count(rule, votes, len(electors), struck, told=told)
    row.result, row.outcome = result.as_kept(), result.outcome
    row.state, row.closed_at, row.seal = "closed", closing, None
    if row.is_secret:
        _write_ballots(db, row, votes if told else [])
        _sweep_soon(db, row)
    tell_of(db, room, row, "closed", at=closing, commitments={"tally": commit(row.salt, tally_of(row))})


def _closing(row: RoomProposal) -> datetime:
    """When it closed: what came after its time was refused, even where the counting came later."""
    return row.closes_at if row.closes_at is not None and row.phase(now()) == "over" else now()


def _named(db: Session, row: RoomProposal) -> list[list[str]]:
    query = select(OpenVote.value).join(Elector, Elector.id == OpenVote.elector_id)
    return [keys_of(one) for one in db.scalars(query.where(Elector.proposal_id == row.id, OpenVote.is_current))]


def _unsealed(db: Session, row: RoomProposal, sealing: Sealing) -> list[list[str]]:
    offered = row.offered
    query = select(SecretBallot.id, SecretBallot.sealed).where(SecretBallot.proposal_id == row.id)
    numbers = [sealing.unseal(row.seal or "", one.id, one.sealed or "") for one in db.execute(query)]
    return [chosen_in(offered, number) for number in numbers]


def _write_ballots(db: Session, row: RoomProposal, votes: Sequence[Sequence[str]]) -> None:
    """The ballots under new ids, in an order drawn by lot, and nothing that leads to a voter."""
    db.execute(delete(SecretBallot).where(SecretBallot.proposal_id == row.id))
    rows = [
        {"id": new_public_id(), "proposal_id": row.id, "value": value_of(row.method, vote)} for vote in by_lot(votes)
    ]
    if rows:
        db.execute(insert(SecretBallot), rows)


def _sweep_soon(db: Session, row: RoomProposal) -> None:
    if row.is_secret:
        enqueue(db, SWEEP_VOTES, {}, key=f"{SWEEP_VOTES}:{row.public_id}")
