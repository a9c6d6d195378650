"""What readers say of others' input: agree, disagree or pass, and flags for the moderators."""

import hashlib
from collections.abc import Callable

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.contributions.access import facts_of, sight_of
from consult.contributions.disclosure import Discloser
from consult.contributions.models import VOTES, Contribution, Flag, Vote
from consult.contributions.operations.listing import desk_stream
from consult.contributions.operations.submit import check_open, sender_in
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Invalid, NotFound
from consult.ledger.append import Pending, append
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.respondents.access import check_takes_part

FLAG_REASONS = ("violence_or_hatred", "insult", "private_person", "off_topic", "spam", "other")
# What follows a flag, from higher rooms; set by app.py.
FLAGGED: list[Callable[[Session, Proceeding, Contribution], None]] = []
SUPPORT = ("agree", "pass")
TALLY = {1: Contribution.agrees, 0: Contribution.passes, -1: Contribution.disagrees}


def cast_vote(db: Session, actor: Actor, *, proceeding_id: int, reference: str, choice: str) -> None:
    """Agree, disagree or pass on a published contribution; the last vote of a voter counts, the earlier ones are kept.

    A live question is supported (`agree`), and not any more (`pass`), also where comments are not voted on.

    Raises NotFound where the actor may not read it, Closed outside the dates or without an invitation,
    Invalid for another choice.
    """
    proceeding, row = _readable(db, actor, proceeding_id, reference)
    check_open(proceeding)
    check_takes_part(db, actor, proceeding)
    offered = SUPPORT if row.kind == "question" else tuple(VOTES) if proceeding.votes else ()
    if choice not in offered:
        raise Invalid("vote", "no_such_choice")
    value, voter = VOTES[choice], voter_in(actor, proceeding)
    before = db.execute(
        select(Vote.id, Vote.value)
        .where(Vote.contribution_id == row.id, Vote.voter == voter, Vote.is_current)
        .with_for_update()
    ).one_or_none()
    if before is not None:
        if before.value == value:
            return
        db.execute(update(Vote).where(Vote.id == before.id).values(is_current=False))
        _count(db, row.id, before.value, -1)
    cast = {"contribution_id": row.id, "voter": voter, "value": value, "cast_at": now(), "is_current": True}
    db.execute(insert(Vote).values(cast))
    _count(db, row.id, value, 1)


def voter_in(actor: Actor, proceeding: Proceeding) -> str:
    """Who votes: an account once per proceeding, else the browser; a hash that does not lead to another proceeding."""
    if actor.account_id is not None:
        return hashlib.sha256(f"account:{actor.account_id}:{proceeding.public_id}".encode()).hexdigest()
    return sender_in(actor, proceeding.public_id)


def flag_contribution(db: Session, actor: Actor, *, proceeding_id: int, reference: str, reason: str, note: str) -> None:
    """Ask a moderator to look. A second flag of the same sender changes nothing; higher rooms may act on many (`FLAGGED`)."""
    proceeding, row = _readable(db, actor, proceeding_id, reference)
    if reason not in FLAG_REASONS:
        raise Invalid("reason", "no_such_choice")
    sender = sender_in(actor, f"flag:{row.public_id}")
    if db.scalar(select(Flag.id).where(Flag.contribution_id == row.id, Flag.sender == sender)) is not None:
        return
    flag = {"contribution_id": row.id, "sender": sender, "reason": reason, "note": note, "raised_at": now()}
    db.execute(insert(Flag).values(flag))
    db.execute(update(Contribution).where(Contribution.id == row.id).values(flags=Contribution.flags + 1))
    append(db, Pending(desk_stream(db, proceeding).id, f"{row.kind}.flagged", row.reference, now()))
    for act in FLAGGED:
        act(db, proceeding, row)


def _readable(db: Session, actor: Actor, proceeding_id: int, reference: str) -> tuple[Proceeding, Contribution]:
    proceeding = locked_proceeding(db, actor, proceeding_id)
    if proceeding.audience != "public":
        require(actor, "room:write", proceeding)
    row = db.scalar(
        select(Contribution)
        .where(Contribution.proceeding_id == proceeding.id, Contribution.reference == reference)
        .with_for_update()
    )
    if row is None or row.state != "published" or row.place is None:
        raise NotFound
    if "text" not in Discloser(sight_of(actor, proceeding)).fields(facts_of(actor, row)):
        raise NotFound
    return proceeding, row


def _count(db: Session, contribution_id: int, value: int, by: int) -> None:
    column = TALLY[value]
    counted = update(Contribution).where(Contribution.id == contribution_id).values({column: column + by})
    db.execute(counted.execution_options(synchronize_session=False))
