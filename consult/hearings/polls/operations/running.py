"""Opening, closing and withdrawing polls, by hand or by the clock."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Conflict
from consult.core.jobs import enqueue
from consult.hearings.floor.operations.chairing import take_chair
from consult.hearings.polls.models import Ballot, Pause, Poll, PollVoter
from consult.hearings.polls.operations.loading import hearing_of_chair, locked_poll, tell_of
from consult.hearings.polls.queries import tally_of
from consult.hearings.programme.queries import texts_of
from consult.ledger.commitments import commit, new_salt
from consult.proceedings.ballots.sealing import Sealing, chosen_of
from consult.proceedings.ballots.telling import by_lot, is_told
from consult.proceedings.models import Proceeding

CLOSE_POLL, SWEEP_BALLOTS = "close_poll", "sweep_ballots"


def open_poll(db: Session, actor: Actor, *, proceeding_id: int, seen: int, poll: str) -> int:
    """Take votes from now on, for as long as the draft says; what the floor counts now.

    Raises Conflict unless it is a draft, or while the hearing is not open.
    """
    chaired = take_chair(db, actor, proceeding_id, seen)
    chaired.require_open()
    proceeding, row = chaired.proceeding, locked_poll(db, chaired.proceeding, poll)
    if row.state != "draft":
        raise Conflict("wrong_state")
    row.state, row.opened_at = "open", now()
    row.seal = new_salt() if row.rule == "secret" else None
    if row.seconds is not None:
        row.ends_at = row.opened_at + timedelta(seconds=row.seconds)
        values = {"proceeding_id": proceeding.id, "poll": row.public_id}
        enqueue(db, CLOSE_POLL, values, row.ends_at, key=f"{CLOSE_POLL}:{row.public_id}")
    tell_of(db, proceeding, row, "opened", at=row.opened_at)
    return chaired.floor.moves


def close_poll(db: Session, actor: Actor, *, proceeding_id: int, seen: int, poll: str, sealing: Sealing) -> int:
    """Count the votes and tell the result. Raises Conflict unless it is open."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = locked_poll(db, chaired.proceeding, poll)
    if row.state != "open":
        raise Conflict("wrong_state")
    _close(db, chaired.proceeding, row, sealing)
    return chaired.floor.moves


def end_poll(db: Session, actor: Actor, *, proceeding_id: int, poll: str, sealing: Sealing) -> None:
    """Close a poll whose time is over; nothing when that was done already."""
    proceeding = hearing_of_chair(db, actor, proceeding_id)
    row = locked_poll(db, proceeding, poll)
    if row.phase(now()) == "over":
        _close(db, proceeding, row, sealing)


def closing_polls(secret: str) -> Callable[[Session, Proceeding], None]:
    """What closes the polls of a hearing that closes, for a site with this secret."""
    return partial(close_polls, sealing=Sealing(secret))


def close_polls(db: Session, proceeding: Proceeding, sealing: Sealing) -> None:
    """Close what is open when the hearing closes, and forget who has just sent something."""
    db.execute(delete(Pause).where(Pause.proceeding_id == proceeding.id))
    query = select(Poll).where(Poll.proceeding_id == proceeding.id, Poll.state == "open").order_by(Poll.id)
    for row in db.scalars(query.with_for_update()).all():
        try:
            _close(db, proceeding, row, sealing)
        except Conflict:  # the ballots cannot be opened any more: that keeps no hearing open
            _withdraw(db, proceeding, row)


def withdraw_poll(db: Session, actor: Actor, *, proceeding_id: int, seen: int, poll: str) -> int:
    """End an open poll without a result: votes and ballots are deleted. Raises Conflict unless it is open."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = locked_poll(db, chaired.proceeding, poll)
    if row.state != "open":
        raise Conflict("wrong_state")
    _withdraw(db, chaired.proceeding, row)
    return chaired.floor.moves


def _withdraw(db: Session, proceeding: Proceeding, row: Poll) -> None:
    row.state, row.closed_at, row.seal = "withdrawn", now(), None
    row.ends_at = None
    db.execute(delete(Ballot).where(Ballot.poll_id == row.id))
    db.execute(delete(PollVoter).where(PollVoter.poll_id == row.id))
    _sweep_soon(db, row)
    tell_of(db, proceeding, row, "withdrawn", at=row.closed_at)


def _close(db: Session, proceeding: Proceeding, row: Poll, sealing: Sealing) -> None:
    """Count, write voters and ballots anew in another order, and commit to the tally: one entry in each stream."""
    closing = _closing(row)
    if row.rule == "secret":
        votes = _unsealed(db, row, sealing)
    else:
        votes = [one or [] for one in db.scalars(select(PollVoter.choices).where(PollVoter.poll_id == row.id))]
    row.voters = len(votes)
    counted = Counter(key for vote in votes for key in vote)
    row.result = {key: counted[key] for key in row.choices} if is_told(row.rule == "secret", row.voters) else None
    row.state, row.closed_at, row.seal = "closed", closing, None
    db.flush()
    _shuffle_voters(db, row)
    if row.rule == "secret":
        _write_ballots(db, row, votes if row.result is not None else [])
        _sweep_soon(db, row)
    told = tally_of(row, texts_of(db, [row.owner]).get(row.owner, {}), row.result, row.voters)
    tell_of(db, proceeding, row, "closed", at=closing, commitments={"tally": commit(row.salt, told)})


def _closing(row: Poll) -> datetime:
    """When it closed: what came after the end of its time was refused, even where the counting came later."""
    return row.ends_at if row.ends_at is not None and row.phase(now()) == "over" else now()


def _unsealed(db: Session, row: Poll, sealing: Sealing) -> list[list[str]]:
    query = select(Ballot.id, Ballot.sealed).where(Ballot.poll_id == row.id)
    sealed = [sealing.unseal(row.seal or "", one.id, one.sealed or "") for one in db.execute(query)]
    return [chosen_of(row.choices, bits) for bits in sealed]


def _write_ballots(db: Session, row: Poll, votes: list[list[str]]) -> None:
    """The ballots under new keys, in an order drawn by lot."""
    db.execute(delete(Ballot).where(Ballot.poll_id == row.id))
    rows = [{"id": new_public_id(), "poll_id": row.id, "choices": vote, "sealed": None} for vote in by_lot(votes)]
    if rows:
        db.execute(insert(Ballot), rows)


def _shuffle_voters(db: Session, row: Poll) -> None:
    """The same voters under new keys, in an order drawn by lot: PostgreSQL keeps rows as they came."""
    columns = (PollVoter.voter, PollVoter.name, PollVoter.category, PollVoter.choices)
    rows = [dict(one._mapping) for one in db.execute(select(*columns).where(PollVoter.poll_id == row.id))]
    db.execute(delete(PollVoter).where(PollVoter.poll_id == row.id))
    if rows:
        db.execute(insert(PollVoter), [{"id": new_public_id(), "poll_id": row.id, **one} for one in by_lot(rows)])


def _sweep_soon(db: Session, row: Poll) -> None:
    enqueue(db, SWEEP_BALLOTS, {}, key=f"{SWEEP_BALLOTS}:{row.public_id}")
