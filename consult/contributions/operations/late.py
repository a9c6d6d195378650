"""Late filings: passes that let somebody file after the closing, and requests that the secretariat decides on."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.late_models import LatePass
from consult.contributions.models import Contribution
from consult.contributions.operations.listing import record, record_at_desk, standing
from consult.contributions.publication import is_read_first
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import record as record_proceeding
from consult.proceedings.queries import locked_proceeding

MOST_DAYS = 60
REASON_CHARACTERS = 1_000


class Late(NamedTuple):
    """How something comes after the closing: `asked`, or `accepted` with the reason of its pass."""

    state: str
    reason: str | None


def give_late_pass(db: Session, actor: Actor, *, proceeding_id: int, token_hash: str, reason: str, days: int) -> str:
    """Let whoever has the token of this hash file once, within so many days; the public id of the pass.

    Raises NotFound for whoever may not accept late filings here, Conflict unless it is a consultation that is closed now,
    Invalid without a reason or for days out of range.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "contribution:accept_late", proceeding)
    if proceeding.kind != "consultation" or proceeding.phase(now()) != "closed":
        raise Conflict("wrong_state")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", "out_of_range", lowest=1, highest=MOST_DAYS)
    row = LatePass(
        proceeding_id=proceeding.id,
        token_hash=token_hash,
        reason=_checked(reason),
        given_by=actor.account_id,
        expires_at=now() + timedelta(days=days),
    )
    db.add(row)
    db.flush()
    record_proceeding(db, proceeding, "late_pass_given", at_desk_only=True)
    return row.public_id


def end_late_pass(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take a pass back. Raises NotFound where there is none, Conflict when it was used or taken back."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "contribution:accept_late", proceeding)
    query = select(LatePass).where(LatePass.public_id == public_id, LatePass.proceeding_id == proceeding.id)
    row = db.scalar(query.with_for_update())
    if row is None:
        raise NotFound
    if row.used or row.ended:
        raise Conflict("changed_meanwhile")
    row.ended = True
    record_proceeding(db, proceeding, "late_pass_ended", at_desk_only=True)


def lateness(db: Session, proceeding: Proceeding, *, pass_hash: str | None, asks: bool) -> Late | None:
    """None for what comes in time; otherwise how it may come, and a pass is used up by that. Raises Closed."""
    phase = proceeding.phase(now())
    if phase == "open":
        return None
    if phase != "closed":
        raise Closed("not_yet")
    if pass_hash is not None:
        query = select(LatePass).where(LatePass.token_hash == pass_hash, LatePass.proceeding_id == proceeding.id)
        row = db.scalar(query.with_for_update())
        if row is not None and row.is_valid(now()):
            row.used = True
            return Late("accepted", row.reason)
    if asks and proceeding.kind == "consultation":
        return Late("asked", None)
    raise Closed("closed")


def decide_late(db: Session, actor: Actor, *, reference: str, accept: bool, reason: str) -> str:
    """Accept or refuse what came late, with a reason that its author is told; the new state.

    What is accepted then goes the way of everything else. Raises NotFound for whoever may not decide here, Conflict where
    nothing of this kind waits, Invalid without a reason.
    """
    known = db.scalar(select(Contribution.proceeding_id).where(Contribution.reference == reference))
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known)
    require(actor, "contribution:accept_late", proceeding)
    row = db.scalars(select(Contribution).where(Contribution.reference == reference).with_for_update()).one()
    if row.late != "asked" or row.state != "pending":
        raise Conflict("changed_meanwhile")
    row.late, row.late_reason = "accepted" if accept else "refused", _checked(reason)
    if not accept:
        row.state, row.reason = "declined", "late"
        record(db, proceeding, row, "declined")
    elif is_read_first(proceeding, row):
        row.waiting = True
        record_at_desk(db, proceeding, row, "late_accepted", standing(db, row))
    else:
        row.state = "published"
        record(db, proceeding, row, "published")
    return row.state


def _checked(reason: str) -> str:
    text = clean_text(reason, "reason")
    if not text:
        raise Invalid("reason", "required")
    if len(text) > REASON_CHARACTERS:
        raise Invalid("reason", "too_long", length=len(text), limit=REASON_CHARACTERS)
    return text
